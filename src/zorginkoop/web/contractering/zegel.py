"""Check the seal of an agreement somebody has as a file, or only the code that is printed on it."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from zorginkoop.adapters import signature
from zorginkoop.adapters.signature import Controle
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering.documenten import digest, trust, trusted_authorities
from zorginkoop.web.contractering.models import OvereenkomstDocument
from zorginkoop.web.toegang.afscherming import als_eigenaar

MAX_BYTES = 20_000_000
"""An agreement is some hundreds of kilobytes; anything far larger is not one."""
_CODE = re.compile(r"[2-9A-HJ-NP-Z]{16}")


@dataclass(frozen=True)
class Stuk:
    """What anyone may know of a sealed version: parties, moment, and whether it is whole and the last one."""

    document: OvereenkomstDocument
    heel: bool
    nieuwste: int

    @property
    def vervangen(self) -> bool:
        """Whether there is a later version."""
        return self.nieuwste > self.document.versie


def check(pdf: bytes, *, verwacht: str | None = None) -> Controle:
    """Whether this is an agreement sealed by us and unchanged since, and the level of its seal."""
    return signature.verify(pdf, vertrouwd=trust(), verwacht=verwacht, stempels=trusted_authorities())


@lru_cache(maxsize=128)
def check_kept(pdf: bytes, canoniek: str) -> Controle:
    """The same for a version that we keep. Certificates are judged at the moment of sealing, so that of the same bytes
    the answer stays the same; bytes that were changed are other bytes."""
    return check(pdf, verwacht=canoniek)


def verify_file(pad: Path) -> Controle:
    """Whether the file is an agreement sealed by us and unchanged since; Gebruikersfout when it cannot be read."""
    try:
        if pad.stat().st_size > MAX_BYTES:
            raise Gebruikersfout(f"is groter dan {MAX_BYTES} bytes en dus geen overeenkomst", plaats=pad.name)
        return check(pad.read_bytes())
    except OSError as fout:
        raise Gebruikersfout(f"is niet te lezen: {fout.strerror}", plaats=str(pad)) from fout


@als_eigenaar()  # who has the code or the document may know what was signed, whoever that is
def by_code(code: str) -> Stuk:
    """The version with this code, however it was typed; Gebruikersfout when there is none."""
    schoon = re.sub(r"[\s-]", "", code).upper()
    if not _CODE.fullmatch(schoon):
        raise Gebruikersfout("Een controlecode heeft 16 letters en cijfers, zonder 0, 1, I en O", plaats="code")
    netjes = "-".join(schoon[n : n + 4] for n in (0, 4, 8, 12))
    stuk = _found(controlecode=netjes)
    if stuk is None:
        raise Gebruikersfout("Wij kennen geen overeenkomst met deze code", plaats="code")
    return stuk


def by_content(pdf: bytes) -> Stuk | None:
    """The version this very file is, byte for byte, if we keep it."""
    return _found(sha256=digest(pdf))


def _found(**sleutel: str) -> Stuk | None:
    with als_eigenaar():  # whoever has the code or the file has the paper, and is told no more than stands on it
        gevonden = OvereenkomstDocument.objects.filter(**sleutel)
        document = gevonden.select_related("overeenkomst__praktijk", "overeenkomst__verzekeraar").first()
        return document and _piece(document)


def _piece(document: OvereenkomstDocument) -> Stuk:
    pdf = bytes(document.pdf)
    heel = document.sha256 == digest(pdf) and check_kept(pdf, document.canoniek).geldig
    return Stuk(document, heel, document.overeenkomst.last_document().versie)
