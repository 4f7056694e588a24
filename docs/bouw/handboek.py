"""docs/handboek/<beleid>-<versie>.md: a policy paragraph by paragraph, each with its rules, modules and examples."""

from collections.abc import Iterator

from docs.bouw import onderdelen
from docs.bouw.opmaak import day, table, until
from docs.bouw.voorbeelden import Voorbeeld, executable, of_policy
from zorginkoop.beleid import library
from zorginkoop.beleid.afspraak import Bron
from zorginkoop.beleid.model import Paragraaf, Termijn
from zorginkoop.beleid.versie import Beleid

OVERIG = "Niet in een paragraaf hierboven"
KANALEN = {"nieuw": "Nieuwe overeenkomst", "wijziging": "Wijziging", "vraag": "Vraag"}


def shipped() -> list[Beleid]:
    """The policies that come with the source, without those an installation adds."""
    return [beleid for beleid in library.all_policies() if beleid.pad.is_relative_to(library.GEPUBLICEERD)]


def filename(beleid: Beleid) -> str:
    return f"{beleid.document.beleid}-{beleid.document.versie}.md"


def page(beleid: Beleid) -> str:
    voorbeelden = of_policy(beleid)
    delen = [
        _head(beleid),
        *_paragraphs(beleid, voorbeelden),
        "## Afspraken over ingaan, wijzigen, volgen en betalen\n\n",
        _arrangements(beleid),
        _events(beleid),
        _calendar(beleid),
        _contradictions(beleid),
        _sources(beleid),
        _coverage(beleid, voorbeelden),
    ]
    return "".join(delen).rstrip() + "\n"


def _head(beleid: Beleid) -> str:
    d, v = beleid.document, beleid.verzekeraar
    regels = [
        ("Verzekeraar", f"{v.naam}, UZOVI {v.uzovi} ({v.uzovi_status})"),
        ("Zorgsoort", d.zorgsoort),
        ("Geldt", f"{day(d.geldig_van)} tot en met {until(d.geldig_tot)}"),
        (
            "Looptijd van de overeenkomst",
            f"{day(d.looptijd_van)} tot en met {until(d.looptijd_tot)} ({d.bron_looptijd})",
        ),
        ("Gepubliceerd", day(d.gepubliceerd)),
    ]
    if d.corrigeert:
        regels.append(("Verbetert", f"versie {d.corrigeert}"))
    if d.vult_aan:
        regels.append(("Vult aan", ", ".join(d.vult_aan)))
    inleiding = (
        f"Gegenereerd uit het gepubliceerde beleid `{beleid.naam}`. Samenvattingen zijn in eigen woorden.\n"
        "Bedragen en codes met *demonstratie* zijn niet officieel; de andere zijn nagekeken.\n\n"
    )
    return f"# {d.titel}, versie {d.versie}\n\n{inleiding}{table(['', ''], regels)}"


def _paragraphs(beleid: Beleid, voorbeelden: list[Voorbeeld]) -> Iterator[str]:
    stukken = list(onderdelen.pieces(beleid))
    for paragraaf in (*beleid.inhoud.paragraaf, None):

        def here(bron: Bron, bij: Paragraaf | None = paragraaf) -> bool:
            return beleid.paragraph(bron) is bij

        regels = [tekst for bron, tekst in stukken if here(bron)]
        getoond = [v for v in voorbeelden if here(Bron(document=v.document, plaats=v.plaats))]
        if paragraaf is not None or regels or getoond:
            yield _title(paragraaf) + "".join(regels) + _examples(getoond)


def _title(paragraaf: Paragraaf | None) -> str:
    if paragraaf is None:
        return f"## {OVERIG}\n\n"
    return f"## {paragraaf.document}, {paragraaf.plaats}: {paragraaf.kop}\n\n{paragraaf.samenvatting}\n\n"


