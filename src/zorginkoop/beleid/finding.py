"""One thing the linter found in a policy, and the line of the file it is about."""

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from zorginkoop.beleid import bestand
from zorginkoop.beleid.versie import Beleid

Ernst = Literal["fout", "waarschuwing"]


class Bevinding(BaseModel):
    """`code` names the check, `plaats` the part ("eis.wtza"), `regel` the line in the file (0: not known).

    `fout` must not be published; `waarschuwing` deserves a look.
    """

    model_config = ConfigDict(frozen=True)

    code: str
    plaats: str
    regel: int
    melding: str
    ernst: Ernst


def finding(beleid: Beleid, code: str, pad: Sequence[str], melding: str, *, ernst: Ernst = "fout") -> Bevinding:
    """A finding about the value this path leads to."""
    regel = bestand.regelnummer(beleid.tekst, list(pad))
    plaats = ".".join(deel for deel in pad if not deel.isdigit())
    return Bevinding(code=code, plaats=plaats, regel=regel, melding=melding, ernst=ernst)
