"""What an agreement would yield in a year: an indication, with the arithmetic written out.

Only what is paid per registered patient per quarter can be known beforehand. A tariff for one age group is left out:
nobody told us the ages of the patients.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from zorginkoop.adapters.pdf import als_dag
from zorginkoop.beleid.assess import Mogelijkheid, Tariefperiode
from zorginkoop.beleid.model import Prestatie
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.geld import afgerond, als_euro
from zorginkoop.kern.periode import Periode

PER_PATIENT = "per ingeschreven verzekerde per kwartaal"


@dataclass(frozen=True)
class Opbrengst:
    """One Prestatie in one calendar year; `maanden` are whole months in force, amounts in eurocents."""

    prestatie: str
    naam: str
    jaar: int
    maanden: int
    tarief_cent: int
    patienten: int
    demonstratie: bool

    @property
    def cent(self) -> int:
        """Tariff × patients × four quarters × months / 12, rounded once."""
        return afgerond(Decimal(self.tarief_cent * self.patienten * 4 * self.maanden) / 12)

    @property
    def bedrag(self) -> str:
        return als_euro(self.cent)

    @property
    def som(self) -> str:
        """The arithmetic as people would write it."""
        deel = "" if self.maanden == 12 else f" × {self.maanden}/12 jaar"
        patienten = f"{self.patienten:,}".replace(",", ".")
        return f"{als_euro(self.tarief_cent)} × {patienten} patiënten × 4 kwartalen{deel}"


def yields(beleid: Beleid, mogelijk: list[Mogelijkheid], patienten: int) -> list[Opbrengst]:
    """What the wanted and possible Prestaties yield per calendar year of the term, in the order of the policy."""
    return [
        opbrengst
        for keuze in mogelijk
        if per_patient(beleid.prestaties[keuze.prestatie])
        for periode in keuze.tarieven
        for opbrengst in _per_year(keuze, periode, patienten)
    ]


def per_patient(prestatie: Prestatie) -> bool:
    """Whether the number of registered patients alone says what it yields."""
    elke_leeftijd = prestatie.leeftijd_van in (None, 0) and prestatie.leeftijd_tot is None
    return prestatie.eenheid == PER_PATIENT and elke_leeftijd


def _per_year(keuze: Mogelijkheid, periode: Tariefperiode, patienten: int) -> Iterator[Opbrengst]:
    if periode.tarief is None:
        return
    demonstratie = periode.tariefstatus == "demonstratie"
    for jaar in range(periode.van.year, periode.tot.year + 1):
        deel = Periode(date(jaar, 1, 1), date(jaar + 1, 1, 1)).doorsnede(Periode(periode.van, periode.tot))
        maanden = whole_months(deel) if deel else 0
        if maanden:
            yield Opbrengst(keuze.prestatie, keuze.naam, jaar, maanden, periode.tarief, patienten, demonstratie)


def whole_months(periode: Periode) -> int:
    """The number of whole months in a closed period."""
    van, tot = periode.van, periode.tot
    assert tot is not None
    return (tot.year - van.year) * 12 + tot.month - van.month - (tot.day < van.day)


@dataclass(frozen=True)
class Jaar:
    """One calendar year: its lines, their sum, and the bars of the drawing."""

    jaar: int
    regels: list[Opbrengst]

    @property
    def cent(self) -> int:
        return sum(regel.cent for regel in self.regels)

    @property
    def totaal(self) -> str:
        return als_euro(self.cent)

    @property
    def titel(self) -> str:
        """The caption of the drawing."""
        if self.demonstratie:
            tekst = _("indicatie van de opbrengst per prestatie in %(jaar)s, deels demonstratietarieven")
        else:
            tekst = _("indicatie van de opbrengst per prestatie in %(jaar)s")
        return tekst % {"jaar": self.jaar}

    @property
    def demonstratie(self) -> bool:
        return any(regel.demonstratie for regel in self.regels)

    @property
    def balken(self) -> list[dict[str, object]]:
        """The lines as bars, the longest first."""
        langste = max(regel.cent for regel in self.regels) or 1
        op_grootte = sorted(self.regels, key=lambda regel: -regel.cent)
        return [
            {"label": r.naam, "nl": True, "procent": round(100 * r.cent / langste, 1), "tekst": als_euro(r.cent)}
            for r in op_grootte
        ]


def per_calendar_year(regels: list[Opbrengst]) -> list[Jaar]:
    """The same lines by year."""
    jaren = sorted({regel.jaar for regel in regels})
    return [Jaar(jaar, [regel for regel in regels if regel.jaar == jaar]) for jaar in jaren]


def term(van: date, tot: date) -> str:
    """A half-open period in words."""
    return f"{als_dag(van)} tot en met {als_dag(date.fromordinal(tot.toordinal() - 1))}"
