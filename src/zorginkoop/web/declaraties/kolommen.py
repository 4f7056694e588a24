"""The columns of the lists of files and payments. Amounts in files are euros, so that they can be added up."""

from decimal import Decimal

from zorginkoop.web.toegang.lijst import Kolom


def _euro(cent: int | None) -> Decimal | None:
    return None if cent is None else Decimal(cent) / 100


BESTANDEN = (
    Kolom("Bestand", lambda b: b.bestandsnaam, "bestandsnaam"),
    Kolom("Afzender", lambda b: b.afzender, "afzender"),
    Kolom("Staat", lambda b: b.status.capitalize(), "status"),
    Kolom("Regels", lambda b: b.regels, "regels", getal=True),
    Kolom("Ingediend", lambda b: _euro(b.ingediend_cent), "ingediend_cent", getal=True),
    Kolom("Toegekend", lambda b: _euro(b.toegekend_cent), "toegekend_cent", getal=True),
    Kolom("Betalen", lambda b: b.uiterste_betaaldag, "uiterste_betaaldag"),
)
BATCHES = (
    Kolom("Kenmerk", lambda b: b.kenmerk, "kenmerk"),
    Kolom("Staat", lambda b: b.status.capitalize(), "status"),
    Kolom("Uitvoerdatum", lambda b: b.uitvoerdatum, "uitvoerdatum"),
    Kolom("Betalingen", lambda b: b.aantal, "aantal", getal=True),
    Kolom("Bedrag", lambda b: _euro(b.totaal_cent), "totaal_cent", getal=True),
)
MIJN = (
    Kolom("Declaratie", lambda d: f"Factuur {d.bestand.factuurnummer}", "bestand__ontvangen_op"),
    Kolom("Verzekeraar", lambda d: d.bestand.verzekeraar.naam, "bestand__verzekeraar__naam"),
    Kolom("Regels", lambda d: d.regels, "regels", getal=True),
    Kolom("Afgewezen", lambda d: d.afgewezen, "afgewezen", getal=True),
    Kolom("Ingediend", lambda d: _euro(d.ingediend_cent), "ingediend_cent", getal=True),
    Kolom("Toegekend", lambda d: _euro(d.toegekend_cent), "toegekend_cent", getal=True),
    Kolom("Betaling", lambda d: d.betaling.batch.uitvoerdatum if d.betaling else d.bestand.uiterste_betaaldag),
)
