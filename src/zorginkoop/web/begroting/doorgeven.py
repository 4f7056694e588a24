"""What an application learns from budgets: whether there is an agreement, and the rows that follow from it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from zorginkoop.beleid import library
from zorginkoop.beleid.afspraak import Afspraak
from zorginkoop.beleid.assess import Mogelijkheid, Toets
from zorginkoop.beleid.model import Prestatie
from zorginkoop.beleid.offer import row
from zorginkoop.web.begroting.afrekenen import agreed_by
from zorginkoop.web.begroting.big5 import programmes_missing
from zorginkoop.web.begroting.inhoud import Regel
from zorginkoop.web.begroting.models import Begroting, Jaarstukken, Praktijkmanagement
from zorginkoop.web.contractering.bijdragen import Antwoorden
from zorginkoop.web.contractering.feiten import policy_of
from zorginkoop.web.contractering.models import Aanvraag
from zorginkoop.web.toegang.models import Organisatie

VOLGENS_BEGROTING = "volgens begroting"
"""The unit of a Prestatie whose whole amount is that of its lines in the budget."""


def facts(
    praktijk: Organisatie, verzekeraar: Organisatie, beleid: str, dag: date, antwoorden: Antwoorden
) -> dict[str, Any]:
    """Facts of the budget of this provider with this insurer for the year it wants to start in; none under a policy
    without budgets.

    Without a budget there is no agreement on it: that is known, and nobody needs to be asked.
    """
    kent = library.load(beleid).feiten
    if "begroting_akkoord" not in kent and "begroting_akkoord_eerste" not in kent:
        return {}
    begroting = budget_for(praktijk, verzekeraar, beleid, antwoorden)
    gevonden: dict[str, Any] = {"begroting_akkoord": begroting is not None and begroting.status == "AKKOORD"}
    gevonden |= agreed_by(begroting)
    if begroting and begroting.ingediend_op:
        gevonden["begroting_datum"] = timezone.localdate(_first_sent(begroting))
        gevonden |= _accounts(begroting)
    if begroting and begroting.tweede:
        gevonden["representerende_verzekeraars"] = [v.naam for v in begroting.insurers()]
        gevonden["hds_tweede_verzekeraar"] = begroting.tweede_id == verzekeraar.pk
    if programmes_missing(praktijk, begroting, policy=library.load(beleid), dag=dag):
        gevonden["big5_op_orde"] = False
    return {naam: waarde for naam, waarde in {**gevonden, **_management(praktijk, verzekeraar)}.items() if naam in kent}


def budget_for(
    praktijk: Organisatie, verzekeraar: Organisatie, beleid: str, antwoorden: Antwoorden
) -> Begroting | None:
    """The budget of the year of the wished start; as long as no start was named, that of the last year.

    A provider may already be busy with the budget of next year when it asks for the agreement of this one.
    """
    beslist = Q(verzekeraar=verzekeraar) | Q(tweede=verzekeraar)
    gevonden = Begroting.objects.filter(beslist, praktijk=praktijk, beleid=beleid).exclude(status="INGETROKKEN")
    if start := antwoorden.get("gewenste_ingangsdatum"):
        gevonden = gevonden.filter(jaar=date.fromisoformat(start).year)
    return gevonden.select_related("verzekeraar", "tweede").order_by("-jaar").first()


def _first_sent(begroting: Begroting) -> Any:
    """When budget and plan came in first: that the insurer asked for changes does not make them late."""
    eerste = begroting.versies.order_by("nummer").first()
    return eerste.gemaakt_op if eerste else begroting.ingediend_op


def _accounts(begroting: Begroting) -> dict[str, date]:
    """When the accounts came in that were due in the year before this budget's: those of the year before that."""
    stukken = Jaarstukken.objects.filter(
        begroting__praktijk=begroting.praktijk,
        begroting__verzekeraar=begroting.verzekeraar,
        begroting__jaar=begroting.jaar - 2,
    ).order_by("nummer")
    eerste = stukken.first()
    return {"jaarstukken_datum": timezone.localdate(eerste.ingediend_op)} if eerste else {}


def _management(praktijk: Organisatie, verzekeraar: Organisatie) -> dict[str, Any]:
    """What an awarded request for practice management answers."""
    toegekend = Praktijkmanagement.objects.filter(praktijk=praktijk, verzekeraar=verzekeraar, status="TOEGEKEND")
    laatste = toegekend.order_by("-besloten_op").first()
    return {"wsv_deelname": laatste.wsv_deelname, "praktijkmanagement_formulier": True} if laatste else {}


def rows(aanvraag: Aanvraag, toets: Toets) -> Iterator[Afspraak]:
    """A row per Prestatie of the agreed budget of the year in which the agreement starts, for that year.

    Of a Prestatie paid by budget the row is the sum of its lines; of any other it is the agreed amount per unit,
    which takes the place of the published demonstration value.
    """
    if toets.ingangsdatum is None:
        return
    begroting = latest_agreed(aanvraag, toets.ingangsdatum.year)
    versie = begroting.last_version() if begroting else None
    mogelijk = {m.prestatie: m for m in toets.afspraken}
    for naam, regels in (versie.content().per_prestatie() if versie else {}).items():
        prestatie = policy_of(aanvraag).prestaties.get(naam)
        if prestatie is not None and can_be_paid(prestatie, mogelijk[naam]):
            yield _row(aanvraag, naam, _amount(prestatie, regels), start=toets.ingangsdatum)


def latest_agreed(aanvraag: Aanvraag, jaar: int) -> Begroting | None:
    """The agreed budget of a year."""
    return Begroting.objects.filter(
        Q(verzekeraar=aanvraag.verzekeraar) | Q(tweede=aanvraag.verzekeraar),
        praktijk=aanvraag.praktijk,
        beleid=aanvraag.beleid,
        jaar=jaar,
        status="AKKOORD",
    ).first()


def can_be_paid(prestatie: Prestatie, mogelijkheid: Mogelijkheid) -> bool:
    """Whether it was asked for and nothing stands in the way, other than that the policy has no tariff for it."""
    zonder_tarief = prestatie.zonder_tarief and mogelijkheid.redenen == (prestatie.zonder_tarief,)
    return mogelijkheid.gewenst and (mogelijkheid.mogelijk is True or bool(zonder_tarief))


def _amount(prestatie: Prestatie, regels: list[Regel]) -> int:
    if prestatie.eenheid == VOLGENS_BEGROTING:
        return sum(regel.bedrag_cent for regel in regels)
    return regels[0].eenheid_cent


def _row(aanvraag: Aanvraag, naam: str, tarief_cent: int, *, start: date) -> Afspraak:
    policy = policy_of(aanvraag)
    document = policy.document
    return row(
        policy,
        naam,
        tarief_cent=tarief_cent,
        tariefstatus="geverifieerd",
        van=max(start, document.looptijd_van),
        tot=min(document.looptijd_tot, date(start.year, 12, 31) + timedelta(1)),
    )
