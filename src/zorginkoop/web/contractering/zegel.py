"""Check the seal of an agreement somebody has as a file."""

from pathlib import Path

from zorginkoop.adapters import signature
from zorginkoop.adapters.signature import Controle
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering.documenten import trust

MAX_BYTES = 20_000_000
"""An agreement is some hundreds of kilobytes; anything far larger is not one."""


def verify_file(pad: Path) -> Controle:
    """Whether the file is an agreement sealed by us and unchanged since; Gebruikersfout when it cannot be read."""
    try:
        if pad.stat().st_size > MAX_BYTES:
            raise Gebruikersfout(f"is groter dan {MAX_BYTES} bytes en dus geen overeenkomst", plaats=pad.name)
        return signature.verify(pad.read_bytes(), vertrouwd=trust())
    except OSError as fout:
        raise Gebruikersfout(f"is niet te lezen: {fout.strerror}", plaats=str(pad)) from fout
