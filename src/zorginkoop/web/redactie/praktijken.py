"""The practices in a simulation one by one: who falls out or comes in and why, and who is near a threshold."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from zorginkoop.adapters.spreadsheet import cell
from zorginkoop.beleid import marktregister
from zorginkoop.beleid.assess import assess_table
from zorginkoop.beleid.simulate import Bijdrempel, Simulatie
from zorginkoop.web.redactie.gevolgen import UITKOMSTEN, Reden, count
from zorginkoop.web.redactie.schaal import signed
from zorginkoop.web.redactie.vergelijking import Zijde

OP_DE_PAGINA = 12
"""Practices that fall out or come in and are shown with their reasons; the file has them all."""
NEEM = ("agb_code", "uitkomst_van", "uitkomst_naar", "verschil_cent")


@dataclass(frozen=True)
class Overgang:
    """A practice that falls out or comes in."""

    agb: str
    van: str
    naar: str
    verschil: str
    redenen: list[Reden]


def transitions(uit: Simulatie, kolom: str, register: pa.Table, beide: tuple[Zijde, Zijde]) -> list[Overgang]:
    """The first practices of `kolom` ("valt_af" or "komt_erbij"), with the requirements that keep them out."""
    rijen = uit.praktijken.filter(uit.praktijken.column(kolom)).slice(0, OP_DE_PAGINA).select(NEEM).to_pylist()
    waarom = _against(beide, 1 if kolom == "valt_af" else 0, register, [rij["agb_code"] for rij in rijen])
    return [
        Overgang(
            agb=rij["agb_code"],
            van=UITKOMSTEN[rij["uitkomst_van"]],
            naar=UITKOMSTEN[rij["uitkomst_naar"]],
            verschil=signed(rij["verschil_cent"]),
            redenen=waarom.get(rij["agb_code"], []),
        )
        for rij in rijen
    ]


def _against(beide: tuple[Zijde, Zijde], kant: int, register: pa.Table, agbs: list[str]) -> Mapping[str, list[Reden]]:
    """Per practice the requirements that are not met, or that wait for a fact, under one of the two versions."""
    if not agbs:
        return {}
    zijde = beide[kant]
    deel = register.filter(pc.is_in(register.column("agb_code"), value_set=pa.array(agbs)))
    tabel = assess_table(zijde.beleid, marktregister.checked(deel, [z.beleid for z in beide]))
    redenen: dict[str, list[Reden]] = {agb: [] for agb in agbs}
    volgorde = deel.column("agb_code").to_pylist()
    for naam, eis in zijde.beleid.eisen.items():
        for agb, ja in zip(volgorde, tabel.column(f"=eis.{naam}").to_pylist(), strict=True):
            if eis.gevolg != "melden" and not (ja or (ja is False and eis.gevolg == "beoordelen")):
                tekst = eis.titel if ja is False else f"niet bekend: {eis.titel}"
                redenen[agb].append(Reden(tekst, 1, str(eis.bron), zijde.url(eis.bron, f"eis/{naam}")))
    return redenen


def near_thresholds(uit: Simulatie, van: Zijde, naar: Zijde) -> list[dict[str, Any]]:
    """The thresholds with practices near them; one that both versions have stands here once, and `waar` is empty."""
    per: dict[tuple[str, str], list[tuple[Zijde, Bijdrempel]]] = {}
    for b in uit.bij_drempel:
        zijden = [z for z in (naar, van) if z.beleid.naam == b.beleid]
        if b.aantal and zijden:
            per.setdefault((b.regel, b.drempel), []).append((zijden[0], b))
    return [_threshold(gevonden, van, naar) for gevonden in per.values()]


def _threshold(gevonden: list[tuple[Zijde, Bijdrempel]], van: Zijde, naar: Zijde) -> dict[str, Any]:
    zijde, b = gevonden[-1]
    titel, bron, url = _rule(zijde, b.regel)
    waar = "" if len(gevonden) > 1 or van.beleid.naam == naar.beleid.naam else zijde.label
    return {
        "titel": titel, "bron": bron, "url": url, "drempel": b.drempel, "waar": waar, "aantal": count(b.aantal),
        "agbs": b.praktijken, "meer": count(b.aantal - len(b.praktijken)) if b.aantal > len(b.praktijken) else "",
    }  # fmt: skip


def _rule(zijde: Zijde, regel: str) -> tuple[str, str, str]:
    """What the rule is called, its passage, and where to read it."""
    soort, _, rest = regel.partition(".")
    naam, _, n = rest.partition(".")
    beleid = zijde.beleid
    if soort == "eis":
        eis = beleid.eisen[naam]
        return eis.titel, str(eis.bron), zijde.url(eis.bron, f"eis/{naam}")
    if soort == "prestatie":
        prestatie, voorwaarde = beleid.prestaties[naam], beleid.voorwaarden(naam)[int(n)]
        plek = f"prestatie/{naam}/voorwaarde/{n}" if int(n) < len(prestatie.voorwaarde) else f"prestatie/{naam}"
        return f"{prestatie.naam}: {voorwaarde.reden}", str(voorwaarde.bron), zijde.url(voorwaarde.bron, plek)
    if soort == "tarief":
        prestatie = beleid.prestaties[naam]
        return f"{prestatie.naam}, het tarief", str(prestatie.bron), zijde.url(prestatie.bron, f"prestatie/{naam}")
    afleiding = beleid.afleidingen.get(regel)
    return (afleiding.titel, str(afleiding.bron), "") if afleiding else (regel, "", "")


def not_counted(uit: Simulatie, van: Zijde, naar: Zijde) -> list[tuple[str, list[str]]]:
    """Why modules are left out of the amounts, with the names of those it holds for."""
    per: dict[str, list[str]] = {}
    for zijde in (van, naar):
        for module, reden in uit.niet_meegeteld[zijde.beleid.naam].items():
            prestatie = zijde.beleid.prestaties.get(module)
            if prestatie and prestatie.naam not in per.setdefault(reden, []):
                per[reden].append(prestatie.naam)
    return list(per.items())


def unknown(register: pa.Table, van: Zijde, naar: Zijde) -> list[tuple[str, str]]:
    """The facts that decide something and are not known of every practice, with of how many not."""
    feiten = {**van.beleid.feiten, **naar.beleid.feiten}
    nodig = marktregister.needed(van.beleid) | marktregister.needed(naar.beleid)
    leeg = {naam: register.column(naam).null_count for naam in nodig & set(register.column_names)}
    volgorde = sorted((naam for naam, n in leeg.items() if n), key=lambda naam: (-leeg[naam], naam))
    return [(feiten[naam].vraag, count(leeg[naam])) for naam in volgorde]


def as_csv(uit: Simulatie, namen: Mapping[str, str]) -> str:
    """A line for each practice, safe to open in a spreadsheet; amounts in eurocents."""
    bestand = io.StringIO()
    schrijver = csv.writer(bestand, delimiter=";")
    schrijver.writerow(["agb_code", "naam", *uit.praktijken.column_names[1:]])
    for rij in _rows(uit, namen):
        schrijver.writerow([cell(waarde) for waarde in rij.values()])
    return bestand.getvalue()


def as_json(uit: Simulatie, namen: Mapping[str, str]) -> dict[str, Any]:
    """The whole simulation, with a row for each practice; amounts in eurocents."""
    return {**uit.as_json(), "praktijken": list(_rows(uit, namen))}


def _rows(uit: Simulatie, namen: Mapping[str, str]) -> Iterable[dict[str, Any]]:
    for rij in uit.praktijken.to_pylist():
        agb = rij.pop("agb_code")
        yield {"agb_code": agb, "naam": namen.get(agb, ""), **rij}
