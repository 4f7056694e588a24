"""What the page of a budget shows, for both sides."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.geld import als_euro
from zorginkoop.web.begroting import forms, woorden
from zorginkoop.web.begroting.afrekenen import calculator_of
from zorginkoop.web.begroting.big5 import check_big5
from zorginkoop.web.begroting.inhoud import Inhoud, Realisatie, number
from zorginkoop.web.begroting.jaarcyclus import cycle, late
from zorginkoop.web.begroting.models import Begroting, Jaarstukken, Nacalculatie
from zorginkoop.web.contractering.feiten import policy_of
from zorginkoop.web.contractering.models import Overeenkomst
from zorginkoop.web.contractering.tonen import policy_url
from zorginkoop.web.toegang.klok import today
from zorginkoop.web.toegang.rechten import Verzoek
from zorginkoop.web.toegang.rollen import Rol

BESLISBAAR = ("INGEDIEND", "VOORGESTELD")
_STAND = {True: (_("Gehaald"), "ok"), False: (_("Niet gehaald"), "let"), None: (_("Nog geen uitkomst"), "")}


@dataclass(frozen=True)
class Regel:
    """A line beside what it really cost; both in words."""

    code: str
    prestatie: str
    omschrijving: str
    aantal: str
    eenheid: str
    bedrag: str
    werkelijk: str
    verschil: str


def budget_page(request: Verzoek, record: Begroting) -> dict[str, Any]:
    """Everything of one budget: its lines, plan and results, its dates, decisions, accounts and settlement."""
    policy, versie = policy_of(record), record.last_version()
    stukken = record.jaarstukken.select_related("ingediend_door", "besproken_door").order_by("-nummer").first()
    inhoud = versie.content() if versie else None
    realisatie = stukken.content() if stukken else None
    nacalculaties = record.nacalculaties.select_related("voorgesteld_door", "besloten_door", "voorgesteld_namens")
    return {
        "begroting": record,
        "beleid": policy,
        "beleid_url": policy_url(policy),
        "status": woorden.BEGROTING[record.status],
        "versie": versie,
        "aantal_versies": record.versies.count(),
        "regels": lines(inhoud, policy, realisatie) if inhoud else [],
        "balken": bars(inhoud, realisatie) if inhoud else [],
        "totaal": als_euro(inhoud.totaal_cent) if inhoud else "",
        "totaal_werkelijk": als_euro(realisatie.totaal_cent) if realisatie else "",
        "plan": inhoud.jaarplan if inhoud else (),
        "resultaten": results(inhoud, realisatie) if inhoud else [],
        "stappen": [(s, *s.state(today())) for s in cycle(record, policy)],
        "te_laat": late(record, policy),
        "big5": [(p, *p.staat) for p in check_big5(record.praktijk, record, policy=policy, dag=today())],
        "besluiten": list(record.besluiten.select_related("door", "namens", "versie").order_by("-pk")),
        "stukken": stukken,
        "nacalculaties": [(n, *woorden.NACALCULATIE[n.status], settlement_words(n)) for n in nacalculaties],
        "overeenkomst": _agreement(record),
        "voorbij": record.jaar < today().year,
        **_may(request, record, stukken),
    }


def _agreement(record: Begroting) -> Overeenkomst | None:
    return Overeenkomst.objects.filter(
        praktijk=record.praktijk,
        verzekeraar=record.verzekeraar,
        beleid=record.beleid,
        van__year=record.jaar,
        status="GELDIG",
    ).first()


def _may(request: Verzoek, record: Begroting, stukken: Jaarstukken | None) -> dict[str, Any]:
    """The forms this person may use now; what is not possible is None."""
    inkoper = request.bevoegdheid.rol == Rol.INKOPER
    versie = record.last_version()
    loopt = record.nacalculaties.exclude(status="AFGEWEZEN").first()
    besproken = stukken is not None and stukken.besproken_op is not None
    beslist = inkoper and record.status in BESLISBAAR and versie is not None and _free(request, record)
    afrekenen = inkoper and besproken and loopt is None and calculator_of(record) is not None
    return {
        "besluitform": forms.BesluitForm(initial={"nummer": versie.nummer}) if beslist and versie else None,
        "besprekenform": forms.BesprekenForm() if inkoper and stukken and not besproken else None,
        "nacalculatieform": forms.NacalculatieForm() if afrekenen else None,
        "vaststellen": loopt if inkoper and loopt and loopt.status == "VOORGESTELD" else None,
        "kent_nacalculatie": calculator_of(record) is not None,
        "mag_insturen": record.status in ("CONCEPT", "INGEDIEND", "TERUG"),
        "mag_jaarstukken": record.status == "AKKOORD" and not besproken,
    }


def _free(request: Verzoek, record: Begroting) -> bool:
    """Whether this person, for this insurer, has not decided on the version yet."""
    versie = record.last_version()
    eerder = versie.besluiten.all() if versie else []
    return not any(
        b.door_id == request.user.pk or (record.tweede_id and b.namens_id == request.organisatie.pk) for b in eerder
    )


def lines(inhoud: Inhoud, policy: Beleid, realisatie: Realisatie | None) -> list[Regel]:
    """Every line, with what it really cost when that is known."""
    uit = []
    for r in inhoud.regels:
        werkelijk = realisatie.kosten_cent.get(r.code) if realisatie else None
        uit.append(
            Regel(
                code=r.code,
                prestatie=policy.prestaties[r.prestatie].naam if r.prestatie in policy.prestaties else r.prestatie,
                omschrijving=r.omschrijving,
                aantal=number(r.aantal),
                eenheid=als_euro(r.eenheid_cent),
                bedrag=als_euro(r.bedrag_cent),
                werkelijk="" if werkelijk is None else als_euro(werkelijk),
                verschil="" if werkelijk is None else als_euro(werkelijk - r.bedrag_cent),
            )
        )
    return uit


def bars(inhoud: Inhoud, realisatie: Realisatie | None) -> list[dict[str, Any]]:
    """Every line as a bar: what it really cost beside a mark for what was budgeted, or what is budgeted."""
    kosten = realisatie.kosten_cent if realisatie else {}
    langste = max((max(r.bedrag_cent, kosten.get(r.code, 0)) for r in inhoud.regels), default=0) or 1
    uit = []
    for r in inhoud.regels:
        begroot, werkelijk = r.bedrag_cent, kosten.get(r.code)
        balk = {"label": r.omschrijving, "nl": True, "tekst": als_euro(begroot), "procent": _share(begroot, langste)}
        if werkelijk is not None:
            tekst = _("%(werkelijk)s van %(begroot)s") % {
                "werkelijk": als_euro(werkelijk),
                "begroot": als_euro(begroot),
            }
            balk |= {"tekst": tekst, "procent": _share(werkelijk, langste), "streep": _share(begroot, langste)}
        uit.append(balk)
    return uit


def _share(cent: int, langste: int) -> float:
    return round(100 * max(cent, 0) / langste, 1)


def results(inhoud: Inhoud, realisatie: Realisatie | None) -> list[tuple[Any, str, str, tuple[str, str]]]:
    """Every agreed result with its norm, its outcome, and whether it was reached."""
    uit = []
    for r in inhoud.resultaten:
        uitkomst = realisatie.uitkomsten.get(r.code) if realisatie else None
        norm = f"{r.richting} {number(r.norm)} {r.eenheid}"
        uit.append((r, norm, "" if uitkomst is None else number(uitkomst), _STAND[r.reached(uitkomst)]))
    return uit


def settlement_words(n: Nacalculatie) -> list[tuple[str, str, str]]:
    """The steps of the calculator: what, how much, and by which rule and source."""
    uit = []
    for stap in n.stappen:
        bron = f"{stap['bron']['document']}, {stap['bron']['plaats']}" if stap["bron"] else ""
        waarde, soort = stap["waarde"], stap["naam"]
        tekst = als_euro(waarde) if soort in _BEDRAGEN else _plain(waarde)
        uit.append((stap["titel"], tekst, f"{stap['regel'] or ''} ({bron})" if bron else ""))
    return uit


_BEDRAGEN = ("begroot", "gerealiseerd", "verschil", "te_verrekenen")


def _plain(waarde: Any) -> str:
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    return f"{str(waarde).replace('.', ',')} procent"
