"""Judge a claim file without keeping anything: for the command line and for who wants to know beforehand."""

import csv
from pathlib import Path
from typing import Any

from django.db import ProgrammingError

from zorginkoop.adapters import vektis
from zorginkoop.adapters.spreadsheet import cell
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering.models import AfspraakRij, Overeenkomst, Volging, VolgRij
from zorginkoop.web.declaraties import oordelen
from zorginkoop.web.declaraties.inlezen import Inhoud, read
from zorginkoop.web.declaraties.ontvangen import read_path
from zorginkoop.web.declaraties.tabellen import tables_for
from zorginkoop.web.toegang import klok
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.rollen import Soort

KOLOMMEN = (
    "regel", "detail_id", "agb", "prestatiecode", "datum", "aantal", "tarief_cent", "bedrag_cent", "debetcredit",
    "referentie", "uitkomst", "toegekend_cent", "redenen", "overeenkomst", "afspraak", "bron_document", "bron_plaats",
)  # fmt: skip


def judge_file_without_storing(pad: Path, *, uit: Path) -> dict[str, Any]:
    """Totals per outcome and per reason. Writes the return message and `beoordeling.csv`, a row per line, into `uit`.

    Gebruikersfout when the file is no claim file, or names an insurer that does not work here.
    """
    gelezen = read(read_path(pad), naam=pad.name)
    try:
        verzekeraar = _insurer(gelezen, pad)
        resultaat = None if gelezen.afgekeurd else _judged(gelezen, verzekeraar)
        herkomst = {} if resultaat is None else _sources(resultaat)
    except ProgrammingError as fout:
        raise Gebruikersfout("De database is nog leeg: bouw hem eerst op met `make demo`", plaats=pad.name) from fout
    uit.mkdir(parents=True, exist_ok=True)
    retour = uit / f"{pad.stem}.retour"
    retour.write_bytes(_return(gelezen, resultaat, pad))
    rapport: dict[str, Any] = {
        "bestand": pad.name,
        "verzekeraar": {"naam": verzekeraar.naam, "uzovi": verzekeraar.uzovi},
        "standaard": gelezen.bericht.layout.naam,
        "voorlopig": gelezen.bericht.layout.provisional,
        "afgekeurd": gelezen.afgekeurd,
        "fouten": [fout._asdict() for fout in gelezen.fouten],
        "retourbestand": str(retour),
    }
    if resultaat is None:
        return {**rapport, "regels": gelezen.regels.num_rows, "per_uitkomst": {}, "per_reden": {}}
    beoordeling = uit / "beoordeling.csv"
    _write_csv(beoordeling, gelezen, resultaat, herkomst)
    return {**rapport, **oordelen.totals(gelezen, resultaat), "beoordeling": str(beoordeling)}


def _insurer(gelezen: Inhoud, pad: Path) -> Organisatie:
    nummer = gelezen.bericht.voorloop.get("uzovi") or 0
    verzekeraar = Organisatie.objects.filter(soort=Soort.VERZEKERAAR, uzovi=f"{nummer:04d}").first()
    if verzekeraar is None:
        raise Gebruikersfout(
            f"De verzekeraar met UZOVI {nummer:04d} is hier niet bekend", plaats=f"{pad.name}, regel 1"
        )
    return verzekeraar


def _judged(gelezen: Inhoud, verzekeraar: Organisatie) -> Any:
    invoer = tables_for(oordelen.judgeable(gelezen), verzekeraar=verzekeraar, moment=klok.now())
    return oordelen.judge_all(gelezen, invoer)


def _return(gelezen: Inhoud, resultaat: Any, pad: Path) -> bytes:
    oordeel = oordelen.no_lines(gelezen) if resultaat is None else oordelen.with_return_codes(resultaat)
    dag = klok.today()
    return vektis.schrijf_retour(
        gelezen.bericht, oordeel, referentie=pad.stem[:24], dagtekening=dag, fouten=gelezen.fouten
    )


Herkomst = dict[int, tuple[str, int, str, str]]


def _sources(resultaat: Any) -> Herkomst:
    """Per row id of the engine: agreement, row number, and document and place of the source."""
    velden = ("overeenkomst__kenmerk", "pk", "bron_document", "bron_plaats")
    ids = {nummer for nummer in resultaat["afspraak_id"].unique().to_pylist() if nummer is not None}
    eigen = AfspraakRij.objects.filter(pk__in=[n for n in ids if n > 0])
    uit: Herkomst = {rij[1]: rij for rij in eigen.values_list(*velden)}
    gevolgd = VolgRij.objects.filter(pk__in=[-n for n in ids if n < 0])
    for pk, *rij in gevolgd.values_list("pk", *(f"bron__{veld}" for veld in velden)):
        uit[-pk] = (rij[0], rij[1], rij[2], rij[3])
    return uit


def _agreements(resultaat: Any) -> dict[int, str]:
    """Agreement references by the engine's agreement id."""
    ids = [n for n in resultaat["overeenkomst_id"].unique().to_pylist() if n is not None]
    eigen = dict(Overeenkomst.objects.filter(pk__in=[n for n in ids if n > 0]).values_list("pk", "kenmerk"))
    gevolgd = Volging.objects.filter(pk__in=[-n for n in ids if n < 0]).values_list("pk", "overeenkomst__kenmerk")
    return eigen | {-pk: kenmerk for pk, kenmerk in gevolgd}


def _write_csv(doel: Path, gelezen: Inhoud, resultaat: Any, herkomst: Herkomst) -> None:
    kenmerken = _agreements(resultaat)
    with doel.open("w", newline="", encoding="utf-8") as stroom:
        schrijver = csv.writer(stroom, delimiter=";")
        schrijver.writerow(KOLOMMEN)
        for begin in range(0, resultaat.num_rows, 10_000):
            regels, oordeel = (t.slice(begin, 10_000).to_pylist() for t in (gelezen.regels, resultaat))
            for regel, uitkomst in zip(regels, oordeel, strict=True):
                schrijver.writerow(_row(regel, uitkomst, kenmerken, herkomst))


def _row(regel: dict[str, Any], uitkomst: dict[str, Any], kenmerken: dict[int, str], herkomst: Herkomst) -> list[Any]:
    _, afspraak, document, plaats = herkomst.get(uitkomst["afspraak_id"] or 0, ("", "", "", ""))
    cellen = [
        regel["nummer"], regel["detail_id"], f"{regel['agb']:08d}", regel["prestatiecode"], regel["datum"],
        regel["aantal"], regel["tarief_cent"], regel["bedrag_cent"], regel["debetcredit"], regel["referentie"],
        uitkomst["uitkomst"], uitkomst["toegekend_cent"], " ".join(uitkomst["redenen"]),
        kenmerken.get(uitkomst["overeenkomst_id"] or 0, ""), afspraak, document, plaats,
    ]  # fmt: skip
    return [cell(cel) for cel in cellen]
