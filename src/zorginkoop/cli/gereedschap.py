"""Tools for who writes policy: lint, compare, simulate, mutate, coverage and calculators."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from zorginkoop.cli.basis import Json, app, facts, policy, print_json, print_table
from zorginkoop.cli.beleid import beleid_app


@beleid_app.command(name="lint")
def beleid_lint(beleid: str, *, als_json: Json = False) -> None:
    """Zoek tegenspraak, gaten en losse eindjes in een beleid (naam, naam@versie of bestand); een fout geeft code 1."""
    from zorginkoop.beleid.lint import as_text, lint, lint_file

    bevindingen = lint_file(Path(beleid)) if beleid.endswith(".toml") else lint(policy(beleid))
    print_json([b.model_dump() for b in bevindingen]) if als_json else print(as_text(beleid, bevindingen))
    sys.exit(1 if any(b.ernst == "fout" for b in bevindingen) else 0)


@beleid_app.command(name="vergelijk")
def beleid_vergelijk(oud: str, nieuw: str, *, als_json: Json = False) -> None:
    """Toon per paragraaf wat er verandert van het ene beleid (naam, naam@versie of bestand) naar het andere."""
    from zorginkoop.beleid.compare import as_text, compare

    uit = compare(policy(oud), policy(nieuw))
    print_json(uit.model_dump(mode="json")) if als_json else print(as_text(uit))


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

    oud, nieuw = policy(van), policy(naar)
    uitkomst = simulate.simulate(oud, nieuw, marktregister.read(register, (oud, nieuw)), drempel=drempel)
    if uit is not None:
        marktregister.write_table(uitkomst.praktijken, uit)
    if als_json:
        print_json(uitkomst.as_json())
        return
    print_table(f"{uitkomst.van} → {uitkomst.naar}", ["Totaal", ""], [list(p) for p in uitkomst.totaal])
    print_table("Uitkomsten", ["Van → naar", "Praktijken"], [list(p) for p in uitkomst.uitkomsten.items()])
    velden = ["module", "verschil_cent", "vooruit", "achteruit", "valt_af", "komt_erbij"]
    print_table("Modules", velden, [[getattr(m, v) for v in velden] for m in uitkomst.modules])
    eisen = [[e.titel, f"{e.van} → {e.naar}", e.aantal, e.bron] for e in uitkomst.eisen]
    print_table("Eisen die anders uitkomen", ["Eis", "Van → naar", "Praktijken", "Bron"], eisen)
    dichtbij = [[d.beleid, d.drempel, d.aantal] for d in uitkomst.bij_drempel]
    print_table(f"Binnen {drempel} % van een grens", ["Beleid", "Grens", "Praktijken"], dichtbij)


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
        print_json(uit.model_dump(mode="json"))
        return
    print(f"{uit.beleid}: {uit.gedood} van {uit.mutanten} mutanten opgemerkt, {len(uit.verklaard)} verklaard")
    print_table("Regels", ["Regel", "Mutanten", "Opgemerkt"], [[r.regel, r.mutanten, r.gedood] for r in uit.regels])
    print_table(
        "Niet opgemerkt", ["Regel", "Wijziging", "Wordt"], [[o.regel, o.soort, o.wordt] for o in uit.overlevers]
    )


@beleid_app.command(name="dekking")
def beleid_dekking(*, als_json: Json = False) -> None:
    """Toon van elke eis uit de brondocumenten waar zij een plaats heeft, en welke passages niets dekt."""
    from zorginkoop.beleid import coverage

    uit = coverage.overview()
    if als_json:
        print_json(uit.model_dump(mode="json"))
        return
    kolommen = list(uit.per_status)
    rijen = [[d, *(aantal.get(k, 0) for k in kolommen)] for d, aantal in uit.per_document.items()]
    alles = ["alle", *uit.per_status.values()]
    print_table(f"{uit.eisen} eisen per document en per status", ["Document", *kolommen], [*rijen, alles])
    print_table(
        "Niet gedekt", ["Beleid", "Document", "Plaats"], [[g.beleid, g.document, g.plaats] for g in uit.onbedekt]
    )


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

    gekozen = policy(beleid)
    tool = calculate.load(gekozen, naam)
    dag = op or gekozen.document.geldig_van
    uit = calculate.calculate(tool, facts(feiten), op=dag, bekend_op=bekend_op)
    if als_json:
        print_json(uit.model_dump(mode="json"))
        return
    print(f"{tool.document.titel} (versie {uit.versie}), op {uit.op}")
    print_table("Berekening", ["Stap", "Waarde", "Bron"], [[s.titel, s.waarde, s.bron] for s in uit.stappen])
    for bevinding in uit.voorwaarden:
        if bevinding.uitkomst is not True:
            print(
                f"{'Niet akkoord' if bevinding.uitkomst is False else 'Onbekend'}: {bevinding.reden} ({bevinding.bron})"
            )
