"""The columns of the lists of files and payments. Amounts in files are euros, so that they can be added up."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from zorginkoop.web.toegang.lijst import Kolom


def _euro(cent: int | None) -> Decimal | None:
    return None if cent is None else Decimal(cent) / 100


BESTANDEN = (
    Kolom(_("Bestand"), lambda b: b.bestandsnaam, "bestandsnaam"),
    Kolom(_("Afzender"), lambda b: b.afzender, "afzender"),
    Kolom(_("Staat"), lambda b: b.status.capitalize(), "status"),
    Kolom(_("Regels"), lambda b: b.regels, "regels", getal=True),
    Kolom(_("Ingediend"), lambda b: _euro(b.ingediend_cent), "ingediend_cent", getal=True),
    Kolom(_("Toegekend"), lambda b: _euro(b.toegekend_cent), "toegekend_cent", getal=True),
    Kolom(_("Betalen"), lambda b: b.uiterste_betaaldag, "uiterste_betaaldag"),
)
BATCHES = (
    Kolom(_("Kenmerk"), lambda b: b.kenmerk, "kenmerk"),
    Kolom(_("Staat"), lambda b: b.status.capitalize(), "status"),
    Kolom(_("Uitvoerdatum"), lambda b: b.uitvoerdatum, "uitvoerdatum"),
    Kolom(_("Betalingen"), lambda b: b.aantal, "aantal", getal=True),
    Kolom(_("Bedrag"), lambda b: _euro(b.totaal_cent), "totaal_cent", getal=True),
)
MIJN = (
    Kolom(_("Declaratie"), lambda d: f"Factuur {d.bestand.factuurnummer}", "bestand__ontvangen_op"),
    Kolom(_("Verzekeraar"), lambda d: d.bestand.verzekeraar.naam, "bestand__verzekeraar__naam"),
    Kolom(_("Regels"), lambda d: d.regels, "regels", getal=True),
    Kolom(_("Afgewezen"), lambda d: d.afgewezen, "afgewezen", getal=True),
    Kolom(_("Ingediend"), lambda d: _euro(d.ingediend_cent), "ingediend_cent", getal=True),
    Kolom(_("Toegekend"), lambda d: _euro(d.toegekend_cent), "toegekend_cent", getal=True),
    Kolom(_("Betaling"), lambda d: d.betaling.batch.uitvoerdatum if d.betaling else d.bestand.uiterste_betaaldag),
)
