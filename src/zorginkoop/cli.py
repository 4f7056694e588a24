"""The command `zorginkoop`: thin commands that read files, call one function and print.

Bad input ends with exit code 2 and one message on stderr; `--json` prints what a program can read.
"""

import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import cyclopts
from cyclopts import App, Parameter
from rich.console import Console
from rich.table import Table

from zorginkoop.kern.fouten import Gebruikersfout

if TYPE_CHECKING:
    from zorginkoop.beleid.deadlines import Deadline
    from zorginkoop.beleid.library import Beleid

app = App(name="zorginkoop", help="Van zorginkoopbeleid tot betaalde declaratie.", version_flags=["--version"])
beleid_app = App(name="beleid", help="Gepubliceerd beleid bekijken, toetsen en controleren.")
ei_app = App(name="ei", help="EI-berichten lezen en controleren.")
declaraties_app = App(name="declaraties", help="Declaratiebestanden beoordelen.")
overeenkomst_app = App(name="overeenkomst", help="Ondertekende overeenkomsten controleren.")
register_app = App(name="register", help="Het AGB-register inlezen.")
for deel in (beleid_app, ei_app, declaraties_app, overeenkomst_app, register_app):
    app.command(deel)

Json = Annotated[bool, Parameter(name="--json", negative="")]
Zelfde = Annotated[bool | None, Parameter(negative="--andere-agb-code")]
MAX_FACTS_BYTES = 1_000_000


