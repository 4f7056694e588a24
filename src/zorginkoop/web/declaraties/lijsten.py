"""Lines, files and totals as the tables, bars and CSV files that people see."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from zorginkoop.adapters.spreadsheet import cell
from zorginkoop.engine.redenen import REDENEN
from zorginkoop.kern.geld import als_euro
from zorginkoop.web.declaraties.models import TECHNISCH, UITKOMSTEN, Declaratiebestand, Declaratieregel
from zorginkoop.web.declaraties.woorden import REDEN
from zorginkoop.web.declaraties.oordelen import MELDINGEN
from zorginkoop.web.toegang.bladeren import Bladeraar

PER_PAGINA = 50
KLEUR = {"AANGENOMEN": "ok", "AANGEPAST": "let", "AFGEWEZEN": "fout"}
STATUSKLEUR = {"BETAALBAAR": "ok", "AFGEKEURD": "fout", "VRIJGEGEVEN": "ok", "GEMAAKT": "let"}
UITKOMST = {"AANGENOMEN": _lazy("Aangenomen"), "AANGEPAST": _lazy("Aangepast"), "AFGEWEZEN": _lazy("Afgewezen")}
CSV_KOLOMMEN = (
    "regel", "datum", "prestatiecode", "aantal", "tarief_cent", "bedrag_cent", "debetcredit", "referentie", "uitkomst",
    "toegekend_cent", "redenen", "overeenkomst", "bron_document", "bron_plaats",
)  # fmt: skip


def outcome(code: str) -> str:
    """The outcome of a line as people read it."""
    return str(UITKOMST[code])


def reason_label(code: str) -> str:
    """A reason code as people read it: NIET_VERZEKERD becomes "Niet verzekerd"."""
    return str(REDEN[code])


def filtered(
    regels: QuerySet[Declaratieregel], request: HttpRequest
) -> tuple[QuerySet[Declaratieregel], dict[str, Any]]:
    """The lines of the chosen outcome and reason, and what the filter form shows. An unknown choice is no choice."""
    uitkomst, reden = request.GET.get("uitkomst", ""), request.GET.get("reden", "")
    uitkomst = uitkomst if uitkomst in UITKOMSTEN else ""
    reden = reden if reden in MELDINGEN else ""
    if uitkomst:
        regels = regels.filter(uitkomst=uitkomst)
    if reden:
        regels = regels.filter(redenen__contains=[reden])
    keuzes = {
        "uitkomsten": [(u, outcome(u), u == uitkomst) for u in UITKOMSTEN],
        "redenen": [(code, reason_label(code), code == reden) for code in (*REDENEN, TECHNISCH)],
        "vraag": "&".join(f"{naam}={waarde}" for naam, waarde in (("uitkomst", uitkomst), ("reden", reden)) if waarde),
    }
    return regels, keuzes


def line_page(regels: QuerySet[Declaratieregel], request: HttpRequest, *, naar: str) -> dict[str, Any]:
    """One page of lines as a table whose first column leads to the page `naar` of the line."""
    gekozen, keuzes = filtered(regels, request)
    pagina = Bladeraar(gekozen.order_by("bestand", "nummer"), PER_PAGINA).get_page(request.GET.get("pagina"))
    koppen = [
        _("Regel"), _("Datum"), _("Prestatie"), _getal(_("Gedeclareerd")), _getal(_("Toegekend")), _("Uitkomst"),
        _("Redenen"),
    ]  # fmt: skip
    return {**keuzes, "pagina": pagina, "koppen": koppen, "rijen": [_line(regel, naar) for regel in pagina]}


def _getal(tekst: str) -> dict[str, Any]:
    return {"tekst": tekst, "getal": True}


def _line(regel: Declaratieregel, naar: str) -> list[Any]:
    teken = -1 if regel.debetcredit == "C" else 1
    return [
        {"tekst": _("Regel %(nummer)s") % {"nummer": regel.nummer}, "url": reverse(naar, args=[regel.pk])},
        f"{regel.datum:%d-%m-%Y}" if regel.datum else _("onbekend"),
        regel.prestatiecode,
        _getal(als_euro(teken * regel.bedrag_cent)),
        _getal(als_euro(teken * regel.toegekend_cent)),
        {"tekst": outcome(regel.uitkomst), "kleur": KLEUR[regel.uitkomst]},
        {"tekst": ", ".join(reason_label(code) for code in regel.redenen), "nl": True} if regel.redenen else _("geen"),
    ]


def totals_table(bestand: Any) -> dict[str, Any]:
    """Lines and cents per outcome, with the sum that must be the whole."""
    per = bestand.totalen["per_uitkomst"]
    rijen = [_totals_row(outcome(uitkomst), per[uitkomst]) for uitkomst in UITKOMSTEN]
    rijen.append(_totals_row(_("Samen, gelijk aan ingediend"), bestand.totalen))
    koppen = [_("Uitkomst"), *map(_getal, (_("Regels"), _("Ingediend"), _("Toegekend"), _("Gekort")))]
    return {"koppen": koppen, "rijen": rijen}


def _totals_row(label: str, som: dict[str, int]) -> list[Any]:
    bedragen = (som[f"{wat}_cent"] for wat in ("ingediend", "toegekend", "gekort"))
    return [label, _getal(count(som["regels"])), *(_getal(als_euro(cent)) for cent in bedragen)]


def count(aantal: int) -> str:
    """A number with dots between the thousands."""
    return f"{aantal:,}".replace(",", ".")


def _lines_text(aantal: int) -> str:
    return ngettext("%(aantal)s regel", "%(aantal)s regels", aantal) % {"aantal": count(aantal)}


def reason_bars(bestand: Declaratiebestand) -> list[dict[str, Any]]:
    """Per reason the lines and the cents it cut, the largest first. A line with two reasons counts under both."""
    per = sorted(bestand.totalen["per_reden"].items(), key=lambda paar: -paar[1]["regels"])
    meeste = max((som["regels"] for _, som in per), default=1)
    return [
        {
            "label": reason_label(code),
            "nl": True,
            "procent": round(100 * som["regels"] / meeste, 1),
            "tekst": _("%(regels)s, %(bedrag)s gekort")
            % {"regels": _lines_text(som["regels"]), "bedrag": als_euro(som["gekort_cent"])},
        }
        for code, som in per
    ]


class _Echo:
    """What a CSV writer writes, handed on."""

    def write(self, tekst: str) -> str:
        return tekst


def csv_response(regels: QuerySet[Declaratieregel], naam: str) -> StreamingHttpResponse:
    """The lines as a CSV file, without BSN: the reference leads back to the patient."""
    schrijver = csv.writer(_Echo(), delimiter=";")
    inhoud = (schrijver.writerow(rij) for rij in _csv_rows(regels.select_related("overeenkomst", "afspraak")))
    antwoord = StreamingHttpResponse(inhoud, content_type="text/csv; charset=utf-8")
    antwoord["Content-Disposition"] = f'attachment; filename="{naam}"'
    return antwoord


def _csv_rows(regels: Iterable[Any]) -> Iterator[list[Any]]:
    yield list(CSV_KOLOMMEN)
    for r in regels.order_by("bestand", "nummer").iterator(chunk_size=2_000):
        rij = r.afspraak
        cellen = [
            r.nummer, r.datum, r.prestatiecode, r.aantal, r.tarief_cent, r.bedrag_cent, r.debetcredit, r.referentie,
            r.uitkomst, r.toegekend_cent, " ".join(r.redenen), r.overeenkomst.kenmerk if r.overeenkomst else "",
            rij.bron_document if rij else "", rij.bron_plaats if rij else "",
        ]  # fmt: skip
        yield [cell(cel) for cel in cellen]
