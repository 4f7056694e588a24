"""Forms of budgets and requests."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zorginkoop.beleid.versie import Beleid
from zorginkoop.web.contractering.forms import Formulier, Reden
from zorginkoop.web.toegang.bestandsveld import BestandForm, file_field
from zorginkoop.web.toegang.velden import Bedrag, Datum, Getal

KIES = {"required": _("Maak een keuze."), "invalid_choice": _("Kies uit de lijst.")}


class NieuweBegrotingForm(Formulier):
    """Under which policy, for which year, and with which second insurer."""

    keuze = forms.ChoiceField(label=_("Voor welk jaar?"), widget=forms.RadioSelect(), error_messages=KIES)
    tweede = forms.ChoiceField(
        label=_("Wat is de tweede zorgverzekeraar?"),
        help_text=_("Alleen bij een huisartsendienstenstructuur: twee verzekeraars besluiten daar samen."),
        required=False,
        error_messages=KIES,
    )

    def __init__(self, data: Any, *, keuzes: list[tuple[str, str]], verzekeraars: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["keuze"].choices = keuzes
        self.fields["tweede"].choices = [("", _("Geen")), *verzekeraars]


class InsturenForm(BestandForm):
    """The workbook of a budget."""

    TE_GROOT = _("Dit bestand is te groot: hoogstens 5 MB.")
    bestand = file_field(
        label=_("De begroting als Excel-bestand"),
        help_text=_("Met de bladen Begroting, Jaarplan en Resultaatafspraken, hoogstens 5 MB."),
        accept=".xlsx",
    )


class JaarstukkenForm(BestandForm):
    """The workbook of the accounts, and the report in words."""

    TE_GROOT = _("Dit bestand is te groot: hoogstens 5 MB.")
    bestand = file_field(
        label=_("De jaarrekening als Excel-bestand"),
        help_text=_("Met de bladen Jaarrekening en Resultaatafspraken, hoogstens 5 MB."),
        accept=".xlsx",
    )
    verslag = forms.CharField(
        label=_("Het (kwaliteits)jaarverslag"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": _("Vul het (kwaliteits)jaarverslag in."),
            "max_length": _("Hoogstens 20.000 tekens."),
        },
    )


class BesluitForm(Formulier):
    """Agree, or send back."""

    nummer = forms.IntegerField(widget=forms.HiddenInput())
    besluit = forms.ChoiceField(
        label=_("Uw besluit"),
        choices=[("ja", _("Akkoord")), ("nee", _("Niet akkoord: terug"))],
        widget=forms.RadioSelect(),
        error_messages=KIES,
    )
    motivering = Reden(
        label=_("Toelichting"),
        leeg="",
        required=False,
        help_text=_("Verplicht als u niet akkoord bent; de ander leest dit."),
    )

    def clean(self) -> dict[str, Any]:
        schoon = super().clean() or {}
        if schoon.get("besluit") == "nee" and not (schoon.get("motivering") or "").strip():
            self.add_error("motivering", _("Schrijf op wat er anders moet."))
        return schoon


class BesprekenForm(Formulier):
    """What came of the discussion."""

    bespreking = Reden(label=_("Wat is er besproken?"), leeg=_("Schrijf op wat er is besproken."))


class Procent(Getal):
    cijfers, decimalen = 5, 2


class NacalculatieForm(Formulier):
    """The agreed part of the difference."""

    verrekend_deel = Procent(
        label=_("Welk percentage van het verschil wordt verrekend?"),
        help_text=_("Het beleid noemt geen percentage; de partijen spreken het af."),
        min_value=0,
        max_value=100,
        error_messages={"required": _("Vul een percentage in.")},
    )


class PraktijkmanagementForm(Formulier):
    """The request form; the question on taking part is that of the policy."""

    wsv_deelname = forms.ChoiceField(label="", widget=forms.RadioSelect(), error_messages=KIES)
    samenwerking = forms.CharField(
        label=_("Hoe heet het samenwerkingsverband, of hoe gaat het heten?"),
        max_length=200,
        error_messages={"required": _("Vul de naam van het samenwerkingsverband in.")},
    )
    plan = Reden(label=_("Wat gaat u met het praktijkmanagement doen?"), leeg=_("Beschrijf uw plan."))
    gewenste_ingangsdatum = Datum(
        label=_("Vanaf welke datum?"), error_messages={"required": _("Vul in vanaf welke datum u dit wilt.")}
    )
    akkoord = forms.MultipleChoiceField(
        label=_("Uw handtekening"),
        choices=[("ja", _("Ik onderteken dit formulier namens de praktijk; het is volledig ingevuld"))],
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"required": _("Zet een vinkje om te ondertekenen.")},
    )

    def __init__(self, data: Any, *, beleid: Beleid) -> None:
        super().__init__(data)
        feit = beleid.feiten["wsv_deelname"]
        self.fields["wsv_deelname"].label = feit.vraag
        self.fields["wsv_deelname"].choices = list(feit.keuzes.items())


class AntwoordForm(Formulier):
    """One of the four answers; the words are those of the policy."""

    uitkomst = forms.ChoiceField(label="", widget=forms.RadioSelect(), error_messages=KIES)
    motivering = Reden(label=_("Waarom?"), leeg=_("Leg uw antwoord uit."), help_text=_("De praktijk leest deze tekst."))
    eerdere_aanvraag = forms.ChoiceField(label="", error_messages=KIES)
    prestatiecode = forms.RegexField(
        label=_("Prestatiecode"),
        regex=r"^[0-9A-Z]{5,6}$",
        required=False,
        help_text=_("Alleen bij ja."),
        error_messages={"invalid": _("Een prestatiecode heeft vijf of zes cijfers of hoofdletters.")},
    )
    bekostiging = forms.ChoiceField(label="", required=False, error_messages=KIES)
    bedrag_cent = Bedrag(label=_("Bedrag in euro"), required=False, help_text=_("Alleen bij ja."), min_value=0)
    voor_verre_verzekeraars = forms.ChoiceField(
        label="", required=False, choices=[("", _("Kies")), ("ja", _("Ja")), ("nee", _("Nee"))], error_messages=KIES
    )

    def __init__(self, data: Any, *, beleid: Beleid) -> None:
        super().__init__(data)
        for veld, feit in (
            ("uitkomst", "besluit_zorgvernieuwing"),
            ("eerdere_aanvraag", "eerdere_aanvraag"),
            ("bekostiging", "bekostiging_zorgvernieuwing"),
        ):
            self.fields[veld].label = beleid.feiten[feit].vraag
            leeg = [] if veld == "uitkomst" else [("", _("Kies"))]
            self.fields[veld].choices = [*leeg, *beleid.feiten[feit].keuzes.items()]
        self.fields["voor_verre_verzekeraars"].label = beleid.feiten["voor_verre_verzekeraars"].vraag

    def clean(self) -> dict[str, Any]:
        schoon = super().clean() or {}
        if schoon.get("uitkomst") == "start":
            for veld in ("prestatiecode", "bekostiging", "voor_verre_verzekeraars"):
                if not schoon.get(veld) and veld not in self.errors:
                    self.add_error(veld, _("Vul dit in bij het antwoord ja."))
            if schoon.get("bedrag_cent") is None and "bedrag_cent" not in self.errors:
                self.add_error("bedrag_cent", _("Vul het bedrag in bij het antwoord ja."))
        return schoon

    def decision(self) -> dict[str, Any]:
        """The valid form as `answer_vernieuwing` takes it; what belongs to a yes is left out of a no."""
        schoon = dict(self.cleaned_data)
        besluit = {naam: schoon[naam] for naam in ("motivering", "eerdere_aanvraag")}
        if schoon["uitkomst"] != "start":
            return besluit
        ja = {naam: schoon[naam] for naam in ("prestatiecode", "bekostiging", "bedrag_cent")}
        return {**besluit, **ja, "voor_verre_verzekeraars": schoon["voor_verre_verzekeraars"] == "ja"}


class VernieuwingForm(Formulier):
    """The part of a request in the provider's own words; the questions of the policy come in a form beside it."""

    titel = forms.CharField(
        label=_("Titel van de vernieuwing"),
        max_length=200,
        error_messages={"required": _("Geef de vernieuwing een titel.")},
    )
    beschrijving = forms.CharField(
        label=_("Wat wilt u doen, en wat levert het op?"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Beschrijf de vernieuwing."), "max_length": _("Hoogstens 8.000 tekens.")},
    )


class AanvullingForm(VernieuwingForm):
    """The same, with what is new."""

    aanvulling = Reden(label=_("Wat hebt u aangevuld, of wat is er anders?"), leeg=_("Schrijf op wat er nieuw is."))
