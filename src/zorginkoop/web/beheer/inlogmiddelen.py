"""With what colleagues log in, taking that away when it was lost, and which accounts are one human being.

An administrator never sees or sets a secret, and does not touch the login of who works for another organisation too:
taking it away would be power over that organisation.
"""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.hashers import is_password_usable
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_otp import devices_for_user
from django_otp.models import Device
from django_otp.plugins.otp_totp.models import TOTPDevice

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.beheer import gezag, uitnodigen
from zorginkoop.web.beheer.models import Ingreep, Uitnodiging
from zorginkoop.web.inlogmiddelen.models import Certificaat, Extern, Passkey
from zorginkoop.web.toegang import actions
from zorginkoop.web.toegang.afscherming import als_eigenaar
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Organisatie, Persoon

NAMEN: dict[type[Device], str | Promise] = {
    TOTPDevice: _("App met codes"),
    Passkey: _("Passkey"),
    Certificaat: _("Certificaat"),
    Extern: _("Login elders"),
}
NIET_HIER = "Dit kan de persoon alleen zelf doen, of wie dit portaal beheert"


def kinds(personen: Collection[int]) -> dict[int, list[str | Promise]]:
    """The kinds of means of each of these people, in a fixed number of queries; never what they are."""
    uit: dict[int, list[str | Promise]] = {pk: [] for pk in personen}
    with als_eigenaar():  # the secret of the app stands in the same table, which is closed
        for pk, wachtwoord in Persoon.objects.filter(pk__in=personen).values_list("pk", "password"):
            if wachtwoord and is_password_usable(wachtwoord):
                uit[pk].append(_("Wachtwoord"))
        for model, naam in NAMEN.items():
            rijen = model._default_manager.filter(user__in=personen, confirmed=True)
            for pk in rijen.order_by("user_id").values_list("user_id", flat=True).distinct():
                uit[pk].append(naam)
    return uit


def of(persoon: Persoon) -> list[tuple[str, str | Promise, datetime | None]]:
    """The means of one colleague: how to name it in a form, its kind, and since when."""
    with als_eigenaar():  # see `kinds`
        return [(d.persistent_id, NAMEN[type(d)], _since(d)) for d in devices_for_user(persoon) if type(d) in NAMEN]


def _since(device: Device) -> datetime | None:
    return getattr(device, "gekoppeld_op", None) or getattr(device, "created_at", None)


def take_away(*, persoon: Persoon, organisatie: Organisatie, middel: str, by: Persoon, now: datetime) -> None:
    """One means no longer works, and sessions it opened end. Gebruikersfout when it is not this colleague's."""
    with acting(by):
        _may_touch(organisatie, {persoon.pk}, by, now)
        gezag.somebody_else(persoon, by)
        with als_eigenaar():  # what a colleague logs in with is for that colleague to see; this only takes it away
            device = next((d for d in devices_for_user(persoon) if d.persistent_id == middel), None)
            if device is None:
                raise Gebruikersfout("Dit inlogmiddel is er niet meer", plaats=persoon.naam)
            device.delete()
        _record("MIDDEL", str(NAMEN.get(type(device), "")), organisatie=organisatie, persoon=persoon, door=by, op=now)


def reset(*, persoon: Persoon, organisatie: Organisatie, by: Persoon, now: datetime) -> tuple[Uitnodiging, str]:
    """Everything this colleague logs in with stops, the password too; a link by e-mail begins anew."""
    with acting(by):
        _may_touch(organisatie, {persoon.pk}, by, now)
        gezag.somebody_else(persoon, by)
        with als_eigenaar():  # see `take_away`
            for device in devices_for_user(persoon):
                device.delete()
            persoon.set_unusable_password()
            persoon.save(update_fields=["password"])
        _record("HERSTEL", "", organisatie=organisatie, persoon=persoon, door=by, op=now)
        return uitnodigen.recover(organisatie=organisatie, persoon=persoon, by=by, now=now)


def join(*, een: Persoon, ander: Persoon, organisatie: Organisatie, by: Persoon, now: datetime) -> None:
    """Record that two accounts of colleagues are one human being: what one asked, the other no longer approves."""
    with acting(by):
        samen = {*een.accounts().values_list("pk", flat=True), *ander.accounts().values_list("pk", flat=True)}
        _may_touch(organisatie, samen, by, now)
        for account in (een, ander):
            gezag.somebody_else(account, by)
        with als_eigenaar():  # an account may only write itself
            actions.link_accounts(een=een, ander=ander, by=by)
        _record("KOPPELING", ander.email, organisatie=organisatie, persoon=een, door=by, op=now)


def _may_touch(organisatie: Organisatie, personen: set[int], by: Persoon, now: datetime) -> None:
    """Gebruikersfout unless all of them work here now, and nowhere else."""
    gezag.hold(organisatie, by, now)
    vandaag = timezone.localdate(now)
    hier = set(gezag.current(organisatie, vandaag).filter(persoon__in=personen).values_list("persoon_id", flat=True))
    if hier != personen or not gezag.only_here(organisatie, personen, vandaag):
        raise Gebruikersfout(NIET_HIER)


def _record(soort: str, toelichting: str, **wie: object) -> None:
    Ingreep.objects.create(soort=soort, toelichting=toelichting[:300], **wie)
