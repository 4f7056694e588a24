"""A form that asks for one file, and says what is wrong with it in plain words."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _


def file_field(*, label: str, help_text: str, accept: str) -> forms.FileField:
    """The field for the file; `accept` only helps the browser to propose files."""
    return forms.FileField(
        label=label,
        help_text=help_text,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": accept}),
        error_messages={
            "required": _("Kies een bestand."),
            "empty": _("Dit bestand is leeg."),
            "max_length": _("De naam van het bestand is te lang: hoogstens 200 tekens."),
        },
    )


class BestandForm(forms.Form):
    """Its file is in `bestand`; when none was kept because it was too large, the form says `TE_GROOT`."""

    use_required_attribute = False
    TE_GROOT: ClassVar[str]

    def __init__(self, *args: Any, te_groot: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if te_groot:
            self.fields["bestand"].error_messages["required"] = self.TE_GROOT
