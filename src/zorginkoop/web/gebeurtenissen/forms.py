"""Forms around events, account numbers, following and mass changes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zorginkoop.web.contractering.forms import Formulier, Reden
from zorginkoop.web.gebeurtenissen.models import SOORTEN, Volgbeleid
from zorginkoop.web.toegang.taal import in_dutch
from zorginkoop.web.toegang.velden import AgbCode, Datum, GeheelGetal, Getal, Iban

_KIES = {"required": _("Kies een van de mogelijkheden."), "invalid_choice": _("Kies uit de lijst.")}
ZELFDE = {"ja": True, "nee": False, "onbekend": None}


class MeldForm(Formulier):
    """What changes in the practice, and from when."""

    soort = forms.ChoiceField(
        label=_("Wat verandert er?"), choices=list(SOORTEN.items()), widget=forms.RadioSelect(), error_messages=_KIES
    )
    dag = Datum(label=_("Vanaf welke dag?"), error_messages={"required": _("Vul in vanaf welke dag dit geldt.")})
    zelfde = forms.ChoiceField(
        label=_("Blijft de AGB-code van de praktijk dezelfde?"),
        choices=[("ja", _("Ja")), ("nee", _("Nee")), ("onbekend", _("Dat weet ik nog niet"))],
        widget=forms.RadioSelect(),
        error_messages=_KIES,
    )
    nieuwe_agb = AgbCode(
        label=_("Wat wordt de nieuwe AGB-code?"),
        required=False,
        help_text=_("Alleen als die verandert en al bekend is."),
    )
    toelichting = forms.CharField(
        label=_("Wilt u er iets bij zeggen?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("De verzekeraars met wie u een overeenkomst hebt, lezen dit."),
    )

    def wish(self) -> dict[str, Any]:
        """What was filled in, as `melden.report` wants it."""
        schoon = dict(self.cleaned_data)
        zelfde = schoon.pop("zelfde")
        return {**schoon, "zelfde_agb": ZELFDE[zelfde]}


class MeldAkkoordForm(Formulier):
    akkoord = forms.MultipleChoiceField(
        label=_("Uw akkoord"),
        choices=[("ja", _("Ik meld deze verandering namens de praktijk"))],
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"required": _("Zet een vinkje om de verandering te melden.")},
    )


class VoorstelForm(Formulier):
    """What contract management proposes when the policy does not decide."""

    voorstel = forms.ChoiceField(
        label=_("Uw voorstel"),
        choices=[
            ("DOORLOPEN", _("De overeenkomst loopt door")),
            ("BEEINDIGEN", _("De overeenkomst eindigt op deze dag")),
        ],
        widget=forms.RadioSelect(),
        error_messages=_KIES,
    )
    motivering = Reden(label=_("Waarom?"), leeg=_("Leg uit waarom."), help_text=_("De praktijk leest deze tekst."))


class RekeningForm(Formulier):
    """A new account number, for the insurers that are ticked, each on its own."""

    iban = Iban(label=_("Wat is het nieuwe rekeningnummer (IBAN)?"), error_messages={"required": _("Vul het IBAN in.")})
    ingang = Datum(label=_("Vanaf welke dag?"), error_messages={"required": _("Vul in vanaf welke dag dit geldt.")})
    verzekeraars = forms.MultipleChoiceField(
        label=_("Aan welke zorgverzekeraars geeft u dit nummer?"),
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("Elke verzekeraar krijgt het alleen van u. Wij delen het nooit met een andere."),
        error_messages={
            "required": _("Kies ten minste één zorgverzekeraar."),
            "invalid_choice": _("Kies uit de lijst."),
        },
    )

    def __init__(self, *args: Any, verzekeraars: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verzekeraars"].choices = [(str(pk), naam) for pk, naam in verzekeraars]


class ControleForm(Formulier):
    controle = Reden(
        label=_("Hoe hebt u dit nagegaan, of waarom wijst u het af?"),
        leeg=_("Schrijf op hoe u het rekeningnummer hebt nagegaan, of waarom u het afwijst."),
        help_text=_(
            "Bijvoorbeeld: gebeld met een bekend nummer van de praktijk. Schrijf het rekeningnummer er niet bij."
        ),
    )


class VolgbeleidForm(Formulier):
    wijze = forms.ChoiceField(
        label=_("Hoe volgt u andere zorgverzekeraars?"),
        choices=list(Volgbeleid.WIJZEN.items()),
        widget=forms.RadioSelect(),
        error_messages=_KIES,
    )
    toelichting = forms.CharField(
        label=_("Toelichting"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ClausuleForm(Formulier):
    """A decision from outside, as it was published."""

    besluit = forms.ChoiceField(label=_("Wat is er besloten?"), widget=forms.RadioSelect(), error_messages=_KIES)
    dag = Datum(label=_("Vanaf welke dag geldt het besluit?"), error_messages={"required": _("Vul de dag in.")})
    omschrijving = forms.CharField(
        label=_("Omschrijf het besluit in één zin"),
        max_length=300,
        help_text=_("Deze zin komt in elke geraakte overeenkomst."),
        error_messages={"required": _("Omschrijf het besluit.")},
    )
    verwijzing = forms.CharField(
        label=_("Waar is het besluit te lezen?"),
        max_length=300,
        help_text=_("Nummer, datum of adres van het besluit."),
        error_messages={"required": _("Zeg waar het besluit te lezen is.")},
    )

    def __init__(self, *args: Any, feiten: dict[str, tuple[str, list[str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["besluit"].choices = [
            (f"{feit}={waarde}", in_dutch(f"{titel}: {waarde}"))
            for feit, (titel, waarden) in feiten.items()
            for waarde in waarden
        ]


class IndexatieForm(Formulier):
    """Which policy, which year, and how much where the insurer may choose."""

    beleid = forms.ChoiceField(label=_("Voor welk beleid?"), widget=forms.RadioSelect(), error_messages=_KIES)
    jaar = GeheelGetal(
        label=_("Voor welk jaar?"), min_value=2000, max_value=2100, error_messages={"required": _("Vul het jaar in.")}
    )
    percentage = Getal(
        label=_("Met welk percentage?"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("Alleen waar het beleid u een keuze laat. Meer dan het cijfer van de NZa wordt het nooit."),
    )

    def __init__(self, *args: Any, beleid: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["beleid"].choices = beleid
