"""The practice does not accept an offer, and says why."""

from datetime import datetime
from functools import partial

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering.gezag import require_rol
from zorginkoop.web.contractering.models import Aanbod
from zorginkoop.web.contractering.ondertekenen import refusal
from zorginkoop.web.contractering.states import move
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Persoon
from zorginkoop.web.toegang.rollen import Rol


def decline_aanbod(*, aanbod: Aanbod, reden: str, by: Persoon, now: datetime) -> Aanbod:
    """Refuse the offer in the name of the practice. The application ends with it; a new one can be started."""
    if not reden.strip():
        raise Gebruikersfout("Schrijf op waarom u het aanbod niet aanneemt", plaats="reden")
    with acting(by):
        require_rol(by, aanbod.aanvraag.praktijk, Rol.TEKENBEVOEGDE, now=now)
        melding = partial(refusal, aanbod, now)
        move(aanbod, "GEWEIGERD", van="AANGEBODEN", melding=melding)
        move(aanbod.aanvraag, "INGETROKKEN", van="AANGEBODEN", melding=melding, redenen=[reden])
    return aanbod
