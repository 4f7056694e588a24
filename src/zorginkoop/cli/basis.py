"""What all commands share: the command itself, printing, and reading what a user gives."""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter
from rich.console import Console
from rich.table import Table

from zorginkoop.kern.fouten import Gebruikersfout

if TYPE_CHECKING:
    from zorginkoop.beleid.versie import Beleid

app = App(name="zorginkoop", help="Van zorginkoopbeleid tot betaalde declaratie.", version_flags=["--version"])
Json = Annotated[bool, Parameter(name="--json", negative="")]
MAX_FACTS_BYTES = 1_000_000


def start_django() -> None:
    """Start Django, and with it the database, for the commands that need them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zorginkoop.web.config.settings")
    import django

    django.setup()


def print_json(inhoud: Any) -> None:
    print(json.dumps(inhoud, ensure_ascii=False, indent=2))


def print_table(titel: str, kolommen: list[str], rijen: list[list[Any]]) -> None:
    tabel = Table(*kolommen, title=titel, title_justify="left")
    for rij in rijen:
        tabel.add_row(*("" if cel is None else str(cel) for cel in rij))
    Console().print(tabel)


def policy(beleid: str) -> "Beleid":
    """A published policy by its name, or any policy file by its path."""
    from zorginkoop.beleid import library

    return library.load_file(Path(beleid)) if beleid.endswith(".toml") else library.load(beleid)


def facts(bron: str) -> dict[str, Any]:
    """The facts of a JSON file, or of standard input for "-"; always an object."""
    try:
        tekst = sys.stdin.read(MAX_FACTS_BYTES + 1) if bron == "-" else read_text(Path(bron))
        feiten = json.loads(tekst)
    except json.JSONDecodeError as fout:
        raise Gebruikersfout(f"is geen JSON (regel {fout.lineno}, kolom {fout.colno})", plaats=bron) from fout
    except RecursionError as fout:
        raise Gebruikersfout("is te diep genest", plaats=bron) from fout
    if not isinstance(feiten, dict):
        raise Gebruikersfout('moet een object zijn, zoals {"agb_code": "01000011"}', plaats=bron)
    return feiten


def read_text(pad: Path) -> str:
    try:
        if pad.stat().st_size > MAX_FACTS_BYTES:
            raise Gebruikersfout(f"is groter dan {MAX_FACTS_BYTES} bytes", plaats=str(pad))
        return pad.read_text(encoding="utf-8")
    except OSError as fout:
        raise Gebruikersfout(f"is niet te lezen: {fout.strerror}", plaats=str(pad)) from fout
    except UnicodeDecodeError as fout:
        raise Gebruikersfout("is geen tekst in UTF-8", plaats=str(pad)) from fout
