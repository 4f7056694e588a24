"""Forms of logging in."""

from django import forms
from django.utils.translation import gettext_lazy as _


class InlogForm(forms.Form):
    """First factor."""

    use_required_attribute = False
    email = forms.EmailField(
        label=_("E-mailadres"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={
            "required": _("Vul uw e-mailadres in."),
            "invalid": _("Dit is geen e-mailadres. Een voorbeeld is naam@praktijk.nl."),
        },
    )
    wachtwoord = forms.CharField(
        label=_("Wachtwoord"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Vul uw wachtwoord in.")},
    )


class CodeForm(forms.Form):
    """Second factor."""

    use_required_attribute = False
    code = forms.RegexField(
        r"^[0-9]{6}$",
        label=_("Code van zes cijfers"),
        help_text=_("U vindt de code in de app die u bij uw account heeft gekoppeld. Hij verandert elke 30 seconden."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "kort"}),
        error_messages={"required": _("Vul de code in."), "invalid": _("De code heeft precies zes cijfers.")},
    )
