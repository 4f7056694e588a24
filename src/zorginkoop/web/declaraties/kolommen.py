"""The columns of the lists of files and payments. Amounts in files are euros, so that they can be added up."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zorginkoop.web.toegang.lijst import Kolom

STANDEN = {
    "ONTVANGEN": _("Ontvangen"),
    "GECONTROLEERD": _("Gecontroleerd"),
    "AFGEKEURD": _("Afgekeurd"),
    "BEOORDEELD": _("Beoordeeld"),
    "RETOUR": _("Retour"),
    "BETAALBAAR": _("Betaalbaar"),
    "GEMAAKT": _("Gemaakt"),
    "VRIJGEGEVEN": _("Vrijgegeven"),
}
"""The states of files and batches, as people read them."""


def _euro(cent: int | None) -> Decimal | None:
    return None if cent is None else Decimal(cent).scaleb(-2)


def masked(iban: str) -> str:
    """Of an account number only what may be seen."""
    return gettext("eindigt op %(cijfers)s") % {"cijfers": iban[-4:]}


BESTANDEN = (
    Kolom(_("Bestand"), lambda b: b.bestandsnaam, "bestandsnaam"),
    Kolom(_("Factuurnummer"), lambda b: b.factuurnummer, op_scherm=False),
    Kolom(_("Ontvangen"), lambda b: b.ontvangen_op.date(), op_scherm=False),
    Kolom(_("Afzender"), lambda b: b.afzender, "afzender"),
    Kolom(_("Staat"), lambda b: STANDEN[b.status], "status"),
    Kolom(_("Regels"), lambda b: b.regels, "regels", getal=True),
    Kolom(_("Ingediend"), lambda b: _euro(b.ingediend_cent), "ingediend_cent", getal=True),
    Kolom(_("Toegekend"), lambda b: _euro(b.toegekend_cent), "toegekend_cent", getal=True),
    Kolom(_("Betalen"), lambda b: b.uiterste_betaaldag, "uiterste_betaaldag"),
)
BATCHES = (
    Kolom(_("Kenmerk"), lambda b: b.kenmerk, "kenmerk"),
    Kolom(_("Staat"), lambda b: STANDEN[b.status], "status"),
    Kolom(_("Uitvoerdatum"), lambda b: b.uitvoerdatum, "uitvoerdatum"),
    Kolom(_("Betalingen"), lambda b: b.aantal, "aantal", getal=True),
    Kolom(_("Bedrag"), lambda b: _euro(b.totaal_cent), "totaal_cent", getal=True),
)
BETALINGEN = (
    Kolom(_("Praktijk"), lambda b: f"{b.praktijk.naam} ({b.praktijk.nummer})", "praktijk__naam"),
    Kolom(_("Rekening"), lambda b: masked(b.iban)),
    Kolom(_("Kenmerk"), lambda b: b.kenmerk, "kenmerk"),
    Kolom(_("Bedrag"), lambda b: _euro(b.bedrag_cent), "bedrag_cent", getal=True),
)


def mine(betaald: Mapping[int, date]) -> tuple[Kolom, ...]:
    """The columns of the claims of a practice; `betaald` is the day of each payment by its number."""
    return (
        Kolom(_("Declaratie"), lambda d: f"Factuur {d.bestand.factuurnummer}", "bestand__ontvangen_op"),
        Kolom(_("Verzekeraar"), lambda d: d.bestand.verzekeraar.naam, "bestand__verzekeraar__naam"),
        Kolom(_("Regels"), lambda d: d.regels, "regels", getal=True),
        Kolom(_("Afgewezen"), lambda d: d.afgewezen, "afgewezen", getal=True),
        Kolom(_("Ingediend"), lambda d: _euro(d.ingediend_cent), "ingediend_cent", getal=True),
        Kolom(_("Toegekend"), lambda d: _euro(d.toegekend_cent), "toegekend_cent", getal=True),
        Kolom(_("Betaling"), lambda d: betaald.get(d.betaling_id) or d.bestand.uiterste_betaaldag),
    )