def main() -> None:
    """Run the command line; every mistake of a user is one line on stderr and exit code 2."""
    try:
        app(exit_on_error=False, print_error=False)
    except (Gebruikersfout, cyclopts.CycloptsError) as fout:
        print(f"zorginkoop: {fout}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _django() -> None:
    """Start Django, and with it the database, for the commands that need them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zorginkoop.web.config.settings")
    import django

    django.setup()


def _print_json(inhoud: Any) -> None:
    print(json.dumps(inhoud, ensure_ascii=False, indent=2))


def _print_table(titel: str, kolommen: list[str], rijen: list[list[Any]]) -> None:
    tabel = Table(*kolommen, title=titel, title_justify="left")
    for rij in rijen:
        tabel.add_row(*("" if cel is None else str(cel) for cel in rij))
    Console().print(tabel)


@beleid_app.command(name="lijst")
def beleid_lijst(*, als_json: Json = False) -> None:
    """Toon elk gepubliceerd beleid met zijn versies."""
    from zorginkoop.beleid import library

    rijen = [
        {
            "beleid": beleid.document.beleid,
            "versie": beleid.document.versie,
            "verzekeraar": beleid.verzekeraar.naam,
            "zorgsoort": beleid.document.zorgsoort,
            "geldig_van": beleid.document.geldig_van.isoformat(),
            "geldig_tot": beleid.document.geldig_tot.isoformat(),
        }
        for beleid in library.all_policies()
    ]
    if als_json:
        _print_json(rijen)
    else:
        _print_table("Gepubliceerd beleid", list(rijen[0]), [list(rij.values()) for rij in rijen])


@beleid_app.command(name="toets")
def beleid_toets(
    beleid: str, *, feiten: Annotated[str, Parameter(allow_leading_hyphen=True)], als_json: Json = False
) -> None:
    """Toets een praktijk aan een beleid.

    Parameters
    ----------
    beleid
        De naam van een gepubliceerd beleid (met @versie voor een bepaalde versie), of het pad van een TOML-bestand.
    feiten
        Een JSON-bestand met wat over de praktijk bekend is; - leest van de invoer.
    """
    from zorginkoop.beleid.assess import assess

    gekozen = _policy(beleid)
    toets = assess(gekozen, _facts(feiten))
    if als_json:
        _print_json(toets.model_dump(mode="json"))
        return
    print(f"{gekozen.document.titel} (versie {toets.versie}): {toets.uitkomst}, ingangsdatum {toets.ingangsdatum}")
    teken = {True: "ja", False: "nee", None: "?"}
    _print_table("Eisen", ["", "Eis", "Bron"], [[teken[e.uitkomst], e.titel, e.bron] for e in toets.eisen])
    _print_table("Nog te beantwoorden", ["Gegeven", "Vraag"], [[v.gegeven, v.vraag] for v in toets.vragen])
    _print_table(
        "Afspraken",
        ["", "Prestatie", "Tarief (cent)", "Status", "Redenen"],
        [[teken[a.mogelijk], a.naam, a.tarief, a.tariefstatus, "; ".join(a.redenen)] for a in toets.afspraken],
    )


def _policy(beleid: str) -> "Beleid":
    """A published policy by its name, or any policy file by its path."""
    from zorginkoop.beleid import library

    return library.load_file(Path(beleid)) if beleid.endswith(".toml") else library.load(beleid)


def _facts(bron: str) -> dict[str, Any]:
    """The facts of a JSON file, or of standard input for "-"; always an object."""
    try:
        tekst = sys.stdin.read(MAX_FACTS_BYTES + 1) if bron == "-" else _text(Path(bron))
        feiten = json.loads(tekst)
    except json.JSONDecodeError as fout:
        raise Gebruikersfout(f"is geen JSON (regel {fout.lineno}, kolom {fout.colno})", plaats=bron) from fout
    except RecursionError as fout:
        raise Gebruikersfout("is te diep genest", plaats=bron) from fout
    if not isinstance(feiten, dict):
        raise Gebruikersfout('moet een object zijn, zoals {"agb_code": "01000011"}', plaats=bron)
    return feiten


def _text(pad: Path) -> str:
    try:
        if pad.stat().st_size > MAX_FACTS_BYTES:
            raise Gebruikersfout(f"is groter dan {MAX_FACTS_BYTES} bytes", plaats=str(pad))
        return pad.read_text(encoding="utf-8")
    except OSError as fout:
        raise Gebruikersfout(f"is niet te lezen: {fout.strerror}", plaats=str(pad)) from fout
    except UnicodeDecodeError as fout:
        raise Gebruikersfout("is geen tekst in UTF-8", plaats=str(pad)) from fout


@beleid_app.command(name="controleer")
def beleid_controleer(bestand: Path, *, als_json: Json = False) -> None:
    """Controleer een beleidsbestand voordat het wordt gepubliceerd."""
    from zorginkoop.beleid import library

    beleid = library.load_file(bestand)
    uit = {"beleid": beleid.naam, "eisen": len(beleid.eisen), "prestaties": len(beleid.prestaties)}
    if als_json:
        _print_json(uit)
    else:
        print(f"{bestand.name} is in orde: {beleid.naam}, {uit['eisen']} eisen, {uit['prestaties']} prestaties")


@beleid_app.command(name="publiceer")
def beleid_publiceer(bestand: Path, *, map_: Annotated[Path | None, Parameter(name="--map")] = None) -> None:
    """Publiceer een beleidsbestand: het krijgt zijn plaats en zijn controlesom, en verandert daarna niet meer."""
    from zorginkoop.beleid import library

    print(f"Gepubliceerd als {library.publish(bestand, folder=map_ or library.folders()[-1])}")


@beleid_app.command(name="gevolg")
def beleid_gevolg(beleid: str, *, wijziging: str, zelfde_agb_code: Zelfde = None, als_json: Json = False) -> None:
    """Toon wat een verandering in de praktijk betekent voor een lopende overeenkomst.

    Parameters
    ----------
    beleid
        De naam van een gepubliceerd beleid (met @versie voor een bepaalde versie), of het pad van een TOML-bestand.
    wijziging
        agb_code, maatschap, rechtsvorm, iban, samenstelling of overname.
    zelfde_agb_code
        Of de AGB-code dezelfde blijft; laat weg als dat nog niet bekend is.
    """
    from zorginkoop.beleid import events

    uit = events.consequence(_policy(beleid), wijziging, zelfde_agb_code=zelfde_agb_code)
    if als_json:
        _print_json(uit.model_dump(mode="json"))
        return
    print(f"{uit.wijziging}: {uit.gevolg}. {uit.uitleg}")
    print(f"Doorgeven aan: {', '.join(uit.melden_bij) or 'niet geregeld'} (bron: {uit.bron or 'geen'})")


@beleid_app.command(name="lint")
def beleid_lint(beleid: str, *, als_json: Json = False) -> None:
    """Zoek tegenspraak, gaten en losse eindjes in een beleid (naam, naam@versie of bestand); een fout geeft code 1."""
    from zorginkoop.beleid.lint import as_text, lint, lint_file

    bevindingen = lint_file(Path(beleid)) if beleid.endswith(".toml") else lint(_policy(beleid))
    _print_json([b.model_dump() for b in bevindingen]) if als_json else print(as_text(beleid, bevindingen))
    sys.exit(1 if any(b.ernst == "fout" for b in bevindingen) else 0)


@beleid_app.command(name="vergelijk")
def beleid_vergelijk(oud: str, nieuw: str, *, als_json: Json = False) -> None:
    """Toon per paragraaf wat er verandert van het ene beleid (naam, naam@versie of bestand) naar het andere."""
    from zorginkoop.beleid.compare import as_text, compare

    uit = compare(_policy(oud), _policy(nieuw))
    _print_json(uit.model_dump(mode="json")) if als_json else print(as_text(uit))


@beleid_app.command(name="termijnen")
def beleid_termijnen(beleid: str, *, jaar: int, ics: Path | None = None, als_json: Json = False) -> None:
    """Toon elke termijn van beide kanten in een jaar, en schrijf ze desgewenst als agenda.

    Parameters
    ----------
    beleid
        De naam van een gepubliceerd beleid (met @versie voor een bepaalde versie), of het pad van een TOML-bestand.
    jaar
        Het jaar waarin de termijnen vallen.
    ics
        Waar het agendabestand (iCalendar) komt te staan.
    """
    from zorginkoop.beleid.deadlines import deadlines

    gekozen = _policy(beleid)
    rijen = deadlines(gekozen, jaar)
    if ics is not None:
        _write_calendar(gekozen, rijen, ics)
    if als_json:
        _print_json([rij.model_dump(mode="json") for rij in rijen])
        return
    kolommen = ["Dag", "Wat", "Wie", "", "Laatste werkdag", "Bron"]
    soort = {True: "vast", False: "streven"}
    _print_table(
        f"{gekozen.document.titel}, {jaar}",
        kolommen,
        [[rij.datum, rij.titel, rij.kant, soort[rij.hard], rij.laatste_werkdag, rij.bron] for rij in rijen],
    )


def _write_calendar(beleid: "Beleid", rijen: "list[Deadline]", doel: Path) -> None:
    from zorginkoop.adapters.calendar import Dag, render

    dagen = [
        Dag(
            datum=rij.datum,
            titel=f"{rij.titel} ({rij.kant})",
            uitleg=f"Bron: {rij.bron}. Laatste werkdag: {rij.laatste_werkdag:%d-%m-%Y}.",
            kenmerk=f"{beleid.naam}|{rij.datum}|{rij.kant}|{rij.titel}",
            sinds=beleid.document.gepubliceerd,
        )
        for rij in rijen
    ]
    try:
        doel.write_bytes(render(f"{beleid.verzekeraar.naam}: {beleid.document.titel}", dagen))
    except OSError as fout:
        raise Gebruikersfout(f"is niet te schrijven: {fout.strerror}", plaats=str(doel)) from fout


@beleid_app.command(name="simuleer")
def beleid_simuleer(
    *,
    van: str,
    naar: str,
    register: Path,
    drempel: float = 5,
    uit: Path | None = None,
    als_json: Json = False,
) -> None:
    """Vergelijk twee beleidsversies op een heel register: wie erop vooruit- en achteruitgaat, wie afvalt, en waarom.

    Parameters
    ----------
    van, naar
        De naam van een gepubliceerd beleid (met @versie voor een bepaalde versie), of het pad van een TOML-bestand.
    register
        Een map met praktijken.parquet of praktijken.csv: een rij per praktijk, een kolom per gegeven.
    drempel
        Toon ook welke praktijken binnen zoveel procent van een grens in de regels zitten.
    uit
        Schrijf de uitkomst per praktijk naar dit Parquet-bestand.
    """
    from zorginkoop.beleid import marktregister, simulate

    oud, nieuw = _policy(van), _policy(naar)
    uitkomst = simulate.simulate(oud, nieuw, marktregister.read(register, (oud, nieuw)), drempel=drempel)
    if uit is not None:
        marktregister.write_table(uitkomst.praktijken, uit)
    if als_json:
        _print_json(uitkomst.as_json())
        return
    _print_table(f"{uitkomst.van} → {uitkomst.naar}", ["Totaal", ""], [list(p) for p in uitkomst.totaal])
    _print_table("Uitkomsten", ["Van → naar", "Praktijken"], [list(p) for p in uitkomst.uitkomsten.items()])
    velden = ["module", "verschil_cent", "vooruit", "achteruit", "valt_af", "komt_erbij"]
    _print_table("Modules", velden, [[getattr(m, v) for v in velden] for m in uitkomst.modules])
    eisen = [[e.titel, f"{e.van} → {e.naar}", e.aantal, e.bron] for e in uitkomst.eisen]
    _print_table("Eisen die anders uitkomen", ["Eis", "Van → naar", "Praktijken", "Bron"], eisen)
    dichtbij = [[d.beleid, d.drempel, d.aantal] for d in uitkomst.bij_drempel]
    _print_table(f"Binnen {drempel} % van een grens", ["Beleid", "Grens", "Praktijken"], dichtbij)


@beleid_app.command(name="muteer")
def beleid_muteer(beleid: str, *, voorbeelden: Path | None = None, als_json: Json = False) -> None:
    """Maak kleine fouten in elke regel van een beleid, en toon welke geen enkel voorbeeld opmerkt.

    Parameters
    ----------
    beleid
        De naam van een gepubliceerd beleid, met @versie voor een bepaalde versie.
    voorbeelden
        De map met de voorbeelden; zonder keuze tests/spec onder de huidige map.
    """
    from zorginkoop.beleid import library, mutation

    uit = mutation.report(library.load(beleid), folder=voorbeelden or mutation.VOORBEELDEN)
    if als_json:
        _print_json(uit.model_dump(mode="json"))
        return
    print(f"{uit.beleid}: {uit.gedood} van {uit.mutanten} mutanten opgemerkt, {len(uit.verklaard)} verklaard")
    _print_table("Regels", ["Regel", "Mutanten", "Opgemerkt"], [[r.regel, r.mutanten, r.gedood] for r in uit.regels])
    _print_table(
        "Niet opgemerkt", ["Regel", "Wijziging", "Wordt"], [[o.regel, o.soort, o.wordt] for o in uit.overlevers]
    )


@beleid_app.command(name="dekking")
def beleid_dekking(*, als_json: Json = False) -> None:
    """Toon van elke eis uit de brondocumenten waar zij een plaats heeft, en welke passages niets dekt."""
    from zorginkoop.beleid import coverage

    uit = coverage.overview()
    if als_json:
        _print_json(uit.model_dump(mode="json"))
        return
    kolommen = list(uit.per_status)
    rijen = [[d, *(aantal.get(k, 0) for k in kolommen)] for d, aantal in uit.per_document.items()]
    alles = ["alle", *uit.per_status.values()]
    _print_table(f"{uit.eisen} eisen per document en per status", ["Document", *kolommen], [*rijen, alles])
    _print_table(
        "Niet gedekt", ["Beleid", "Document", "Plaats"], [[g.beleid, g.document, g.plaats] for g in uit.onbedekt]
    )


@ei_app.command(name="lees")
def ei_lees(bestand: Path, *, layout: str | None = None, als_json: Json = False) -> None:
    """Lees een EI-bericht en controleer het technisch."""
    from zorginkoop.adapters import vektis

    bericht = vektis.lees(bestand, layout=layout)
    uit = vektis.samenvatting(bericht, vektis.controleer(bericht))
    if als_json:
        _print_json(uit)
        return
    print(f"{uit['standaard']} versie {uit['versie']}{' (voorlopige layout)' if uit.get('voorlopig') else ''}")
    _print_table("Records", ["Record", "Aantal"], [[k, n] for k, n in uit["records"].items()])
    kolommen = ["regel", "rubriek", "retourcode", "melding"]
    _print_table("Fouten", kolommen, [[fout[k] for k in kolommen] for fout in uit["fouten"][:50]])


@declaraties_app.command(name="beoordeel")
def declaraties_beoordeel(bestand: Path, *, uit: Path, als_json: Json = False) -> None:
    """Beoordeel een declaratiebestand tegen de ondertekende afspraken, zonder het vast te leggen."""
    _django()
    from zorginkoop.web.declaraties.actions import judge_file_without_storing

    totalen = judge_file_without_storing(bestand, uit=uit)
    if als_json:
        _print_json(totalen)
    else:
        _print_table("Beoordeling", ["Onderdeel", "Waarde"], [[k, v] for k, v in totalen.items()])


@overeenkomst_app.command(name="controleer")
def overeenkomst_controleer(bestand: Path, *, als_json: Json = False) -> None:
    """Controleer het zegel van een overeenkomst en toon de afspraken die erin staan."""
    _django()
    from zorginkoop.web.contractering.zegel import verify_file

    controle = verify_file(bestand)
    inhoud = controle.inhoud or {}
    if als_json:
        redenen = list(controle.redenen)
        _print_json({"geldig": controle.geldig, "redenen": redenen, "afspraken": inhoud.get("afspraken", [])})
    else:
        print("Geldig: het zegel klopt" if controle.geldig else f"Niet geldig: {'; '.join(controle.redenen)}")


@register_app.command(name="importeer")
def register_importeer(bestand: Path, *, als_json: Json = False) -> None:
    """Lees een levering van het AGB-register in."""
    _django()
    from zorginkoop.web.demo.start import import_register

    resultaat = import_register(bestand)
    if als_json:
        _print_json(resultaat)
    else:
        _print_table("Register", ["Wat", "Aantal"], [list(paar) for paar in resultaat.items()])


@register_app.command(name="verzin")
def register_verzin(*, praktijken: int, uit: Path, seed: int = 2025) -> None:
    """Schrijf een verzonnen register om op te simuleren: een rij per praktijk, een kolom per gegeven."""
    from zorginkoop.beleid import library, marktregister
    from zorginkoop.web.demo import marktregister as verzonnen

    if not 0 < praktijken <= marktregister.MAX_PRAKTIJKEN:
        raise Gebruikersfout(f"kies 1 tot {marktregister.MAX_PRAKTIJKEN:,} praktijken", plaats="--praktijken")
    tabel = verzonnen.make(praktijken, library.all_policies(), seed=seed)
    print(f"Geschreven: {marktregister.write(tabel, uit)} ({praktijken} praktijken)")


@app.command(name="rekentool")
def rekentool(
    beleid: str,
    naam: str,
    *,
    feiten: Annotated[str, Parameter(allow_leading_hyphen=True)],
    op: date | None = None,
    bekend_op: date | None = None,
    als_json: Json = False,
) -> None:
    """Reken met een rekentool van een beleid, en toon elke tussenstap met zijn bron.

    Parameters
    ----------
    beleid
        De naam van een gepubliceerd beleid (met @versie voor een bepaalde versie), of het pad van een TOML-bestand.
    naam
        De naam van de rekentool, zoals poh_ggz of indexatie.
    feiten
        Een JSON-bestand met de gegevens; - leest van de invoer.
    op
        De dag waarvoor wordt gerekend; zonder dit de eerste dag waarop het beleid geldt.
    bekend_op
        Reken met wat op deze dag was besloten; zonder dit met alles wat bekend is.
    """
    from zorginkoop.beleid import calculate

    gekozen = _policy(beleid)
    tool = calculate.load(gekozen, naam)
    dag = op or gekozen.document.geldig_van
    uit = calculate.calculate(tool, _facts(feiten), op=dag, bekend_op=bekend_op)
    if als_json:
        _print_json(uit.model_dump(mode="json"))
        return
    print(f"{tool.document.titel} (versie {uit.versie}), op {uit.op}")
    _print_table("Berekening", ["Stap", "Waarde", "Bron"], [[s.titel, s.waarde, s.bron] for s in uit.stappen])
    for bevinding in uit.voorwaarden:
        if bevinding.uitkomst is not True:
            print(
                f"{'Niet akkoord' if bevinding.uitkomst is False else 'Onbekend'}: {bevinding.reden} ({bevinding.bron})"
            )


@app.command
def demo(
    *,
    praktijken: int = 500,
    verzekerden: int = 200_000,
    regels: int = 250_000,
    serve: bool = True,
    als_json: Json = False,
) -> None:
    """Bouw een verzonnen markt, doorloop de keten van beleid tot betaling, en start het portaal."""
    _demonstration()
    from zorginkoop.web.demo import start

    start.run(praktijken=praktijken, verzekerden=verzekerden, regels=regels, als_json=als_json)
    if serve:
        start.serve()


def _demonstration() -> None:
    """Ready logins, and a calendar on a day after the claims of the demonstration were paid."""
    os.environ.setdefault("ZORGINKOOP_DEMO", "1")
    os.environ.setdefault("ZORGINKOOP_DATUM", "2025-07-21")
    _django()


@app.command
def serve(*, adres: str = "127.0.0.1:8000", demo: bool = False) -> None:
    """Start het portaal; met --demo met de logins en de klok van de demonstratie."""
    _demonstration() if demo else _django()
    from zorginkoop.web.demo import start

    start.serve(adres=adres)


if __name__ == "__main__":
    main()
