"""What a change in the practice means for a running agreement: continue or start anew, and where to report it."""

from difflib import get_close_matches
from typing import get_args

from pydantic import BaseModel, ConfigDict

from zorginkoop.beleid.afspraak import Bron
from zorginkoop.beleid.model import Gebeurtenis, Loket, Voortgang, Voorval
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.fouten import Gebruikersfout

STIL = "Dit beleid zegt niets over deze verandering; het contractbeheer van de verzekeraar besluit."


class Uitwerking(BaseModel):
    """The consequence of one event under one policy; `bron` is None when the policy is silent."""

    model_config = ConfigDict(frozen=True)

    wijziging: Voorval
    gevolg: Voortgang
    melden_bij: tuple[Loket, ...]
    uitleg: str
    bron: Bron | None


def consequence(beleid: Beleid, wijziging: str, *, zelfde_agb_code: bool | None = None) -> Uitwerking:
    """What follows from this event; NIET_GEREGELD when the policy does not say.

    `zelfde_agb_code` None means that it is not known yet whether the AGB code changes: then the usual consequence.
    Raises Gebruikersfout for an event that does not exist.
    """
    voorval = _known(wijziging)
    regels = {regel.gebeurtenis: regel for regel in beleid.inhoud.gevolg}
    if voorval not in regels:
        return Uitwerking(wijziging=voorval, gevolg="NIET_GEREGELD", melden_bij=(), uitleg=STIL, bron=None)
    regel = regels[voorval]
    return Uitwerking(
        wijziging=voorval,
        gevolg=_outcome(regel, zelfde_agb_code),
        melden_bij=regel.melden_bij,
        uitleg=regel.uitleg,
        bron=regel.bron,
    )


def _known(wijziging: str) -> Voorval:
    voorvallen: tuple[Voorval, ...] = get_args(Voorval)
    for voorval in voorvallen:
        if voorval == wijziging:
            return voorval
    voorstel = get_close_matches(wijziging, voorvallen, n=1)
    hint = f"bedoelt u '{voorstel[0]}'?" if voorstel else f"kies uit {', '.join(voorvallen)}"
    raise Gebruikersfout(f"de verandering '{wijziging}' is niet bekend; {hint}", plaats="wijziging")


def _outcome(regel: Gebeurtenis, zelfde_agb_code: bool | None) -> Voortgang:
    if zelfde_agb_code is None:
        return regel.gevolg
    return (regel.bij_zelfde_agb_code if zelfde_agb_code else regel.bij_andere_agb_code) or regel.gevolg
