"""Invite somebody by e-mail, and let that person in: a link that counts once, and not for long.

The link goes to the mailbox and nowhere else. Whoever invites never sees it, so cannot be the invited person, nor
learn whether the address is known here already.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.beheer import gezag, rollen
from zorginkoop.web.beheer.models import Uitnodiging
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Organisatie, Persoon
from zorginkoop.web.toegang.rollen import ROLLEN_VAN, Rol, Soort

GELDIG = timedelta(days=7)
"""A link works for a week: long enough for who is away some days, short enough that an old mailbox opens nothing."""
HOOGSTENS, VENSTER = 50, timedelta(days=1)
"""So many links an organisation sends in a day, so that its pages are no way to fill mailboxes."""


def invite(
    *, organisatie: Organisatie, email: str, naam: str, rol: Rol | str, by: Persoon | str, now: datetime
) -> tuple[Uitnodiging, str]:
    """An invitation and its secret, for `post.send`; an open one for the same role is replaced.

    The same whether or not the address is known elsewhere. Gebruikersfout for one's own address, a role that does
    not exist here, a colleague who has the role, or too many in a day.
    """
    email = email.strip().lower()
    with acting(by):
        gezag.hold(organisatie, by, now)
        _may_invite(organisatie, email, rol, by, now)
        _few_enough(organisatie, now)
        _open(organisatie).filter(email=email, rol=rol).update(ingetrokken_op=now)
        return _new(organisatie=organisatie, email=email, naam=naam.strip(), rol=rol, by=by, now=now)


def recover(*, organisatie: Organisatie, persoon: Persoon, by: Persoon, now: datetime) -> tuple[Uitnodiging, str]:
    """A link for a colleague without any means left, to choose a password and an app again."""
    with acting(by):
        _few_enough(organisatie, now)
        _open(organisatie).filter(email=persoon.email, rol="").update(ingetrokken_op=now)
        vast = {"organisatie": organisatie, "email": persoon.email, "naam": persoon.naam, "persoon": persoon}
        return _new(**vast, soort=Uitnodiging.Soort.HERSTEL, by=by, now=now)


def again(*, uitnodiging: Uitnodiging, by: Persoon, now: datetime) -> tuple[Uitnodiging, str]:
    """Another link in place of one that got lost; the lost one no longer works."""
    with acting(by):
        withdraw(uitnodiging=uitnodiging, by=by, now=now)
        u = uitnodiging
        if u.soort == Uitnodiging.Soort.HERSTEL:
            gezag.somebody_else(u.persoon, by)
            return recover(organisatie=u.organisatie, persoon=u.persoon, by=by, now=now)
        return invite(organisatie=u.organisatie, email=u.email, naam=u.naam, rol=u.rol, by=by, now=now)


def withdraw(*, uitnodiging: Uitnodiging, by: Persoon | str, now: datetime) -> None:
    """From now on the link lets nobody in. Gebruikersfout when it did already."""
    with acting(by):
        gezag.hold(uitnodiging.organisatie, by, now)
        rijen = Uitnodiging.objects.filter(pk=uitnodiging.pk, aangenomen_op=None, ingetrokken_op=None)
        if not rijen.update(ingetrokken_op=now):
            raise Gebruikersfout("Deze uitnodiging staat niet meer open", plaats=uitnodiging.email)


def link(geheim: str) -> str:
    """The address in the e-mail."""
    return f"{settings.PORTAAL_ADRES}{reverse('beheer:aannemen', args=[geheim])}"


def _may_invite(organisatie: Organisatie, email: str, rol: Rol | str, by: Persoon | str, now: datetime) -> None:
    if rol not in ROLLEN_VAN[Soort(organisatie.soort)]:
        raise Gebruikersfout("Deze rol bestaat niet bij uw organisatie", plaats="rol")
    if isinstance(by, Persoon) and by.accounts().filter(email=email).exists():
        raise Gebruikersfout(gezag.EIGEN, plaats="email")
    if gezag.current(organisatie, timezone.localdate(now)).filter(persoon__email=email, rol=rol).exists():
        raise Gebruikersfout(rollen.HEEFT_AL, plaats="email")


def _few_enough(organisatie: Organisatie, now: datetime) -> None:
    if Uitnodiging.objects.filter(organisatie=organisatie, gemaakt_op__gt=now - VENSTER).count() >= HOOGSTENS:
        raise Gebruikersfout("Uw organisatie verstuurde vandaag te veel uitnodigingen. Probeer het morgen opnieuw")


def _open(organisatie: Organisatie) -> QuerySet[Uitnodiging]:
    return Uitnodiging.objects.filter(organisatie=organisatie, aangenomen_op=None, ingetrokken_op=None)


def _new(*, by: Persoon | str, now: datetime, **velden: object) -> tuple[Uitnodiging, str]:
    geheim = secrets.token_urlsafe(32)
    uitnodiging = Uitnodiging.objects.create(
        **velden,
        sha256=digest(geheim),
        gemaakt_door=by if isinstance(by, Persoon) else None,
        gemaakt_op=now,
        verloopt_op=now + GELDIG,
    )
    return uitnodiging, geheim


def digest(geheim: str) -> str:
    """256 bits that nobody can guess, so a plain digest of them is safe to keep."""
    return hashlib.sha256(geheim.encode("utf-8", "surrogatepass")).hexdigest()
