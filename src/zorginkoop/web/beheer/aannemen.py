"""What the invited person does with the link: make a login, or take the role with the login there is."""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django_otp.models import Device
from django_otp.plugins.otp_totp.models import TOTPDevice

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.beheer import gezag, rollen
from zorginkoop.web.beheer.models import Uitnodiging, Voorstel
from zorginkoop.web.beheer.uitnodigen import digest
from zorginkoop.web.toegang import actions
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.inloggen import CODE_ONJUIST
from zorginkoop.web.toegang.models import Organisatie, Persoon

AANNEMEN = "uitnodiging"
"""The actor in the audit trail while the invited person is not somebody yet."""
VERLOPEN = "Deze link werkt niet meer. Vraag wie u uitnodigde om een nieuwe."
Middel = Callable[[Persoon], Device]
"""Makes the second factor of a person, after seeing that it works; Gebruikersfout when it does not."""


def find(geheim: str, now: datetime) -> Uitnodiging | None:
    """The invitation behind a link, as long as it works."""
    gevonden = Uitnodiging.objects.filter(sha256=digest(geheim), aangenomen_op=None, ingetrokken_op=None)
    return gevonden.filter(verloopt_op__gt=now).select_related("organisatie", "persoon", "gemaakt_door").first()


def accept_new(
    *, uitnodiging: Uitnodiging, wachtwoord: str, middel: Middel, now: datetime
) -> tuple[Persoon, Device, Voorstel | None]:
    """The invited person chooses a password and a second factor: an app, or a passkey.

    Gives who that is, the second factor, and the role when it still waits for a second person. Gebruikersfout when the
    link was used meanwhile, the password is weak or the second factor does not work; then nothing happened.
    """
    with acting(AANNEMEN):
        u = _taken(uitnodiging, now)
        persoon = u.persoon
        if persoon is None:
            persoon = actions.create_account(email=u.email, naam=u.naam, wachtwoord=wachtwoord, by=AANNEMEN)
        else:
            _renew(persoon, u.organisatie, wachtwoord, now)
        return persoon, middel(persoon), _bring_in(u, persoon, now)


def app(*, sleutel: str, code: str) -> Middel:
    """An app for codes that has `sleutel` (hexadecimal) and shows `code` now."""

    def make(persoon: Persoon) -> Device:
        device = TOTPDevice.objects.create(user=persoon, name="app", confirmed=True, key=sleutel)
        if not device.verify_token(code):
            raise Gebruikersfout(CODE_ONJUIST, plaats="code")
        return device

    return make


def accept_known(*, uitnodiging: Uitnodiging, persoon: Persoon, now: datetime) -> Voorstel | None:
    """Somebody with a login of their own takes the role beside what they have. Gebruikersfout for anybody else."""
    with acting(persoon):
        u = _taken(uitnodiging, now)
        if u.soort != Uitnodiging.Soort.ROL or u.email != persoon.email:
            raise Gebruikersfout("Deze uitnodiging is voor een ander e-mailadres", plaats=persoon.email)
        return _bring_in(u, persoon, now)


def _bring_in(u: Uitnodiging, persoon: Persoon, now: datetime) -> Voorstel | None:
    u.persoon, u.aangenomen_op = persoon, now
    u.save(update_fields=["persoon", "aangenomen_op"])
    if u.soort == Uitnodiging.Soort.HERSTEL:
        return None
    by = u.gemaakt_door or actions.INRICHTING
    return rollen.assign(persoon=persoon, organisatie=u.organisatie, rol=u.rol, by=by, now=now)


def _renew(persoon: Persoon, organisatie: Organisatie, wachtwoord: str, now: datetime) -> None:
    """Another password for somebody who has nothing any more; sessions of before end with the password."""
    if not gezag.only_here(organisatie, {persoon.pk}, timezone.localdate(now)):
        raise Gebruikersfout(VERLOPEN)
    try:
        validate_password(wachtwoord, persoon)
    except ValidationError as fout:
        raise Gebruikersfout(actions.TE_ZWAK, plaats="wachtwoord") from fout
    persoon.set_password(wachtwoord)
    persoon.save(update_fields=["password"])


def _taken(uitnodiging: Uitnodiging, now: datetime) -> Uitnodiging:
    """The invitation held until the transaction ends, when it still works; of two at once one finds it used."""
    open_ = Uitnodiging.objects.filter(pk=uitnodiging.pk, aangenomen_op=None, ingetrokken_op=None, verloopt_op__gt=now)
    u = open_.select_for_update(of=("self",)).select_related("organisatie", "persoon", "gemaakt_door").first()
    if u is None:
        raise Gebruikersfout(VERLOPEN)
    return u
