"""A year in minutes: one policy lived day by day, with every deadline, and whether it was kept.

Most policies are lived in the year before they hold, from their publication on 1 April to 31 December. A policy with
budgets is lived on until the accounts of its year are discussed; one for innovation in its own year.
"""

import json
from collections import Counter
from contextlib import suppress
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from zorginkoop.adapters.pdf import als_dag
from zorginkoop.beleid import library
from zorginkoop.beleid.versie import Beleid
from zorginkoop.web.begroting.models import Begroting, Vernieuwing
from zorginkoop.web.berichten.models import Termijnregel
from zorginkoop.web.contractering.models import Aanvraag, Mutatie, Overeenkomst, Volging
from zorginkoop.web.demo import leegmaken, start
from zorginkoop.web.demo.begrotingsjaar import Begrotingsjaar
from zorginkoop.web.demo.dagen import has_budgets, is_innovation
from zorginkoop.web.demo.rolverdeling import Bezetting
from zorginkoop.web.demo.verloop import Jaar
from zorginkoop.web.demo.vernieuwingsjaar import Vernieuwingsjaar

PRAKTIJKEN = 60


def year_of(bezetting: Bezetting, policy: Beleid) -> Jaar:
    """The kind of year that fits the policy."""
    begin = policy.document.geldig_van.year
    if has_budgets(policy):
        return Begrotingsjaar(bezetting, policy, begin - 1)
    if is_innovation(policy):
        return Vernieuwingsjaar(bezetting, policy, begin)
    return Jaar(bezetting, policy, begin - 1)


def as_json(verloop: Jaar) -> dict[str, Any]:
    """What happened per day, the dates of the policy, and whether they were kept."""
    cyclus = verloop.cycle()
    return {
        "beleid": verloop.policy.naam,
        "jaar": verloop.jaar,
        "dagen": {dag.isoformat(): dict(+geteld) for dag, geteld in verloop.gebeurd.items() if +geteld},
        "termijnen": [rij.model_dump(mode="json") for rij in verloop.deadlines()],
        "jaarcyclus": [
            {"datum": datum.isoformat(), "titel": titel, "kant": kant, "begrotingen": standen}
            for datum, titel, kant, standen in cyclus
        ],
        "nagekomen": _kept(),
        "stand": _standing(),
    }


def run(*, beleid: str, praktijken: int = PRAKTIJKEN, als_json: bool = False) -> dict[str, Any]:
    """Live the year of this policy; writes var/demo/jaar.json. Gebruikersfout: no such policy."""
    policy = library.load(beleid)
    voortgang = start.Voortgang()
    with voortgang.balk:
        with voortgang.stap("Database klaarzetten"):
            leegmaken.prepare()
        uit = leegmaken.marker().parent
        bezetting, _ = start.market(voortgang, praktijken, praktijken * 20, uit)
        verloop = year_of(bezetting, policy)
        dagen = verloop.days()
        with voortgang.stap(f"Van {als_dag(dagen[0])} tot en met {als_dag(dagen[-1])}", len(dagen)) as klaar:
            for dag in dagen:
                verloop.live(dag)
                klaar(1)
    with suppress(IndexError, StopIteration):
        start.log_ins(bezetting, list(Overeenkomst.objects.select_related("praktijk").order_by("pk")))
    uitkomst = as_json(verloop)
    (uit / "jaar.json").write_text(json.dumps(uitkomst, indent=2, ensure_ascii=False))
    print(json.dumps(uitkomst, ensure_ascii=False)) if als_json else _show(verloop, uitkomst)
    return uitkomst


def _kept() -> dict[str, dict[str, int]]:
    """Per kind of term how many were kept, kept too late, lapsed, and are still open."""
    telling: dict[str, Counter[str]] = {}
    for rij in Termijnregel.objects.exclude(uiterlijk=None):
        if rij.vervallen:
            hoe = "vervallen"
        elif rij.gehaald_op is None:
            hoe = "open"
        else:
            hoe = "op tijd" if timezone.localdate(rij.gehaald_op) <= rij.uiterlijk else "te laat"
        telling.setdefault(rij.soort, Counter())[hoe] += 1
    return {soort: dict(telling[soort]) for soort in sorted(telling)}


def _standing() -> dict[str, int]:
    stand = Counter(f"aanvragen {status.lower()}" for status in Aanvraag.objects.values_list("status", flat=True))
    stand["overeenkomsten"] = Overeenkomst.objects.filter(status="GELDIG").count()
    stand["wijzigingen"] = Mutatie.objects.count()
    stand.update(f"begrotingen {status.lower()}" for status in Begroting.objects.values_list("status", flat=True))
    stand.update(f"vernieuwingen {status.lower()}" for status in Vernieuwing.objects.values_list("status", flat=True))
    stand.update(f"volgingen {status.lower()}" for status in Volging.objects.values_list("status", flat=True))
    return dict(sorted(stand.items()))


def _show(verloop: Jaar, uitkomst: dict[str, Any]) -> None:
    console = Console()
    dagen = Table(
        "Dag", "Wat het beleid zegt", "Wie", "Wat er sinds de vorige dag gebeurde", title=verloop.policy.document.titel
    )
    vorige = date.min
    for rij in sorted(verloop.deadlines(), key=lambda rij: rij.datum):
        dagen.add_row(f"{rij.datum:%d-%m-%Y}", rij.titel, rij.kant, _words(between(verloop, vorige, rij.datum)))
        vorige = rij.datum
    laatste = verloop.days()[-1]
    dagen.add_row(f"{laatste:%d-%m-%Y}", "Laatste dag", "", _words(between(verloop, vorige, laatste)), end_section=True)
    dagen.add_row("", "Alles bij elkaar", "", _words(between(verloop, date.min, laatste)))
    console.print(dagen)
    if uitkomst["jaarcyclus"]:
        console.print(_cycle(verloop))
    termijnen = Table("Termijn", "op tijd", "te laat", "vervallen", "open", title="Zijn de termijnen gehaald?")
    for soort, telling in uitkomst["nagekomen"].items():
        termijnen.add_row(
            soort.replace("_", " "), *(str(telling.get(hoe, 0)) for hoe in ("op tijd", "te laat", "vervallen", "open"))
        )
    console.print(termijnen)
    console.print(f"Alles per dag staat in {settings.VAR / 'demo' / 'jaar.json'}")


def between(verloop: Jaar, na: date, tot_en_met: date) -> Counter[str]:
    """What happened after the first day and up to the second."""
    return sum((geteld for dag, geteld in verloop.gebeurd.items() if na < dag <= tot_en_met), Counter[str]())


def _cycle(verloop: Jaar) -> Table:
    tabel = Table("Dag", "Wat het beleid zegt", "Wie", "Begrotingen", title="Is de jaarcyclus gehaald?")
    for datum, titel, kant, standen in verloop.cycle():
        tabel.add_row(
            f"{datum:%d-%m-%Y}", titel, kant, ", ".join(f"{n} {staat.lower()}" for staat, n in standen.items())
        )
    return tabel


def _words(geteld: Counter[str]) -> str:
    return ", ".join(f"{wat}: {aantal}" for wat, aantal in (+geteld).items()) or "niets"