def _examples(voorbeelden: list[Voorbeeld]) -> str:
    if not voorbeelden:
        return ""
    regels = [f"- **{v.zin}.** {v.rekensom} ({', '.join(f'`{r}`' for r in v.regels)})\n" for v in voorbeelden]
    return "### Voorbeelden\n\n" + "".join(regels) + "\n"


def _arrangements(beleid: Beleid) -> str:
    i = beleid.inhoud
    betaling = (
        f"Binnen {i.betaling.termijn_dagen} dagen, met {i.betaling.streef_dagen} als streven. {i.betaling.uitleg}"
    )
    toestemming = {"impliciet": "Vanzelf.", "expliciet": "Alleen na toestemming."}
    rijen = [
        ("Ingangsdatum", i.ingangsdatum.uitleg, _places(i.ingangsdatum.bron)),
        ("Wijzigen", i.wijziging.uitleg, _places(i.wijziging.bron)),
        ("Volgen door andere verzekeraars", f"{toestemming[i.volgen.toestemming]} {i.volgen.uitleg}", i.volgen.bron),
        (f"Aanbod, {i.aanbod.geldig_dagen} dagen geldig", i.aanbod.uitleg, f"*{i.aanbod.status}*"),
        ("Betaling", betaling, f"{i.betaling.bron}, *{i.betaling.status}*"),
        *((f"{KANALEN[k.soort]}: naar {k.afdeling}", k.adres, k.bron) for k in i.kanaal),
    ]
    return table(["Wat", "Hoe", "Bron"], rijen)


def _places(bronnen: tuple[Bron, ...]) -> str:
    return "; ".join(map(str, bronnen))


def _events(beleid: Beleid) -> str:
    if not beleid.inhoud.gevolg:
        return ""
    rijen = [(f"`{g.gebeurtenis}`", g.gevolg, ", ".join(g.melden_bij), g.uitleg, g.bron) for g in beleid.inhoud.gevolg]
    kop = ["Gebeurtenis", "Gevolg", "Doorgeven aan", "Uitleg", "Bron"]
    return "## Wat een verandering in de praktijk betekent\n\n" + table(kop, rijen)


def _when(termijn: Termijn) -> str:
    return f"elk jaar, {day(termijn.datum).rpartition(' ')[0]}" if termijn.jaarlijks else day(termijn.datum)


def _calendar(beleid: Beleid) -> str:
    termijnen = sorted(beleid.inhoud.termijn, key=lambda t: t.datum)
    rijen = [(_when(t), t.titel, t.kant, "vast" if t.hard else "streven", t.bron) for t in termijnen]
    return "## Kalender\n\n" + table(["Dag", "Wat", "Wie", "", "Bron"], rijen)


def _contradictions(beleid: Beleid) -> str:
    rijen = [
        (naam, t.titel, _places(t.passages), t.beslissing, t.grond)
        for naam, t in beleid.inhoud.tegenstrijdigheid.items()
    ]
    return "## Tegenstrijdigheden\n\n" + table(["", "Wat botst", "Passages", "Wat wij doen", "Waarom"], rijen)


def _sources(beleid: Beleid) -> str:
    rijen = [
        (naam, b.titel, b.uitgever, day(b.datum) if b.datum else "", "ja" if b.beschikbaar else "nee", b.webadres or "")
        for naam, b in beleid.bronnen.items()
    ]
    return "## Bronnen\n\n" + table(["Document", "Titel", "Uitgever", "Datum", "Ingezien", "Adres"], rijen)


def _coverage(beleid: Beleid, voorbeelden: list[Voorbeeld]) -> str:
    regels, getoond = executable(beleid), {regel for v in voorbeelden for regel in v.regels}
    zonder = [regel for regel in regels if regel not in getoond]
    tekst = f"{len(regels)} regels: {len(regels) - len(zonder)} met een voorbeeld, {len(zonder)} zonder."
    namen = "".join(f"\n- `{regel}`" for regel in zonder)
    return f"## Dekking\n\n{tekst} {len(voorbeelden)} voorbeelden; elk is een test in `tests/spec`.\n{namen}\n"
