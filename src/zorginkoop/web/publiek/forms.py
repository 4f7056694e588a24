"""The forms of these pages that are not a questionnaire."""

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


class CodeForm(forms.Form):
    """The code printed on an agreement."""

    use_required_attribute = False
    code = forms.CharField(
        label="De controlecode",
        help_text="Zestien letters en cijfers. U vindt de code op de laatste bladzijde van de overeenkomst.",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={
            "required": "Vul de code in die op de overeenkomst staat.",
            "max_length": "Een controlecode heeft 16 letters en cijfers.",
        },
    )
