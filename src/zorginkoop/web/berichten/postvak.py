"""The inbox: the messages of an organisation that a person in a role may see, and how many are not read."""

from datetime import datetime, time

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from zorginkoop.web.berichten import soorten
from zorginkoop.web.berichten.models import Bericht, Gelezen, Voorkeur
from zorginkoop.web.toegang.models import Bevoegdheid

HOOGSTENS = 99
"""More unread messages than this are not counted: the number would say no more, and counting takes time."""

_ONGELEZEN = """
SELECT count(*) FROM (
    SELECT FROM berichten_bericht b
    WHERE organisatie_id = %(organisatie)s AND soort = ANY(%(namen)s) AND tijdstip >= %(sinds)s
      AND soort <> ALL(ARRAY(
          SELECT soort FROM berichten_voorkeur
          WHERE persoon_id = %(persoon)s AND wijze = 'NIET' AND soort = ANY(%(stil)s)))
      AND NOT EXISTS (SELECT FROM berichten_gelezen WHERE bericht_id = b.id AND persoon_id = %(persoon)s)
    LIMIT %(hoogstens)s) AS wachtend
"""
"""Written out, because the header of every page asks it."""


def inbox(bevoegdheid: Bevoegdheid) -> QuerySet[Bericht]:
    """What this person gets to see, newest first: of its kinds, since it may act for the organisation."""
    stil = soorten.silenced(Voorkeur.objects.filter(persoon=bevoegdheid.persoon_id, wijze=soorten.NIET))
    namen = [naam for naam in soorten.kinds_of(bevoegdheid.rol) if naam not in stil]
    gevonden = Bericht.objects.filter(
        organisatie=bevoegdheid.organisatie_id, soort__in=namen, tijdstip__gte=_since(bevoegdheid)
    )
    gelezen = Gelezen.objects.filter(bericht=OuterRef("pk"), persoon=bevoegdheid.persoon_id)
    return gevonden.annotate(is_gelezen=Exists(gelezen)).order_by("-tijdstip", "-pk")


def unread(bevoegdheid: Bevoegdheid) -> int:
    """How many messages of `inbox` wait, up to one more than HOOGSTENS."""
    namen = soorten.kinds_of(bevoegdheid.rol)
    stil = [naam for naam in namen if not soorten.SOORTEN[naam].nodig]
    wie = {"organisatie": bevoegdheid.organisatie_id, "persoon": bevoegdheid.persoon_id, "sinds": _since(bevoegdheid)}
    with connection.cursor() as cursor:
        cursor.execute(_ONGELEZEN, wie | {"namen": namen, "stil": stil, "hoogstens": HOOGSTENS + 1})
        return int(cursor.fetchone()[0])


def unread_words(bevoegdheid: Bevoegdheid) -> str:
    """The number as it stands in the header: empty when there is none."""
    aantal = unread(bevoegdheid)
    if aantal > HOOGSTENS:
        return gettext("meer dan %(aantal)s") % {"aantal": HOOGSTENS}
    return str(aantal) if aantal else ""


def _since(bevoegdheid: Bevoegdheid) -> datetime:
    return timezone.make_aware(datetime.combine(bevoegdheid.van, time.min))
