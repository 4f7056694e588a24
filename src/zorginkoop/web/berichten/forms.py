"""Forms of tasks, the log of terms, preferences and the start of a practice."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zorginkoop.web.berichten import herinneren, soorten
from zorginkoop.web.berichten.models import Voorkeur
from zorginkoop.web.berichten.taken import KORT, WANNEER
from zorginkoop.web.contractering.forms import Formulier
from zorginkoop.web.toegang.velden import Datum

ALLES = ("", _("Alles"))
UITKOMSTEN = {"loopt": _("Loopt"), "op_tijd": _("Op tijd"), "te_laat": _("Te laat"), "vervallen": _("Vervallen")}
ONBEKEND = _("Kies iets uit de lijst.")


def _choice(label: str, keuzes: dict[str, str]) -> forms.ChoiceField:
    regels, fouten = [ALLES, *keuzes.items()], {"invalid_choice": ONBEKEND}
    return forms.ChoiceField(label=label, choices=regels, required=False, error_messages=fouten)


class Filter(Formulier):
    """Everything may be left open, so that needs not be said at each field."""

    alles_mag_open = True


class TakenForm(Filter):
    q = forms.CharField(
        label=_("Naam of kenmerk"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    soort = _choice(_("Soort"), KORT)
    wanneer = _choice(_("Wanneer"), WANNEER)


class TermijnenForm(Filter):
    q = forms.CharField(
        label=_("Kenmerk"),
        max_length=32,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    uitkomst = _choice(_("Uitkomst"), UITKOMSTEN)
    wie = _choice(_("Wie moet het doen"), {"wij": _("Wij"), "ander": _("De ander")})


class BerichtenForm(Filter):
    q = forms.CharField(
        label=_("Kenmerk"),
        max_length=32,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    toon = _choice(_("Welke berichten"), {"nieuw": _("Alleen ongelezen")})


class VoorkeurenForm(Formulier):
    """One choice per kind the person can get. What is needed can go to the portal only, but not away."""

    def __init__(self, data: Any = None, *, rollen: list[str], nu: dict[str, str]) -> None:
        super().__init__(data)
        for rol in rollen:
            for naam in soorten.kinds_of(rol):
                self.fields.setdefault(naam, _kind(naam, nu.get(naam) or soorten.usual(rol)))


def _kind(naam: str, nu: str) -> forms.ChoiceField:
    soort = soorten.SOORTEN[naam]
    wijzen = [keuze for keuze in Voorkeur.Wijze.choices if keuze[0] != soorten.NIET or not soort.nodig]
    hulp = _("Dit bericht blijft altijd in het portaal staan.") if soort.nodig else herinneren.explained(naam)
    fouten = {"required": ONBEKEND, "invalid_choice": ONBEKEND}
    return forms.ChoiceField(label=soort.titel, choices=wijzen, initial=nu, help_text=hulp, error_messages=fouten)


class StartForm(Formulier):
    """The day the practice wants to begin."""

    begindag = Datum(label=_("Op welke dag wilt u beginnen?"), error_messages={"required": _("Vul de dag in.")})
