"""Everything the register holds about one AGB code, ready to be read by people."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from zorginkoop.web.register.feiten import ZORGPARTIJEN, as_known
from zorginkoop.web.register.models import Feit, Relatie, Vestiging

OVERGESLAGEN = {"id", "geldig_van", "geldig_tot", "bekend_van", "bekend_tot"}


@dataclass(frozen=True)
class Verband:
    """A relation as seen from one side: the role, and who is on the other side."""

    rol: str
    agb: str
    naam: str
    van: date
    tot: date | None


@dataclass(frozen=True)
class Dossier:
    """What holds today (None when nothing does), the relations of today, and all that was ever known, newest first."""

    nu: Feit | None
    verbanden: list[Verband]
    historie: list[Feit]

    @property
    def velden(self) -> list[tuple[str, str]]:
        """Label and value of what holds today; an empty value is said, not hidden."""
        if self.nu is None:
            return []
        velden = [veld for veld in self.nu._meta.concrete_fields if veld.name not in OVERGESLAGEN]
        return [(str(veld.verbose_name), getattr(self.nu, veld.name) or gettext("niet bekend")) for veld in velden]


def dossier(agb: str, *, dag: date) -> Dossier:
    """The dossier of the code on the day; without history when the code is unknown."""
    historie = [rij for soort in ZORGPARTIJEN for rij in soort.objects.filter(agb=agb)]
    historie.sort(key=lambda rij: (rij.bekend_tot is None, rij.bekend_van, rij.geldig_van), reverse=True)
    return Dossier(nu=as_known(agb, dag=dag), verbanden=_relations(agb, dag), historie=historie)


def search(woord: str, *, dag: date) -> QuerySet[Vestiging]:
    """Practices of the day whose name, AGB code or place contains the word, by name."""
    gevonden = Vestiging.objects.known().valid(dag)
    if woord:
        gevonden = gevonden.filter(Q(naam__icontains=woord) | Q(agb__startswith=woord) | Q(plaats__icontains=woord))
    return gevonden.order_by("naam", "agb")


def _relations(agb: str, dag: date) -> list[Verband]:
    rijen = list(Relatie.objects.known().valid(dag).filter(Q(van_agb=agb) | Q(naar_agb=agb)).order_by("rol", "van_agb"))
    namen = _names({code for rij in rijen for code in (rij.van_agb, rij.naar_agb)}, dag)
    verbanden = []
    for rij in rijen:
        ander = rij.naar_agb if rij.van_agb == agb else rij.van_agb
        rol = rij.rol.replace("_", " ").lower()
        verbanden.append(Verband(rol, ander, namen.get(ander) or gettext("onbekend"), rij.geldig_van, rij.geldig_tot))
    return verbanden


def _names(codes: set[str], dag: date) -> dict[str, str]:
    return {
        agb: naam
        for soort in ZORGPARTIJEN
        for agb, naam in soort.objects.known().valid(dag).filter(agb__in=codes).values_list("agb", "naam")
    }
