"""The people of a demonstration: ready logins for every part, and a signatory for each practice."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count

from zorginkoop.beleid.versie import Beleid
from zorginkoop.web.declaraties.actions import set_betaalrekening
from zorginkoop.web.demo.getallen import iban
from zorginkoop.web.register.models import Onderneming, Relatie
from zorginkoop.web.register.ondernemingen import VESTIGING_VAN
from zorginkoop.web.register.vestigingsrollen import follow_enterprises
from zorginkoop.web.toegang import actions
from zorginkoop.web.toegang.models import Bevoegdheid, Organisatie, Persoon
from zorginkoop.web.toegang.rollen import Rol

WACHTWOORD = "Demonstratie-2025"
SINDS = date(2020, 1, 1)
TWEEDE_INKOPER = "tweede-inkoper"
TAKEN = (
    (Rol.INKOPER, "inkoper", "I. Inkoper"),
    (Rol.INKOPER, TWEEDE_INKOPER, "T. Tweede-Inkoper"),
    (Rol.CONTRACTBEHEER, "contractbeheer", "C. Contractbeheer"),
    (Rol.DECLARATIES, "declaraties", "D. Declaraties"),
    (Rol.BELEIDSREDACTEUR, "redacteur", "R. Redacteur"),
    (Rol.BELEIDSREDACTEUR, "tweede-redacteur", "T. Tweede-Redacteur"),
    (Rol.COMPLIANCE, "compliance", "P. Compliance"),
    (Rol.VOLGER, "volger", "V. Volger"),
    (Rol.BEHEER, "beheer", "B. Beheer"),
    (Rol.BEHEER, "tweede-beheer", "H. Tweede-Beheer"),
)


@dataclass
class Bezetting:
    """Who does what: insurers and their people by UZOVI number and role, signatories by id of the practice."""

    verzekeraars: dict[str, Organisatie] = field(default_factory=dict)
    mensen: dict[tuple[str, Rol], Persoon] = field(default_factory=dict)
    tweede_inkopers: dict[str, Persoon] = field(default_factory=dict)
    """By UZOVI number: the other purchaser, for what two people decide."""
    praktijken: dict[str, Organisatie] = field(default_factory=dict)
    starters: dict[str, Organisatie] = field(default_factory=dict)
    """Practices with a new owner, who applies after the contracting round."""
    tekenbevoegden: dict[int, Persoon] = field(default_factory=dict)
    logins: list[tuple[str, str, str]] = field(default_factory=list)
    """E-mail address, what this person is, and for whom."""

    def tekenbevoegde(self, praktijk: Organisatie) -> Persoon:
        return self.tekenbevoegden[praktijk.pk]


def insurers(bezetting: Bezetting, policies: list[Beleid], *, now: datetime) -> None:
    """Each insurer of the policies with the people of TAKEN."""
    for nummer, policy in enumerate(policies):
        wie = policy.verzekeraar
        organisatie = actions.create_verzekeraar(naam=wie.naam, uzovi=wie.uzovi, thema=wie.thema)
        set_betaalrekening(verzekeraar=organisatie, iban=iban(900_000_000 + nummer), bic="DEMONL2A", by="demonstratie")
        bezetting.verzekeraars[wie.uzovi] = organisatie
        for rol, adres, naam in TAKEN:
            persoon = _login(bezetting, f"{adres}@{wie.thema}.example.nl", naam, organisatie, rol)
            if adres == TWEEDE_INKOPER:
                bezetting.tweede_inkopers[wie.uzovi] = persoon
            else:
                bezetting.mensen[wie.uzovi, rol] = persoon


def practices(bezetting: Bezetting, vestigingen: list[tuple[str, str]]) -> dict[str, Organisatie]:
    """An organisation and a signatory per practice (AGB code, name). Only the ready logins can log in."""
    organisaties = Organisatie.objects.bulk_create(
        [Organisatie(soort="PRAKTIJK", agb=agb, naam=naam) for agb, naam in vestigingen]
    )
    personen = [
        Persoon(email=f"tekenbevoegde@p{o.agb}.example.nl", naam=f"Tekenbevoegde {o.agb}") for o in organisaties
    ]
    for persoon in personen:
        persoon.set_unusable_password()
    Persoon.objects.bulk_create(personen)
    paren = list(zip(organisaties, personen, strict=True))
    Bevoegdheid.objects.bulk_create(
        [Bevoegdheid(persoon=p, organisatie=o, rol=Rol.TEKENBEVOEGDE, van=SINDS) for o, p in paren]
    )
    bezetting.tekenbevoegden |= {organisatie.pk: persoon for organisatie, persoon in paren}
    return {o.agb or "": o for o in organisaties}


def organisation(bezetting: Bezetting, agb: str, naam: str, *, login: str) -> Organisatie:
    """A provider that is no practice of the invented market, with a signatory who can log in."""
    organisatie = Organisatie.objects.create(soort="PRAKTIJK", agb=agb, naam=naam)
    persoon = _login(bezetting, login, f"Tekenbevoegde {naam}", organisatie, Rol.TEKENBEVOEGDE)
    bezetting.tekenbevoegden[organisatie.pk] = persoon
    return organisatie


def enterprise_login(bezetting: Bezetting, *, now: datetime) -> None:
    """The head of an enterprise with several places of care, who acts for each of them by the AGB register."""
    relaties = Relatie.objects.known().valid(now.date()).filter(rol=VESTIGING_VAN).values("naar_agb")
    grotere = relaties.annotate(plaatsen=Count("van_agb")).filter(plaatsen__gte=2).values("naar_agb")
    onderneming = Onderneming.objects.known().valid(now.date()).filter(agb__in=grotere).order_by("agb").first()
    if onderneming is not None:
        organisation(bezetting, onderneming.agb, onderneming.naam, login="onderneming@praktijken.example.nl")
        follow_enterprises(now=now)


def practice_logins(
    bezetting: Bezetting, praktijk: Organisatie, starter: Organisatie, buitenstaander: Organisatie
) -> None:
    """A signatory and an assistant of one practice, who has an offer to sign, and someone who may see neither."""
    _login(bezetting, "tekenbevoegde@praktijk.example.nl", "T. Tekenbevoegde", praktijk, Rol.TEKENBEVOEGDE)
    _login(bezetting, "assistent@praktijk.example.nl", "A. Assistent", praktijk, Rol.INVULLER)
    _login(bezetting, "starter@nieuw.example.nl", "S. Starter", starter, Rol.TEKENBEVOEGDE)
    _login(bezetting, "buitenstaander@elders.example.nl", "B. Buitenstaander", buitenstaander, Rol.TEKENBEVOEGDE)


def _login(bezetting: Bezetting, email: str, naam: str, organisatie: Organisatie, rol: Rol) -> Persoon:
    persoon = actions.create_persoon(email=email, naam=naam, wachtwoord=WACHTWOORD, demo=True)
    actions.grant(persoon=persoon, organisatie=organisatie, rol=rol, van=SINDS)
    bezetting.logins.append((email, str(rol.label), organisatie.naam))
    return persoon
