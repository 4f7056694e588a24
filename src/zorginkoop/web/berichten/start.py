"""The checklist of a new practice: what to arrange before the day it begins, planned back from that day.

Everything on it comes from a policy for starting practices. A day stands there only where its text gives one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from zorginkoop.beleid import assess, library
from zorginkoop.beleid.afspraak import Bron
from zorginkoop.beleid.model import Eis
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.periode import maanden_later
from zorginkoop.web.contractering import tonen
from zorginkoop.web.contractering.models import Aanvraag
from zorginkoop.web.gebeurtenissen.models import Rekeningwijziging
from zorginkoop.web.register.feiten import feiten_van
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.taal import Zin

ZORGSOORT = "praktijkstart"
IBAN_FEIT, FORMULIER, DELEN = "iban_bij_verre_verzekeraars", "aanvraag", "delen"
GEEN_DUUR = Zin("De tekst noemt geen doorlooptijd; begin dus op tijd.")


@dataclass(frozen=True)
class Punt:
    """Something to arrange. `uiterlijk` is None where the text gives no day; `duur` is what it says about how long.

    `klaar` is True when it is done, `vanzelf` when the register or the portal shows so; `zelf` when one can tick it.
    `stap` is the page of this portal where one does it, when there is one.
    """

    naam: str
    titel: str
    doen: str
    uiterlijk: date | None
    duur: str
    bron: str
    url: str
    klaar: bool = False
    vanzelf: bool = False
    zelf: bool = True
    stap: str = ""

    def state(self, vandaag: date) -> tuple[str, str]:
        """Whether it is done, and how much time is left."""
        if self.klaar:
            return (gettext("Gezien in het register of portaal") if self.vanzelf else gettext("Gedaan")), "ok"
        if self.uiterlijk is None:
            return gettext("Te doen"), "info"
        return (gettext("Te laat"), "fout") if self.uiterlijk < vandaag else (gettext("Te doen"), "let")


def policies(begindag: date) -> list[Beleid]:
    """What insurers published for starting practices, in the latest version; one that ran out is kept, and marked."""
    nieuwste = {b.document.beleid: b for b in library.all_policies() if b.document.zorgsoort == ZORGSOORT}
    return sorted(nieuwste.values(), key=lambda b: (not _holds(b, begindag), b.verzekeraar.naam))


def _holds(beleid: Beleid, dag: date) -> bool:
    return beleid.document.geldig_van <= dag < beleid.document.geldig_tot


def holds(beleid: Beleid, begindag: date) -> bool:
    """Whether the policy holds on the day the practice begins."""
    return _holds(beleid, begindag)


def checklist(beleid: Beleid, begindag: date) -> list[Punt]:
    """What to arrange, the first to be ready on top: what holds up the application, the application, the rest."""
    aanvraag = last_application_day(beleid, begindag)
    eigen = _own(beleid)
    voor = [naam for naam, eis in eigen.items() if eis.gevolg == "opschorten"]
    na = [naam for naam, eis in eigen.items() if eis.gevolg == "melden" and IBAN_FEIT not in eis.regel]
    iban = next((eis for eis in eigen.values() if IBAN_FEIT in eis.regel), None)
    uit = [_requirement(beleid, naam, aanvraag) for naam in voor]
    uit.append(_application(beleid, aanvraag))
    uit += [_requirement(beleid, naam, begindag) for naam in na]
    uit += _ibans(beleid, iban.bron, begindag) if iban else []
    return uit


def _own(beleid: Beleid) -> dict[str, Eis]:
    """The requirements of the guide itself, without those of the general policy it supplements."""
    algemeen = beleid.algemeen.eisen if beleid.algemeen else {}
    return {naam: eis for naam, eis in beleid.eisen.items() if algemeen.get(naam) != eis}


def last_application_day(beleid: Beleid, begindag: date) -> date | None:
    """The last day for a complete application, by the notice the text gives; None when it gives none."""
    maanden = beleid.inhoud.wijziging.termijn_maanden
    return maanden_later(begindag, -maanden) if maanden else None


def _place(beleid: Beleid, bron: Bron) -> tuple[str, str]:
    paragraaf = beleid.paragraph(bron)
    return str(bron), tonen.policy_url(beleid, paragraaf.plek if paragraaf else "")


def _requirement(beleid: Beleid, naam: str, uiterlijk: date | None) -> Punt:
    eis = beleid.eisen[naam]
    return Punt(naam, eis.titel, eis.weigering, uiterlijk, GEEN_DUUR, *_place(beleid, eis.bron))


def _application(beleid: Beleid, uiterlijk: date | None) -> Punt:
    """The form itself: known here as soon as it is submitted."""
    inhoud = beleid.inhoud
    loket = next((k.afdeling for k in inhoud.kanaal if k.soort == "nieuw"), "")
    doen = Zin("Vul de aanvraag in dit portaal in en dien haar volledig in.")
    if loket:
        doen = Zin("Vul de aanvraag in dit portaal in en dien haar volledig in. Vragen? Bij %(loket)s.", loket=loket)
    maanden = inhoud.wijziging.termijn_maanden
    duur = GEEN_DUUR
    if maanden == 1:
        duur = Zin("Volledig, ten minste 1 maand voor de ingangsdatum.")
    elif maanden:
        duur = Zin("Volledig, ten minste %(maanden)s maanden voor de ingangsdatum.", maanden=maanden)
    bron = _place(beleid, inhoud.ingangsdatum.bron[0])
    return Punt(
        FORMULIER,
        Zin("De aanvraag is volledig ingediend"),
        doen,
        uiterlijk,
        duur,
        *bron,
        zelf=False,
        stap="contractering:nieuw",
    )


def _ibans(beleid: Beleid, bron: Bron, begindag: date) -> Iterator[Punt]:
    """One point for every other insurer, as the guide says the practice tells each itself."""
    hier = set(Organisatie.objects.filter(soort="VERZEKERAAR").values_list("uzovi", flat=True))
    for uzovi, naam in sorted(others(beleid).items(), key=lambda paar: paar[1]):
        doen = Zin("Geef uw rekeningnummer zelf door aan %(naam)s; op de website van %(naam)s staat hoe.", naam=naam)
        yield Punt(
            f"iban-{uzovi}",
            Zin("IBAN doorgegeven aan %(naam)s", naam=naam),
            doen,
            begindag,
            GEEN_DUUR,
            *_place(beleid, bron),
            stap="gebeurtenissen:rekening" if uzovi in hier else "",
        )


def others(beleid: Beleid) -> dict[str, str]:
    """Every other insurer that is known here, by UZOVI number."""
    bekend = {b.verzekeraar.uzovi: b.verzekeraar.naam for b in library.all_policies()}
    bekend |= dict(Organisatie.objects.filter(soort="VERZEKERAAR").values_list("uzovi", "naam"))
    return {uzovi: naam for uzovi, naam in bekend.items() if uzovi != beleid.verzekeraar.uzovi}


def personal(beleid: Beleid, begindag: date, praktijk: Organisatie, gedaan: set[str], vandaag: date) -> list[Punt]:
    """The checklist of one practice: what it ticked, and what the register and the portal show to be done."""
    gezien = _seen(beleid, praktijk, vandaag)
    return [
        Punt(**{
            **{veld: getattr(punt, veld) for veld in Punt.__dataclass_fields__},
            "vanzelf": punt.naam in gezien,
            "zelf": punt.zelf and punt.naam not in gezien,
            "klaar": punt.naam in gezien or (punt.zelf and key(beleid, punt) in gedaan),
        })
        for punt in checklist(beleid, begindag)
    ]  # fmt: skip


def key(beleid: Beleid, punt: Punt) -> str:
    """Under what a tick is kept; a later version of the same policy finds it again."""
    return f"{beleid.document.beleid}:{punt.naam}"


def _seen(beleid: Beleid, praktijk: Organisatie, vandaag: date) -> set[str]:
    """The points that facts show to be done: the rule of the requirement itself is run on what the register knows."""
    feiten: Mapping[str, Any] = feiten_van(praktijk.agb or "", dag=vandaag, uzovi=beleid.verzekeraar.uzovi)
    bekend = {naam: waarde for naam, waarde in feiten.items() if naam in beleid.feiten}
    gezien = {eis.eis for eis in assess.assess(beleid, bekend).eisen if eis.uitkomst is True}
    ingediend = Aanvraag.objects.filter(
        praktijk=praktijk, verzekeraar__uzovi=beleid.verzekeraar.uzovi, ingediend_op__isnull=False
    ).exclude(status__in=["AFGEWEZEN", "INGETROKKEN", "CONCEPT"])
    ibans = {f"iban-{uzovi}" for uzovi in _know_the_iban(praktijk)}
    return gezien | ibans | ({FORMULIER} if ingediend.exists() else set())


def _know_the_iban(praktijk: Organisatie) -> set[str]:
    """The insurers this practice gave its account number to in this portal: on its own, or with an application."""
    los = Rekeningwijziging.objects.filter(praktijk=praktijk).exclude(status__in=["INGETROKKEN", "AFGEWEZEN"])
    erbij = Aanvraag.objects.filter(praktijk=praktijk, ingediend_op__isnull=False).exclude(iban="")
    erbij = erbij.exclude(status__in=["AFGEWEZEN", "INGETROKKEN"])
    return {uzovi for q in (los, erbij) for uzovi in q.values_list("verzekeraar__uzovi", flat=True)}
