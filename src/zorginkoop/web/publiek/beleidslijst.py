"""The list of published policies: what one searches it by, and its columns."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zorginkoop.beleid.versie import Beleid
from zorginkoop.web.publiek.paragrafen import validity
from zorginkoop.web.toegang.klok import today
from zorginkoop.web.toegang.lijst import Kolom
from zorginkoop.web.toegang.zoeken import ZoekForm

ZORGSOORTEN: dict[str, Promise] = {
    "huisartsenzorg": _("Huisartsenzorg"),
    "verzorgingshuis": _("Huisartsenzorg in een verzorgingshuis"),
    "hds": _("Huisartsenpost (HDS)"),
    "praktijkstart": _("Een praktijk starten"),
    "oefentherapie": _("Oefentherapie"),
    "wsv_ro": _("Samenwerking in wijk en regio (WSV, RO)"),
    "zorgvernieuwing": _("Zorgvernieuwing in segment 3"),
}
GELDIGHEID = {"info": _("Gaat nog in"), "ok": _("Geldt nu"), "let": _("Vervangen"), "af": _("Afgelopen")}
_ONBEKEND = {"invalid_choice": _("Kies iets uit de lijst.")}


def care(zorgsoort: str) -> str | Promise:
    """A kind of care in words; one we do not know as the policy calls it."""
    return ZORGSOORTEN.get(zorgsoort) or zorgsoort.replace("_", " ").capitalize()


def last_day(tot: date) -> date:
    """The last day of a half-open period."""
    return tot - timedelta(days=1)


class BeleidForm(ZoekForm):
    """A word, an insurer, a kind of care and whether it holds today."""

    verzekeraar = forms.ChoiceField(label=_("Verzekeraar"), required=False, error_messages=_ONBEKEND)
    zorgsoort = forms.ChoiceField(label=_("Zorgsoort"), required=False, error_messages=_ONBEKEND)

    field_order = ("q", "verzekeraar", "zorgsoort", "status")

    def __init__(self, data: Any, beleiden: Iterable[Beleid]) -> None:
        super().__init__(data, zoek=_("Woord uit de titel"), staten=GELDIGHEID)
        self.fields["status"].label = _("Geldigheid")
        beleiden = list(beleiden)
        namen = sorted({b.verzekeraar.naam for b in beleiden})
        self.fields["verzekeraar"].choices = [("", _("Alle")), *((naam, naam) for naam in namen)]
        soorten = sorted({b.document.zorgsoort for b in beleiden}, key=lambda soort: str(care(soort)))
        self.fields["zorgsoort"].choices = [("", _("Alle")), *((soort, care(soort)) for soort in soorten)]

    def chosen(self, beleiden: Iterable[Beleid]) -> list[Beleid]:
        """The policies that were asked for; all of them when the question makes no sense."""
        schoon = self.cleaned_data if self.is_valid() else {}
        woord, staat = self.keuze
        return [
            b
            for b in beleiden
            if (not woord or woord.lower() in f"{b.document.titel} {b.naam}".lower())
            and schoon.get("verzekeraar") in (None, "", b.verzekeraar.naam)
            and schoon.get("zorgsoort") in (None, "", b.document.zorgsoort)
            and (not staat or (validity(b, today())[1] or "af") == staat)
        ]


KOLOMMEN = (
    Kolom(_("Beleid"), lambda b: b.document.titel, "titel"),
    Kolom(_("Verzekeraar"), lambda b: b.verzekeraar.naam, "verzekeraar"),
    Kolom(_("Zorgsoort"), lambda b: care(b.document.zorgsoort), "zorgsoort"),
    Kolom(_("Versie"), lambda b: b.document.versie, "versie"),
    Kolom(_("Gepubliceerd"), lambda b: b.document.gepubliceerd, "gepubliceerd", op_scherm=False),
    Kolom(_("Geldt van"), lambda b: b.document.geldig_van, "van"),
    Kolom(_("Tot en met"), lambda b: last_day(b.document.geldig_tot), "tot"),
    Kolom(_("Geldigheid"), lambda b: validity(b, today())[0], "status"),
    Kolom(_("Eisen"), lambda b: len(b.eisen), "eisen", op_scherm=False),
    Kolom(_("Prestaties"), lambda b: len(b.prestaties), "prestaties", op_scherm=False),
)
