"""The inbox: the messages of an organisation that a person in a role may see, and how many are not read."""

from datetime import datetime, time

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from zorginkoop.web.berichten import soorten
from zorginkoop.web.berichten.models import Bericht, Gelezen, Voorkeur
from zorginkoop.web.toegang.models import Bevoegdheid

HOOGSTENS = 99
"""More unread messages than this are not counted: the number would say no more, and counting takes time."""


def inbox(bevoegdheid: Bevoegdheid) -> QuerySet[Bericht]:
    """What this person gets to see, newest first: of its kinds, since it may act for the organisation."""
    stil = soorten.silenced(Voorkeur.objects.filter(persoon=bevoegdheid.persoon_id, wijze=soorten.NIET))
    namen = [naam for naam in soorten.kinds_of(bevoegdheid.rol) if naam not in stil]
    sinds = timezone.make_aware(datetime.combine(bevoegdheid.van, time.min))
    gevonden = Bericht.objects.filter(organisatie=bevoegdheid.organisatie_id, soort__in=namen, tijdstip__gte=sinds)
    gelezen = Gelezen.objects.filter(bericht=OuterRef("pk"), persoon=bevoegdheid.persoon_id)
    return gevonden.annotate(is_gelezen=Exists(gelezen)).order_by("-tijdstip", "-pk")


def unread(bevoegdheid: Bevoegdheid) -> int:
    """How many messages wait, up to one more than HOOGSTENS."""
    wachtend = inbox(bevoegdheid).filter(is_gelezen=False).order_by()
    return len(wachtend.values_list("pk")[: HOOGSTENS + 1])


def unread_words(bevoegdheid: Bevoegdheid) -> str:
    """The number as it stands in the header: empty when there is none."""
    aantal = unread(bevoegdheid)
    if aantal > HOOGSTENS:
        return gettext("meer dan %(aantal)s") % {"aantal": HOOGSTENS}
    return str(aantal) if aantal else ""
