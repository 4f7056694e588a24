"""Commands on published policy: look at it, assess against it, publish it, ask for consequences and deadlines."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from zorginkoop.cli.basis import Json, app, facts, policy, print_json, print_table, start_django
from zorginkoop.kern.fouten import Gebruikersfout

if TYPE_CHECKING:
    from zorginkoop.beleid.deadlines import Deadline
    from zorginkoop.beleid.versie import Beleid

beleid_app = App(name="beleid", help="Gepubliceerd beleid bekijken, toetsen en controleren.")
app.command(beleid_app)
Zelfde = Annotated[bool | None, Parameter(negative="--andere-agb-code")]


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
        print_json(rijen)
    else:
        print_table("Gepubliceerd beleid", list(rijen[0]), [list(rij.values()) for rij in rijen])


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

    gekozen = policy(beleid)
    toets = assess(gekozen, facts(feiten))
    if als_json:
        print_json(toets.model_dump(mode="json"))
        return
    print(f"{gekozen.document.titel} (versie {toets.versie}): {toets.uitkomst}, ingangsdatum {toets.ingangsdatum}")
    teken = {True: "ja", False: "nee", None: "?"}
    print_table("Eisen", ["", "Eis", "Bron"], [[teken[e.uitkomst], e.titel, e.bron] for e in toets.eisen])
    print_table("Nog te beantwoorden", ["Gegeven", "Vraag"], [[v.gegeven, v.vraag] for v in toets.vragen])
    print_table(
        "Afspraken",
        ["", "Prestatie", "Tarief (cent)", "Status", "Redenen"],
        [[teken[a.mogelijk], a.naam, a.tarief, a.tariefstatus, "; ".join(a.redenen)] for a in toets.afspraken],
    )


@beleid_app.command(name="controleer")
def beleid_controleer(bestand: Path, *, als_json: Json = False) -> None:
    """Controleer een beleidsbestand voordat het wordt gepubliceerd."""
    from zorginkoop.beleid import library

    beleid = library.load_file(bestand)
    uit = {"beleid": beleid.naam, "eisen": len(beleid.eisen), "prestaties": len(beleid.prestaties)}
    if als_json:
        print_json(uit)
    else:
        print(f"{bestand.name} is in orde: {beleid.naam}, {uit['eisen']} eisen, {uit['prestaties']} prestaties")


@beleid_app.command(name="publiceer")
def beleid_publiceer(bestand: Path, *, map_: Annotated[Path | None, Parameter(name="--map")] = None) -> None:
    """Publiceer een beleidsbestand: het krijgt zijn plaats en zijn controlesom, en verandert daarna niet meer."""
    from zorginkoop.beleid import library

    print(f"Gepubliceerd als {library.publish(bestand, folder=map_ or library.folders()[-1])}")


@beleid_app.command(name="exporteer")
def beleid_exporteer(*, map_: Annotated[Path, Parameter(name="--map")]) -> None:
    """Schrijf wat in het portaal is gepubliceerd als bestanden, klaar voor ZORGINKOOP_BELEID."""
    start_django()
    from zorginkoop.web.redactie import kast

    geschreven = kast.export(map_)
    print("\n".join(map(str, geschreven)) or "In het portaal is nog geen beleid gepubliceerd")


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

    uit = events.consequence(policy(beleid), wijziging, zelfde_agb_code=zelfde_agb_code)
    if als_json:
        print_json(uit.model_dump(mode="json"))
        return
    print(f"{uit.wijziging}: {uit.gevolg}. {uit.uitleg}")
    print(f"Doorgeven aan: {', '.join(uit.melden_bij) or 'niet geregeld'} (bron: {uit.bron or 'geen'})")


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

    gekozen = policy(beleid)
    rijen = deadlines(gekozen, jaar)
    if ics is not None:
        _write_calendar(gekozen, rijen, ics)
    if als_json:
        print_json([rij.model_dump(mode="json") for rij in rijen])
        return
    kolommen = ["Dag", "Wat", "Wie", "", "Laatste werkdag", "Bron"]
    soort = {True: "vast", False: "streven"}
    print_table(
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
