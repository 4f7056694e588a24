"""A budget from draft to agreement: sent in, discussed, agreed by two people, or by two insurers."""

from datetime import datetime

from django.db import IntegrityError

from zorginkoop.beleid import library
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.begroting.inhoud import Inhoud
from zorginkoop.web.begroting.models import Begroting, Besluit, Versie
from zorginkoop.web.begroting.states import move
from zorginkoop.web.contractering.gezag import PRAKTIJK_VULT_IN, require_rol
from zorginkoop.web.contractering.states import Toestandsfout
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Organisatie, Persoon
from zorginkoop.web.toegang.rollen import Rol, Soort
from zorginkoop.web.toegang.taal import Zin

BIJ_DE_VERZEKERAAR = ("INGEDIEND", "VOORGESTELD")
NIET_DE_ZELFDE = "Een ander dan wie het eerste akkoord gaf moet hier ook naar kijken"


def start_begroting(
    *,
    praktijk: Organisatie,
    verzekeraar: Organisatie,
    beleid: str,
    jaar: int,
    by: Persoon,
    now: datetime,
    tweede: Organisatie | None = None,
) -> Begroting:
    """A draft budget for one calendar year of the term. An out-of-hours service names its second insurer."""
    policy = library.load(beleid)
    if policy.verzekeraar.uzovi != verzekeraar.uzovi:
        raise Gebruikersfout(
            Zin("Het beleid %(beleid)s is niet van %(naam)s", beleid=beleid, naam=verzekeraar.naam), plaats="beleid"
        )
    if not policy.document.looptijd_van.year <= jaar < policy.document.looptijd_tot.year:
        raise Gebruikersfout(Zin("Dit beleid geldt niet in %(jaar)s", jaar=jaar), plaats="jaar")
    samen = "begroting_akkoord_tweede" in policy.feiten
    if samen != (tweede is not None) or (tweede and tweede.soort != Soort.VERZEKERAAR) or tweede == verzekeraar:
        raise Gebruikersfout("Kies de twee zorgverzekeraars die samen besluiten", plaats="tweede")
    try:
        with acting(by):
            require_rol(by, praktijk, *PRAKTIJK_VULT_IN, now=now)
            return Begroting.objects.create(
                praktijk=praktijk,
                verzekeraar=verzekeraar,
                tweede=tweede,
                beleid=beleid,
                beleidversie=policy.document.versie,
                jaar=jaar,
                aangemaakt_op=now,
                aangemaakt_door=by,
            )
    except IntegrityError as fout:
        if "begroting_een_per_jaar" not in str(fout):
            raise
        raise Gebruikersfout(Zin("Er is al een begroting voor %(jaar)s", jaar=jaar), plaats="jaar") from fout


def hand_in(*, begroting: Begroting, inhoud: Inhoud, bestandsnaam: str, by: Persoon, now: datetime) -> Versie:
    """Send in a version. A later one replaces it until somebody agreed to it."""
    with acting(by):
        require_rol(by, begroting.praktijk, *PRAKTIJK_VULT_IN, now=now)
        _lock(begroting)
        if begroting.status not in ("CONCEPT", "INGEDIEND", "TERUG"):
            raise Toestandsfout("Deze begroting kunt u niet meer veranderen")
        vorige = begroting.last_version()
        if vorige and vorige.content() == inhoud:
            raise Gebruikersfout("Deze versie is gelijk aan de vorige", plaats="bestand")
        versie = Versie.objects.create(
            begroting=begroting,
            nummer=vorige.nummer + 1 if vorige else 1,
            inhoud=inhoud.model_dump(mode="json"),
            bestandsnaam=bestandsnaam,
            gemaakt_op=now,
            gemaakt_door=by,
        )
        if begroting.status == "INGEDIEND":
            Begroting.objects.filter(pk=begroting.pk).update(ingediend_op=now)
        else:
            move(begroting, "INGEDIEND", van=begroting.status, ingediend_op=now)
    return versie


def decide(
    *,
    begroting: Begroting,
    namens: Organisatie,
    nummer: int,
    akkoord: bool,
    by: Persoon,
    now: datetime,
    motivering: str = "",
) -> Begroting:
    """Agree to version `nummer`, or send it back with what must change. Agreed is only what two people agreed to; of
    a budget with two insurers, one of each."""
    if not akkoord and not motivering.strip():
        raise Gebruikersfout("Schrijf op wat er anders moet", plaats="motivering")
    with acting(by):
        require_rol(by, namens, Rol.INKOPER, now=now)
        _lock(begroting)
        versie = begroting.last_version()
        if begroting.status not in BIJ_DE_VERZEKERAAR or versie is None or versie.nummer != nummer:
            raise Toestandsfout("Hierover is al besloten, of er is een nieuwere versie. Bekijk de begroting opnieuw")
        _check_decider(begroting, versie, namens=namens, by=by)
        Besluit.objects.create(
            begroting=begroting,
            versie=versie,
            namens=namens,
            akkoord=akkoord,
            motivering=motivering.strip(),
            door=by,
            op=now,
        )
        _after(begroting, akkoord=akkoord, now=now)
    return begroting


def _check_decider(begroting: Begroting, versie: Versie, *, namens: Organisatie, by: Persoon) -> None:
    if namens not in begroting.insurers():
        raise Gebruikersfout("Uw organisatie besluit niet over deze begroting", plaats=namens.naam)
    eerdere = list(versie.besluiten.all())
    if any(by.is_same(besluit.door_id) for besluit in eerdere):
        raise Gebruikersfout(NIET_DE_ZELFDE, plaats=by.naam)
    if begroting.tweede_id and any(besluit.namens_id == namens.pk for besluit in eerdere):
        raise Gebruikersfout(
            Zin("%(naam)s heeft al besloten; nu de andere verzekeraar", naam=namens.naam), plaats=namens.naam
        )


def _after(begroting: Begroting, *, akkoord: bool, now: datetime) -> None:
    if not akkoord:
        move(begroting, "TERUG", van=begroting.status)
    elif begroting.status == "INGEDIEND":
        move(begroting, "VOORGESTELD", van="INGEDIEND")
    else:
        move(begroting, "AKKOORD", van="VOORGESTELD", akkoord_op=now)


def withdraw_begroting(*, begroting: Begroting, by: Persoon, now: datetime) -> Begroting:
    """The provider no longer wants it; possible until somebody agreed to it."""
    with acting(by):
        require_rol(by, begroting.praktijk, *PRAKTIJK_VULT_IN, now=now)
        _lock(begroting)
        if begroting.status not in ("CONCEPT", "INGEDIEND", "TERUG"):
            raise Toestandsfout("Deze begroting kunt u niet meer intrekken")
        move(begroting, "INGETROKKEN", van=begroting.status)
    return begroting


def _lock(begroting: Begroting) -> None:
    """Steps on one budget wait for each other; it is then as it is now."""
    begroting.refresh_from_db(from_queryset=Begroting.objects.select_for_update(of=("self",), no_key=True))
