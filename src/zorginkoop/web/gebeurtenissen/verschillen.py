"""What following would mean by the follower's own policy: row by row, and its assessment of the practice."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from zorginkoop.beleid import assess, library
from zorginkoop.beleid.afspraak import Afspraak
from zorginkoop.beleid.assess import Toets
from zorginkoop.beleid.model import Prestatie
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.geld import als_euro, uit_decimaal
from zorginkoop.web.contractering.afgifte import rows_of
from zorginkoop.web.contractering.feiten import policy_of
from zorginkoop.web.contractering.models import Volging
from zorginkoop.web.register.feiten import feiten_van
from zorginkoop.web.toegang.taal import Zin


@dataclass(frozen=True)
class Verschil:
    """One row against our own policy. `soort` is GELIJK, HOGER, LAGER, ANDERS or ONBEKEND; tariffs as text."""

    afspraak: Afspraak
    soort: str
    hun: str
    ons: str
    uitleg: str

    @property
    def kleur(self) -> str:
        return {"GELIJK": "ok", "LAGER": "info"}.get(self.soort, "let")

    @property
    def woord(self) -> str:
        return {
            "GELIJK": gettext("Gelijk"),
            "HOGER": gettext("Hoger dan ons tarief"),
            "LAGER": gettext("Lager dan ons tarief"),
            "ANDERS": gettext("Andere voorwaarden"),
            "ONBEKEND": gettext("Niet in ons beleid"),
        }[self.soort]


@dataclass(frozen=True)
class Vergelijking:
    """The rows with their differences, and how our own policy judges the practice on what the register knows."""

    beleid: Beleid | None
    verschillen: list[Verschil]
    toets: Toets | None

    @property
    def afwijkend(self) -> list[Verschil]:
        return [v for v in self.verschillen if v.soort != "GELIJK"]


def compare(volging: Volging, *, op: date) -> Vergelijking:
    """The package beside the follower's own policy for the same kind of care, when it has one."""
    o = volging.overeenkomst
    beleid = own_policy(volging)
    verschillen = [_difference(rij, beleid, max(rij.van, min(op, rij.tot))) for rij in rows_of(volging)]
    if beleid is None:
        return Vergelijking(None, verschillen, None)
    bekend = feiten_van(o.praktijk.agb or "", dag=op, uzovi=volging.volger.uzovi or "")
    modules = sorted({r.prestatie for r in rows_of(volging)} & {n for n, p in beleid.prestaties.items() if not p.basis})
    eigen = {"contractvorm": "nieuw", "aanvraagdatum": op, "datum_volledig": op, "gewenste_ingangsdatum": o.van}
    gegevens = {"agb_code": o.praktijk.agb, **bekend, **eigen, "gewenste_prestaties": modules}
    toets = assess.assess(beleid, {naam: w for naam, w in gegevens.items() if naam in beleid.feiten})
    return Vergelijking(beleid, verschillen, toets)


def own_policy(volging: Volging) -> Beleid | None:
    """The latest policy of the follower for the kind of care of the agreement."""
    zorgsoort = policy_of(volging.overeenkomst).document.zorgsoort
    return next((b for b in library.latest(zorgsoort) if b.verzekeraar.uzovi == volging.volger.uzovi), None)


def _difference(rij: Afspraak, beleid: Beleid | None, dag: date) -> Verschil:
    hun = als_euro(rij.tarief_cent)
    eigen = _same_code(rij, beleid)
    if eigen is None:
        return Verschil(rij, "ONBEKEND", hun, "", Zin("Deze code staat niet in ons beleid"))
    cent = _tariff(eigen, dag)
    if cent is None:
        return Verschil(rij, "ONBEKEND", hun, "", Zin("Ons beleid heeft voor deze dag geen vast tarief"))
    if eigen.eenheid != rij.eenheid:
        return Verschil(
            rij, "ANDERS", hun, als_euro(cent), Zin("Bij ons is de eenheid: %(eenheid)s", eenheid=eigen.eenheid)
        )
    if (eigen.max_aantal, eigen.per) != (rij.max_aantal, rij.per):
        return Verschil(rij, "ANDERS", hun, als_euro(cent), Zin("Bij ons geldt een andere grens aan het aantal"))
    verschil = rij.tarief_cent - cent
    soort = "GELIJK" if not verschil else "HOGER" if verschil > 0 else "LAGER"
    return Verschil(
        rij, soort, hun, als_euro(cent), Zin("Verschil %(bedrag)s", bedrag=als_euro(verschil)) if verschil else ""
    )


def _same_code(rij: Afspraak, beleid: Beleid | None) -> Prestatie | None:
    for prestatie in beleid.prestaties.values() if beleid else ():
        leeftijd = (prestatie.leeftijd_van, prestatie.leeftijd_tot)
        if prestatie.code == rij.prestatiecode and leeftijd == (rij.leeftijd_van, rij.leeftijd_tot):
            return prestatie
    return None


def _tariff(prestatie: Prestatie, dag: date) -> int | None:
    """Our amount in eurocents on the day; None when there is none, or a rule yields it."""
    geldig = next((t for t in prestatie.tarief if t.van <= dag < t.tot), None)
    return uit_decimaal(geldig.bedrag) if geldig and geldig.bedrag is not None else None
