"""Forms around events, account numbers, following and mass changes."""

from typing import Any

from django import forms

from zorginkoop.web.contractering.forms import Formulier, Reden
from zorginkoop.web.gebeurtenissen.models import SOORTEN, Volgbeleid
from zorginkoop.web.toegang.velden import AgbCode, Datum, GeheelGetal, Getal, Iban

_KIES = {"required": "Kies een van de mogelijkheden.", "invalid_choice": "Kies uit de lijst."}
ZELFDE = {"ja": True, "nee": False, "onbekend": None}


class MeldForm(Formulier):
    """What changes in the practice, and from when."""

    soort = forms.ChoiceField(
        label="Wat verandert er?", choices=list(SOORTEN.items()), widget=forms.RadioSelect(), error_messages=_KIES
    )
    dag = Datum(label="Vanaf welke dag?", error_messages={"required": "Vul in vanaf welke dag dit geldt."})
    zelfde = forms.ChoiceField(
        label="Blijft de AGB-code van de praktijk dezelfde?",
        choices=[("ja", "Ja"), ("nee", "Nee"), ("onbekend", "Dat weet ik nog niet")],
        widget=forms.RadioSelect(),
        error_messages=_KIES,
    )
    nieuwe_agb = AgbCode(
        label="Wat wordt de nieuwe AGB-code?", required=False, help_text="Alleen als die verandert en al bekend is."
    )
    toelichting = forms.CharField(
        label="Wilt u er iets bij zeggen?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="De verzekeraars met wie u een overeenkomst hebt, lezen dit.",
    )

    def wish(self) -> dict[str, Any]:
        """What was filled in, as `melden.report` wants it."""
        schoon = dict(self.cleaned_data)
        zelfde = schoon.pop("zelfde")
        return {**schoon, "zelfde_agb": ZELFDE[zelfde]}


class MeldAkkoordForm(Formulier):
    akkoord = forms.MultipleChoiceField(
        label="Uw akkoord",
        choices=[("ja", "Ik meld deze verandering namens de praktijk")],
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"required": "Zet een vinkje om de verandering te melden."},
    )


class VoorstelForm(Formulier):
    """What contract management proposes when the policy does not decide."""

    voorstel = forms.ChoiceField(
        label="Uw voorstel",
        choices=[("DOORLOPEN", "De overeenkomst loopt door"), ("BEEINDIGEN", "De overeenkomst eindigt op deze dag")],
        widget=forms.RadioSelect(),
        error_messages=_KIES,
    )
    motivering = Reden(label="Waarom?", leeg="Leg uit waarom.", help_text="De praktijk leest deze tekst.")


class RekeningForm(Formulier):
    """A new account number, for the insurers that are ticked, each on its own."""

    iban = Iban(label="Wat is het nieuwe rekeningnummer (IBAN)?", error_messages={"required": "Vul het IBAN in."})
    ingang = Datum(label="Vanaf welke dag?", error_messages={"required": "Vul in vanaf welke dag dit geldt."})
    verzekeraars = forms.MultipleChoiceField(
        label="Aan welke zorgverzekeraars geeft u dit nummer?",
        widget=forms.CheckboxSelectMultiple(),
        help_text="Elke verzekeraar krijgt het alleen van u. Wij delen het nooit met een andere.",
        error_messages={"required": "Kies ten minste één zorgverzekeraar.", "invalid_choice": "Kies uit de lijst."},
    )

    def __init__(self, *args: Any, verzekeraars: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verzekeraars"].choices = [(str(pk), naam) for pk, naam in verzekeraars]


class ControleForm(Formulier):
    controle = Reden(
        label="Hoe hebt u dit nagegaan, of waarom wijst u het af?",
        leeg="Schrijf op hoe u het rekeningnummer hebt nagegaan, of waarom u het afwijst.",
        help_text="Bijvoorbeeld: gebeld met een bekend nummer van de praktijk. Schrijf het rekeningnummer er niet bij.",
    )


class VolgbeleidForm(Formulier):
    wijze = forms.ChoiceField(
        label="Hoe volgt u andere zorgverzekeraars?",
        choices=list(Volgbeleid.WIJZEN.items()),
        widget=forms.RadioSelect(),
        error_messages=_KIES,
    )
    toelichting = forms.CharField(
        label="Toelichting", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ClausuleForm(Formulier):
    """A decision from outside, as it was published."""

    besluit = forms.ChoiceField(label="Wat is er besloten?", widget=forms.RadioSelect(), error_messages=_KIES)
    dag = Datum(label="Vanaf welke dag geldt het besluit?", error_messages={"required": "Vul de dag in."})
    omschrijving = forms.CharField(
        label="Omschrijf het besluit in één zin",
        max_length=300,
        help_text="Deze zin komt in elke geraakte overeenkomst.",
        error_messages={"required": "Omschrijf het besluit."},
    )
    verwijzing = forms.CharField(
        label="Waar is het besluit te lezen?",
        max_length=300,
        help_text="Nummer, datum of adres van het besluit.",
        error_messages={"required": "Zeg waar het besluit te lezen is."},
    )

    def __init__(self, *args: Any, feiten: dict[str, tuple[str, list[str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["besluit"].choices = [
            (f"{feit}={waarde}", f"{titel}: {waarde}")
            for feit, (titel, waarden) in feiten.items()
            for waarde in waarden
        ]


class IndexatieForm(Formulier):
    """Which policy, which year, and how much where the insurer may choose."""

    beleid = forms.ChoiceField(label="Voor welk beleid?", widget=forms.RadioSelect(), error_messages=_KIES)
    jaar = GeheelGetal(
        label="Voor welk jaar?", min_value=2000, max_value=2100, error_messages={"required": "Vul het jaar in."}
    )
    percentage = Getal(
        label="Met welk percentage?",
        required=False,
        min_value=0,
        max_value=100,
        help_text="Alleen waar het beleid u een keuze laat. Meer dan het cijfer van de NZa wordt het nooit.",
    )

    def __init__(self, *args: Any, beleid: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["beleid"].choices = beleid
