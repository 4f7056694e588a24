"""What the register says, asked: a party on a day as known at a moment, and the facts a policy starts from."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypeVar

from django.db.models import QuerySet

from zorginkoop.web.register.models import Feit, Inschrijving, Kernregio, Onderneming, Relatie, Vestiging, Zorgverlener
from zorginkoop.web.register.ondernemingen import own_places

T = TypeVar("T")

ZORGPARTIJEN: tuple[type[Feit], ...] = (Vestiging, Onderneming, Zorgverlener)
HUISARTSENPRAKTIJK = "01"


def as_known(agb: str, *, dag: date, moment: datetime | None = None) -> Feit | None:
    """What we knew at `moment` (without one: know now) about the holder of the AGB code on `dag`."""
    for soort in ZORGPARTIJEN:
        if rij := soort.objects.known(moment).valid(dag).filter(agb=agb).first():
            return rij
    return None


def feiten_van(agb: str, *, dag: date, uzovi: str, moment: datetime | None = None) -> dict[str, object]:
    """Facts for a policy that the register knows of this practice on `dag`; what it does not know is left out.

    Of an enterprise: what holds for every one of its places of care, and their patients together.
    """
    plaatsen = own_places(agb, dag=dag, moment=moment)
    if not plaatsen:
        # Contracting goes by what Vektis knows (001, 6.2); only a register that was never loaded says nothing.
        return {"agb_code": agb, "vektis_registratie": False} if Vestiging.objects.known(moment).exists() else {}
    feiten: dict[str, object | None] = {
        "agb_code": agb,
        "vektis_registratie": all(p.zorgsoort == HUISARTSENPRAKTIJK for p in plaatsen),
        "email": _same(p.email or None for p in plaatsen),
        "big_registratie": _big_registratie(agb, dag, moment),
        "kernregio": _same(_kernregio(p.regio, dag, uzovi, moment) for p in plaatsen),
        "ingeschreven_patienten": _ingeschreven_patienten([p.agb for p in plaatsen], dag, moment),
        "meer_ondernemingen": _several_enterprises(agb, dag, moment) or None,
    }
    return {naam: waarde for naam, waarde in feiten.items() if waarde is not None}


def registered(agbs: list[str], *, dag: date, moment: datetime | None = None) -> QuerySet[Inschrijving]:
    """Who is on the ION lists of these AGB codes on the day, whoever insures them."""
    return Inschrijving.objects.known(moment).valid(dag).filter(agb__in=agbs)


def eigenaren(agb: str, *, dag: date, moment: datetime | None = None) -> list[Zorgverlener]:
    """The providers who own the practice, themselves or through its enterprise."""
    relaties = Relatie.objects.known(moment).valid(dag)
    ondernemingen = relaties.filter(van_agb=agb, rol="VESTIGING_VAN").values_list("naar_agb", flat=True)
    personen = relaties.filter(naar_agb__in=[agb, *ondernemingen], rol="EIGENAAR").values_list("van_agb", flat=True)
    return list(Zorgverlener.objects.known(moment).valid(dag).filter(agb__in=list(personen)).order_by("agb"))


def legal_form(agb: str, *, dag: date, moment: datetime | None = None) -> str:
    """The legal form of the enterprise with this AGB code, or of the one it is a place of; empty when unknown."""
    relaties = Relatie.objects.known(moment).valid(dag).filter(van_agb=agb, rol="VESTIGING_VAN")
    namen = [agb, *relaties.values_list("naar_agb", flat=True)]
    gevonden = Onderneming.objects.known(moment).valid(dag).filter(agb__in=namen).order_by("agb")
    return gevonden.values_list("rechtsvorm", flat=True).first() or ""


def _big_registratie(agb: str, dag: date, moment: datetime | None) -> bool | None:
    """True when every owner is in the BIG register, False when none is; otherwise someone must be asked."""
    nummers = {bool(eigenaar.big_nummer) for eigenaar in eigenaren(agb, dag=dag, moment=moment)}
    return nummers.pop() if len(nummers) == 1 else None


def _several_enterprises(agb: str, dag: date, moment: datetime | None) -> bool:
    """Whether the practice is a place of more than one enterprise, so that it is not clear who contracts."""
    relaties = Relatie.objects.known(moment).valid(dag).filter(van_agb=agb, rol="VESTIGING_VAN")
    return relaties.values("naar_agb").distinct().count() > 1


def _kernregio(regio: str, dag: date, uzovi: str, moment: datetime | None) -> bool | None:
    """Whether the practice lies in the insurer's own region; None when place or regions are unknown."""
    regios = set(Kernregio.objects.known(moment).valid(dag).filter(uzovi=uzovi).values_list("regio", flat=True))
    return regio in regios if regio and regios else None


def _same(waarden: Iterable[T | None]) -> T | None:
    """The value all have in common, or None."""
    uniek = set(waarden)
    return uniek.pop() if len(uniek) == 1 else None


def _ingeschreven_patienten(agbs: list[str], dag: date, moment: datetime | None) -> int | None:
    """Patients on these lists on the day, whoever insures them; None when ION was never loaded."""
    aantal = registered(agbs, dag=dag, moment=moment).count()
    return aantal if aantal or Inschrijving.objects.known(moment).exists() else None
