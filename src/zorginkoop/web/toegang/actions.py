"""Writes of this app: people, what they may do, and who they act for."""

from datetime import date
from typing import TypeVar

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import models
from django_otp.plugins.otp_totp.models import TOTPDevice

from zorginkoop.kern.agb import controleer_agb
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.kern.nummers import controleer_uzovi
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Bevoegdheid, Organisatie, Persoon
from zorginkoop.web.toegang.rollen import Rol, Soort

M = TypeVar("M", bound=models.Model)

INRICHTING = "inrichting"
"""The actor in the audit trail when an installation is set up and nobody has logged in yet."""
TE_ZWAK = "Kies een wachtwoord van minstens twaalf tekens dat niet op een lijst van bekende wachtwoorden staat."


def create_praktijk(*, naam: str, agb: str, by: Persoon | str = INRICHTING) -> Organisatie:
    """A practice that may log in. Gebruikersfout when the AGB code is no AGB code, or is taken."""
    with acting(by):
        return _saved(Organisatie(soort=Soort.PRAKTIJK, naam=naam, agb=controleer_agb(agb)))


def create_verzekeraar(*, naam: str, uzovi: str, thema: str = "", by: Persoon | str = INRICHTING) -> Organisatie:
    """An insurer that may log in. Gebruikersfout when the UZOVI number is not one, or is taken."""
    with acting(by):
        return _saved(Organisatie(soort=Soort.VERZEKERAAR, naam=naam, uzovi=controleer_uzovi(uzovi), thema=thema))


def create_persoon(
    *, email: str, naam: str, wachtwoord: str, demo: bool = False, by: Persoon | str = INRICHTING
) -> Persoon:
    """A person with a password and an app for codes with a random secret.

    `demo` puts the person among the ready logins of a demonstration. Gebruikersfout as for `create_account`.
    """
    with acting(by):
        persoon = create_account(email=email, naam=naam, wachtwoord=wachtwoord, demo=demo, by=by)
        _saved(TOTPDevice(user=persoon, name="app", confirmed=True))
    return persoon


def choose_language(*, taal: str, by: Persoon) -> None:
    """From now on e-mail to this person is in this language, one of settings.LANGUAGES."""
    with acting(by):
        Persoon.objects.filter(pk=by.pk).exclude(taal=taal).update(taal=taal)


def create_account(*, email: str, naam: str, wachtwoord: str, demo: bool = False, by: Persoon | str) -> Persoon:
    """A person with a password, who gets in nowhere before there is a second factor too.

    Gebruikersfout when the password is weak or the address is taken.
    """
    persoon = Persoon(email=email.strip().lower(), naam=naam, demo=demo)
    try:
        validate_password(wachtwoord, persoon)
    except ValidationError as fout:
        raise Gebruikersfout(TE_ZWAK, plaats="wachtwoord") from fout
    persoon.set_password(wachtwoord)
    with acting(by):
        return _saved(persoon)


def link_accounts(*, een: Persoon, ander: Persoon, by: Persoon | str) -> None:
    """Record that two accounts are of one human being: what one asked, the other no longer approves.

    For who checked it: the name on a certificate, or the identity an employer or eHerkenning gives. Accounts linked
    before come along. Gebruikersfout when they were one person already.
    """
    if een.is_same(ander.pk):
        raise Gebruikersfout("Deze accounts zijn al van dezelfde persoon", plaats=ander.email)
    with acting(by):
        een.refresh_from_db(fields=["natuurlijk_persoon"])
        Persoon.objects.filter(pk__in=list(ander.accounts().values_list("pk", flat=True))).update(
            natuurlijk_persoon=een.natuurlijk_persoon
        )


def grant(
    *,
    persoon: Persoon,
    organisatie: Organisatie,
    rol: Rol | str,
    van: date,
    tot: date | None = None,
    by: Persoon | str = INRICHTING,
) -> Bevoegdheid:
    """Let a person act for an organisation. Gebruikersfout when the role does not exist there."""
    with acting(by):
        return _saved(Bevoegdheid(persoon=persoon, organisatie=organisatie, rol=rol, van=van, tot=tot))


def revoke(*, bevoegdheid: Bevoegdheid, tot: date, by: Persoon | str) -> None:
    """End an authorisation: from `tot` on, at the very next request, it no longer counts.

    One that ends on the day it began, or before that, counted on no day.
    """
    with acting(by):
        bevoegdheid.tot = max(tot, bevoegdheid.van)
        _saved(bevoegdheid)


def _saved(row: M) -> M:
    try:
        row.full_clean()
    except ValidationError as fout:
        plaats, meldingen = next(iter(fout.message_dict.items()))
        raise Gebruikersfout(" ".join(meldingen), plaats="" if plaats == "__all__" else plaats) from fout
    row.save()
    return row
