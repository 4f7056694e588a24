"""The answer of a passkey, filled in by the browser."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zorginkoop.web.inlogmiddelen.passkeys import MAX_TEKENS

GEEN_ANTWOORD = _("Uw browser heeft geen passkey laten zien. Zet JavaScript aan of gebruik de code van uw app.")


class AntwoordForm(forms.Form):
    """The second step with a passkey."""

    antwoord = forms.CharField(
        widget=forms.HiddenInput, max_length=MAX_TEKENS, required=False, error_messages={"max_length": GEEN_ANTWOORD}
    )

    def clean_antwoord(self) -> str:
        antwoord = str(self.cleaned_data["antwoord"])
        if not antwoord:
            self.add_error(None, GEEN_ANTWOORD)
        return antwoord


class ToevoegForm(AntwoordForm):
    """A new passkey and what its owner calls it."""

    use_required_attribute = False
    field_order = ("naam", "antwoord")
    naam = forms.CharField(
        label=_("Hoe noemt u deze passkey?"),
        help_text=_("Bijvoorbeeld: telefoon, of laptop op de praktijk."),
        max_length=64,
        error_messages={
            "required": _("Geef de passkey een naam, zodat u hem later herkent."),
            "max_length": _("Kies een naam van hoogstens 64 tekens."),
        },
    )
