"""Forms of the policy editor; those of a part follow from the model of the policy file."""

import types
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pydantic import BaseModel

from zorginkoop.beleid.afspraak import Bron
from zorginkoop.web.toegang.velden import Datum, GeheelGetal, Getal, Regels

MEERREGELIG = {"regel", "uitleg", "samenvatting", "weigering", "reden", "toelichting", "beslissing", "grond", "vraag"}
MEERREGELIG |= {"bewijs"}
LABELS = {
    "regel": pgettext_lazy("beleid", "Regel"),
    "gevolg": _("Wat gebeurt er als het niet zo is"),
    "weigering": _("Wat de praktijk dan leest"),
    "bewijs": _("Bewijs dat bij de aanvraag hoort"),
    "bron": _("Bron"),
    "van": _("Vanaf"),
    "tot": _("Tot (die dag niet meer)"),
    "bedrag": _("Bedrag in euro"),
    "vereist": _("Alleen samen met"),
    "contractvereiste": _("Alleen met overeenkomst"),
    "basis": _("Hoort bij elke overeenkomst"),
    "max_aantal": _("Hoogstens zo vaak"),
    "per": _("In elke"),
    "eenheid": _("Eenheid"),
    "leeftijd_van": _("Vanaf leeftijd"),
    "leeftijd_tot": _("Tot leeftijd"),
    "geldig_van": _("Geldt vanaf"),
    "geldig_tot": _("Geldt tot (die dag niet meer)"),
    "looptijd_van": _("Looptijd vanaf"),
    "looptijd_tot": _("Looptijd tot (die dag niet meer)"),
    "jaarlijks": _("Elk jaar"),
    "stap": _("Stap in het jaar van een begroting"),
    "vervangt": _("Vervangt het beleid"),
    "corrigeert": _("Verbetert versie"),
    "vult_aan": _("Vult aan"),
}
JANEE = [("True", _("Ja")), ("False", _("Nee"))]


class BronVeld(forms.CharField):
    """A passage as "document, place"."""

    def prepare_value(self, value: Any) -> Any:
        return f"{value.document}, {value.plaats}" if isinstance(value, Bron) else value

    def clean(self, value: Any) -> Bron | None:
        tekst = super().clean(value)
        if not tekst:
            return None
        document, komma, plaats = (deel.strip() for deel in tekst.partition(","))
        if not komma or not plaats:
            raise ValidationError(_("Schrijf het nummer van het document, een komma en de plaats, zoals '001, 5.1'."))
        return Bron(document=document, plaats=plaats)


