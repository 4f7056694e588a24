"""Form fields as Dutch people fill them in: 1-4-2025, 2.350 and 12,5; each says in plain words what it expects."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from zorginkoop.kern.agb import controleer_agb
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.kern.nummers import controleer_iban
from zorginkoop.web.toegang.taal import say

VROEGSTE, LAATSTE = date(2000, 1, 1), date(2100, 1, 1)
"""Dates outside these are typing errors; `LAATSTE` itself no longer counts."""
VOORBEELD = _("Bijvoorbeeld 1-4-2025.")


def _short(**attrs: str) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "kort", "autocomplete": "off", **attrs})


class Datum(forms.DateField):
    """A day, typed as text, because a date picker shows the language of the browser and not that of the page."""

    def __init__(self, *, help_text: str = "", error_messages: dict[str, str] | None = None, **kwargs: Any) -> None:
        fouten = {"invalid": _("Dit is geen bestaande datum. Schrijf dag-maand-jaar, zoals 1-4-2025.")}
        super().__init__(
            input_formats=["%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y"],
            widget=forms.DateInput(format="%d-%m-%Y", attrs={"class": "kort", "autocomplete": "off"}),
            help_text=format_lazy("{} {}", help_text, VOORBEELD) if help_text else VOORBEELD,
            error_messages={**fouten, **(error_messages or {})},
            **kwargs,
        )

    def to_python(self, value: Any) -> date | None:
        dag: date | None = super().to_python(value)
        if dag is not None and not VROEGSTE <= dag < LAATSTE:
            grens = {"van": VROEGSTE.year, "tot": LAATSTE.year - 1}
            raise ValidationError(_("Kies een dag in de jaren %(van)s tot en met %(tot)s."), "invalid", grens)
        return dag


class GeheelGetal(forms.IntegerField):
    """A whole number; dots between the thousands are fine."""

    def __init__(
        self,
        *,
        min_value: int | None = None,
        max_value: int | None = None,
        error_messages: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        grootste = 10**15 - 1 if max_value is None else max_value
        fouten = {
            "invalid": _("Vul een heel getal in, alleen met cijfers."),
            "min_value": _("Vul een getal in van %(limit_value)s of hoger."),
            "max_value": _("Vul een getal in van hoogstens %(limit_value)s."),
        }
        super().__init__(
            min_value=min_value,
            max_value=grootste,
            widget=_short(inputmode="numeric"),
            error_messages={**fouten, **(error_messages or {})},
            **kwargs,
        )

    def to_python(self, value: Any) -> int | None:
        tekst = str(value or "").strip() if value != 0 else "0"
        if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+", tekst):
            tekst = tekst.replace(".", "")
        if tekst and not re.fullmatch(r"-?[0-9]{1,16}", tekst):
            raise ValidationError(self.error_messages["invalid"], "invalid")
        return super().to_python(tekst)


class Getal(forms.DecimalField):
    """A number with a decimal comma; a point is understood too."""

    cijfers, decimalen = 18, 6

    def __init__(self, *, error_messages: dict[str, str] | None = None, **kwargs: Any) -> None:
        fouten = {
            "invalid": _("Vul een getal in, zoals 12,5."),
            "min_value": _("Vul een getal in van %(limit_value)s of hoger."),
            "max_value": _("Vul een getal in van hoogstens %(limit_value)s."),
            "max_decimal_places": _("Vul hoogstens %(max)s cijfers achter de komma in."),
        }
        super().__init__(
            max_digits=self.cijfers,
            decimal_places=self.decimalen,
            widget=_short(inputmode="decimal"),
            error_messages={**fouten, **(error_messages or {})},
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        tekst = str(value).strip() if value is not None else ""
        if "," in tekst:
            tekst = tekst.replace(".", "").replace(",", ".")
        if tekst and not re.fullmatch(r"-?[0-9]{1,18}(\.[0-9]{1,18})?", tekst):
            raise ValidationError(self.error_messages["invalid"], "invalid")
        return super().to_python(tekst)


class Bedrag(Getal):
    """An amount in euros; its value is in eurocents."""

    cijfers, decimalen = 14, 2

    def clean(self, value: Any) -> int | None:
        euro = super().clean(value)
        return None if euro is None else int(euro * 100)


class Regels(forms.CharField):
    """A list of texts, one on each line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return [regel.strip() for regel in super().clean(value).splitlines() if regel.strip()]


class _Nagekeken(forms.CharField):
    """A code whose form one of our own checks knows."""

    controle: Callable[[str], str]
    invoer = "text"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=60, widget=_short(inputmode=self.invoer), **kwargs)

    def clean(self, value: Any) -> str:
        tekst: str = super().clean(value)
        try:
            return type(self).controle(tekst) if tekst else ""
        except Gebruikersfout as fout:
            raise ValidationError(say(fout.melding), "invalid") from fout


class AgbCode(_Nagekeken):
    controle = staticmethod(controleer_agb)
    invoer = "numeric"


class Iban(_Nagekeken):
    controle = staticmethod(controleer_iban)


class Email(forms.EmailField):
    def __init__(self, *, error_messages: dict[str, str] | None = None, **kwargs: Any) -> None:
        fouten = {"invalid": _("Dit is geen e-mailadres. Een voorbeeld is naam@praktijk.nl.")}
        widget = forms.EmailInput(attrs={"autocomplete": "email"})
        super().__init__(max_length=254, widget=widget, error_messages={**fouten, **(error_messages or {})}, **kwargs)
