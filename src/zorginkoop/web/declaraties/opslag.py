"""The bytes of claim and return files, kept by their content in `var/declaraties`, readable by this user only.

A file is written beside its place and then moved, so a crash leaves either all of it or nothing. Reading checks the
content against its name: what was judged is what came in.
"""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


def digest(inhoud: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(inhoud).hexdigest()


def keep(inhoud: bytes) -> str:
    """Keep these bytes and return their SHA-256; the same bytes twice are kept once."""
    som = digest(inhoud)
    doel = _place(som)
    if not doel.exists():
        doel.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=doel.parent, delete=False) as tijdelijk:
            tijdelijk.write(inhoud)
            tijdelijk.flush()
            os.fsync(tijdelijk.fileno())
        Path(tijdelijk.name).replace(doel)
    return som


def fetch(som: str) -> bytes:
    """The bytes kept under this SHA-256. RuntimeError when they are gone or no longer the same."""
    try:
        inhoud = _place(som).read_bytes()
    except OSError as fout:
        raise RuntimeError(f"Het bewaarde bestand {som[:12]} is er niet meer") from fout
    if digest(inhoud) != som:
        raise RuntimeError(f"Het bewaarde bestand {som[:12]} is veranderd")
    return inhoud


def _place(som: str) -> Path:
    return Path(settings.VAR) / "declaraties" / som[:2] / f"{som}.ei"
