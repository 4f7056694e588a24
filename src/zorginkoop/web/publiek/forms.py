"""The forms of these pages that are not a questionnaire."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DocumentForm(forms.Form):
    """An agreement to verify."""

    use_required_attribute = False
    document = forms.FileField(
        label=_("De overeenkomst"),
        help_text=_("Het PDF-bestand zoals u het kreeg, van hoogstens 5 MB."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        error_messages={
            "required": _("Kies het PDF-bestand van de overeenkomst."),
            "invalid": _("Het bestand is niet goed aangekomen. Kies het opnieuw."),
            "missing": _("Kies het PDF-bestand van de overeenkomst."),
            "empty": _("Het bestand is leeg. Kies het PDF-bestand van de overeenkomst."),
        },
    )


class CodeForm(forms.Form):
    """The code printed on an agreement."""

    use_required_attribute = False
    code = forms.CharField(
        label=_("De controlecode"),
        help_text=_("Zestien letters en cijfers. U vindt de code op de laatste bladzijde van de overeenkomst."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={
            "required": _("Vul de code in die op de overeenkomst staat."),
            "max_length": _("Een controlecode heeft 16 letters en cijfers."),
        },
    )
