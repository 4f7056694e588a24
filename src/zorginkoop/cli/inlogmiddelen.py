"""Commands for the administrator: link a certificate or a login elsewhere to a person, before that person uses it."""

from pathlib import Path
from typing import TYPE_CHECKING

from cyclopts import App

from zorginkoop.cli.basis import Json, app, print_json, print_table, start_django
from zorginkoop.kern.fouten import Gebruikersfout

if TYPE_CHECKING:
    from zorginkoop.web.toegang.models import Persoon

inlogmiddel_app = App(name="inlogmiddel", help="Waarmee mensen inloggen.")
app.command(inlogmiddel_app)
DOOR = "opdrachtregel"


@inlogmiddel_app.command
def certificaat(email: str, bestand: Path) -> None:
    """Koppel een persoonlijk certificaat (PEM of DER, zonder sleutel) aan een persoon."""
    start_django()
    from django.utils import timezone

    from zorginkoop.web.inlogmiddelen import certificaten, verbinding

    nu = timezone.now()
    kaart = verbinding.card(read_certificate(bestand), nu)
    certificaten.link(persoon=_person(email), kaart=kaart, by=DOOR, now=nu)
    print(f"{kaart.naam} is gekoppeld aan {email}")


@inlogmiddel_app.command
def elders(email: str, *, aanbieder: str, onderwerp: str) -> None:
    """Leg vast hoe een aanbieder (OpenID Connect) een persoon kent; onderwerp is zijn 'sub' daar."""
    start_django()
    from django.utils import timezone

    from zorginkoop.web.inlogmiddelen import middelen, oidc

    gevonden = oidc.providers().get(aanbieder)
    if gevonden is None:
        raise Gebruikersfout("staat niet in het bestand van ZORGINKOOP_OIDC", plaats=aanbieder)
    middelen.link_elsewhere(
        persoon=_person(email),
        uitgever=gevonden.uitgever,
        onderwerp=onderwerp,
        naam=gevonden.label,
        by=DOOR,
        now=timezone.now(),
    )
    print(f"{onderwerp} bij {gevonden.label} is gekoppeld aan {email}")


@inlogmiddel_app.command
def lijst(email: str, *, als_json: Json = False) -> None:
    """Toon waarmee een persoon kan inloggen."""
    start_django()
    from zorginkoop.web.inlogmiddelen import middelen

    rijen = [[m.naam, m.uitleg, m.sinds.isoformat() if m.sinds else ""] for m in middelen.of(_person(email))]
    kolommen = ["naam", "uitleg", "sinds"]
    if als_json:
        print_json([dict(zip(kolommen, rij, strict=True)) for rij in rijen])
    else:
        print_table(f"Inlogmiddelen van {email}", kolommen, rijen)


def read_certificate(bestand: Path) -> bytes:
    """The certificate (DER) in a file. Gebruikersfout when there is none."""
    from zorginkoop.adapters.inlogcertificaat import der_of

    try:
        return der_of(bestand.read_bytes())
    except (OSError, Gebruikersfout) as fout:
        raise Gebruikersfout("is niet als certificaat te lezen", plaats=str(bestand)) from fout


def _person(email: str) -> "Persoon":
    from zorginkoop.web.toegang.models import Persoon

    persoon = Persoon.objects.filter(email=email.strip().lower()).first()
    if persoon is None:
        raise Gebruikersfout("is hier niet bekend", plaats=email)
    return persoon
