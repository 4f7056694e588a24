"""What the written documentation points at exists: links between pages, and the files and folders it names."""

import re
from pathlib import Path

import pytest

WORTEL = Path(__file__).resolve().parents[2]
PAGINAS = [WORTEL / naam for naam in ("README.md", "CONTRIBUTING.md", "GLOSSARY.md", "CHANGELOG.md")]
PAGINAS += sorted((WORTEL / "docs").rglob("*.md"))
LINK = re.compile(r"(?<!!)\[[^\]]+\]\((?!https?:)([^)#]+)\)")
PAD = re.compile(r"`((?:src|tests|docs)/[\w./-]+)`")


@pytest.mark.parametrize("pagina", PAGINAS, ids=lambda pad: pad.name)
def test_links_and_named_files_exist(pagina: Path) -> None:
    tekst = pagina.read_text(encoding="utf-8")
    gezocht = [pagina.parent / link for link in LINK.findall(tekst)]
    gezocht += [WORTEL / pad for pad in PAD.findall(tekst)]

    assert [str(pad) for pad in gezocht if not pad.exists()] == []


def test_the_pages_have_links_and_name_files() -> None:
    tekst = (WORTEL / "CONTRIBUTING.md").read_text(encoding="utf-8")

    assert "docs/retourcodes.md" in LINK.findall(tekst)
    assert "src/zorginkoop/engine/redenen.py" in PAD.findall(tekst)
