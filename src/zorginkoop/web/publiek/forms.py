"""The one form of these pages that is not a questionnaire."""

from django import forms


class DocumentForm(forms.Form):
    """An agreement to verify."""

    use_required_attribute = False
    document = forms.FileField(
        label="De overeenkomst",
        help_text="Het PDF-bestand zoals u het kreeg, van hoogstens 5 MB.",
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        error_messages={
            "required": "Kies het PDF-bestand van de overeenkomst.",
            "invalid": "Het bestand is niet goed aangekomen. Kies het opnieuw.",
            "missing": "Kies het PDF-bestand van de overeenkomst.",
            "empty": "Het bestand is leeg. Kies het PDF-bestand van de overeenkomst.",
        },
    )
