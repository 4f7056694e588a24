"""Commands on what comes in from outside: EI messages, claim files, agreements and the register."""

from pathlib import Path

from cyclopts import App

from zorginkoop.cli.basis import Json, app, print_json, print_table, start_django
from zorginkoop.kern.fouten import Gebruikersfout

ei_app = App(name="ei", help="EI-berichten lezen en controleren.")
app.command(ei_app)
declaraties_app = App(name="declaraties", help="Declaratiebestanden beoordelen.")
app.command(declaraties_app)
overeenkomst_app = App(name="overeenkomst", help="Ondertekende overeenkomsten controleren.")
app.command(overeenkomst_app)
register_app = App(name="register", help="Het AGB-register inlezen.")
app.command(register_app)


@ei_app.command(name="lees")
def ei_lees(bestand: Path, *, layout: str | None = None, als_json: Json = False) -> None:
    """Lees een EI-bericht en controleer het technisch."""
    from zorginkoop.adapters import vektis

    bericht = vektis.lees(bestand, layout=layout)
    uit = vektis.samenvatting(bericht, vektis.controleer(bericht))
    if als_json:
        print_json(uit)
        return
    print(f"{uit['standaard']} versie {uit['versie']}{' (voorlopige layout)' if uit.get('voorlopig') else ''}")
    print_table("Records", ["Record", "Aantal"], [[k, n] for k, n in uit["records"].items()])
    kolommen = ["regel", "rubriek", "retourcode", "melding"]
    print_table("Fouten", kolommen, [[fout[k] for k in kolommen] for fout in uit["fouten"][:50]])


@declaraties_app.command(name="beoordeel")
def declaraties_beoordeel(bestand: Path, *, uit: Path, als_json: Json = False) -> None:
    """Beoordeel een declaratiebestand tegen de ondertekende afspraken, zonder het vast te leggen."""
    start_django()
    from zorginkoop.web.declaraties.actions import judge_file_without_storing

    totalen = judge_file_without_storing(bestand, uit=uit)
    if als_json:
        print_json(totalen)
    else:
        print_table("Beoordeling", ["Onderdeel", "Waarde"], [[k, v] for k, v in totalen.items()])


@overeenkomst_app.command(name="controleer")
def overeenkomst_controleer(bestand: Path, *, als_json: Json = False) -> None:
    """Controleer het zegel van een overeenkomst en toon de afspraken die erin staan."""
    start_django()
    from zorginkoop.web.contractering.zegel import verify_file

    controle = verify_file(bestand)
    inhoud = controle.inhoud or {}
    if als_json:
        redenen = list(controle.redenen)
        print_json({"geldig": controle.geldig, "redenen": redenen, "afspraken": inhoud.get("afspraken", [])})
    else:
        print("Geldig: het zegel klopt" if controle.geldig else f"Niet geldig: {'; '.join(controle.redenen)}")


@register_app.command(name="importeer")
def register_importeer(bestand: Path, *, als_json: Json = False) -> None:
    """Lees een levering van het AGB-register in."""
    start_django()
    from zorginkoop.web.demo.start import import_register

    resultaat = import_register(bestand)
    if als_json:
        print_json(resultaat)
    else:
        print_table("Register", ["Wat", "Aantal"], [list(paar) for paar in resultaat.items()])


@register_app.command(name="verzin")
def register_verzin(*, praktijken: int, uit: Path, seed: int = 2025) -> None:
    """Schrijf een verzonnen register om op te simuleren: een rij per praktijk, een kolom per gegeven."""
    from zorginkoop.beleid import library, marktregister
    from zorginkoop.web.demo import marktregister as verzonnen

    if not 0 < praktijken <= marktregister.MAX_PRAKTIJKEN:
        raise Gebruikersfout(f"kies 1 tot {marktregister.MAX_PRAKTIJKEN:,} praktijken", plaats="--praktijken")
    tabel = verzonnen.make(praktijken, library.all_policies(), seed=seed)
    print(f"Geschreven: {marktregister.write(tabel, uit)} ({praktijken} praktijken)")
