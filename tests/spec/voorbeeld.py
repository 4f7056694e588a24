"""Examples of rules: a Dutch sentence, the passage it stands in, the rules it shows, and the arithmetic.

Each is a test; together they render to the manual. The sentence is the name of the test, the arithmetic its docstring.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from zorginkoop.beleid import library
from zorginkoop.beleid.assess import Eisuitkomst, Mogelijkheid, Toets, assess


@dataclass(frozen=True)
class Voorbeeld:
    """One example for the manual; `regels` are names such as "eis.iban" or "prestatie.gpo"."""

    beleid: str
    document: str
    plaats: str
    regels: tuple[str, ...]
    zin: str
    rekensom: str


VOORBEELDEN: dict[str, Voorbeeld] = {}


class Boek:
    """The examples of one policy, and the practice they start from."""

    def __init__(self, beleid: str, **gegevens: object) -> None:
        self.beleid, self.gegevens = beleid, gegevens

    def voorbeeld(
        self, document: str, plaats: str, *regels: str
    ) -> Callable[[Callable[..., None]], Callable[..., None]]:
        """Mark a test as the example of these rules in this passage."""

        def noteer(functie: Callable[..., None]) -> Callable[..., None]:
            zin = functie.__name__.removeprefix("test_").replace("_", " ")
            rekensom = " ".join((functie.__doc__ or "").split())
            VOORBEELDEN[f"{self.beleid}:{functie.__name__}"] = Voorbeeld(
                self.beleid, document, plaats, regels, zin[0].upper() + zin[1:], rekensom
            )
            return functie

        return noteer

    def toets(self, **anders: object) -> Toets:
        """The practice of the examples, with these facts changed (None: not known)."""
        feiten = {**self.gegevens, **anders}
        return assess(library.load(self.beleid), {k: v for k, v in feiten.items() if v is not None})

    def start(self, **anders: object) -> date | None:
        return self.toets(**anders).ingangsdatum

    def eis(self, naam: str, **anders: object) -> Eisuitkomst:
        return next(eis for eis in self.toets(**anders).eisen if eis.eis == naam)

    def prestatie(self, naam: str, **anders: object) -> Mogelijkheid:
        return next(m for m in self.toets(**anders).afspraken if m.prestatie == naam)

    def tarief(self, naam: str, dag: date, **anders: object) -> Any:
        """The tariff in eurocents on a day of the agreement."""
        for periode in self.prestatie(naam, **anders).tarieven:
            if periode.van <= dag < periode.tot:
                return periode.tarief
        return None
