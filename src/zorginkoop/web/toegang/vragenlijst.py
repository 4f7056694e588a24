"""A questionnaire generated from questions of a policy: a Django form, and its answers as facts the rules can read."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _

from zorginkoop.beleid.assess import Vraag
from zorginkoop.beleid.library import all_policies, dictionary
from zorginkoop.beleid.model import Feit
from zorginkoop.web.toegang import velden
from zorginkoop.web.toegang.taal import in_dutch

JANEE = {"ja": True, "nee": False}
WEET_NIET = ("", "Weet ik nog niet")
MAX_TEKST = 4000
VELDEN: Mapping[str, type[forms.Field]] = {
    "datum": velden.Datum,
    "geheel": velden.GeheelGetal,
    "bedrag": velden.Bedrag,
    "getal": velden.Getal,
    "agb": velden.AgbCode,
    "iban": velden.Iban,
    "email": velden.Email,
    "tekst": forms.CharField,
}


class Vragenlijst(forms.Form):
    """A form of questions. `vragen` are what it asks; `alles_mag_open` means that every answer may be left out."""

    use_required_attribute = False
    alles_mag_open = False
    vragen: tuple[Vraag, ...] = ()


def form_for(vragen: Iterable[Vraag], *, required: bool = True) -> type[Vragenlijst]:
    """The form that asks these questions. With `required` false everything may be left open ("Weet ik nog niet").

    A list may always be left empty: that is the answer "none of these".
    """
    asked = tuple(vragen)
    fields = {vraag.gegeven: field_for(vraag, required=required) for vraag in asked}
    return type("Vragenlijst", (Vragenlijst,), {**fields, "vragen": asked, "alles_mag_open": not required})


def answers(form: Vragenlijst) -> dict[str, Any]:
    """The answers of a valid form as JSON values for `assess`; questions left open are not in it."""
    found = {vraag.gegeven: _fact(vraag, form.cleaned_data.get(vraag.gegeven)) for vraag in form.vragen}
    return {naam: waarde for naam, waarde in found.items() if waarde is not None}


def initial(vragen: Iterable[Vraag], antwoorden: Mapping[str, Any]) -> dict[str, Any]:
    """Earlier answers in the shape in which the form shows them."""
    return {v.gegeven: _shown(v.type, antwoorden[v.gegeven]) for v in vragen if antwoorden.get(v.gegeven) is not None}


def field_for(vraag: Vraag, *, required: bool = True) -> forms.Field:
    """The field for one question; the bounds come from the dictionary of facts."""
    kop: dict[str, Any] = {"label": vraag.vraag, "help_text": vraag.hulp, "required": required}
    if vraag.type == "lijst":
        return _list(vraag, kop)
    if vraag.type == "janee" or vraag.keuzes:
        return _choice(vraag, kop)
    return _open(vraag, kop)


def _list(vraag: Vraag, kop: dict[str, Any]) -> forms.Field:
    if vraag.keuzes:
        fouten = {"invalid_choice": _("“%(value)s” kan hier niet worden gekozen. Kies uit de lijst.")}
        keuzes = list(vraag.keuzes.items())
        widget = forms.CheckboxSelectMultiple()
        return forms.MultipleChoiceField(
            **kop | {"required": False}, choices=keuzes, widget=widget, error_messages=fouten
        )
    hulp = f"{vraag.hulp} Zet elk antwoord op een eigen regel.".strip()
    return velden.Regels(**kop | {"required": False, "help_text": hulp}, max_length=MAX_TEKST)


def _choice(vraag: Vraag, kop: dict[str, Any]) -> forms.ChoiceField:
    keuzes = list(vraag.keuzes.items()) or [(code, code.capitalize()) for code in JANEE]
    fouten = {
        "required": _asking(_("Kies een antwoord: {vraag}"), vraag),
        "invalid_choice": _("Kies een van de antwoorden."),
    }
    keuzes += [] if kop["required"] else [WEET_NIET]
    return forms.ChoiceField(**kop, choices=keuzes, widget=forms.RadioSelect(), error_messages=fouten)


def _open(vraag: Vraag, kop: dict[str, Any]) -> forms.Field:
    feit = known_fact(vraag.gegeven)
    kop["error_messages"] = {"required": _asking(_("Vul een antwoord in: {vraag}"), vraag)}
    if vraag.type in ("geheel", "getal") and feit is not None:
        kop |= {"min_value": feit.minimum, "max_value": feit.maximum}
    if vraag.type == "tekst":
        kop["max_length"] = MAX_TEKST
    return VELDEN[vraag.type](**kop)


def _asking(tekst: str, vraag: Vraag) -> str:
    return format_html(tekst, vraag=in_dutch(vraag.vraag))


def known_fact(naam: str) -> Feit | None:
    """The fact of this name in the shared dictionary or in any published policy."""
    eigen = (beleid.inhoud.feit[naam] for beleid in all_policies() if naam in beleid.inhoud.feit)
    return dictionary().feit.get(naam) or next(eigen, None)


def _fact(vraag: Vraag, waarde: Any) -> Any:
    if vraag.type == "lijst":
        return list(waarde or [])
    if waarde is None or waarde == "":
        return None
    if vraag.type == "janee":
        return JANEE[waarde]
    if isinstance(waarde, date):
        return waarde.isoformat()
    return str(waarde) if isinstance(waarde, Decimal) else waarde


def _shown(soort: str, waarde: Any) -> Any:
    match soort:
        case "janee":
            return "ja" if waarde else "nee"
        case "datum":
            return date.fromisoformat(str(waarde))
        case "bedrag":
            return Decimal(int(waarde)) / 100
        case "getal":
            return Decimal(str(waarde)).normalize()
    return waarde
