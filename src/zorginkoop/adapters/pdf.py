"""The agreement on paper: a tagged PDF (PDF/UA-1 and PDF/A-3a) that carries its rows as canonical JSON.

The template receives data only as text, so nothing a practice or insurer typed is ever evaluated. Equal input gives
equal bytes: fonts are the embedded ones and the timestamp comes from the data.
"""

import hashlib
import json
import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typst

from zorginkoop.kern.geld import als_euro

BIJLAGE = "overeenkomst.json"
"""Name of the attached file with the canonical JSON."""

_SJABLOON = Path(__file__).with_name("overeenkomst.typ")
_TIJDZONE = ZoneInfo("Europe/Amsterdam")
_MAANDEN = ("januari", "februari", "maart", "april", "mei", "juni",
            "juli", "augustus", "september", "oktober", "november", "december")  # fmt: skip
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_slot = threading.Lock()
_zetter: list[typst.Compiler] = []


def render_overeenkomst(inhoud: Mapping[str, Any]) -> bytes:
    """The agreement, or the offer of it when `ondertekend` is None, as PDF.

    `inhoud` has kenmerk, titel, verzekeraar (naam, uzovi), praktijk (naam, agb, adres), beleid (beleid, versie,
    titel), van, tot (half-open), artikelen, afspraken (rows as plain dicts), ondertekend (naam, functie, organisatie,
    tijdstip and, when so signed, onder_protest; or a list of these; or None), canoniek (the JSON text to attach) and
    optionally iban, opgesteld (the day it was drawn up) and op_te_zoeken (print the code by which anyone can look it
    up). Dates are `date` or ISO text. Only the last four characters of the IBAN are shown.
    """
    data = json.dumps(_leesbaar(inhoud), ensure_ascii=False)
    moment = datetime.combine(_opgesteld(inhoud), datetime.min.time(), UTC)
    # The compiler is not reentrant; one at a time costs nothing, because typst gains nothing from threads.
    with _slot:
        if not _zetter:
            _zetter.append(typst.Compiler(str(_SJABLOON), root=str(_SJABLOON.parent), ignore_system_fonts=True))
        pdf = _zetter[0].compile(
            format="pdf",
            sys_inputs={"data": data, "canoniek": str(inhoud["canoniek"])},
            pdf_standards=["ua-1", "a-3a"],
            timestamp=int(moment.timestamp()),
        )
    if not isinstance(pdf, bytes):
        raise TypeError("One PDF was asked for")
    return pdf


def render_aanbod(inhoud: Mapping[str, Any]) -> bytes:
    """The same document before anyone signed: says AANBOD in its title and on its first page."""
    return render_overeenkomst({**inhoud, "ondertekend": None})


def vingerafdruk(canoniek: str | bytes) -> str:
    """SHA-256 of the canonical JSON as printed in the document and kept in its keywords."""
    return hashlib.sha256(canoniek.encode() if isinstance(canoniek, str) else canoniek).hexdigest()


def controlecode(canoniek: str | bytes) -> str:
    """Sixteen letters that stand for exactly this text, to be typed over from paper: 80 bits, nobody guesses them."""
    getal = int(vingerafdruk(canoniek)[:20], 16)
    letters = [_LETTERS[getal >> 5 * n & 31] for n in reversed(range(16))]
    return "-".join("".join(letters[n : n + 4]) for n in (0, 4, 8, 12))


def als_dag(waarde: date | str) -> str:
    """A day as people write it: 2025-01-01 → "1 januari 2025"."""
    dag = _dag(waarde)
    return f"{dag.day} {_MAANDEN[dag.month - 1]} {dag.year}"


def _leesbaar(inhoud: Mapping[str, Any]) -> dict[str, Any]:
    """What the template shows, every value already in Dutch notation."""
    opgesteld, ondertekend = _opgesteld(inhoud), inhoud.get("ondertekend")
    titel = str(inhoud["titel"])
    if ondertekend is None and "AANBOD" not in titel:
        titel = f"AANBOD: {titel}"
    afspraken: Sequence[Mapping[str, Any]] = inhoud["afspraken"]
    return {
        "kenmerk": str(inhoud["kenmerk"]),
        "titel": titel,
        "aanbod": ondertekend is None,
        "demonstratie": any("demonstratie" in (a["tariefstatus"], a["codestatus"]) for a in afspraken),
        "datum": {"year": opgesteld.year, "month": opgesteld.month, "day": opgesteld.day},
        "vingerafdruk": vingerafdruk(str(inhoud["canoniek"])),
        "controlecode": controlecode(str(inhoud["canoniek"])) if inhoud.get("op_te_zoeken") else "",
        **_partijen(inhoud["verzekeraar"], inhoud["praktijk"]),
        "kern": _kern(inhoud),
        "artikelen": [{"titel": a["titel"], "leden": list(a["leden"])} for a in inhoud["artikelen"]],
        "rijen": [_rij(a) for a in afspraken],
        "ondertekend": None if ondertekend is None else [_ondertekening(een) for een in _all(ondertekend)],
    }


