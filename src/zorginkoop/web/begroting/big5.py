"""The 'Big 5' (document 004): the five programmes that come first, checked on agreements and budget.

Which programmes these are follows from the policy: the ones that its rule "first the Big 5" is about, that is, of the
same passage as the condition of an additional programme, without that condition themselves.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from zorginkoop.beleid.model import Prestatie
from zorginkoop.beleid.versie import Beleid
from zorginkoop.web.begroting.models import Begroting
from zorginkoop.web.contractering.models import AfspraakRij
from zorginkoop.web.toegang.models import Organisatie

FEIT = "big5_op_orde"


@dataclass(frozen=True)
class Programma:
    """One of the five: agreed and running, at least budgeted, or not there."""

    naam: str
    titel: str
    loopt: bool
    begroot: bool

    @property
    def staat(self) -> tuple[str, str]:
        """In words, with the colour of the badge."""
        if self.loopt:
            return gettext("Loopt"), "ok"
        return (gettext("In de begroting"), "info") if self.begroot else (gettext("Ontbreekt"), "let")


def big5_of(policy: Beleid) -> dict[str, Prestatie]:
    """The programmes that come first under this policy; empty when it has no such rule."""
    plaatsen = {v.bron for p in policy.prestaties.values() for v in p.voorwaarde if FEIT in v.regel}
    return {naam: p for naam, p in policy.prestaties.items() if p.bron in plaatsen and not p.voorwaarde}


def check_big5(praktijk: Organisatie, begroting: Begroting | None, *, policy: Beleid, dag: date) -> list[Programma]:
    """Each of the five, from signed rows that hold on the day and from the latest version of the budget."""
    vijf = big5_of(policy)
    if not vijf:
        return []
    rijen = AfspraakRij.objects.filter(
        overeenkomst__praktijk=praktijk, prestatie__in=vijf, van__lte=dag, tot__gt=dag, bekend_tot=None
    )
    lopend = set(rijen.values_list("prestatie", flat=True))
    versie = begroting.last_version() if begroting else None
    begroot = set(versie.content().per_prestatie()) if versie else set()
    return [Programma(naam, p.naam, naam in lopend, naam in begroot) for naam, p in vijf.items()]


def programmes_missing(praktijk: Organisatie, begroting: Begroting | None, *, policy: Beleid, dag: date) -> list[str]:
    """The programmes that neither run nor are budgeted: then the five are not in order, whatever anybody says."""
    vijf = check_big5(praktijk, begroting, policy=policy, dag=dag)
    return [p.titel for p in vijf if not (p.loopt or p.begroot)]
