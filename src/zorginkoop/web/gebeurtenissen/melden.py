"""Record an event in a practice, with what it means for each agreement; and take it back."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError

from zorginkoop.kern.agb import controleer_agb
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering.gezag import require_rol
from zorginkoop.web.contractering.states import Toestandsfout
from zorginkoop.web.gebeurtenissen.gevolgen import outlook
from zorginkoop.web.gebeurtenissen.models import SOORTEN, Gebeurtenis, Uitwerking
from zorginkoop.web.gebeurtenissen.states import move
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Organisatie, Persoon
from zorginkoop.web.toegang.rollen import Rol


def report(
    *,
    praktijk: Organisatie,
    soort: str,
    dag: date,
    zelfde_agb: bool | None,
    by: Persoon,
    now: datetime,
    nieuwe_agb: str = "",
    toelichting: str = "",
) -> Gebeurtenis:
    """The practice tells what happens, from which day; every insurer with a running agreement is asked to decide."""
    velden = checked(praktijk, soort=soort, zelfde_agb=zelfde_agb, nieuwe_agb=nieuwe_agb)
    gebeurtenis = Gebeurtenis(
        praktijk=praktijk,
        dag=dag,
        toelichting=toelichting.strip(),
        herkomst="PRAKTIJK",
        gemeld_op=now,
        gemeld_door=by,
        **velden,
    )
    with acting(by):
        require_rol(by, praktijk, Rol.TEKENBEVOEGDE, now=now)
        return record(gebeurtenis)


def checked(praktijk: Organisatie, *, soort: str, zelfde_agb: bool | None, nieuwe_agb: str = "") -> dict[str, Any]:
    """The kind of event with what it says about the AGB code, in agreement with each other."""
    if soort not in SOORTEN:
        raise Gebruikersfout(f"'{soort}' is geen soort verandering", plaats="soort")
    nieuw = controleer_agb(nieuwe_agb, plaats="nieuwe AGB-code") if nieuwe_agb else ""
    if nieuw and nieuw == praktijk.agb:
        raise Gebruikersfout("De nieuwe AGB-code is dezelfde als de huidige", plaats="nieuwe AGB-code")
    if nieuw and zelfde_agb:
        raise Gebruikersfout("Een nieuwe AGB-code en dezelfde AGB-code kan niet allebei", plaats="nieuwe AGB-code")
    if soort in ("agb_code", "einde"):
        zelfde_agb = False
    return {"soort": soort, "zelfde_agb": False if nieuw else zelfde_agb, "nieuwe_agb": nieuw}


def record(gebeurtenis: Gebeurtenis) -> Gebeurtenis:
    """Keep the event with one Uitwerking per running agreement; Gebruikersfout when it is known, or touches nothing."""
    g = gebeurtenis
    geraakt = outlook(g.praktijk, soort=g.soort, dag=g.dag, zelfde_agb=g.zelfde_agb)
    if not geraakt:
        raise Gebruikersfout("Er is geen overeenkomst die op deze dag nog loopt", plaats=str(g.praktijk))
    try:
        with acting(g.gemeld_door or "registercontrole"):
            g.save(force_insert=True)
            Uitwerking.objects.bulk_create(
                Uitwerking(
                    gebeurtenis=g,
                    overeenkomst=v.overeenkomst,
                    verzekeraar=v.overeenkomst.verzekeraar,
                    gevolg=v.gevolg,
                    uitleg=v.uitleg,
                    bron=v.bron,
                    melden_bij=list(v.melden_bij),
                )
                for v in geraakt
            )
    except IntegrityError as fout:
        if "gebeurtenis_een_keer" not in str(fout):
            raise
        raise Gebruikersfout("Deze verandering is al gemeld", plaats=str(g.praktijk)) from fout
    return g


def withdraw(*, gebeurtenis: Gebeurtenis, by: Persoon, now: datetime) -> Gebeurtenis:
    """The practice takes its report back, as long as no insurer carried anything out."""
    with acting(by):
        require_rol(by, gebeurtenis.praktijk, Rol.TEKENBEVOEGDE, now=now)
        if gebeurtenis.herkomst != "PRAKTIJK":
            raise Gebruikersfout("Dit staat zo in het register; laat het daar verbeteren", plaats="Vektis")
        open_ = list(gebeurtenis.uitwerkingen.select_for_update(of=("self",), no_key=True))
        if any(u.status not in ("OPEN", "VOORGESTELD") for u in open_):
            raise Toestandsfout("Een verzekeraar heeft hierover al besloten; intrekken kan niet meer")
        for uitwerking in open_:
            move(uitwerking, "VERVALLEN", van=uitwerking.status, melding="intussen besloten")
        move(gebeurtenis, "INGETROKKEN", van="OPEN", melding="Deze verandering is al afgehandeld")
    return gebeurtenis
