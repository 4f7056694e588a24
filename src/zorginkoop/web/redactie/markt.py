"""The market as an insurer knows it: every practice that applied, with the answers and register facts of last time."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
from django.db import connection
from django.utils import timezone

from zorginkoop.beleid import library
from zorginkoop.beleid.feiten import value
from zorginkoop.beleid.marktregister import ARROW, PATIENTEN
from zorginkoop.beleid.model import Feit
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering.models import Aanvraag
from zorginkoop.web.register.models import Vestiging
from zorginkoop.web.toegang import klok
from zorginkoop.web.toegang.afscherming import als_eigenaar
from zorginkoop.web.toegang.models import Organisatie

ALTIJD = ("ingeschreven_patienten", "gewenste_prestaties")
"""Facts that the value of agreements rests on, also where no rule looks at them."""
ZES_DECIMALEN = Decimal("0.000001")
KOLOMMEN = ("praktijk__agb", "antwoorden", "registerfeiten", "contractvorm", "ingediend_op", "volledig_op")


def market_of(verzekeraar: Organisatie, beleiden: Sequence[Beleid], *, hoogstens: int | None = None) -> pa.Table:
    """A register to simulate on: one row per practice, from its latest application to this insurer for this care.

    What an answer of then says is not known where these policies no longer accept it. Raises Gebruikersfout when
    nobody applied yet.
    """
    aanvragen = (
        Aanvraag.objects.filter(
            verzekeraar=verzekeraar, ingediend_op__isnull=False, beleid__in=_of_the_same_care(verzekeraar, beleiden)
        )
        .order_by("praktijk__agb", "-ingediend_op", "-pk")
        .distinct("praktijk__agb")
        .values(*KOLOMMEN)[:hoogstens]
    )
    praktijken = {rij["praktijk__agb"]: _facts(rij) for rij in aanvragen}
    if not praktijken:
        raise Gebruikersfout("Er is nog geen praktijk die een aanvraag deed", plaats=verzekeraar.naam)
    feiten = {naam: library.dictionary().feit[naam] for naam in ALTIJD}
    feiten |= {naam: feit for beleid in beleiden for naam, feit in beleid.feiten.items()}
    kolommen = {
        naam: pa.array([_value(naam, feit, rij.get(naam)) for rij in praktijken.values()], ARROW[feit.soort])
        for naam, feit in feiten.items()
        if feit.type not in ("email", "iban")
    }
    kolommen["agb_code"] = pa.array(list(praktijken))
    return pa.table({**kolommen, **_patients(praktijken, str(verzekeraar.uzovi), klok.today())})


def names_of(verzekeraar: Organisatie, agbs: Iterable[str]) -> tuple[dict[str, str], set[str]]:
    """What these practices are called, as far as the insurer may know, and which of them the AGB register has."""
    codes = list(agbs)
    aanvragers = Organisatie.objects.filter(agb__in=codes, aanvragen__verzekeraar=verzekeraar)
    register = Vestiging.objects.known().valid(klok.today()).filter(agb__in=codes)
    bekend = dict(register.values_list("agb", "naam"))
    return {**dict(aanvragers.values_list("agb", "naam")), **bekend}, set(bekend)


def _of_the_same_care(verzekeraar: Organisatie, beleiden: Sequence[Beleid]) -> set[str]:
    """The policies under which a practice of this kind applied, whatever they are called."""
    zorgsoorten = {beleid.document.zorgsoort for beleid in beleiden}
    eigen = [b for b in library.all_policies() if b.verzekeraar.uzovi == verzekeraar.uzovi]
    return {b.document.beleid for b in (*eigen, *beleiden) if b.document.zorgsoort in zorgsoorten}


def _facts(rij: Mapping[str, Any]) -> dict[str, Any]:
    """As the application was judged: register facts win over answers, and the application settles its own days."""
    bekend = {naam: waarde for naam, waarde in rij["registerfeiten"].items() if waarde is not None}
    dag = timezone.localdate(rij["volledig_op"] or rij["ingediend_op"])
    eigen = {"aanvraagdatum": dag, "datum_volledig": dag, "contractvorm": rij["contractvorm"]}
    return {**rij["antwoorden"], **bekend, **eigen, "agb_code": rij["praktijk__agb"]}


def _value(naam: str, feit: Feit, waarde: Any) -> Any:
    if waarde is None:
        return feit.standaard
    try:
        gelezen = value(naam, feit, waarde)
    except Gebruikersfout:
        return None
    return gelezen.quantize(ZES_DECIMALEN) if isinstance(gelezen, Decimal) else gelezen


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
    with (
        als_eigenaar(),
        connection.cursor() as cursor,
    ):  # counts over millions of rows, of this insurer by its own WHERE
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