class BronnenVeld(Regels):
    """Passages, one on each line."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[Bron]:
        veld = BronVeld()
        return [bron for regel in super().clean(value) if (bron := veld.clean(regel))]


class DeelForm(forms.Form):
    """The values of one part. `verschil` holds what the editor changed, ready for the file."""

    use_required_attribute = False

    def __init__(self, deel: BaseModel, data: Any = None, *, vast: tuple[str, ...] = ()) -> None:
        self.deel = deel
        self.velden = {
            naam: veld
            for naam, info in type(deel).model_fields.items()
            if naam not in vast and (veld := _field(naam, info.annotation, required=info.is_required()))
        }
        super().__init__(data, initial={naam: _shown(getattr(deel, naam)) for naam in self.velden})
        self.fields.update(self.velden)

    @property
    def verschil(self) -> Mapping[str, Any]:
        nieuw = {naam: _value(self.cleaned_data[naam]) for naam in self.velden}
        return {naam: waarde for naam, waarde in nieuw.items() if waarde != _value(getattr(self.deel, naam))}


def _shown(waarde: Any) -> Any:
    if isinstance(waarde, bool):
        return str(waarde)
    return list(waarde) if isinstance(waarde, tuple) else waarde.strip() if isinstance(waarde, str) else waarde


def _value(waarde: Any) -> Any:
    """As the file has it: no loose white space, lists as tuples, nothing instead of an empty text."""
    if isinstance(waarde, str):
        waarde = waarde.replace("\r\n", "\n").strip() or None
    return tuple(waarde) if isinstance(waarde, list) else waarde


def _field(naam: str, annotatie: Any, *, required: bool) -> forms.Field | None:
    """The field for a value of this kind; None for what is a part of its own, or has no simple form."""
    kaal, leeg = _bare(annotatie)
    maak = _list_field(kaal) if get_origin(kaal) is tuple else _single_field(naam, kaal)
    label = LABELS.get(naam, naam.replace("_", " ").capitalize())
    return maak(label=label, required=required and not leeg) if maak else None


def _bare(annotatie: Any) -> tuple[Any, bool]:
    """The kind itself, and whether it may be left out."""
    if get_origin(annotatie) is Annotated:
        return _bare(get_args(annotatie)[0])
    if get_origin(annotatie) in (Union, types.UnionType):
        echt = [a for a in get_args(annotatie) if a is not type(None)]
        return (_bare(echt[0])[0] if len(echt) == 1 else None), True
    return annotatie, False


def _list_field(soort: Any) -> Callable[..., forms.Field] | None:
    kaal = _bare(get_args(soort)[0])[0]
    if kaal is Bron:
        return lambda **kw: BronnenVeld(widget=_few(), help_text=_("Eén bron per regel, zoals '001, 5.1'."), **kw)
    if kaal is str or get_origin(kaal) is Literal:
        return lambda **kw: Regels(widget=_few(), help_text=_("Eén per regel."), **{**kw, "required": False})
    return None


def _few() -> forms.Widget:
    return forms.Textarea(attrs={"rows": 2})


def _single_field(naam: str, soort: Any) -> Callable[..., forms.Field] | None:
    if get_origin(soort) is Literal:
        keuzes = [(keuze, str(keuze).replace("_", " ")) for keuze in get_args(soort)]
        return lambda required, **kw: forms.ChoiceField(
            choices=keuzes if required else [("", _("(geen)")), *keuzes], required=required, **kw
        )
    if soort is bool:
        return lambda **kw: forms.TypedChoiceField(
            choices=JANEE, coerce=lambda v: v == "True", widget=forms.RadioSelect(), **{**kw, "required": True}
        )
    if soort is str:
        return lambda **kw: forms.CharField(max_length=20_000, widget=_text_widget(naam), **kw)
    eenvoudig = {date: Datum, int: GeheelGetal, Decimal: Getal, Bron: BronVeld}
    return eenvoudig.get(soort)


def _text_widget(naam: str) -> forms.Widget:
    if naam == "regel":
        return forms.Textarea(attrs={"rows": 6, "class": "code", "spellcheck": "false"})
    return forms.Textarea(attrs={"rows": 3}) if naam in MEERREGELIG else forms.TextInput()


class NieuwForm(forms.Form):
    """From which version the draft starts, and what it will be called."""

    use_required_attribute = False
    basis = forms.ChoiceField(label=_("Welk beleid is het begin?"))
    beleid = forms.SlugField(
        label=_("Naam van het beleid"),
        max_length=80,
        help_text=_("Leeg: een nieuwe versie van dit beleid. Een nieuwe naam maakt een nieuw beleid, zoals per jaar."),
        required=False,
    )
    versie = forms.RegexField(
        r"^[0-9]+\.[0-9]+$",
        label=_("Versie"),
        help_text=_("Zoals 1.1. Leeg: het volgende nummer."),
        required=False,
        error_messages={"invalid": _("Een versie is twee getallen met een punt, zoals 1.1.")},
    )

    def __init__(self, basis: list[tuple[str, str]], data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["basis"].choices = basis


class VoorleggenForm(forms.Form):
    """What a colleague reads before releasing the draft, and from which day it counts."""

    use_required_attribute = False
    toelichting = forms.CharField(
        label=_("Wat verandert er en waarom?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Schrijf op wat er verandert en waarom.")},
    )
    publiceren_op = Datum(
        label=_("Vanaf welke dag geldt deze versie?"), required=False, help_text=_("Leeg: meteen na het vrijgeven.")
    )


class RedenForm(forms.Form):
    use_required_attribute = False
    reden = forms.CharField(
        label=_("Waarom?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Leg uit waarom.")},
    )


class TekstForm(forms.Form):
    """The whole file, for who prefers to write it."""

    use_required_attribute = False
    tekst = forms.CharField(
        label=_("Het beleid als TOML"),
        strip=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 40, "class": "code", "spellcheck": "false"}),
    )
