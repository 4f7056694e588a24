"""Write the generated documentation, or check that it is what the sources say: `python docs/genereer.py [--check]`.

With --check nothing is written; the files that differ are named and the exit code is 1.
"""

import os
import sys
from pathlib import Path

import django

WORTEL = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(WORTEL))


def pages() -> dict[str, str]:
    """Every generated file by its path under docs/, as it should be."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zorginkoop.web.config.settings")
    django.setup()  # examples of the manual come from tests, some of which know the portal
    from docs.bouw import handboek, regeltaal, retourcodes, schema, toestanden

    boeken = {f"handboek/{handboek.filename(beleid)}": handboek.page(beleid) for beleid in handboek.shipped()}
    return {
        **boeken,
        "beleid.schema.json": schema.page(),
        "regeltaal.md": regeltaal.page(),
        "toestanden.md": toestanden.page(),
        "retourcodes.md": retourcodes.page(),
    }


def write(wanted: dict[str, str], docs: Path) -> None:
    """Put every page in its place and remove chapters of policies that are no longer there."""
    for naam, tekst in wanted.items():
        (docs / naam).parent.mkdir(parents=True, exist_ok=True)
        (docs / naam).write_text(tekst, encoding="utf-8")
    for naam in _leftovers(wanted, docs):
        (docs / naam).unlink()


def differences(wanted: dict[str, str], docs: Path) -> list[str]:
    """The files that are missing, differ, or should not be there."""

    def same(naam: str) -> bool:
        return (docs / naam).is_file() and (docs / naam).read_text(encoding="utf-8") == wanted[naam]

    return sorted([naam for naam in wanted if not same(naam)] + _leftovers(wanted, docs))


def _leftovers(wanted: dict[str, str], docs: Path) -> list[str]:
    gevonden = [pad.relative_to(docs).as_posix() for pad in docs.glob("handboek/*.md")]
    return [naam for naam in gevonden if naam not in wanted]


def main(argumenten: list[str], docs: Path = WORTEL / "docs") -> int:
    """Run the command; returns its exit code."""
    if argumenten not in ([], ["--check"]):
        print("Gebruik: python docs/genereer.py [--check]", file=sys.stderr)
        return 2
    if not argumenten:
        write(pages(), docs)
        return 0
    anders = differences(pages(), docs)
    for naam in anders:
        print(f"docs/{naam} is niet wat de bronnen zeggen; draai `make docs`", file=sys.stderr)
    return 1 if anders else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
