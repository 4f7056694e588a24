"""What changed, in an order in which nothing is ever missed."""

from datetime import datetime
from typing import Any

from ninja import Router

from zorginkoop.web.api.berichten import event_type, resource
from zorginkoop.web.api.bladeren import Aantal, Cursor, pack, unpack
from zorginkoop.web.api.login import Verzoek, needs
from zorginkoop.web.api.models import Mededeling
from zorginkoop.web.api.vormen import Uit

router = Router(tags=["Wijzigingen"], by_alias=True)
_UITLEG = (
    "Vraag telkens op met de cursor uit 'volgende' van het vorige antwoord; zonder cursor begint u vooraan. De "
    "volgorde is die waarin wijzigingen zichtbaar werden: wie zo leest, mist er geen. Wat net is gebeurd "
    "kan een ogenblik later verschijnen."
)


class WijzigingUit(Uit):
    """One change: of what, to which state, and where to read more."""

    id: int
    type: str
    soort: str
    kenmerk: str
    status: str
    tijdstip: datetime
    adres: str


class WijzigingLijst(Uit):
    """Changes in order. `volgende` is always there; `meer` says whether it is worth asking at once."""

    items: list[WijzigingUit]
    volgende: str
    meer: bool


@router.get(
    "/wijzigingen",
    response=WijzigingLijst,
    summary="Wat er veranderde",
    description=_UITLEG,
    operation_id="wijzigingLijst",
    **needs("wijzigingen:lezen"),
)
def wijzigingen(request: Verzoek, na: Cursor | None = None, aantal: Aantal = 100) -> dict[str, Any]:
    """Changes this organisation may see, after the cursor."""
    transactie, nummer = unpack(na, 2) if na is not None else (0, 0)
    eigen = Mededeling.objects.filter(organisatie=request.auth.organisatie)
    gevonden = list(eigen.settled().after(transactie, nummer)[: aantal + 1])
    rijen = gevonden[:aantal]
    plek = (rijen[-1].transactie, rijen[-1].pk) if rijen else (transactie, nummer)
    return {"items": map(_change, rijen), "volgende": pack(*plek), "meer": len(gevonden) > aantal}


def _change(g: Mededeling) -> dict[str, Any]:
    namen = ("id", "soort", "kenmerk", "status", "tijdstip")
    return {**{naam: getattr(g, naam) for naam in namen}, "type": event_type(g), "adres": resource(g)}
