"""Forms about people, roles and systems."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zorginkoop.adapters.inlogcertificaat import MAX_BYTES
from zorginkoop.web.contractering.forms import Formulier
from zorginkoop.web.inlogmiddelen.forms import ToevoegForm
from zorginkoop.web.toegang.bestandsveld import BestandForm, file_field
from zorginkoop.web.toegang.forms import CodeForm
from zorginkoop.web.toegang.rollen import ROLLEN_VAN, Rol, Soort
from zorginkoop.web.toegang.velden import Email

KIES = _("Kies een van de mogelijkheden.")
ERBIJ = ""


def _naam(label: Any, leeg: Any, hoogstens: int = 200) -> forms.CharField:
    lang = _("Houd het korter: hoogstens %(limit_value)d tekens.")
    return forms.CharField(label=label, max_length=hoogstens, error_messages={"required": leeg, "max_length": lang})


def _keuze(label: Any, **anders: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, error_messages={"required": KIES, "invalid_choice": KIES}, **anders)


def _roles(soort: str, behalve: Iterable[str] = ()) -> list[tuple[str, Any]]:
    return [(rol.value, rol.label) for rol in ROLLEN_VAN[Soort(soort)] if rol not in set(behalve)]


class UitnodigForm(Formulier):
    """Somebody new."""

    naam = _naam(_("Naam"), _("Vul de naam in."))
    email = Email(
        label=_("E-mailadres"),
        help_text=_("Naar dit adres sturen wij de link. Alleen wie deze post leest, kan de uitnodiging aannemen."),
        error_messages={"required": _("Vul het e-mailadres in.")},
    )
    rol = _keuze(_("Rol"))

    def __init__(self, *args: Any, soort: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rol"].choices = [("", _("Kies een rol")), *_roles(soort)]


class RolForm(Formulier):
    """Another role for a colleague, beside or instead of one there is."""

    rol = _keuze(_("Nieuwe rol"))
    vervangt = _keuze(_("In plaats van"), required=False)

    def __init__(self, *args: Any, soort: str, heeft: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rollen = _roles(soort, {b.rol for b in heeft})
        self.fields["rol"].choices = [("", _("Kies een rol")), *rollen]
        nu = [(str(b.pk), Rol(b.rol).label) for b in heeft]
        self.fields["vervangt"].choices = [(ERBIJ, _("Niets: de rol komt erbij")), *nu]


class KoppelForm(Formulier):
    """The other account of a colleague."""

    ander = _keuze(_("Ander account van deze persoon"))

    def __init__(self, *args: Any, anderen: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ander"].choices = [("", _("Kies een account")), *anderen]


class WachtwoordForm(Formulier):
    """A new password, twice."""

    wachtwoord = forms.CharField(
        label=_("Kies een wachtwoord"),
        help_text=_("Minstens twaalf tekens, en geen wachtwoord dat veel mensen gebruiken."),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Kies een wachtwoord.")},
    )
    nogmaals = forms.CharField(
        label=_("Hetzelfde wachtwoord nog een keer"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Vul het wachtwoord nog een keer in.")},
    )

    def clean_nogmaals(self) -> str:
        nogmaals = str(self.cleaned_data["nogmaals"])
        if "wachtwoord" in self.cleaned_data and nogmaals != self.cleaned_data["wachtwoord"]:
            raise forms.ValidationError(_("De twee wachtwoorden zijn niet gelijk."), "ongelijk")
        return nogmaals


class AanneemForm(WachtwoordForm, CodeForm):
    """A password and the first code of the app."""

    field_order = ("wachtwoord", "nogmaals", "code")


class PasskeyForm(WachtwoordForm, ToevoegForm):
    """A password and a passkey."""

    field_order = ("wachtwoord", "nogmaals", "naam", "antwoord")


class SysteemForm(Formulier):
    """Other software of the organisation."""

    naam = _naam(_("Naam van het systeem"), _("Vul een naam in, zodat u het systeem later herkent."), 100)
    namens = _keuze(
        _("Namens wie"), help_text=_("Het systeem mag nooit meer dan deze persoon, en stopt als diens rol eindigt.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("Wat mag het systeem?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kies ten minste één ding dat het systeem mag."), "invalid_choice": KIES},
    )

    def __init__(
        self, *args: Any, mensen: list[tuple[int, str]], mogelijk: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["namens"].choices = [("", _("Kies een persoon")), *mensen]
        self.fields["scopes"].choices = mogelijk


class CertificaatForm(BestandForm):
    """A certificate of a system, without its key."""

    TE_GROOT = _("Dit bestand is te groot voor een certificaat.")
    bestand = file_field(
        label=_("Certificaat (PEM of DER)"),
        help_text=_("Alleen het certificaat zelf, nooit de geheime sleutel."),
        accept=".pem,.crt,.cer,.der",
    )

    def clean_bestand(self) -> bytes:
        bestand = self.cleaned_data["bestand"]
        if bestand.size > MAX_BYTES:
            raise forms.ValidationError(self.TE_GROOT, "te_groot")
        return bytes(bestand.read())
