"""Which papers the policy asks with an application, and which are still missing."""

from collections.abc import Collection
from dataclasses import dataclass

from zorginkoop.beleid.assess import Eisuitkomst, Toets
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering.feiten import policy_of
from zorginkoop.web.contractering.models import Aanvraag
from zorginkoop.web.toegang.taal import Zin


@dataclass(frozen=True)
class Gevraagd:
    """A paper that is asked: for which requirement, what it is, and whether there is a file."""

    eis: str
    titel: str
    wat: str
    aanwezig: bool


def asked(aanvraag: Aanvraag, toets: Toets) -> list[Gevraagd]:
    """The papers of this application, in the order of the policy."""
    eisen = policy_of(aanvraag).eisen
    met_bewijs = [e for e in toets.eisen if eisen[e.eis].bewijs and _at_stake(e)]
    bestanden = _present(aanvraag) if met_bewijs else set()
    return [Gevraagd(e.eis, e.titel, eisen[e.eis].bewijs, e.eis in bestanden) for e in met_bewijs]


def _at_stake(eis: Eisuitkomst) -> bool:
    """What a person judges needs its paper where it is not met; anything else where the practice says that it is."""
    return eis.uitkomst is (eis.gevolg != "beoordelen")


def _present(aanvraag: Aanvraag) -> Collection[str]:
    return set(aanvraag.bewijsstukken.values_list("eis", flat=True))


def require_proof(aanvraag: Aanvraag, toets: Toets) -> None:
    """Every paper is there; else say which is not."""
    mist = [g.wat for g in asked(aanvraag, toets) if not g.aanwezig]
    if mist:
        melding = Zin("Dit is nog niet compleet. Wij missen nog dit bewijs: %(bewijs)s", bewijs=" ".join(mist))
        raise Gebruikersfout(melding, plaats="bewijs")
