"""The columns of the lines of a claim file. Amounts in files are euros with the sign of debit or credit."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zorginkoop.kern.geld import als_euro
from zorginkoop.web.declaraties.lijsten import KLEUR, outcome, reason_label
from zorginkoop.web.declaraties.models import Declaratieregel
from zorginkoop.web.toegang.lijst import Kolom

VEEL = 20_000
"""A file with more lines sorts by their numbers only: for anything else all of it would have to be gone through."""


def columns(naar: str, aantal: int) -> tuple[Kolom, ...]:
    """The columns for a file with this many lines; the first leads to the page `naar` of the line.

    Without BSN: the reference leads back to the patient.
    """
    kolommen = (
        Kolom(_("Regel"), lambda r: r.nummer, "nummer", cel=lambda r: _link(r, naar)),
        Kolom(_("Datum"), lambda r: r.datum, "datum", cel=_day),
        Kolom(_("Prestatie"), lambda r: r.prestatiecode, "prestatiecode"),
        _amount(_("Gedeclareerd"), "bedrag_cent"),
        _amount(_("Toegekend"), "toegekend_cent"),
        Kolom(_("Uitkomst"), lambda r: outcome(r.uitkomst), "uitkomst", cel=_outcome),
        Kolom(_("Redenen"), lambda r: ", ".join(map(reason_label, r.redenen)), cel=_reasons),
        *ALLEEN_IN_BESTANDEN,
    )
    return kolommen if aantal <= VEEL else tuple(k if k.veld == "nummer" else replace(k, veld="") for k in kolommen)


def _signed(regel: Declaratieregel, cent: int) -> int:
    return -cent if regel.debetcredit == "C" else cent


def _amount(kop: Any, veld: str) -> Kolom:
    def value(regel: Declaratieregel) -> Decimal:
        return Decimal(_signed(regel, getattr(regel, veld))).scaleb(-2)

    def cell(regel: Declaratieregel) -> dict[str, Any]:
        return {"tekst": als_euro(_signed(regel, getattr(regel, veld))), "getal": True}

    return Kolom(kop, value, veld, getal=True, cel=cell)


def _link(regel: Declaratieregel, naar: str) -> dict[str, Any]:
    return {"tekst": gettext("Regel %(nummer)s") % {"nummer": regel.nummer}, "url": reverse(naar, args=[regel.pk])}


def _day(regel: Declaratieregel) -> dict[str, Any]:
    return {"tekst": f"{regel.datum:%d-%m-%Y}" if regel.datum else gettext("onbekend")}


def _outcome(regel: Declaratieregel) -> dict[str, Any]:
    return {"tekst": outcome(regel.uitkomst), "kleur": KLEUR[regel.uitkomst]}


def _reasons(regel: Declaratieregel) -> dict[str, Any]:
    if not regel.redenen:
        return {"tekst": gettext("geen")}
    return {"tekst": ", ".join(map(reason_label, regel.redenen))}


ALLEEN_IN_BESTANDEN = (
    Kolom(_("AGB-code"), lambda r: r.agb, op_scherm=False),
    Kolom(_("Aantal"), lambda r: r.aantal, op_scherm=False),
    Kolom(_("Tarief"), lambda r: Decimal(r.tarief_cent).scaleb(-2), op_scherm=False),
    Kolom(_("Referentie"), lambda r: r.referentie, op_scherm=False),
    Kolom(_("Overeenkomst"), lambda r: r.overeenkomst.kenmerk if r.overeenkomst else "", op_scherm=False),
    Kolom(_("Document"), lambda r: r.afspraak.bron_document if r.afspraak else "", op_scherm=False),
    Kolom(_("Plaats in het document"), lambda r: r.afspraak.bron_plaats if r.afspraak else "", op_scherm=False),
)
