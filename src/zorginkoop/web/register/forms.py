"""Which of one's own places a list is about."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zorginkoop.web.register.models import Vestiging


class PlaatsForm(forms.Form):
    """One place, or all of them when it is left open."""

    use_required_attribute = False
    alles_mag_open = True
    plaats = forms.ChoiceField(
        label=_("Vestiging"), required=False, error_messages={"invalid_choice": _("Kies een vestiging uit de lijst.")}
    )

    def __init__(self, data: Any, *, plaatsen: list[Vestiging]) -> None:
        super().__init__(data)
        keuzes = [(p.agb, f"{p.naam} (AGB {p.agb})") for p in plaatsen]
        self.fields["plaats"].choices = [("", _("Alle")), *keuzes]
