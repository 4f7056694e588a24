"""Sign again after an event: a new application, filled in with what the practice said before."""

from datetime import datetime
from typing import Any

from zorginkoop.beleid import library
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering import actions
from zorginkoop.web.contractering.feiten import check_answer, policy_of
from zorginkoop.web.contractering.gezag import PRAKTIJK_VULT_IN, require_rol
from zorginkoop.web.contractering.models import Aanvraag
from zorginkoop.web.gebeurtenissen.models import Uitwerking
from zorginkoop.web.toegang.afscherming import als_eigenaar
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Bevoegdheid, Organisatie, Persoon


def may_start(uitwerking: Uitwerking, praktijk: Organisatie) -> bool:
    """Whether this practice is the one to apply again: it goes on itself, or it has the new AGB code."""
    g = uitwerking.gebeurtenis
    verder = g.nieuwe_agb == praktijk.agb if g.nieuwe_agb else g.praktijk_id == praktijk.pk and g.soort != "einde"
    loopt = uitwerking.gevolg == "NIEUWE_OVEREENKOMST" and uitwerking.status in ("OPEN", "VOORGESTELD")
    geeindigd = uitwerking.status == "BEEINDIGD" and g.soort != "einde"
    return verder and (loopt or geeindigd) and uitwerking.nieuwe_aanvraag_id is None


def inherited(praktijk: Organisatie) -> list[Uitwerking]:
    """What events left to this practice to sign again, as the code another goes on under."""
    gevonden = Uitwerking.objects.filter(gebeurtenis__nieuwe_agb=praktijk.agb).order_by("pk")
    partijen = ("gebeurtenis", "overeenkomst__verzekeraar", "overeenkomst__praktijk", "verzekeraar", "nieuwe_aanvraag")
    # The event belongs to who reported it, who named this practice in it.
    with als_eigenaar():
        return list(gevonden.select_related(*partijen)[:100])


def start_anew(*, uitwerking: Uitwerking, praktijk: Organisatie, by: Persoon, now: datetime) -> Aanvraag:
    """A draft under the latest version of the policy, from the day of the event. The account number is asked again.

    Someone who acts for both practices takes the answers along; a successor begins with an empty form, because the
    answers belong to who gave them.
    """
    if not may_start(uitwerking, praktijk):
        raise Gebruikersfout("Voor deze overeenkomst is geen nieuwe aanvraag nodig, of zij is al begonnen")
    o = uitwerking.overeenkomst
    with acting(by):
        require_rol(by, praktijk, *PRAKTIJK_VULT_IN, now=now)
        aanvraag = actions.start_aanvraag(
            praktijk=praktijk, verzekeraar=o.verzekeraar, beleid=o.beleid, by=by, now=now, contractvorm="nieuw"
        )
        # The agreement and its answers are of the code that ends; the new one was named in the event as who goes on.
        with als_eigenaar():
            antwoorden = _known_answers(uitwerking, by, now)
        aanvraag = actions.answer(aanvraag=aanvraag, antwoorden=antwoorden, by=by, now=now)
        with als_eigenaar():
            Uitwerking.objects.filter(pk=uitwerking.pk).update(nieuwe_aanvraag=aanvraag)
        uitwerking.nieuwe_aanvraag = aanvraag
    return aanvraag


def _known_answers(uitwerking: Uitwerking, by: Persoon, now: datetime) -> dict[str, Any]:
    o, dag = uitwerking.overeenkomst, uitwerking.gebeurtenis.dag
    beleid = library.load(o.beleid)
    antwoorden: dict[str, Any] = {"gewenste_ingangsdatum": dag.isoformat()}
    eigen = Bevoegdheid.objects.geldig(persoon=by, op=now.date()).filter(organisatie=o.praktijk)
    if eigen.exists():
        oud = policy_of(o).prestaties
        modules = {r.prestatie for r in o.afspraken.all() if r.prestatie in oud and not oud[r.prestatie].basis}
        vorige = o.aanbod.aanvraag.antwoorden
        antwoorden = {**vorige, "gewenste_prestaties": sorted(modules & set(beleid.prestaties)), **antwoorden}
    return {naam: waarde for naam, waarde in antwoorden.items() if _still_asked(beleid, naam, waarde)}


def _still_asked(beleid: Any, naam: str, waarde: Any) -> bool:
    try:
        check_answer(beleid, naam, waarde)
    except Gebruikersfout:
        return False
    return True
