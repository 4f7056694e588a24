"""A contracting round: offers and signatures for thousands of practices at once. The same steps, checks and records
as for one; only the printing and sealing is spread over processes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from zorginkoop.web.contractering.aanbieden import place_offer, prepare_offer
from zorginkoop.web.contractering.documenten import offer_order
from zorginkoop.web.contractering.models import Aanbod, Aanvraag, Mutatie, Overeenkomst
from zorginkoop.web.contractering.muteren import carry_out, keep_version
from zorginkoop.web.contractering.ondertekenen import accept, first_order, put_in_force
from zorginkoop.web.contractering.pers import Opdracht, new_pool, print_many
from zorginkoop.web.toegang.models import Persoon

PARTIJ = 100
"""Records per transaction: large enough to be fast, small enough to lose little when stopped."""

_T = TypeVar("_T")
Voortgang = Callable[[int], object]


def bulk_round(
    aanvragen: Sequence[Aanvraag],
    *,
    by: Persoon,
    ondertekenaars: Mapping[int, Persoon],
    now: datetime,
    ondertekend_op: datetime,
    voortgang: Voortgang = lambda aantal: None,
    processen: int = 2,
) -> list[Overeenkomst]:
    """Offer every admitted application and have it signed by the signatory of its practice (keyed by its id).

    `by` offers at `now`; the signatures are given at `ondertekend_op`. `voortgang` hears how many are done. Stopped
    halfway, what was finished stands, and `repair_signing` finishes what was signed but not sealed.
    """
    klaar: list[Overeenkomst] = []
    bij_de_pers: _Verzegeling | None = None
    with new_pool(processen) as pool:
        try:
            for partij in _parts(aanvragen):
                # While the press seals one part the next is assessed, and while it prints that the first takes force.
                aanbiedingen = [prepare_offer(aanvraag, by=by, now=now) for aanvraag in partij]
                papier = print_many([offer_order(aanbod) for aanbod in aanbiedingen], pool=pool)
                vorige, bij_de_pers = bij_de_pers, None
                klaar += _in_force(vorige, ondertekend_op, voortgang)
                getekend = _offer_and_sign(aanbiedingen, papier, ondertekenaars, now, ondertekend_op)
                opdrachten = [first_order(overeenkomst) for overeenkomst in getekend]
                bij_de_pers = _Verzegeling(getekend, opdrachten, print_many(opdrachten, pool=pool))
        finally:
            klaar += _in_force(bij_de_pers, ondertekend_op, voortgang)
    return klaar


@dataclass(frozen=True)
class _Verzegeling:
    """Signed agreements whose documents are at the press."""

    getekend: Sequence[Overeenkomst]
    opdrachten: Sequence[Opdracht]
    papier: Iterator[bytes]


@transaction.atomic
def _in_force(verzegeling: _Verzegeling | None, moment: datetime, voortgang: Voortgang) -> list[Overeenkomst]:
    if verzegeling is None:
        return []
    klaar = [
        put_in_force(overeenkomst, opdracht, pdf, now=moment, actor=overeenkomst.ondertekend_door)
        for overeenkomst, opdracht, pdf in zip(
            verzegeling.getekend, verzegeling.opdrachten, verzegeling.papier, strict=True
        )
    ]
    voortgang(len(klaar))
    return klaar


@transaction.atomic
def _offer_and_sign(
    aanbiedingen: Sequence[Aanbod],
    papier: Iterator[bytes],
    ondertekenaars: Mapping[int, Persoon],
    now: datetime,
    ondertekend_op: datetime,
) -> list[Overeenkomst]:
    getekend = []
    for aanbod, pdf in zip(aanbiedingen, papier, strict=True):
        place_offer(aanbod, pdf, now=now)
        signer = ondertekenaars[aanbod.aanvraag.praktijk_id]
        if overeenkomst := accept(aanbod=aanbod, by=signer, now=ondertekend_op):
            getekend.append(overeenkomst)
    return getekend


def bulk_mutaties(
    mutaties: Sequence[Mutatie],
    *,
    by: Persoon,
    now: datetime,
    voortgang: Voortgang = lambda aantal: None,
    processen: int = 2,
) -> list[Mutatie]:
    """Carry out many requested changes, each as `apply_mutatie` does, with the printing spread over processes."""
    with new_pool(processen) as pool:
        for partij in _parts(mutaties):
            with transaction.atomic():
                opdrachten = [carry_out(mutatie, by=by, now=now) for mutatie in partij]
                papier = print_many([opdracht for _, opdracht in opdrachten], pool=pool)
                for mutatie, (versie, opdracht), pdf in zip(partij, opdrachten, papier, strict=True):
                    keep_version(mutatie, versie, opdracht, pdf, by=by, now=now)
            voortgang(len(partij))
    return list(mutaties)


def _parts(records: Sequence[_T]) -> Iterator[Sequence[_T]]:
    return (records[n : n + PARTIJ] for n in range(0, len(records), PARTIJ))
