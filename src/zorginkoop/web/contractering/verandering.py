"""What a change does to the signed rows: which are closed, which are added, and whether it may be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from zorginkoop.beleid import assess, offer
from zorginkoop.beleid.afspraak import Afspraak
from zorginkoop.beleid.assess import Toets
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering import feiten
from zorginkoop.web.contractering.aanbieden import check_rows, overlap, same_age
from zorginkoop.web.contractering.models import AfspraakRij, Mutatie, Overeenkomst
from zorginkoop.web.contractering.ondertekenen import as_rows
from zorginkoop.web.contractering.states import Toestandsfout
from zorginkoop.web.toegang.taal import Zin


@dataclass(frozen=True)
class Verandering:
    """Rows to close and rows to add. A row that is shortened is closed and added again with its new period."""

    sluiten: Sequence[AfspraakRij]
    toevoegen: Sequence[Afspraak]

    def carry_out(self, overeenkomst: Overeenkomst, *, now: datetime, mutatie: Mutatie | None) -> None:
        """Close and add in the database; the rows that stay known are checked for overlap first."""
        closed = {rij.pk for rij in self.sluiten}
        blijven = [rij.as_afspraak() for rij in overeenkomst.current_rows() if rij.pk not in closed]
        check_rows([*blijven, *self.toevoegen], plaats=overeenkomst.kenmerk)
        if AfspraakRij.objects.filter(pk__in=closed, bekend_tot=None).update(bekend_tot=now) != len(closed):
            raise Toestandsfout("De overeenkomst is net door iemand anders gewijzigd", plaats=overeenkomst.kenmerk)
        AfspraakRij.objects.bulk_create(as_rows(overeenkomst, self.toevoegen, now=now, mutatie=mutatie))


def ending(overeenkomst: Overeenkomst, dag: date) -> Verandering:
    """Every row stops on the day; what would begin later never does."""
    rijen = [rij for rij in overeenkomst.current_rows() if rij.tot > dag]
    return Verandering(rijen, [deel for rij in rijen for deel in _before(rij.as_afspraak(), dag)])


def wanted_after(mutatie: Mutatie) -> list[str]:
    """The modules the practice has once the change is in force, in a fixed order."""
    now = {rij.prestatie for rij in mutatie.overeenkomst.current_rows() if rij.tot > mutatie.gewenste_ingangsdatum}
    return sorted((now | set(mutatie.toevoegen)) - set(mutatie.beeindigen))


def assessment(mutatie: Mutatie) -> Toets:
    """The running agreement with its change, judged by the policy it was signed under, on the day of the request."""
    o = mutatie.overeenkomst
    aanvraag = o.aanbod.aanvraag
    policy = feiten.policy_of(aanvraag)
    modules = [naam for naam in wanted_after(mutatie) if not policy.prestaties[naam].basis]
    gegevens = feiten.facts(
        aanvraag,
        op=mutatie.volledig_op,
        registerfeiten=aanvraag.registerfeiten,
        **mutatie.antwoorden,
        contractvorm="lopend",
        gewenste_ingangsdatum=mutatie.gewenste_ingangsdatum,
        gewenste_prestaties=modules,
    )
    return assess.assess(policy, gegevens)


def new_start(mutatie: Mutatie) -> date:
    """The start date by the change rule of the policy (document 000: a quarter, asked a month before)."""
    o = mutatie.overeenkomst
    policy = feiten.policy_of(o)
    for naam in (*mutatie.toevoegen, *mutatie.beeindigen):
        if naam not in policy.prestaties or policy.prestaties[naam].basis:
            raise Gebruikersfout("Deze afspraak kunt u niet toevoegen of beëindigen", plaats=naam)
    toets = assessment(mutatie)
    if toets.uitkomst == "VOLDOET_NIET":
        redenen = [eis.weigering for eis in toets.eisen if eis.gevolg == "uitsluiten" and eis.uitkomst is False]
        raise Gebruikersfout(f"Deze wijziging kan niet. {' '.join(redenen)}", plaats=o.kenmerk)
    feiten.require_complete(toets, plaats="wijziging")
    if toets.ingangsdatum is None or not o.van <= toets.ingangsdatum < o.tot:
        raise Gebruikersfout(
            Zin("De wijziging zou ingaan op %(dag)s; dat valt buiten de looptijd", dag=toets.ingangsdatum),
            plaats=o.kenmerk,
        )
    return toets.ingangsdatum


def by_practice(mutatie: Mutatie) -> Verandering:
    """Added modules get the rows of the policy from the start date; ended ones stop on it. The rest stays as signed."""
    o, dag = mutatie.overeenkomst, mutatie.ingangsdatum
    toets = assessment(mutatie)
    current = [rij for rij in o.current_rows() if rij.tot > dag]
    _check_wanted(mutatie, {rij.prestatie for rij in current})
    _check_possible(mutatie, toets)
    rijen = offer.compose(feiten.policy_of(o), toets)
    nieuw = [_within(rij, dag, o.tot) for rij in rijen if rij.prestatie in mutatie.toevoegen and rij.tot > dag]
    missing = set(mutatie.toevoegen) - {rij.prestatie for rij in nieuw}
    if missing:
        raise Gebruikersfout("Deze afspraak kan in deze periode niet", plaats=", ".join(sorted(missing)))
    einde = [rij for rij in current if rij.prestatie in mutatie.beeindigen]
    return Verandering(einde, [*nieuw, *(deel for rij in einde for deel in _before(rij.as_afspraak(), dag))])


def _check_wanted(mutatie: Mutatie, heeft: set[str]) -> None:
    for naam in mutatie.toevoegen:
        if naam in heeft:
            raise Gebruikersfout("Deze afspraak staat al in de overeenkomst", plaats=naam)
    for naam in mutatie.beeindigen:
        if naam not in heeft:
            raise Gebruikersfout("Deze afspraak staat niet in de overeenkomst", plaats=naam)


def _check_possible(mutatie: Mutatie, toets: Toets) -> None:
    """What is added, and what stays and leans on what ends, must be possible together."""
    after = set(wanted_after(mutatie))
    for regel in toets.afspraken:
        if regel.prestatie in after and regel.mogelijk is False:
            raise Gebruikersfout("; ".join(regel.redenen) or "Dit kan niet volgens het beleid", plaats=regel.prestatie)


def by_insurer(mutatie: Mutatie) -> Verandering:
    """New rows take the place of the signed ones for the days they cover. One-sided, they may not be worse."""
    o, dag = mutatie.overeenkomst, mutatie.ingangsdatum
    current = list(o.current_rows())
    nieuw = [_within(Afspraak.model_validate(rij), o.van, o.tot) for rij in mutatie.rijen]
    einde = [rij for rij in current if rij.prestatie in mutatie.beeindigen and rij.tot > dag]
    if mutatie.grond == "EENZIJDIG":
        _check_not_worse(mutatie, current, nieuw)
    raakt = [rij for rij in current if rij not in einde and any(_touches(rij.as_afspraak(), n) for n in nieuw)]
    rest = [deel for rij in raakt for deel in _without(rij.as_afspraak(), nieuw)]
    return Verandering(
        [*einde, *raakt], [*nieuw, *rest, *(d for rij in einde for d in _before(rij.as_afspraak(), dag))]
    )


def _check_not_worse(mutatie: Mutatie, current: Sequence[AfspraakRij], nieuw: Sequence[Afspraak]) -> None:
    """Document 001, 6: within the term only one-sided changes that are good for the practice. Where a policy says
    nothing about it the same holds: both parties signed the rows."""
    if mutatie.beeindigen:
        raise Gebruikersfout("De verzekeraar kan een afspraak niet eenzijdig beëindigen", plaats="beeindigen")
    for rij in current:
        oud = rij.as_afspraak()
        for regel in nieuw:
            if _touches(oud, regel) and (waarom := worse(oud, regel)):
                raise Gebruikersfout(
                    f"Een eenzijdige wijziging mag niet ongunstig zijn voor de praktijk: {waarom}", plaats=oud.naam
                )


def worse(oud: Afspraak, nieuw: Afspraak) -> str:
    """In what respect the new row is worse for the practice than the old one; empty when in none."""
    if nieuw.eenheid != oud.eenheid:
        return "de eenheid verandert, dus de tarieven zijn niet te vergelijken"
    if nieuw.tarief_cent < oud.tarief_cent:
        return "het tarief gaat omlaag"
    if nieuw.inschrijving_vereist and not oud.inschrijving_vereist:
        return "er komt een inschrijvingseis bij"
    if (nieuw.leeftijd_van or 0) > (oud.leeftijd_van or 0) or (nieuw.leeftijd_tot or 999) < (oud.leeftijd_tot or 999):
        return "de leeftijdsgroep wordt kleiner"
    if nieuw.max_aantal is None or (oud.max_aantal, oud.per) == (nieuw.max_aantal, nieuw.per):
        return ""
    ruimer = oud.max_aantal is not None and oud.per == nieuw.per and nieuw.max_aantal >= oud.max_aantal
    return "" if ruimer else "er komt een strengere grens aan het aantal"


def _touches(oud: Afspraak, nieuw: Afspraak) -> bool:
    return oud.prestatiecode == nieuw.prestatiecode and same_age(oud, nieuw) and overlap(oud, nieuw)


def _within(rij: Afspraak, van: date, tot: date) -> Afspraak:
    """The row, no earlier and no later than these days."""
    begin, einde = max(rij.van, van), min(rij.tot, tot)
    if einde <= begin:
        raise Gebruikersfout("Deze afspraak valt geheel buiten de looptijd", plaats=rij.naam)
    return rij.model_copy(update={"van": begin, "tot": einde})


def _before(rij: Afspraak, dag: date) -> Iterator[Afspraak]:
    """What is left of a row that stops on the day."""
    if rij.van < dag:
        yield rij.model_copy(update={"tot": dag})


def _without(rij: Afspraak, nieuw: Sequence[Afspraak]) -> list[Afspraak]:
    """What is left of a row outside the days of the new ones, in pieces."""
    delen = [rij]
    for regel in nieuw:
        if not _touches(rij, regel):
            continue
        delen = [
            stuk.model_copy(update={"van": van, "tot": tot})
            for stuk in delen
            for van, tot in ((stuk.van, min(stuk.tot, regel.van)), (max(stuk.van, regel.tot), stuk.tot))
            if van < tot
        ]
    return delen
