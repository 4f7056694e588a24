"""The indexation of a year: what each row of each agreement becomes, by the calculator of its policy version.

Only rows of the insurer's own list rise: a tariff of segment 1 follows the decision of the NZa itself, and a tariff
that was set anew for the year is not raised twice.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from zorginkoop.beleid import calculate, library
from zorginkoop.beleid.calculate import Berekening, Rekentool
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.kern.geld import als_euro
from zorginkoop.web.contractering.models import AfspraakRij, Overeenkomst
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.taal import Zin

REKENTOOL = "indexatie"
SEGMENT1 = Zin("Segment 1: de NZa stelt dit tarief zelf vast")
AL_NIEUW = Zin("Voor dit jaar is al een eigen tarief afgesproken")


@dataclass(frozen=True)
class Rekenregel:
    """One row with its arithmetic in words. `nieuw_cent` equals `oud_cent` when `reden` says why it does not rise."""

    prestatie: str
    naam: str
    code: str
    oud_cent: int
    nieuw_cent: int
    sinds: str
    som: str
    reden: str
    bron: str
    demonstratie: bool

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Uitkomst:
    """What indexation does to one agreement: the lines, and the rows that take the place of the old ones."""

    overeenkomst: Overeenkomst
    regels: list[Rekenregel]
    rijen: list[dict[str, Any]]


class Indexatie:
    """The calculator of one policy version for one year, asked once for every different row."""

    def __init__(self, beleid: Beleid, jaar: int, percentage: Decimal | None) -> None:
        if beleid.inhoud.wijziging.indexatie == "niet_geregeld":
            raise Gebruikersfout(Zin("Dit beleid regelt geen indexatie"), plaats="beleid")
        self.beleid, self.dag = beleid, date(jaar, 1, 1)
        self.rekentool: Rekentool = calculate.load(beleid, REKENTOOL)
        self.percentage = percentage
        if "index_verzekeraar" in self.rekentool.feiten and percentage is None:
            raise Gebruikersfout("Vul in met welk percentage u wilt indexeren", plaats="percentage")
        self._kast: dict[tuple[int, date], Berekening] = {}

    def calculation(self, oud_cent: int, sinds: date) -> Berekening:
        """The whole calculation; Gebruikersfout when the NZa index of the year is not known."""
        if (oud_cent, sinds) not in self._kast:
            alles = {
                "tarief_oud": oud_cent,
                "gecontracteerd_van": sinds,
                "indexatie_per": self.dag,
                "index_verzekeraar": self.percentage,
            }
            feiten = {naam: alles[naam] for naam in self.rekentool.feiten if naam in alles}
            self._kast[oud_cent, sinds] = calculate.calculate(self.rekentool, feiten, op=self.dag)
        return self._kast[oud_cent, sinds]

    def line(self, rij: AfspraakRij, vorige_cent: int | None, sinds: date) -> Rekenregel:
        """What this row becomes on 1 January, and why."""
        kop = (rij.prestatie, rij.naam, rij.prestatiecode, rij.tarief_cent)
        if rij.segment == "S1" or vorige_cent not in (None, rij.tarief_cent):
            reden = SEGMENT1 if rij.segment == "S1" else AL_NIEUW
            return Rekenregel(*kop, rij.tarief_cent, sinds.isoformat(), "", reden, "", False)
        uit = self.calculation(rij.tarief_cent, sinds)
        nieuw, percentage = int(uit.waarden["tarief_nieuw"]), Decimal(str(uit.waarden["percentage"]))
        stap = next(stap for stap in uit.stappen if stap.naam == "percentage")
        reden = "" if percentage else _why_not(uit)
        return Rekenregel(
            *kop,
            nieuw,
            sinds.isoformat(),
            f"{als_euro(rij.tarief_cent)} × (100 + {_number(percentage)}) ÷ 100 = {als_euro(nieuw)}",
            reden,
            str(stap.bron),
            any(stap.status == "demonstratie" for stap in uit.stappen),
        )


def run(verzekeraar: Organisatie, *, beleid: str, jaar: int, percentage: Decimal | None) -> Iterable[Uitkomst]:
    """Every agreement under this policy that is in force on 1 January, with what indexation does to it."""
    dag = date(jaar, 1, 1)
    lopend = Overeenkomst.objects.filter(verzekeraar=verzekeraar, beleid=beleid, status="GELDIG", van__lte=dag)
    overeenkomsten = list(lopend.filter(tot__gt=dag).select_related("praktijk", "verzekeraar").order_by("pk"))
    if not overeenkomsten:
        raise Gebruikersfout(
            Zin("Onder dit beleid loopt op 1 januari %(jaar)s geen overeenkomst", jaar=jaar), plaats="beleid"
        )
    tools = {
        v: Indexatie(library.load(beleid, versie=v), jaar, percentage) for v in {o.beleidversie for o in overeenkomsten}
    }
    rijen = _rows(verzekeraar, {o.praktijk_id for o in overeenkomsten})
    return [_agreement(o, tools[o.beleidversie], rijen[o.praktijk_id], dag) for o in overeenkomsten]


def _rows(verzekeraar: Organisatie, praktijken: set[int]) -> dict[int, list[AfspraakRij]]:
    """All rows these practices ever agreed with the insurer, as we know them now, per practice."""
    bekend = AfspraakRij.objects.filter(
        overeenkomst__verzekeraar=verzekeraar, overeenkomst__praktijk__in=praktijken, bekend_tot=None
    )
    per: dict[int, list[AfspraakRij]] = defaultdict(list)
    for rij in bekend.select_related("overeenkomst").order_by("prestatiecode", "leeftijd_van", "van", "id"):
        per[rij.overeenkomst.praktijk_id].append(rij)
    return per


def _agreement(o: Overeenkomst, tool: Indexatie, alle: Sequence[AfspraakRij], dag: date) -> Uitkomst:
    regels, nieuw = [], []
    for rij in alle:
        if rij.overeenkomst_id != o.pk or not rij.van <= dag < rij.tot:
            continue
        gelijk = [r for r in alle if _same(r, rij)]
        regel = tool.line(rij, _tariff_on(gelijk, dag - timedelta(1)), contracted_since(gelijk, dag))
        regels.append(regel)
        if regel.nieuw_cent != rij.tarief_cent:
            nieuw.append(_raised(rij, regel, dag))
    return Uitkomst(o, regels, nieuw)


def contracted_since(rijen: Iterable[Any], dag: date) -> date:
    """The first day from which a performance was contracted without a gap, up to and including `dag`."""
    sinds = dag
    for rij in sorted(rijen, key=lambda r: r.tot, reverse=True):
        if rij.van < sinds <= rij.tot:
            sinds = rij.van
    return sinds


def _same(een: AfspraakRij, ander: AfspraakRij) -> bool:
    """The same performance for the same age, in this agreement or an earlier one."""
    velden = ("prestatiecode", "leeftijd_van", "leeftijd_tot")
    return all(getattr(een, veld) == getattr(ander, veld) for veld in velden)


def _tariff_on(rijen: Iterable[AfspraakRij], dag: date) -> int | None:
    return next((rij.tarief_cent for rij in rijen if rij.van <= dag < rij.tot), None)


def _raised(rij: AfspraakRij, regel: Rekenregel, dag: date) -> dict[str, Any]:
    status = "demonstratie" if regel.demonstratie else rij.tariefstatus
    nieuw = {"van": dag, "tarief_cent": regel.nieuw_cent, "tariefstatus": status}
    return rij.as_afspraak().model_copy(update=nieuw).model_dump(mode="json")


def _why_not(uit: Berekening) -> str:
    if uit.waarden.get("vol_kalenderjaar") is False:
        return Zin("Niet een vol kalenderjaar gecontracteerd")
    return Zin("Het percentage is nul")


def _number(percentage: Decimal) -> str:
    return f"{percentage.normalize():f}".replace(".", ",")
