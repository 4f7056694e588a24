"""The little Markdown all generated pages are made of."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

_HALFJAREN = "januari februari maart april mei juni", "juli augustus september oktober november december"
MAANDEN = [maand for half in _HALFJAREN for maand in half.split()]


def table(koppen: Sequence[str], rijen: Iterable[Sequence[object]]) -> str:
    """A table; a cell keeps to one line."""
    regels = [list(koppen), ["---"] * len(koppen), *rijen]
    return "".join(f"| {' | '.join(_cell(cel) for cel in regel)} |\n" for regel in regels) + "\n"


def _cell(inhoud: object) -> str:
    return " ".join(str(inhoud).split()).replace("|", "\\|")


def code(tekst: str, taal: str = "sql") -> str:
    """A block of code, as it is written in its source."""
    return f"```{taal}\n{tekst.strip()}\n```\n\n"


def day(dag: date) -> str:
    """1 januari 2025."""
    return f"{dag.day} {MAANDEN[dag.month - 1]} {dag.year}"


def until(tot: date) -> str:
    """The last day on which something holds: the day before `tot`."""
    return day(tot - timedelta(days=1))
