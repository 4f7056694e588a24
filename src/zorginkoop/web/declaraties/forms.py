"""Forms of claim files and payment batches."""

from datetime import date
from typing import Any

from django import forms

TE_GROOT = "Het bestand is te groot. Splits de declaratie, of lever haar aan via de berichtenuitwisseling."


class AanleverForm(forms.Form):
    """One claim file."""

    use_required_attribute = False
    bestand = forms.FileField(
        label="Declaratiebestand (EI)",
        help_text="Het bestand zoals de declarant het maakte, met regels van vaste lengte.",
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".ei,.txt,.asc,.dat"}),
        error_messages={
            "required": "Kies een bestand.",
            "empty": "Dit bestand is leeg.",
            "max_length": "De naam van het bestand is te lang: hoogstens 200 tekens.",
        },
    )

    def __init__(self, *args: Any, te_groot: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if te_groot:
            self.fields["bestand"].error_messages["required"] = TE_GROOT


class BatchForm(forms.Form):
    """When the bank must carry out a batch."""

    use_required_attribute = False
    uitvoerdatum = forms.DateField(
        label="Uitvoerdatum",
        help_text="De dag waarop de bank betaalt.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Vul de uitvoerdatum in.", "invalid": "Dit is geen datum."},
    )

    def __init__(self, *args: Any, vandaag: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.vandaag = vandaag

    def clean_uitvoerdatum(self) -> date:
        """A bank carries out nothing in the past."""
        dag = self.cleaned_data["uitvoerdatum"]
        if dag < self.vandaag:
            raise forms.ValidationError("De uitvoerdatum ligt in het verleden.")
        return dag
