"""Forms of contracting that are not a questionnaire of a policy."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from zorginkoop.web.contractering.tonen import VOOR_VERZEKERAAR
from zorginkoop.web.toegang.taal import in_dutch
from zorginkoop.web.toegang.velden import Datum

MAX_REDEN = 2000
_TE_LANG = _("Houd het korter: hoogstens %(limit_value)d tekens.")


class Formulier(forms.Form):
    """Checked by us, never by the browser."""

    use_required_attribute = False


class Reden(forms.CharField):
    """Some lines of explanation."""

    def __init__(self, *, label: str, leeg: str, **anders: Any) -> None:
        fouten = {"required": leeg, "max_length": _TE_LANG}
        widget = forms.Textarea(attrs={"rows": 4})
        super().__init__(label=label, max_length=MAX_REDEN, error_messages=fouten, widget=widget, **anders)


class TekenForm(Formulier):
    """The signature. Nothing is ticked beforehand."""

    akkoord = forms.MultipleChoiceField(
        label=_("Uw akkoord"),
        choices=[("ja", _("Ik heb het aanbod gelezen en onderteken het namens de praktijk"))],
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"required": _("Zet een vinkje om te ondertekenen.")},
    )

    protest = Reden(
        label=_("Tekent u onder protest?"),
        leeg="",
        required=False,
        help_text=_(
            "Schrijf dan waarmee u het niet eens bent. Uw tekst komt in de overeenkomst te staan. "
            "Laat dit leeg als u het eens bent."
        ),
    )


class TekenMetVolgenForm(TekenForm):
    """The signature, and the question whether others may follow, where the policy asks it."""

    volgen = forms.MultipleChoiceField(
        label=_("Andere zorgverzekeraars"),
        choices=[("ja", _("Andere zorgverzekeraars mogen deze afspraken volgen"))],
        help_text=_("Zij krijgen de afspraken, nooit uw rekeningnummer. U kunt dit ook later nog toestaan."),
        widget=forms.CheckboxSelectMultiple(),
        required=False,
    )


class TekenregelingForm(Formulier):
    """How many signatures bind the practice."""

    aantal = forms.TypedChoiceField(
        label=_("Hoeveel tekenbevoegden ondertekenen samen?"),
        coerce=int,
        choices=[("1", _("Een: ieder mag alleen ondertekenen"))],
        error_messages={"required": _("Kies een aantal."), "invalid_choice": _("Kies een aantal uit de lijst.")},
    )

    def __init__(self, *args: Any, hoogstens: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aantal"].choices += [(str(n), str(n)) for n in range(2, hoogstens + 1)]


class IntrekForm(Formulier):
    """Why an insurer takes its offer back."""

    motivering = Reden(
        label=_("Waarom trekt u het aanbod in?"),
        leeg=_("Leg uit waarom u het aanbod intrekt."),
        help_text=_("De praktijk leest deze tekst."),
    )


class AfslaanForm(Formulier):
    reden = Reden(
        label=_("Waarom neemt u dit aanbod niet aan?"), leeg=_("Schrijf op waarom u het aanbod niet aanneemt.")
    )


class OordeelForm(Formulier):
    """The decision of a purchaser on one requirement."""

    besluit = forms.ChoiceField(
        label=_("Uw besluit"),
        choices=[("ja", _("Toestaan")), ("nee", _("Niet toestaan: de aanvraag wordt afgewezen"))],
        widget=forms.RadioSelect(),
        error_messages={"required": _("Kies toestaan of niet toestaan."), "invalid_choice": _("Kies een van de twee.")},
    )
    motivering = Reden(
        label=_("Waarom besluit u dit?"),
        leeg=_("Leg uit waarom u dit besluit."),
        help_text=_("De praktijk leest deze tekst als u niet toestaat."),
    )


class MotiveringForm(Formulier):
    """A reason the practice will read."""

    motivering = Reden(label=_("Waarom?"), leeg=_("Leg uit waarom."), help_text=_("De praktijk leest deze tekst."))


class PostvakForm(Formulier):
    """Filter of the inbox; everything may be left open."""

    alles_mag_open = True
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("open", _("Wacht op ons")), ("alle", _("Alle")), *((s, t) for s, (t, _) in VOOR_VERZEKERAAR.items())],
        error_messages={"invalid_choice": _("Kies een status uit de lijst.")},
    )
    ouder = forms.TypedChoiceField(
        label=_("Hoe lang geleden ingediend"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("Maakt niet uit")), *((str(n), format_lazy(_("{} dagen of langer"), n)) for n in (7, 14, 28))],
        error_messages={"invalid_choice": _("Kies een termijn uit de lijst.")},
    )
    q = forms.CharField(
        label=_("Praktijk, AGB-code of kenmerk"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )


class WijzigForm(Formulier):
    """Which modules to add and to end, and from when. The choices follow from the agreement; of the two lists one is
    enough, so that neither is called optional."""

    alles_mag_open = True
    toevoegen = forms.MultipleChoiceField(
        label=_("Wat wilt u toevoegen?"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    beeindigen = forms.MultipleChoiceField(
        label=_("Wat wilt u beëindigen?"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    datum = Datum(
        label=_("Op welke datum wilt u dat de wijziging ingaat?"),
        error_messages={"required": _("Vul in vanaf welke datum u de wijziging wilt.")},
    )

    def __init__(self, *args: Any, nieuw: list[tuple[str, str]], lopend: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for naam, keuzes in (("toevoegen", nieuw), ("beeindigen", lopend)):
            self.fields[naam].choices = [(code, in_dutch(titel)) for code, titel in keuzes]
            self.fields[naam].error_messages["invalid_choice"] = _("Kies uit de lijst.")
            if not keuzes:
                del self.fields[naam]

    def clean(self) -> dict[str, Any]:
        schoon = super().clean() or {}
        if not schoon.get("toevoegen") and not schoon.get("beeindigen"):
            raise forms.ValidationError(_("Kies ten minste één afspraak om toe te voegen of te beëindigen."))
        return schoon


class AkkoordForm(Formulier):
    """The confirmation of a change."""

    akkoord = forms.MultipleChoiceField(
        label=_("Uw akkoord"),
        choices=[("ja", _("Ik vraag deze wijziging aan namens de praktijk"))],
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"required": _("Zet een vinkje om de wijziging aan te vragen.")},
    )


class DelenForm(Formulier):
    """To whom an agreement is made available."""

    volgers = forms.MultipleChoiceField(
        label=_("Met welke zorgverzekeraars deelt u deze overeenkomst?"),
        widget=forms.CheckboxSelectMultiple(),
        error_messages={
            "required": _("Kies ten minste één zorgverzekeraar."),
            "invalid_choice": _("Kies uit de lijst."),
        },
    )

    def __init__(self, *args: Any, volgers: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["volgers"].choices = [(str(pk), naam) for pk, naam in volgers]


class VolgbesluitForm(Formulier):
    """What a follower does with the agreement it collected."""

    besluit = forms.ChoiceField(
        label=_("Wat doet u met deze afspraken?"),
        choices=[
            ("VERWERKT", _("Wij nemen alles over")),
            ("WIJKT_AF", _("Wij nemen een deel over")),
            ("GEWEIGERD", _("Wij volgen niet")),
        ],
        widget=forms.RadioSelect(),
        error_messages={"required": _("Kies wat u met de afspraken doet."), "invalid_choice": _("Kies uit de lijst.")},
    )
    zonder = forms.MultipleChoiceField(
        label=_("Welke codes neemt u niet over?"),
        help_text=_("Alleen invullen als u een deel overneemt."),
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )
    reden = Reden(
        label=_("Waarom wijkt u af?"),
        leeg="",
        required=False,
        help_text=_("Alleen invullen als u een deel overneemt. De praktijk leest deze tekst."),
    )

    def __init__(self, *args: Any, codes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zonder"].choices = [(code, in_dutch(titel)) for code, titel in codes]

    def clean(self) -> dict[str, Any]:
        schoon = super().clean() or {}
        if schoon.get("besluit") == "WIJKT_AF":
            if not schoon.get("zonder"):
                self.add_error("zonder", _("Kies welke codes u niet overneemt."))
            if not (schoon.get("reden") or "").strip():
                self.add_error("reden", _("Leg uit waarom u afwijkt."))
        return schoon