def _partijen(verzekeraar: Mapping[str, Any], praktijk: Mapping[str, Any]) -> dict[str, Any]:
    adres = [deel.strip() for deel in str(praktijk.get("adres") or "").replace("\n", ",").split(",") if deel.strip()]
    return {
        "verzekeraar": {
            "naam": verzekeraar["naam"],
            "regels": [verzekeraar["naam"], f"UZOVI {verzekeraar['uzovi']}"],
        },
        "praktijk": {
            "naam": praktijk["naam"],
            "regels": [praktijk["naam"], f"AGB-code {praktijk['agb']}", *adres],
        },
    }


def _kern(inhoud: Mapping[str, Any]) -> list[tuple[str, str]]:
    beleid = inhoud["beleid"]
    paren = [
        ("Looptijd", f"{als_dag(inhoud['van'])} tot en met {als_dag(_dag(inhoud['tot']) - timedelta(1))}"),
        ("Inkoopbeleid", f"{beleid['titel']} ({beleid['beleid']}, versie {beleid['versie']})"),
    ]
    if inhoud.get("iban"):
        paren.append(("Rekening (IBAN)", f"eindigt op {str(inhoud['iban']).replace(' ', '')[-4:]}"))
    return paren


def _rij(afspraak: Mapping[str, Any]) -> dict[str, Any]:
    bron = afspraak["bron"]
    return {
        "naam": afspraak["naam"],
        "voorwaarden": _voorwaarden(afspraak),
        "code": afspraak["prestatiecode"],
        "democode": afspraak["codestatus"] == "demonstratie",
        "eenheid": afspraak["eenheid"],
        "van": _kort(_dag(afspraak["van"])),
        "tot": _kort(_dag(afspraak["tot"]) - timedelta(1)),
        "tarief": als_euro(afspraak["tarief_cent"]).replace(" ", "\N{NO-BREAK SPACE}"),
        "demotarief": afspraak["tariefstatus"] == "demonstratie",
        "bron": f"{bron['document']}, {bron['plaats']}",
    }


def _voorwaarden(afspraak: Mapping[str, Any]) -> list[str]:
    """The conditions on a claim line, each as a short sentence part."""
    van, tot = afspraak.get("leeftijd_van"), afspraak.get("leeftijd_tot")
    regels = []
    if van is not None or tot is not None:
        delen = ([f"vanaf {van} jaar"] if van else []) + ([f"tot {tot} jaar"] if tot is not None else [])
        regels.append("leeftijd " + " ".join(delen or ["vanaf 0 jaar"]))
    if afspraak.get("inschrijving_vereist"):
        regels.append("alleen ingeschreven verzekerden")
    if afspraak.get("max_aantal") is not None:
        regels.append(f"per verzekerde ten hoogste {afspraak['max_aantal']} per {afspraak['per']}")
    return regels


def _ondertekening(ondertekend: Mapping[str, Any]) -> list[tuple[str, str]]:
    moment = _moment(ondertekend["tijdstip"])
    protest = ondertekend.get("onder_protest")
    return [
        ("Naam", ondertekend["naam"]),
        ("Functie", ondertekend["functie"]),
        ("Namens", ondertekend["organisatie"]),
        ("Ondertekend op", f"{als_dag(moment.date())} om {moment:%H:%M:%S} uur"),
        *([("Onder protest", protest)] if protest else []),
    ]


def _all(ondertekend: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """The signatures: one, or several by people who bind the practice together."""
    return [ondertekend] if isinstance(ondertekend, Mapping) else ondertekend


def _opgesteld(inhoud: Mapping[str, Any]) -> date:
    """The day the document was drawn up: said so, or when it was signed, or else its first day."""
    if inhoud.get("opgesteld"):
        return _dag(inhoud["opgesteld"])
    ondertekend = inhoud.get("ondertekend")
    return _dag(inhoud["van"]) if ondertekend is None else _moment(_all(ondertekend)[-1]["tijdstip"]).date()


def _moment(waarde: datetime | str) -> datetime:
    """In Dutch time; a moment without a zone is taken to be Dutch."""
    moment = datetime.fromisoformat(waarde) if isinstance(waarde, str) else waarde
    return moment.astimezone(_TIJDZONE) if moment.tzinfo else moment.replace(tzinfo=_TIJDZONE)


def _dag(waarde: date | str) -> date:
    if isinstance(waarde, datetime):
        return waarde.date()
    return date.fromisoformat(waarde[:10]) if isinstance(waarde, str) else waarde


def _kort(dag: date) -> str:
    return f"{dag.day:02d}-{dag.month:02d}-{dag.year}"
