"""Commands for who runs this installation: let an organisation in, with its first person, and join accounts."""

from typing import TYPE_CHECKING

from cyclopts import App

from zorginkoop.cli.basis import Json, app, print_json, start_django
from zorginkoop.kern.fouten import Gebruikersfout

if TYPE_CHECKING:
    from zorginkoop.web.toegang.models import Organisatie

personen_app = App(name="personen", help="Mensen en hun accounts.")
organisatie_app = App(name="organisatie", help="Praktijken en verzekeraars die het portaal gebruiken.")
app.command(personen_app)
app.command(organisatie_app)
DOOR = "opdrachtregel"
AGB_CIJFERS = 8


@organisatie_app.command
def aanmelden(nummer: str, *, naam: str) -> None:
    """Laat een praktijk (AGB-code) of verzekeraar (UZOVI-nummer) toe; nodig daarna haar eerste persoon uit."""
    start_django()
    from zorginkoop.web.toegang import actions

    if len(nummer) == AGB_CIJFERS:
        actions.create_praktijk(naam=naam, agb=nummer, by=DOOR)
    else:
        actions.create_verzekeraar(naam=naam, uzovi=nummer, by=DOOR)
    print(f"{naam} ({nummer}) is aangemeld")


@personen_app.command
def uitnodigen(email: str, *, organisatie: str, naam: str, rol: str, als_json: Json = False) -> None:
    """Nodig iemand uit voor een rol bij een organisatie (AGB-code of UZOVI-nummer); de link staat in het antwoord."""
    start_django()
    from zorginkoop.web.beheer import uitnodigen as acties
    from zorginkoop.web.toegang import klok

    uitnodiging, geheim = acties.invite(
        organisatie=find_organisatie(organisatie), email=email, naam=naam, rol=rol.upper(), by=DOOR, now=klok.now()
    )
    adres, tot = acties.link(geheim), uitnodiging.verloopt_op.isoformat(" ", "minutes")
    if als_json:
        print_json({"link": adres, "verloopt_op": tot})
    else:
        print(f"{adres}\nDe link werkt één keer, tot {tot}. Geef hem alleen aan {email}.")


@personen_app.command
def bevestigen(email: str, *, organisatie: str, rol: str) -> None:
    """Bevestig een rol die een organisatie voorstelde en waarvoor zij zelf geen tweede persoon heeft.

    Ga eerst buiten het portaal om na dat deze persoon bestaat en deze rol bij de organisatie heeft.
    """
    start_django()
    from zorginkoop.web.beheer import rollen
    from zorginkoop.web.beheer.models import Voorstel
    from zorginkoop.web.toegang import klok

    wie = find_organisatie(organisatie)
    wachten = Voorstel.objects.filter(organisatie=wie, persoon__email=email.lower(), rol=rol.upper(), status="OPEN")
    voorstel = wachten.select_related("organisatie", "persoon", "vervangt__organisatie", "vervangt__persoon").first()
    if voorstel is None:
        raise Gebruikersfout(f"wacht bij {wie.naam} niet op de rol {rol.upper()}", plaats=email)
    rollen.confirm(voorstel=voorstel, by=DOOR, now=klok.now())
    print(f"{voorstel.persoon.naam} heeft bij {wie.naam} nu de rol {voorstel.get_rol_display()}")


@personen_app.command
def koppelen(een: str, ander: str) -> None:
    """Leg vast dat twee accounts (e-mailadressen) van dezelfde persoon zijn: dan keurt die nooit eigen werk goed."""
    start_django()
    from zorginkoop.web.toegang import actions
    from zorginkoop.web.toegang.models import Persoon

    gevonden = {p.email: p for p in Persoon.objects.filter(email__in=[een.lower(), ander.lower()])}
    for adres in (een, ander):
        if adres.lower() not in gevonden:
            raise Gebruikersfout("is hier niet bekend", plaats=adres)
    actions.link_accounts(een=gevonden[een.lower()], ander=gevonden[ander.lower()], by=DOOR)
    print(f"{een} en {ander} zijn voortaan dezelfde persoon.")


def find_organisatie(nummer: str) -> "Organisatie":
    """The organisation with this AGB code or UZOVI number. Gebruikersfout when there is none."""
    from zorginkoop.web.toegang.models import Organisatie

    soort = "agb" if len(nummer) == AGB_CIJFERS else "uzovi"
    gevonden = Organisatie.objects.filter(**{soort: nummer}).first()
    if gevonden is None:
        raise Gebruikersfout("is hier niet bekend", plaats=nummer)
    return gevonden
