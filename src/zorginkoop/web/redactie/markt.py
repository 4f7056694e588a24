"""The market as an insurer knows it: every practice that applied, with the answers and register facts of last time."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
from django.db import connection

from zorginkoop.beleid.library import Beleid
from zorginkoop.beleid.marktregister import ARROW, PATIENTEN
from zorginkoop.beleid.model import Feit
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.regels.soorten import Soort
from zorginkoop.web.contractering.models import Aanvraag
from zorginkoop.web.toegang import klok
from zorginkoop.web.toegang.models import Organisatie


def market_of(verzekeraar: Organisatie, beleiden: Sequence[Beleid], *, hoogstens: int | None = None) -> pa.Table:
    """A register to simulate on: one row per practice, from its latest application to this insurer.

    Raises Gebruikersfout when nobody applied yet.
    """
    aanvragen = (
        Aanvraag.objects.filter(verzekeraar=verzekeraar, ingediend_op__isnull=False)
        .order_by("praktijk__agb", "-ingediend_op")
        .distinct("praktijk__agb")
        .values_list("praktijk__agb", "antwoorden", "registerfeiten")[:hoogstens]
    )
    praktijken = {agb: {**antwoorden, **register} for agb, antwoorden, register in aanvragen}
    if not praktijken:
        raise Gebruikersfout("Er is nog geen praktijk die een aanvraag deed", plaats=verzekeraar.naam)
    feiten = {naam: feit for beleid in beleiden for naam, feit in beleid.feiten.items()}
    kolommen = {
        naam: pa.array([_value(feit, rij.get(naam)) for rij in praktijken.values()], ARROW[feit.soort])
        for naam, feit in feiten.items()
        if feit.type not in ("email", "iban")
    }
    kolommen["agb_code"] = pa.array(list(praktijken))
    return pa.table({**kolommen, **_patients(praktijken, str(verzekeraar.uzovi), klok.today())})


def _value(feit: Feit, waarde: Any) -> Any:
    return date.fromisoformat(waarde) if feit.soort is Soort.DATUM and waarde else waarde


BY_AGE = """
    SELECT i.agb, width_bucket(extract(year FROM age(%(dag)s, v.geboortedatum)), %(grenzen)s) AS groep, count(*)
    FROM register_inschrijving AS i JOIN register_verzekering AS v USING (bsn)
    WHERE i.agb = ANY(%(agbs)s) AND v.uzovi = %(uzovi)s AND i.bekend_tot IS NULL AND v.bekend_tot IS NULL
        AND i.geldig_van <= %(dag)s AND (i.geldig_tot IS NULL OR i.geldig_tot > %(dag)s)
        AND v.geldig_van <= %(dag)s AND (v.geldig_tot IS NULL OR v.geldig_tot > %(dag)s)
    GROUP BY 1, 2
"""
"""Own insured per practice and age group: 0 is younger than the first boundary."""


def _patients(praktijken: Mapping[str, dict[str, Any]], uzovi: str, dag: date) -> Mapping[str, pa.Array]:
    """How many patients are in each age group: all that are registered, divided as the own insured among them are."""
    waarden = {"dag": dag, "uzovi": uzovi, "agbs": list(praktijken), "grenzen": [van for van, _ in PATIENTEN]}
    with connection.cursor() as cursor:
        cursor.execute(BY_AGE, waarden)
        geteld = {(agb, groep): aantal for agb, groep, aantal in cursor.fetchall()}
    eigen = Counter[str]()
    for (agb, _), aantal in geteld.items():
        eigen[agb] += aantal
    return {
        kolom: pa.array(
            [
                geteld.get((agb, groep), 0) * (rij.get("ingeschreven_patienten") or 0) // max(eigen[agb], 1)
                for agb, rij in praktijken.items()
            ],
            pa.int64(),
        )
        for groep, kolom in enumerate(PATIENTEN.values(), start=1)
    }
