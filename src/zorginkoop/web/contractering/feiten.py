"""From the frozen answers and register facts of an application to the assessment by its policy version."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from zorginkoop.beleid import library
from zorginkoop.beleid.assess import Toets
from zorginkoop.beleid.feiten import value as read_value
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.kern.nummers import controleer_iban
from zorginkoop.web.contractering.models import Aanvraag, Overeenkomst
from zorginkoop.web.toegang.taal import Zin

VANAF_INDIENING, VANAF_AANVULLING = "compleet_vanaf_indiening", "compleet_vanaf_aanvulling"
DAG_COMPLEET = (VANAF_INDIENING, VANAF_AANVULLING)
"""The names under which an Oordeel says which day counts as the day an application was complete: that of its first
submission, or the one on which it was completed after an objection (see `heropenen`)."""
EIGEN = {"aanvraagdatum", "datum_volledig", "contractvorm", "agb_code"}
"""Facts the application itself settles; an answer cannot."""
NIET_VAN_PRAKTIJK = {"overheid", "berekend"}
"""Origins of facts that are not for the practice to state. What the insurer settles, the practice may state as long as
the insurer is silent: a value of the register wins."""


def policy_of(record: Aanvraag | Overeenkomst) -> Beleid:
    """The very policy version the record was made under."""
    return library.load(record.beleid, versie=record.beleidversie)


def mask_iban(iban: str) -> str:
    """What may be shown or kept outside the one column: the last four characters."""
    return Zin("eindigt op %(cijfers)s", cijfers=iban[-4:])


def check_answer(policy: Beleid, naam: str, waarde: object) -> None:
    """Refuse an answer to what was not asked, is not for the practice to say, or is not of the right kind."""
    feit = policy.feiten.get(naam)
    if feit is None or naam in EIGEN or feit.herkomst in NIET_VAN_PRAKTIJK:
        raise Gebruikersfout("Dit kunt u niet zelf invullen", plaats=naam)
    if waarde is not None:
        read_value(naam, feit, waarde)


def split_iban(antwoorden: Mapping[str, Any]) -> tuple[dict[str, Any], str | None]:
    """The answers without the IBAN, and the checked IBAN (None when it was not among them)."""
    rest = {naam: waarde for naam, waarde in antwoorden.items() if naam != "iban"}
    iban = antwoorden.get("iban")
    return rest, None if iban is None else (controleer_iban(str(iban)) if iban else "")


def as_json(waarden: Mapping[str, Any]) -> dict[str, Any]:
    """The values as JSON keeps them: days as ISO text. Refuses what JSON cannot hold."""
    try:
        return json.loads(json.dumps(dict(waarden), default=_iso, allow_nan=False))
    except (TypeError, ValueError) as fout:
        raise Gebruikersfout("Een antwoord heeft een vorm die wij niet kunnen bewaren") from fout


def _iso(waarde: object) -> str:
    if isinstance(waarde, date):
        return waarde.isoformat()
    raise TypeError(type(waarde).__name__)


def facts(aanvraag: Aanvraag, *, op: datetime, registerfeiten: Mapping[str, Any], **anders: Any) -> dict[str, Any]:
    """All facts on the day of `op` (the moment the application was complete). Register facts win over answers.

    The day of application is that of the request it follows from, where there was one (see `bijdragen`).
    `anders` replaces facts, as a change of a running agreement does. Facts the policy does not name are left out.
    """
    dag = timezone.localdate(op)
    known = {naam: waarde for naam, waarde in registerfeiten.items() if waarde is not None}
    eigen = {
        "aanvraagdatum": known.get("aanvraagdatum", dag),
        "datum_volledig": dag,
        "contractvorm": aanvraag.contractvorm,
        "agb_code": aanvraag.praktijk.agb,
        "iban": aanvraag.iban or None,
    }
    alles = {**aanvraag.antwoorden, **known, **eigen, **anders}
    return {naam: waarde for naam, waarde in alles.items() if naam in policy_of(aanvraag).feiten}


def counted(aanvraag: Aanvraag, op: datetime) -> datetime:
    """The moment a draft handed in at `op` counts as complete: that of its first submission when a purchaser decided so
    with an objection (see `heropenen`)."""
    if aanvraag.ingediend_op is None:
        return op
    eerst = aanvraag.oordelen.filter(eis=VANAF_INDIENING).exists()
    return aanvraag.ingediend_op if eerst else op


def frozen_assessment(aanvraag: Aanvraag) -> Toets:
    """The assessment as it was frozen when the application was submitted."""
    if aanvraag.toets is None:
        raise ValueError(f"{aanvraag.kenmerk} is not submitted")
    return Toets.model_validate(aanvraag.toets)


def require_complete(toets: Toets, *, plaats: str) -> None:
    """Everything is known that the requirements, and the conditions of what is wanted, look at; else say what not."""
    missing = [vraag.vraag for vraag in toets.vragen]
    missing += [e.weigering for e in toets.eisen if e.gevolg == "opschorten" and e.uitkomst is False]
    if toets.ingangsdatum is None and not missing:
        missing = ["Op welke datum wilt u dat het ingaat?"]
    if toets.uitkomst == "ONBEKEND" or missing:
        raise Gebruikersfout(f"Dit is nog niet compleet. Wij missen nog: {' '.join(missing)}", plaats=plaats)
