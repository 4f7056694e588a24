"""A JSON file of lists, read one element at a time, so that an error can name the line of its element."""

import json
import re
from collections.abc import Iterator
from typing import Any

_WIT = re.compile(r"[ \t\r\n]*")


class JsonLezer:
    """Walks through the text of one object. Every method raises JSONDecodeError where the text is not JSON."""

    def __init__(self, tekst: str) -> None:
        self._tekst = tekst
        self._plek = 0
        self._geteld, self._regel = 0, 1
        self._ontleder = json.JSONDecoder(object_pairs_hook=_uniek)

    def sleutels(self) -> Iterator[str]:
        """The keys of the object, after which nothing follows. The caller reads each value before the next key."""
        self._neem("{")
        if self._teken() != "}":
            yield self._sleutel()
            while self._teken() == ",":
                self._neem(",")
                yield self._sleutel()
        self._neem("}")
        if self._teken():
            raise self._fout()

    def lijst(self) -> Iterator[tuple[int, Any]]:
        """Line and value of each element of a list."""
        self._neem("[")
        if self._teken() != "]":
            yield self._element()
            while self._teken() == ",":
                self._neem(",")
                yield self._element()
        self._neem("]")

    def regel(self) -> int:
        """The line reached, from 1."""
        self._regel += self._tekst.count("\n", self._geteld, self._plek)
        self._geteld = self._plek
        return self._regel

    def _element(self) -> tuple[int, Any]:
        self._teken()
        return self.regel(), self._waarde()

    def _sleutel(self) -> str:
        if self._teken() != '"':
            raise self._fout()
        sleutel = str(self._waarde())
        self._neem(":")
        return sleutel

    def _waarde(self) -> Any:
        waarde, self._plek = self._ontleder.raw_decode(self._tekst, self._plek)
        return waarde

    def _teken(self) -> str:
        """The next character that is not white space, or nothing at the end."""
        wit = _WIT.match(self._tekst, self._plek)
        self._plek = wit.end() if wit else self._plek
        return self._tekst[self._plek : self._plek + 1]

    def _neem(self, teken: str) -> None:
        if self._teken() != teken:
            raise self._fout()
        self._plek += 1

    def _fout(self) -> json.JSONDecodeError:
        return json.JSONDecodeError("Unexpected", self._tekst, self._plek)


def _uniek(paren: list[tuple[str, Any]]) -> dict[str, Any]:
    """A name that stands in an object twice keeps both, the second marked, so that checking refuses it."""
    uit: dict[str, Any] = {}
    for naam, waarde in paren:
        uit[f"{naam} (tweede keer)" if naam in uit else naam] = waarde
    return uit
