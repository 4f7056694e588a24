"""The one form of the register: searching."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ZoekForm(forms.Form):
    """Everything is optional; without a word the whole register is shown."""

    use_required_attribute = False
    q = forms.CharField(
        label=_("Naam, AGB-code of plaats"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
