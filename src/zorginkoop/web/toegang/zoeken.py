"""The form above a list: a word and a state. Both stand in the address, so a search can be sent to a colleague."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Tekst = str | Promise
PRAKTIJK = _("Praktijk, AGB-code of kenmerk")
"""What most lists are searched by."""


class ZoekForm(forms.Form):
    """Everything may be left open; without states there is no choice of one."""

    use_required_attribute = False
    alles_mag_open = True
    q = forms.CharField(required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"}))
    status = forms.ChoiceField(
        label=_("Status"), required=False, error_messages={"invalid_choice": _("Kies een status uit de lijst.")}
    )

    def __init__(self, data: Any, *, zoek: Tekst = PRAKTIJK, staten: Mapping[str, Tekst] | None = None) -> None:
        super().__init__(data)
        self.fields["q"].label = zoek
        if staten is None:
            del self.fields["status"]
        else:
            self.fields["status"].choices = [("", _("Alle")), *staten.items()]

    @cached_property
    def keuze(self) -> tuple[str, str]:
        """The word and the state that were asked for, empty when they were not or make no sense."""
        schoon = self.cleaned_data if self.is_valid() else {}
        return (schoon.get("q") or "").strip(), schoon.get("status") or ""


def words(staten: Mapping[str, tuple[Tekst, str]]) -> dict[str, Tekst]:
    """States with their words, without the colour of their badge."""
    return {staat: woord for staat, (woord, _kleur) in staten.items()}
