"""Periods are half-open: `van` belongs to them, `tot` does not. An open end is None."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, order=True)
class Periode:
    """The days from `van` up to but not including `tot`; `tot` None means until further notice."""

    van: date
    tot: date | None = None

    def __post_init__(self) -> None:
        if self.tot is not None and self.tot <= self.van:
            raise ValueError(f"Een periode eindigt na haar begin: {self.van} tot {self.tot}")

    def __contains__(self, dag: date) -> bool:
        return self.van <= dag and (self.tot is None or dag < self.tot)

    def doorsnede(self, ander: "Periode") -> "Periode | None":
        """The days both have in common, or None."""
        van = max(self.van, ander.van)
        einden = [einde for einde in (self.tot, ander.tot) if einde is not None]
        tot = min(einden) if einden else None
        return None if tot is not None and tot <= van else Periode(van, tot)


def maanden_later(dag: date, maanden: int) -> date:
    """The same day some months on; a day that month does not have becomes its last (31 March - 1 = 28 February)."""
    jaar, maand = divmod(dag.year * 12 + dag.month - 1 + maanden, 12)
    return date(jaar, maand + 1, min(dag.day, calendar.monthrange(jaar, maand + 1)[1]))


def kwartaalbegin(dag: date) -> date:
    """First day of the quarter in which the day lies."""
    return date(dag.year, 3 * ((dag.month - 1) // 3) + 1, 1)


def volgend_kwartaal(dag: date) -> date:
    """First day of the first quarter that starts after the day."""
    return maanden_later(kwartaalbegin(dag), 3)


def dagen(periode: Periode) -> Iterator[date]:
    """Every day of a closed period, in order."""
    if periode.tot is None:
        raise ValueError("Een periode zonder einde heeft geen telbare dagen")
    for n in range((periode.tot - periode.van).days):
        yield periode.van + timedelta(n)
