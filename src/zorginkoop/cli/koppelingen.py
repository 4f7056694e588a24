"""Commands for other software: register the systems that use the API, and deliver webhooks."""

import time
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from zorginkoop.cli.basis import Json, app, print_json, print_table, start_django
from zorginkoop.cli.inlogmiddelen import read_certificate
from zorginkoop.cli.mensen import find_organisatie
from zorginkoop.kern.fouten import Gebruikersfout

systeem_app = App(name="systeem", help="Systemen die de API gebruiken.")
webhooks_app = App(name="webhooks", help="Berichten over wijzigingen.")
app.command(systeem_app)
app.command(webhooks_app)
DOOR = "opdrachtregel"
Mag = Annotated[list[str], Parameter(name="--mag", negative="")]


@systeem_app.command
def aanmelden(*, organisatie: str, namens: str, naam: str, mag: Mag, als_json: Json = False) -> None:
    """Meld een systeem aan voor een organisatie (AGB-code of UZOVI-nummer), namens een persoon (e-mailadres)."""
    start_django()
    from zorginkoop.web.api import actions
    from zorginkoop.web.toegang import klok
    from zorginkoop.web.toegang.models import Persoon

    gevonden = find_organisatie(organisatie)
    persoon = Persoon.objects.filter(email=namens.lower()).first()
    if persoon is None:
        raise Gebruikersfout("is hier niet bekend", plaats=namens)
    nieuw, geheim = actions.register_systeem(
        organisatie=gevonden, naam=naam, scopes=mag, namens=persoon, by=DOOR, now=klok.now()
    )
    if als_json:
        print_json({"client_id": nieuw.client_id, "client_secret": geheim})
    else:
        print(f"client_id      {nieuw.client_id}\nclient_secret  {geheim}\nBewaar het geheim: u ziet het niet meer.")


@systeem_app.command
def lijst(*, als_json: Json = False) -> None:
    """Toon alle systemen."""
    start_django()
    from zorginkoop.web.api.models import Systeem

    rijen = [
        [s.client_id, s.naam, s.organisatie.naam, s.namens.email, " ".join(s.scopes), bool(s.geblokkeerd_op)]
        for s in Systeem.objects.select_related("organisatie", "namens").order_by("pk")
    ]
    kolommen = ["client_id", "naam", "organisatie", "namens", "scopes", "geblokkeerd"]
    if als_json:
        print_json([dict(zip(kolommen, rij, strict=True)) for rij in rijen])
    else:
        print_table("Systemen", kolommen, rijen)


@systeem_app.command
def blokkeer(client_id: str) -> None:
    """Sluit een systeem af, met al zijn tokens en abonnementen."""
    start_django()
    from zorginkoop.web.api import actions
    from zorginkoop.web.api.models import Systeem
    from zorginkoop.web.toegang import klok

    gevonden = Systeem.objects.filter(client_id=client_id).first()
    if gevonden is None:
        raise Gebruikersfout("is hier niet bekend", plaats=client_id)
    actions.block_systeem(systeem=gevonden, by=DOOR, now=klok.now())


@systeem_app.command
def certificaat(client_id: str, bestand: Path) -> None:
    """Laat een systeem voortaan inloggen met een certificaat (PEM of DER, zonder sleutel) in plaats van zijn geheim."""
    start_django()
    from django.utils import timezone

    from zorginkoop.web.api.certificaat import bind
    from zorginkoop.web.api.models import Systeem
    from zorginkoop.web.inlogmiddelen import verbinding

    gevonden = Systeem.objects.filter(client_id=client_id).first()
    if gevonden is None:
        raise Gebruikersfout("is hier niet bekend", plaats=client_id)
    nu = timezone.now()
    bind(systeem=gevonden, kaart=verbinding.card(read_certificate(bestand), nu), by=DOOR, now=nu)


@webhooks_app.command
def bezorg(*, blijf: bool = False, pauze: int = 5, als_json: Json = False) -> None:
    """Verstuur wat klaarstaat; met --blijf telkens weer, met zoveel seconden pauze."""
    start_django()
    from django.utils import timezone

    from zorginkoop.web.api import bezorgen, herhalen

    while True:
        telling = bezorgen.deliver(now=timezone.now())
        herhalen.clean_up(timezone.now())
        if als_json:
            print_json(telling)
        elif any(telling.values()):
            print(", ".join(f"{aantal} {staat.lower()}" for staat, aantal in telling.items()))
        if not blijf:
            break
        time.sleep(max(pauze, 1))
