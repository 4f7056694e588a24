"""Why a line got its outcome: each reason in plain Dutch with its figures, the row, the passage, and what can be done.

Nothing is kept for this beside the line: rows, insured and registrations never change for a past moment, so the
explanation as known at the `peilmoment` of the file is the same every time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from zorginkoop.beleid.model import Prestatie
from zorginkoop.beleid.versie import Beleid
from zorginkoop.engine.redenen import REDENEN
from zorginkoop.kern.geld import als_euro
from zorginkoop.web.contractering.models import AfspraakRij, Overeenkomst
from zorginkoop.web.declaraties import gronden
from zorginkoop.web.declaraties.beleidskeuze import policy_on
from zorginkoop.web.declaraties.gronden import Bronvermelding, day
from zorginkoop.web.declaraties.models import TECHNISCH, Declaratieregel
from zorginkoop.web.declaraties.oordelen import MELDINGEN
from zorginkoop.web.register.models import Inschrijving, Verzekering


@dataclass(frozen=True)
class Grond:
    """One reason: what is wrong, the figures, what to do, and the passage it rests on."""

    code: str
    melding: str
    waarden: str
    vervolg: str
    bron: Bronvermelding


@dataclass(frozen=True)
class Vraag:
    """Whom to ask when the practice disagrees."""

    partij: str
    afdeling: str
    adres: str
    termijn: str


@dataclass(frozen=True)
class Uitleg:
    """The chain of a line: outcome → reasons → signed row → passage of the policy."""

    regel: Declaratieregel
    gronden: tuple[Grond, ...]
    gekort_cent: int
    rij: AfspraakRij | None
    rijbron: Bronvermelding | None
    overeenkomst_url: str
    beleid: str
    beleid_url: str
    gevolgd: bool
    vraag: Vraag


def explain(regel: Declaratieregel) -> Uitleg:
    """The explanation of a judged line. Every reason ends in an article or passage."""
    policy = gronden.policy_for(regel)
    overeenkomst = regel.overeenkomst
    return Uitleg(
        regel=regel,
        gronden=tuple(_ground(code, regel, policy) for code in regel.redenen),
        gekort_cent=regel.bedrag_cent - regel.toegekend_cent,
        rij=regel.afspraak,
        rijbron=gronden.of_row(regel.afspraak, policy) if regel.afspraak else None,
        overeenkomst_url=gronden.overeenkomst_url(regel),
        beleid=f"{policy.document.titel}, versie {policy.document.versie}" if policy else "",
        beleid_url=gronden.policy_url(policy),
        gevolgd=bool(overeenkomst and overeenkomst.verzekeraar_id != regel.bestand.verzekeraar_id),
        vraag=_question(regel),
    )


def _ground(code: str, regel: Declaratieregel, policy: Beleid | None) -> Grond:
    vervolg = REDENEN[code].vervolg if code in REDENEN else "Herstel de regel en declareer hem opnieuw."
    waarden = WAARDEN.get(code, _nothing)(regel)
    return Grond(code, MELDINGEN[code], waarden, vervolg, gronden.ground(code, regel, policy))


def _question(regel: Declaratieregel) -> Vraag:
    """Whom to ask: the insurer that judged the line, also when it follows another one's agreement."""
    policy = policy_on(str(regel.bestand.verzekeraar.uzovi), regel.datum)
    kanaal = next((k for k in policy.inhoud.kanaal if k.soort == "vraag"), None) if policy else None
    return Vraag(
        partij=regel.bestand.verzekeraar.naam,
        afdeling=kanaal.afdeling if kanaal else "Declaraties",
        adres=kanaal.adres if kanaal else "",
        termijn="Het beleid noemt geen antwoordtermijn. De verzekeraar betaalt uiterlijk op "
        f"{day(regel.bestand.uiterste_betaaldag)} wat is toegekend; een vraag houdt dat niet op.",
    )


def agreed_cent(regel: Declaratieregel) -> int | None:
    """The tariff that was reckoned with: of the signed row, or without an agreement that of the NZa."""
    if regel.afspraak is not None:
        return regel.afspraak.tarief_cent
    vrij = gronden.free_row(regel)
    return vrij.tarief_cent if vrij else None


def _conditions(regel: Declaratieregel) -> tuple[AfspraakRij | Prestatie | None, str]:
    """Where the conditions of this line stand, and the word for it."""
    if regel.afspraak is not None:
        return regel.afspraak, "Afgesproken"
    vrij = gronden.free_row(regel)
    return (vrij.prestatie if vrij else None), "Zonder overeenkomst geldt"


def _nothing(regel: Declaratieregel) -> str:
    return ""


def _tariff(regel: Declaratieregel) -> str:
    afgesproken = agreed_cent(regel)
    soort = "Afgesproken" if regel.afspraak else "Wettelijk tarief (NZa)"
    tegen = f" {soort}: {als_euro(afgesproken)}." if afgesproken is not None else ""
    return f"Gedeclareerd tarief: {als_euro(regel.tarief_cent)}.{tegen}"


def _no_agreement(regel: Declaratieregel) -> str:
    bestaand = Overeenkomst.objects.filter(
        praktijk__agb=regel.agb, verzekeraar=regel.bestand.verzekeraar, status="GELDIG"
    ).order_by("van")
    lijst = "; ".join(f"{o.kenmerk} van {day(o.van)} tot {day(o.tot)}" for o in bestaand)
    heeft = f"Uw overeenkomsten met deze verzekeraar: {lijst}." if lijst else "U hebt er geen met deze verzekeraar."
    return f"Datum van de prestatie: {day(regel.datum)}. {heeft}"


