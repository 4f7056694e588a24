"""What must I do now, and by when: every task of someone in a role, sorted and filtered."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from zorginkoop.beleid import library
from zorginkoop.beleid.deadlines import deadlines
from zorginkoop.beleid.model import Kant
from zorginkoop.beleid.versie import Beleid
from zorginkoop.web.berichten import start, verzamelen
from zorginkoop.web.berichten.models import Praktijkstart, Startpunt
from zorginkoop.web.berichten.termijnsoorten import ALLE
from zorginkoop.web.contractering import tonen
from zorginkoop.web.contractering.models import Aanvraag, Overeenkomst
from zorginkoop.web.contractering.termijnen import Termijn, changing
from zorginkoop.web.contractering.termijnsoorten import address, heading, mine, source, title
from zorginkoop.web.contractering.werklijst import days_left
from zorginkoop.web.gebeurtenissen.termijnen import BRON, UITLEG_BESLISSEN, UITLEG_KEUZE, UITLEG_OPHALEN
from zorginkoop.web.toegang.lijst import Kolom
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.rollen import Rol, Soort
from zorginkoop.web.toegang.taal import day, in_dutch, say

HORIZON = timedelta(days=365)
"""So far ahead dates of a policy are shown."""
BELEIDSTERMIJN, STARTPUNT = "beleidstermijn", "startpunt"
KORT = {naam: soort.kort for naam, soort in ALLE.items()} | {
    BELEIDSTERMIJN: _("Datum uit het beleid"),
    STARTPUNT: _("Praktijk starten"),
}
BELEIDSROLLEN = (Rol.INKOPER, Rol.BELEIDSREDACTEUR, Rol.BEHEER)
WANNEER = {
    "laat": _("Te laat"),
    "week": _("Komende zeven dagen"),
    "maand": _("Komende dertig dagen"),
    "open": _("Zonder datum"),
}
BINNEN = {"week": 7, "maand": 30}
GEEN_DAG = date.max
VOLGEN = {
    "volgkeuze": [UITLEG_KEUZE],
    "ophalen": [UITLEG_OPHALEN],
    "volgbesluit": [UITLEG_OPHALEN, UITLEG_BESLISSEN],
}
"""Terms of following stand in no policy; see gebeurtenissen/termijnen.py."""


@dataclass(frozen=True, slots=True)
class Beleidsdag:
    """A date of a policy that holds for a party; nothing in the portal shows whether it was kept."""

    datum: date
    titel: str
    hard: bool
    bron: str
    url: str
    naam: str
    beleid: str
    sinds: date
    soort: str = BELEIDSTERMIJN
    begint: bool = False


@dataclass(frozen=True, slots=True)
class Taak:
    """A line of the list, light until it is shown: a term of a record, or a date of a policy."""

    soort: str
    naam: str
    verwijzing: str
    uiterlijk: date | None
    hard: bool
    begonnen: date
    van: Termijn | Beleidsdag

    @property
    def titel(self) -> str:
        return title(self.van, ALLE) if isinstance(self.van, Termijn) else self.van.titel

    @property
    def kop(self) -> str:
        """The title for a page."""
        return heading(self.van, ALLE) if isinstance(self.van, Termijn) else say(self.van.titel, "")

    @property
    def url(self) -> str:
        return address(self.van, ALLE) if isinstance(self.van, Termijn) else self.van.url

    @property
    def doen(self) -> str:
        """What to do, for a page."""
        if isinstance(self.van, Termijn):
            return ALLE[self.soort].doen
        return format_html(gettext("Volgens {beleid}."), beleid=in_dutch(self.van.beleid))

    @property
    def bron(self) -> tuple[str, list[str], str]:
        """The passage, sentences on what it says about the term, and where to read it."""
        if isinstance(self.van, Beleidsdag):
            return self.van.bron, [], self.van.url
        bron, uitleg, url = source(self.van, ALLE)
        if self.soort in VOLGEN:
            return "; ".join(filter(None, (bron, BRON))), [uitleg, *VOLGEN[self.soort]], url
        return bron, [uitleg], url

    @property
    def sleutel(self) -> str:
        """What the task is, the same every day."""
        if isinstance(self.van, Termijn):
            return f"{self.van.sleutel}:{self.van.organisatie}"
        return f"{self.soort}:{self.van.beleid}:{self.van.datum}:{self.van.titel}"

    def left(self, vandaag: date) -> tuple[str, str]:
        """How much time there is, in words and the colour of a badge."""
        if self.uiterlijk is None:
            return gettext("Geen uiterste dag"), ""
        over = (self.uiterlijk - vandaag).days
        if over < 0:
            laat = ngettext("%(aantal)s dag te laat", "%(aantal)s dagen te laat", -over) % {"aantal": -over}
            return laat, "fout" if self.hard else "let"
        return days_left(over), "let" if over <= 7 else "info"


def tasks(organisatie: Organisatie, rol: str, *, op: datetime) -> list[Taak]:
    """Every task of someone in this role, the first to be done on top; a fixed number of queries."""
    vandaag = timezone.localdate(op)
    soorten = mine(rol, ALLE)
    gevonden = [_of_term(t) for t in verzamelen.to_do(organisatie, soorten) if t.soort in soorten]
    if organisatie.soort == Soort.PRAKTIJK:
        gevonden += _of_practice(organisatie, vandaag)
    elif rol in BELEIDSROLLEN:
        eigen = [b for b in _newest() if b.verzekeraar.uzovi == organisatie.uzovi]
        gevonden += map(_of_day, policy_days(eigen, "verzekeraar", vandaag))
    return sorted(gevonden, key=_by_day)


def _of_practice(praktijk: Organisatie, vandaag: date) -> Iterator[Taak]:
    """Chances to change what runs, and the dates of the policies it has something to do with."""
    lopend = list(Overeenkomst.objects.filter(praktijk=praktijk, status="GELDIG", tot__gt=vandaag)
                  .select_related("verzekeraar").order_by("pk"))  # fmt: skip
    for overeenkomst in lopend:
        yield from map(_of_term, changing(overeenkomst, vandaag))
    bezig = Aanvraag.objects.filter(praktijk=praktijk).exclude(
        status__in=["AFGEWEZEN", "INGETROKKEN", "OVEREENGEKOMEN"]
    )
    namen = {(o.beleid, o.beleidversie) for o in lopend} | set(bezig.values_list("beleid", "beleidversie"))
    beleiden = [library.load(naam, versie=versie) for naam, versie in sorted(namen)]
    yield from map(_of_day, policy_days(beleiden, "zorgaanbieder", vandaag))
    yield from map(_of_day, _start_points(praktijk, vandaag))


def _start_points(praktijk: Organisatie, vandaag: date) -> Iterator[Beleidsdag]:
    """What a practice that is starting still has to arrange."""
    plan = Praktijkstart.objects.filter(praktijk=praktijk, begindag__gte=vandaag).first()
    if plan is None:
        return
    gedaan = set(Startpunt.objects.filter(praktijk=praktijk).values_list("punt", flat=True))
    for beleid in (b for b in start.policies(plan.begindag) if start.holds(b, plan.begindag)):
        for punt in start.personal(beleid, plan.begindag, praktijk, gedaan, vandaag):
            if not punt.klaar and punt.uiterlijk:
                naam = f"{beleid.document.titel}, {beleid.verzekeraar.naam}"
                yield Beleidsdag(
                    punt.uiterlijk, punt.titel, False, punt.bron, reverse("berichten:start"),
                    beleid.verzekeraar.naam, naam, timezone.localdate(plan.bijgewerkt_op), STARTPUNT,
                )  # fmt: skip


def _newest() -> list[Beleid]:
    """The latest version of every policy."""
    return list({b.document.beleid: b for b in library.all_policies()}.values())


def policy_days(beleiden: Iterable[Beleid], kant: Kant, vandaag: date) -> Iterator[Beleidsdag]:
    """The written dates of one side in the coming year; the computed ones come with each agreement."""
    for beleid in beleiden:
        for dag in (*deadlines(beleid, vandaag.year), *deadlines(beleid, vandaag.year + 1)):
            if dag.kant == kant and dag.herkomst == "beleid" and vandaag <= dag.datum <= vandaag + HORIZON:
                paragraaf = beleid.paragraph(dag.bron)
                url = tonen.policy_url(beleid, paragraaf.plek if paragraaf else "")
                naam = f"{beleid.document.titel}, {beleid.verzekeraar.naam}"
                yield Beleidsdag(
                    dag.datum, dag.titel, dag.hard, str(dag.bron), url, beleid.verzekeraar.naam, naam,
                    beleid.document.gepubliceerd, begint=dag.begint,
                )  # fmt: skip


def _of_term(t: Termijn) -> Taak:
    return Taak(t.soort, t.naam, t.verwijzing, t.uiterlijk, t.hard, timezone.localdate(t.begonnen), t)


def _of_day(dag: Beleidsdag) -> Taak:
    return Taak(dag.soort, dag.naam, "", dag.datum, dag.hard, dag.sinds, dag)


def _by_day(taak: Taak) -> tuple[Any, ...]:
    return taak.uiterlijk or GEEN_DAG, taak.begonnen, taak.soort, taak.verwijzing


def chosen(taken: Iterable[Taak], filters: Mapping[str, Any], vandaag: date) -> list[Taak]:
    """The tasks a filter asks for."""
    woord = (filters.get("q") or "").strip().lower()
    return [
        taak
        for taak in taken
        if (not filters.get("soort") or taak.soort == filters["soort"])
        and (not woord or woord in f"{taak.naam} {taak.verwijzing}".lower())
        and _within(taak, filters.get("wanneer") or "", vandaag)
    ]


def _within(taak: Taak, wanneer: str, vandaag: date) -> bool:
    if not wanneer:
        return True
    if taak.uiterlijk is None:
        return wanneer == "open"
    over = (taak.uiterlijk - vandaag).days
    return over < 0 if wanneer == "laat" else 0 <= over <= BINNEN.get(wanneer, -1)


KOLOMMEN = (
    Kolom(_("Wat"), lambda taak: taak.titel),
    Kolom(_("Soort"), lambda taak: KORT[taak.soort], "soort"),
    Kolom(_("Bij wie"), lambda taak: taak.naam, "naam"),
    Kolom(_("Verwijzing"), lambda taak: taak.verwijzing),
    Kolom(_("Uiterlijk"), lambda taak: taak.uiterlijk, "uiterlijk"),
    Kolom(_("Vaste termijn"), lambda taak: taak.hard),
    Kolom(_("Sinds"), lambda taak: taak.begonnen),
    Kolom(_("Bron"), lambda taak: taak.bron[0]),
    Kolom(_("Uitleg"), lambda taak: " ".join(taak.bron[1])),
)
"""What a file says of a task; the page shows the same in its own way."""


def sentence(taak: Taak) -> str:
    """The last day in words, and what kind of day it is."""
    if taak.uiterlijk is None:
        return gettext("Er is geen uiterste dag.")
    if isinstance(taak.van, Beleidsdag) and taak.van.begint:
        return gettext("Vanaf %(dag)s") % {"dag": day(taak.uiterlijk)}
    tekst = gettext("Tot en met %(dag)s") if taak.hard else gettext("Tot en met %(dag)s (streefdag)")
    return tekst % {"dag": day(taak.uiterlijk)}
