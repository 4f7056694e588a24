"""Forms of claim files and payment batches."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zorginkoop.web.toegang.bestandsveld import BestandForm, file_field


class AanleverForm(BestandForm):
    """One claim file."""

    TE_GROOT = _("Het bestand is te groot. Splits de declaratie, of lever haar aan via de berichtenuitwisseling.")
    bestand = file_field(
        label=_("Declaratiebestand (EI)"),
        help_text=_("Het bestand zoals de declarant het maakte, met regels van vaste lengte."),
        accept=".ei,.txt,.asc,.dat",
    )


class BatchForm(forms.Form):
    """When the bank must carry out a batch."""

    use_required_attribute = False
    uitvoerdatum = forms.DateField(
        label=_("Uitvoerdatum"),
        help_text=_("De dag waarop de bank betaalt."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Vul de uitvoerdatum in."), "invalid": _("Dit is geen datum.")},
    )

    def __init__(self, *args: Any, vandaag: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.vandaag = vandaag

    def clean_uitvoerdatum(self) -> date:
        """A bank carries out nothing in the past."""
        dag = self.cleaned_data["uitvoerdatum"]
        if dag < self.vandaag:
            raise forms.ValidationError(_("De uitvoerdatum ligt in het verleden."))
        return dag
