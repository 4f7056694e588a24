"""Finds what a template shows in Dutch without marking it for translation.

An element with the tag `nl` in it is Dutch on every page, and so is all that is inside it; `code` is nobody's language.
"""

import re
from html.parser import HTMLParser
from pathlib import Path

NAMEN = {"AGB", "BSN", "CSV", "Excel", "IBAN", "ION", "JSON", "PAdES", "PDF", "SHA", "TOML", "UZOVI", "Vektis", "XML"}
"""Names, the same in every language; and our own."""
NAMEN |= {"Zorginkoop", "KvK", "VECOZO", "SBI", "TOTP"}
VERTAALD = re.compile(r"\{% *blocktranslate\b.*?\{% *endblocktranslate *%\}|\{% *translate .*?%\}", re.S)
SJABLOON = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.S)
LETTERLIJK = re.compile(r"""\b(?!(?:id|kleur|pdf|soort|tabel|titel|voor)=)\w+="([^"]+)"|\|(?:default|add):"([^"]+)\"""")
"""Texts in the hands of a tag or a filter; those of the names before them are no words but codes and addresses."""
MEERVOUD = re.compile(r"\|(?:pluralize|yesno):")
ATTRIBUTEN = {"alt", "title", "aria-label", "placeholder"}
LEEG = {"area", "br", "col", "hr", "img", "input", "link", "meta"}


class Lezer(HTMLParser):
    """Reads a template without its template tags and keeps the words a reader would see or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.gevonden: list[str] = []
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        stil = tag in ("code", "script", "style") or any(naam == "data-nl" for naam, _ in attrs) or self.stil
        if not stil:
            self.gevonden += [waarde for naam, waarde in attrs if naam in ATTRIBUTEN and words(waarde or "")]
        if tag not in LEEG:
            self.open.append((tag, stil))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self.stil and words(data):
            self.gevonden.append(data.strip())

    @property
    def stil(self) -> bool:
        return bool(self.open) and self.open[-1][1]


def words(tekst: str) -> list[str]:
    """The words of a text that are not a name."""
    return [w for w in re.findall(r"[A-Za-zÀ-ÿ]{2,}", re.sub(r"&\w+;", " ", tekst)) if w not in NAMEN]


def unmarked(bron: str) -> list[str]:
    """Every text of the template that is shown and not marked, and every plural that only Dutch has."""
    bron = VERTAALD.sub("", re.sub(r"\{#.*?#\}", "", bron, flags=re.S))
    tags = SJABLOON.findall(bron)
    gaven = [tag for tag in tags if tag.startswith(("{% include", "{{"))]
    letterlijk = [a or b for tag in gaven for a, b in LETTERLIJK.findall(tag) if words(a or b)]
    lezer = Lezer()
    lezer.feed(SJABLOON.sub("", re.sub(r"\{% *nl *%\}", " data-nl ", bron)))
    lezer.close()
    return letterlijk + [tag for tag in tags if MEERVOUD.search(tag)] + lezer.gevonden


def templates(app: Path) -> list[Path]:
    """The templates of an application."""
    return sorted((app / "templates").glob("**/*.html"))
