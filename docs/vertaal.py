"""Bring the English translations up to date with the screens: `python docs/vertaal.py [--check]`.

Every marked text of the templates and the Python files of `web` is put in `django.po`, in order of first use; a text
that is no longer there is dropped. What has no English yet is printed, and the exit code is then 1. From `django.po`
follows `django.mo`, which Django reads. With --check nothing is written, and a difference is an error too.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib
from django.utils.translation.template import templatize

WORTEL = Path(__file__).resolve().parents[1]
WEB = WORTEL / "src/zorginkoop/web"
MAP = WEB / "config/locale/en/LC_MESSAGES"
KOP = {
    "Project-Id-Version": "Zorginkoop",
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
NAMEN = {"_", "Zin", *(f"{n}gettext{lui}" for n in ("", "n", "p") for lui in ("", "_lazy"))}
FOUTEN = {"Gebruikersfout", "Toestandsfout", "Geweigerd"}
"""What goes wrong is told in Dutch and translated where it is shown (`toegang/taal.py`), so it carries no mark."""
FOUT = "fout"
GEEN_SCHERM = {"api", "config", "demo"}
"""What goes wrong here is read by systems and installers, in Dutch."""
OOK = ("adapters/signature.py", "adapters/naschrift.py")
"""Outside `web`: why an agreement is not intact, which everybody may read."""
_TEKST = r"u?(\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*')"
_OPROEP = re.compile(rf"\b([np]?gettext|_)\({_TEKST}(?:\s*,\s*{_TEKST})?")


class Tekst(NamedTuple):
    """A marked text: Dutch, its plural, what tells it from the same word elsewhere (both mostly ""), and the file."""

    enkel: str
    meer: str
    context: str
    plek: str


def texts(web: Path = WEB) -> list[Tekst]:
    """Every marked text once, by file."""
    files = [*sorted(web.glob("**/templates/**/*.html")), *sorted(web.glob("**/*.py"))]
    files += [pad for naam in OOK if (pad := web.parent / naam).is_file()]
    gevonden: dict[tuple[str, str], Tekst] = {}
    for pad in files:
        lees = _in_template if pad.suffix == ".html" else _in_python
        for soort, eerste, tweede in lees(pad.read_text(encoding="utf-8")):
            plek = pad.relative_to(web if pad.is_relative_to(web) else web.parent)
            if soort == FOUT and plek.parts[0] in GEEN_SCHERM:
                continue
            context, enkel, meer = (eerste, tweede, "") if soort.startswith("p") else ("", eerste, tweede)
            eerder = gevonden.get((context, enkel))
            if eerder is None or (meer and not eerder.meer):
                gevonden[context, enkel] = Tekst(enkel, meer, context, plek.as_posix())
    return list(gevonden.values())


def catalogue(wanted: list[Tekst], old: polib.POFile) -> polib.POFile:
    """The texts with the English they had."""
    bekend = {(entry.msgctxt or "", entry.msgid): entry for entry in old}
    new = polib.POFile(wrapwidth=118)
    new.metadata = KOP
    for tekst in wanted:
        new.append(_entry(tekst, bekend.get((tekst.context, tekst.enkel))))
    return new


def missing(catalogus: polib.POFile) -> list[str]:
    """The Dutch texts without English."""
    return [entry.msgid for entry in catalogus if not entry.translated()]


def main(argumenten: list[str], doel: Path = MAP) -> int:
    """Run the command; returns its exit code."""
    if argumenten not in ([], ["--check"]):
        print("Gebruik: python docs/vertaal.py [--check]", file=sys.stderr)
        return 2
    po, mo = doel / "django.po", doel / "django.mo"
    oud = polib.pofile(str(po)) if po.is_file() else polib.POFile()
    nieuw = catalogue(texts(), oud)
    if not argumenten:
        po.parent.mkdir(parents=True, exist_ok=True)
        po.write_text(f"{nieuw}\n", encoding="utf-8")
        mo.write_bytes(nieuw.to_binary())
    fouten = [f"Geen Engels voor: {tekst}" for tekst in missing(nieuw)]
    if po.read_text(encoding="utf-8") != f"{nieuw}\n" or mo.read_bytes() != nieuw.to_binary():
        fouten.append("De vertalingen zijn niet bij; draai `make translations`")
    print("\n".join(fouten), file=sys.stderr, end="\n" if fouten else "")
    return 1 if fouten else 0


def _entry(tekst: Tekst, oud: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(msgid=tekst.enkel, msgid_plural=tekst.meer, occurrences=[(tekst.plek, "")])
    entry.msgctxt = tekst.context or None
    if "%(" in tekst.enkel:
        entry.flags = ["python-format"]
    if tekst.meer:
        entry.msgstr_plural = dict(oud.msgstr_plural) if oud and oud.msgstr_plural else {0: "", 1: ""}
    elif oud:
        entry.msgstr = oud.msgstr
    return entry


def _in_template(bron: str) -> Iterator[tuple[str, str, str]]:
    for soort, eerste, tweede in _OPROEP.findall(templatize(bron)):
        yield soort, ast.literal_eval(eerste), ast.literal_eval(tweede) if tweede else ""


def _in_python(bron: str) -> Iterator[tuple[str, str, str]]:
    """Calls whose arguments are texts as they stand, or names of such; a text made on the spot has no English."""
    boom = ast.parse(bron)
    namen: dict[str, list[ast.expr]] = {}
    for node in ast.walk(boom):
        if isinstance(node, ast.Assign):
            namen.setdefault(_name(node.targets[0]), []).append(node.value)
    for call in (node for node in ast.walk(boom) if isinstance(node, ast.Call)):
        if (naam := _name(call.func)) in NAMEN and (vast := _constants(call.args, namen)):
            yield naam, vast[0], (vast[1] if len(vast) > 1 else "")
        gezegd = [*call.args[: naam in FOUTEN], *(k.value for k in call.keywords if k.arg == "melding")]
        yield from ((FOUT, tekst, "") for tekst in _constants(gezegd, namen) if tekst[:1].isupper())


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _constants(delen: list[ast.expr], namen: dict[str, list[ast.expr]]) -> list[str]:
    waarden = [waarde for deel in delen for waarde in namen.get(_name(deel) or "-", [deel])]
    return [w.value for w in waarden if isinstance(w, ast.Constant) and isinstance(w.value, str)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
