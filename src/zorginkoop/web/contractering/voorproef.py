"""What a change would do, before anybody asks for it. Nothing is saved."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from zorginkoop.beleid.assess import Vraag
from zorginkoop.web.contractering.feiten import as_json
from zorginkoop.web.contractering.models import Mutatie, Overeenkomst
from zorginkoop.web.contractering.muteren import change, start
from zorginkoop.web.contractering.verandering import Verandering, assessment
from zorginkoop.web.contractering.vragen import answerable
from zorginkoop.web.toegang.models import Persoon


def preview(**wens: Any) -> tuple[Mutatie, Verandering]:
    """The change with its start date, and the rows it would close and add; Gebruikersfout when it may not be."""
    mutatie = _unsaved(**wens)
    mutatie.ingangsdatum = start(mutatie)
    return mutatie, change(mutatie)


def questions(**wens: Any) -> list[Vraag]:
    """What the policy asks before it can judge the change, as far as the practice can say."""
    mutatie = _unsaved(**wens)
    toets = assessment(mutatie)
    return [v for v in toets.vragen if answerable(mutatie.overeenkomst, v.gegeven)]


def _unsaved(
    *,
    overeenkomst: Overeenkomst,
    gewenste_ingangsdatum: date,
    by: Persoon,
    now: datetime,
    toevoegen: Iterable[str] = (),
    beeindigen: Iterable[str] = (),
    antwoorden: Mapping[str, Any] | None = None,
) -> Mutatie:
    return Mutatie(
        overeenkomst=overeenkomst,
        grond="MUTATIE_PRAKTIJK",
        gewenste_ingangsdatum=gewenste_ingangsdatum,
        toevoegen=list(toevoegen),
        beeindigen=list(beeindigen),
        antwoorden=as_json(antwoorden or {}),
        volledig_op=now,
        aangevraagd_door=by,
    )