def _not_agreed(regel: Declaratieregel) -> str:
    elders = AfspraakRij.objects.filter(
        overeenkomst=regel.overeenkomst, prestatiecode=regel.prestatiecode, bekend_tot=None
    ).order_by("van")
    lijst = "; ".join(f"van {day(rij.van)} tot {day(rij.tot)}" for rij in elders)
    wel = f" Wel afgesproken: {lijst}." if lijst else ""
    return f"Prestatie {regel.prestatiecode} op {day(regel.datum)}, overeenkomst {regel.overeenkomst.kenmerk}.{wel}"


def _age(regel: Declaratieregel) -> str:
    persoon = Verzekering.objects.known(regel.bestand.peilmoment).filter(bsn=regel.bsn).first()
    rij, soort = _conditions(regel)
    if persoon is None or regel.datum is None or rij is None:
        return ""
    geboren, dag = persoon.geboortedatum, regel.datum
    jaren = dag.year - geboren.year - ((dag.month, dag.day) < (geboren.month, geboren.day))
    band = f"vanaf {rij.leeftijd_van or 0} jaar" + (
        f" tot {rij.leeftijd_tot} jaar" if rij.leeftijd_tot is not None else ""
    )
    return f"Leeftijd op {day(dag)}: {jaren} jaar. {soort}: {band}."


def _insured(regel: Declaratieregel) -> str:
    bekend = Verzekering.objects.known(regel.bestand.peilmoment).filter(
        bsn=regel.bsn, uzovi=regel.bestand.verzekeraar.uzovi
    )
    perioden = "; ".join(_period(v.geldig_van, v.geldig_tot) for v in bekend.order_by("geldig_van"))
    return f"Datum van de prestatie: {day(regel.datum)}. Bij ons verzekerd: {perioden or 'nooit'}."


def _registered(regel: Declaratieregel) -> str:
    bekend = Inschrijving.objects.known(regel.bestand.peilmoment).filter(bsn=regel.bsn, agb=regel.agb)
    perioden = "; ".join(_period(i.geldig_van, i.geldig_tot) for i in bekend.order_by("geldig_van"))
    return f"Datum van de prestatie: {day(regel.datum)}. Op uw naam ingeschreven: {perioden or 'nooit'}."


def _period(van: date, tot: date | None) -> str:
    return f"van {day(van)}" + (f" tot {day(tot)}" if tot else " tot nu")


def _same(regel: Declaratieregel) -> "QuerySet[Declaratieregel]":
    return Declaratieregel.objects.filter(
        bsn=regel.bsn, datum=regel.datum, agb=regel.agb, prestatiecode=regel.prestatiecode, debetcredit="D"
    ).exclude(pk=regel.pk)


def _twice(regel: Declaratieregel) -> str:
    eerste = _same(regel).filter(bestand=regel.bestand, nummer__lt=regel.nummer).order_by("nummer").first()
    return f"Zie regel {eerste.nummer}, referentie {eerste.referentie}." if eerste else ""


def _before(regel: Declaratieregel) -> str:
    eerder = _same(regel).filter(
        bestand__verzekeraar=regel.bestand.verzekeraar, bestand__peilmoment__lt=regel.bestand.peilmoment
    )
    betaald = eerder.exclude(uitkomst="AFGEWEZEN").select_related("bestand").order_by("bestand", "nummer").first()
    if betaald is None:
        return ""
    plek = f"factuur {betaald.bestand.factuurnummer}, regel {betaald.nummer}"
    return f"Vergoed op {plek}: {als_euro(betaald.toegekend_cent)}."


def _limit(regel: Declaratieregel) -> str:
    rij, soort = _conditions(regel)
    return f"{soort}: hoogstens {rij.max_aantal} per {rij.per}." if rij and rij.max_aantal else ""


def _amount(regel: Declaratieregel) -> str:
    goed = als_euro(regel.tarief_cent * regel.aantal)
    return (
        f"{regel.aantal} keer {als_euro(regel.tarief_cent)} is {goed}; gedeclareerd is {als_euro(regel.bedrag_cent)}."
    )


def _reference(regel: Declaratieregel) -> str:
    return f"Deze creditregel verwijst naar referentie {regel.referentie_voorgaand or 'zonder nummer'}."


def _technical(regel: Declaratieregel) -> str:
    eigen = [fout for fout in regel.bestand.technische_fouten if fout["regel"] == regel.nummer]
    return " ".join(f"Rubriek {f['rubriek']}, retourcode {f['retourcode']}: {f['melding']}." for f in eigen)


WAARDEN: dict[str, Callable[[Declaratieregel], str]] = {
    "GEEN_OVEREENKOMST": _no_agreement,
    "PRESTATIE_NIET_AFGESPROKEN": _not_agreed,
    "LEEFTIJD": _age,
    "ONBEKENDE_VERZEKERDE": _insured,
    "NIET_VERZEKERD": _insured,
    "NIET_INGESCHREVEN": _registered,
    "DUBBEL_IN_BESTAND": _twice,
    "DUBBEL_EERDER": _before,
    "FREQUENTIE": _limit,
    "BEDRAG_KLOPT_NIET": _amount,
    "TARIEF_VERLAAGD": _tariff,
    "CREDIT_ZONDER_DEBET": _reference,
    "CREDIT_AL_GECREDITEERD": _reference,
    "CREDIT_BEDRAG_WIJKT_AF": _reference,
    TECHNISCH: _technical,
}
"""The figures of a line for each reason."""
