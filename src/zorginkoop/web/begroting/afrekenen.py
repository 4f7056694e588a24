"""After the year: annual accounts, their discussion, and what is settled by the calculator of the policy."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from zorginkoop.beleid import calculate
from zorginkoop.beleid.calculate import Berekening, Rekentool
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.begroting.begroten import NIET_DE_ZELFDE
from zorginkoop.web.begroting.inhoud import Realisatie
from zorginkoop.web.begroting.models import Begroting, Jaarstukken, Nacalculatie
from zorginkoop.web.begroting.states import move
from zorginkoop.web.contractering.feiten import policy_of
from zorginkoop.web.contractering.gezag import PRAKTIJK_VULT_IN, require_rol
from zorginkoop.web.contractering.states import Toestandsfout
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Organisatie, Persoon
from zorginkoop.web.toegang.rollen import Rol

REKENTOOL = "nacalculatie"


def calculator_of(begroting: Begroting) -> Rekentool | None:
    """The calculator that settles under this policy; None when the policy knows no settlement."""
    tools = [r for r in calculate.of_policy(policy_of(begroting)) if r.document.rekentool == REKENTOOL]
    return calculate.load(policy_of(begroting), REKENTOOL) if tools else None


def hand_in_accounts(
    *, begroting: Begroting, realisatie: Realisatie, verslag: str, by: Persoon, now: datetime
) -> Jaarstukken:
    """Annual accounts and (quality) report of an agreed budget; later ones replace them until they are discussed."""
    if not verslag.strip():
        raise Gebruikersfout("Vul het (kwaliteits)jaarverslag in", plaats="verslag")
    with acting(by):
        require_rol(by, begroting.praktijk, *PRAKTIJK_VULT_IN, now=now)
        begroting.refresh_from_db(from_queryset=Begroting.objects.select_for_update(of=("self",), no_key=True))
        laatste = begroting.jaarstukken.order_by("-nummer").first()
        if begroting.status != "AKKOORD" or (laatste and laatste.besproken_op):
            raise Toestandsfout("Jaarstukken horen bij een afgesproken begroting en zijn nog niet besproken")
        return Jaarstukken.objects.create(
            begroting=begroting,
            nummer=laatste.nummer + 1 if laatste else 1,
            inhoud=realisatie.model_dump(mode="json"),
            verslag=verslag.strip(),
            ingediend_op=now,
            ingediend_door=by,
        )


def discuss_accounts(
    *, jaarstukken: Jaarstukken, namens: Organisatie, bespreking: str, by: Persoon, now: datetime
) -> Jaarstukken:
    """Record what came of the discussion of the accounts."""
    if not bespreking.strip():
        raise Gebruikersfout("Schrijf op wat er is besproken", plaats="bespreking")
    with acting(by):
        _as_insurer(jaarstukken.begroting, namens, by, now)
        open_ = Jaarstukken.objects.filter(pk=jaarstukken.pk, besproken_op=None)
        velden = {"besproken_op": now, "besproken_door": by, "bespreking": bespreking.strip()}
        if _newer(jaarstukken) or open_.update(**velden) != 1:
            raise Toestandsfout("Deze jaarstukken zijn al besproken of vervangen")
    jaarstukken.refresh_from_db()
    return jaarstukken


def settlement(jaarstukken: Jaarstukken, verrekend_deel: Decimal, *, op: date) -> Berekening:
    """What the calculator makes of budget and accounts; Gebruikersfout where the policy knows no settlement."""
    begroting = jaarstukken.begroting
    rekentool = calculator_of(begroting)
    versie = begroting.last_version()
    if rekentool is None or versie is None:
        raise Gebruikersfout("Dit beleid kent geen nacalculatie", plaats=begroting.kenmerk)
    gegevens = {
        "begroot": versie.content().totaal_cent,
        "gerealiseerd": jaarstukken.content().totaal_cent,
        "verrekend_deel": str(verrekend_deel),
        **agreed_by(begroting),
    }
    return calculate.calculate(rekentool, gegevens, op=op)


def agreed_by(begroting: Begroting | None) -> dict[str, bool]:
    """Whether the first and the second insurer agreed to the version that counts; without a budget neither did."""
    versie = begroting.last_version() if begroting else None
    voor = set(versie.besluiten.filter(akkoord=True).values_list("namens", flat=True)) if versie else set()
    eerste, tweede = (begroting.verzekeraar_id, begroting.tweede_id) if begroting else (None, None)
    return {"begroting_akkoord_eerste": eerste in voor, "begroting_akkoord_tweede": tweede in voor}


def propose_settlement(
    *, jaarstukken: Jaarstukken, namens: Organisatie, verrekend_deel: Decimal, by: Persoon, now: datetime
) -> Nacalculatie:
    """Work the settlement out and put it before a second person, of the other insurer where there are two."""
    begroting = jaarstukken.begroting
    with acting(by):
        _as_insurer(begroting, namens, by, now)
        begroting.refresh_from_db(from_queryset=Begroting.objects.select_for_update(of=("self",), no_key=True))
        if _newer(jaarstukken) or begroting.nacalculaties.exclude(status="AFGEWEZEN").exists():
            raise Toestandsfout("Er is al een nacalculatie, of er zijn nieuwere jaarstukken")
        uitkomst = settlement(jaarstukken, verrekend_deel, op=date(begroting.jaar, 12, 31))
        if uitkomst.akkoord is not True:
            raise Gebruikersfout("; ".join(v.reden for v in uitkomst.voorwaarden), plaats=REKENTOOL)
        return Nacalculatie.objects.create(
            begroting=begroting,
            jaarstukken=jaarstukken,
            begroot_cent=uitkomst.waarden["begroot"],
            gerealiseerd_cent=uitkomst.waarden["gerealiseerd"],
            verrekend_deel=verrekend_deel,
            te_verrekenen_cent=uitkomst.waarden["te_verrekenen"],
            rekentool=f"{uitkomst.rekentool}@{uitkomst.versie}",
            stappen=[stap.model_dump(mode="json") for stap in uitkomst.stappen],
            voorgesteld_namens=namens,
            voorgesteld_door=by,
            voorgesteld_op=now,
        )


def decide_settlement(
    *, nacalculatie: Nacalculatie, namens: Organisatie, akkoord: bool, by: Persoon, now: datetime, motivering: str = ""
) -> Nacalculatie:
    """The second agreement, or a refusal with its reason. Who proposed it may only take it back."""
    if not akkoord and not motivering.strip():
        raise Gebruikersfout("Schrijf op waarom de nacalculatie niet klopt", plaats="motivering")
    with acting(by):
        _as_insurer(nacalculatie.begroting, namens, by, now)
        if akkoord and by.is_same(nacalculatie.voorgesteld_door_id):
            raise Gebruikersfout(NIET_DE_ZELFDE, plaats=by.naam)
        if akkoord and nacalculatie.begroting.tweede_id and namens.pk == nacalculatie.voorgesteld_namens_id:
            raise Gebruikersfout("Nu besluit de andere verzekeraar", plaats=namens.naam)
        velden: dict[str, Any] = {"besloten_door": by, "besloten_op": now, "motivering": motivering.strip()}
        move(nacalculatie, "VASTGESTELD" if akkoord else "AFGEWEZEN", van="VOORGESTELD", **velden)
    return nacalculatie


def _as_insurer(begroting: Begroting, namens: Organisatie, by: Persoon, now: datetime) -> None:
    require_rol(by, namens, Rol.INKOPER, now=now)
    if namens not in begroting.insurers():
        raise Gebruikersfout("Uw organisatie besluit niet over deze begroting", plaats=namens.naam)


def _newer(jaarstukken: Jaarstukken) -> bool:
    return Jaarstukken.objects.filter(begroting=jaarstukken.begroting_id, nummer__gt=jaarstukken.nummer).exists()
