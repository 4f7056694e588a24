"""A bulk round from the portal: choose, look at it first, start, pause, go on, stop. The work is in `rondewerk`."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from zorginkoop.beleid.afspraak import Afspraak
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering.aanbieden import prepare_offer
from zorginkoop.web.contractering.gezag import VERZEKERAAR_BIEDT_AAN, require_rol
from zorginkoop.web.contractering.models import Aanvraag, Ronde, RondeRegel
from zorginkoop.web.contractering.states import move
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Organisatie, Persoon

STEEKPROEF = 100
"""Applications of which the preview makes the offer; more would keep the reader waiting."""
PER_PATIENT = "per ingeschreven verzekerde per kwartaal"
_MELDING = "Deze ronde is intussen gestart, gestopt of klaar"


@dataclass(frozen=True)
class Voorbeeld:
    """What a round would do, from its first applications. `per_jaar_cent` is an indication: only what is paid per
    registered patient, for a whole year."""

    aantal: int
    bekeken: int
    afspraken: int
    patienten: int
    per_jaar_cent: int
    bezwaren: list[tuple[Aanvraag, str]]
    voorbeelden: list[Aanvraag]


def offerable(verzekeraar: Organisatie, beleid: str, versie: str, woord: str = "") -> QuerySet[Aanvraag]:
    """Admitted applications under a policy version that have no offer yet, longest waiting first."""
    gevonden = Aanvraag.objects.filter(
        verzekeraar=verzekeraar, beleid=beleid, beleidversie=versie, status="TOEGELATEN"
    ).exclude(rondes__ronde__status__in=["KLAARGEZET", "LOPEND", "GEPAUZEERD"], rondes__status="WACHT")
    if woord := woord.strip():
        gevonden = gevonden.filter(Q(praktijk__naam__icontains=woord) | Q(praktijk__agb__startswith=woord))
    return gevonden.order_by("ingediend_op", "pk")


def choices(verzekeraar: Organisatie) -> list[tuple[str, str, int]]:
    """Policy, version and how many applications could be offered, most first."""
    gevonden = Aanvraag.objects.filter(verzekeraar=verzekeraar, status="TOEGELATEN")
    geteld = gevonden.values_list("beleid", "beleidversie").annotate(aantal=Count("pk"))
    return sorted(geteld, key=lambda keuze: (-keuze[2], keuze[0]))


def prepare_round(
    *, verzekeraar: Organisatie, beleid: str, versie: str, woord: str = "", by: Persoon, now: datetime
) -> Ronde:
    """Put a round ready with the applications that are admitted now; nothing is offered yet."""
    with acting(by):
        require_rol(by, verzekeraar, *VERZEKERAAR_BIEDT_AAN, now=now)
        # One at a time per insurer: two rounds put ready at once do not hold the same application.
        Organisatie.objects.select_for_update(no_key=True).get(pk=verzekeraar.pk)
        aanvragen = list(offerable(verzekeraar, beleid, versie, woord).values_list("pk", flat=True))
        if not aanvragen:
            raise Gebruikersfout("Er is geen toegelaten aanvraag zonder aanbod die hierbij past", plaats="ronde")
        ronde = Ronde.objects.create(
            verzekeraar=verzekeraar, beleid=beleid, beleidversie=versie, aangemaakt_op=now, aangemaakt_door=by
        )
        RondeRegel.objects.bulk_create((RondeRegel(ronde=ronde, aanvraag_id=pk) for pk in aanvragen), batch_size=1000)
    return ronde


def preview(ronde: Ronde, *, by: Persoon, now: datetime) -> Voorbeeld:
    """The round as it would go, without doing it."""
    regels = ronde.regels.filter(status="WACHT").order_by("pk")
    aantal = regels.count()
    bezwaren, voorbeelden = [], []
    rijen = patienten = per_jaar = 0
    for regel in regels.select_related("aanvraag__praktijk", "aanvraag__verzekeraar")[:STEEKPROEF]:
        try:
            aanbod = prepare_offer(regel.aanvraag, by=by, now=now)
        except Gebruikersfout as fout:
            bezwaren.append((regel.aanvraag, fout.melding))
            continue
        ingeschreven = int(regel.aanvraag.registerfeiten.get("ingeschreven_patienten") or 0)
        voorbeelden.append(regel.aanvraag)
        rijen, patienten = rijen + len(aanbod.afspraken), patienten + ingeschreven
        per_jaar += year_cent(aanbod.rows(), ingeschreven)
    bekeken = min(aantal, STEEKPROEF)
    return Voorbeeld(aantal, bekeken, rijen, patienten, per_jaar, bezwaren, voorbeelden[:3])


def year_cent(rijen: list[Afspraak], patienten: int) -> int:
    """What rows pay in a year for so many patients, where only their number counts. A tariff that changes within the
    term counts once, at its first amount."""
    eerste: dict[str, Afspraak] = {}
    for rij in sorted(rijen, key=lambda r: r.van):
        if rij.eenheid == PER_PATIENT and rij.leeftijd_van is None and rij.leeftijd_tot is None:
            eerste.setdefault(rij.prestatiecode, rij)
    return sum(4 * rij.tarief_cent * patienten for rij in eerste.values())


def start_round(*, ronde: Ronde, by: Persoon, now: datetime) -> Ronde:
    """Start the round, or go on after a pause. From here offers are made in the name of `by`."""
    with acting(by):
        require_rol(by, ronde.verzekeraar, *VERZEKERAAR_BIEDT_AAN, now=now)
        ronde.refresh_from_db(fields=["status", "gestart_op"])
        van = ronde.status if ronde.status in ("KLAARGEZET", "GEPAUZEERD") else "KLAARGEZET"
        move(ronde, "LOPEND", van=van, melding=_MELDING, gestart_door=by, gestart_op=ronde.gestart_op or now, uitleg="")
    return ronde


def pause_round(*, ronde: Ronde, by: Persoon, now: datetime) -> Ronde:
    """No new offers until someone goes on; the one being made now is finished."""
    with acting(by):
        require_rol(by, ronde.verzekeraar, *VERZEKERAAR_BIEDT_AAN, now=now)
        move(ronde, "GEPAUZEERD", van="LOPEND", melding=_MELDING)
    return ronde


def stop_round(*, ronde: Ronde, by: Persoon, now: datetime) -> Ronde:
    """End the round. What was offered stands; the other applications can go into another round."""
    with acting(by):
        require_rol(by, ronde.verzekeraar, *VERZEKERAAR_BIEDT_AAN, now=now)
        ronde.refresh_from_db(fields=["status"])
        van = ronde.status if ronde.status in ("KLAARGEZET", "LOPEND", "GEPAUZEERD") else "LOPEND"
        move(ronde, "GESTOPT", van=van, melding=_MELDING, klaar_op=now)
    return ronde


def retry_round(*, ronde: Ronde, by: Persoon, now: datetime) -> Ronde:
    """Try again what failed in a round that is done."""
    with acting(by):
        require_rol(by, ronde.verzekeraar, *VERZEKERAAR_BIEDT_AAN, now=now)
        move(ronde, "LOPEND", van="KLAAR", melding=_MELDING, gestart_door=by, klaar_op=None)
        if not ronde.regels.filter(status="MISLUKT").update(status="WACHT", reden="", op=None):
            raise Gebruikersfout("In deze ronde is niets mislukt", plaats=ronde.kenmerk)
    return ronde
