"""One change of many agreements: drafted by one person, approved by another, carried out in parts, never twice."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError

from zorginkoop.adapters.pdf import als_dag
from zorginkoop.beleid.afspraak import Afspraak
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering import actions
from zorginkoop.web.contractering.gezag import require_rol
from zorginkoop.web.contractering.models import Mutatie
from zorginkoop.web.contractering.uitvoeren import sentence
from zorginkoop.web.gebeurtenissen import clausules, indexatie
from zorginkoop.web.gebeurtenissen.models import Massaregel, Massawijziging
from zorginkoop.web.gebeurtenissen.states import move
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Organisatie, Persoon
from zorginkoop.web.toegang.rollen import Rol

PER_KEER = 100
"""How many agreements one step carries out; the next step goes on where this one stopped."""
KLEIN = 20
"""Up to so many it is quicker to print here than to start processes for it."""
_INTUSSEN = "Over deze wijziging is intussen al besloten"


def draft_clause(
    *,
    verzekeraar: Organisatie,
    feit: str,
    waarde: str,
    dag: date,
    omschrijving: str,
    verwijzing: str,
    by: Persoon,
    now: datetime,
) -> Massawijziging:
    """Record a decision from outside, with where it can be read; drafts the amendment of every agreement it touches."""
    clausules.check_value(verzekeraar, feit, waarde)
    if not omschrijving.strip() or not verwijzing.strip():
        raise Gebruikersfout("Beschrijf het besluit en zeg waar het te lezen is", plaats="omschrijving")
    massa = Massawijziging(
        verzekeraar=verzekeraar,
        soort="CLAUSULE",
        sleutel=f"{feit}={waarde}",
        dag=dag,
        omschrijving=omschrijving.strip(),
        verwijzing=verwijzing.strip(),
        gegevens={"feit": feit, "waarde": waarde},
        opgesteld_op=now,
        opgesteld_door=by,
    )
    geraakt = clausules.touched(verzekeraar, feit=feit, waarde=waarde, dag=dag)
    if not geraakt:
        raise Gebruikersfout("Geen enkele lopende overeenkomst wordt hierdoor geraakt", plaats="waarde")
    regels = [
        Massaregel(massa=massa, overeenkomst=o, beeindigen=sorted({u["prestatie"] for u in uitleg}), uitleg=uitleg)
        for o, uitleg in geraakt.items()
    ]
    return _keep(massa, regels, by, now)


def draft_indexation(
    *, verzekeraar: Organisatie, beleid: str, jaar: int, percentage: Decimal | None, by: Persoon, now: datetime
) -> Massawijziging:
    """Calculate the indexation of a year for every agreement under a policy; nothing changes yet."""
    massa = Massawijziging(
        verzekeraar=verzekeraar,
        soort="INDEXATIE",
        sleutel=f"indexatie:{beleid}:{jaar}",
        dag=date(jaar, 1, 1),
        omschrijving=f"Indexatie van de tarieven voor {jaar}",
        gegevens={
            "beleid": beleid,
            "jaar": jaar,
            "percentage": None if percentage is None else str(percentage).replace(".", ","),
        },
        opgesteld_op=now,
        opgesteld_door=by,
    )
    regels = [
        Massaregel(
            massa=massa,
            overeenkomst=uit.overeenkomst,
            rijen=uit.rijen,
            uitleg=[regel.as_json() for regel in uit.regels],
            **({} if uit.rijen else {"status": "OVERGESLAGEN", "reden": "Geen enkel tarief stijgt"}),
        )
        for uit in indexatie.run(verzekeraar, beleid=beleid, jaar=jaar, percentage=percentage)
    ]
    return _keep(massa, regels, by, now)


def _keep(massa: Massawijziging, regels: list[Massaregel], by: Persoon, now: datetime) -> Massawijziging:
    try:
        with acting(by):
            require_rol(by, massa.verzekeraar, Rol.CONTRACTBEHEER, now=now)
            massa.save(force_insert=True)
            Massaregel.objects.bulk_create(regels, batch_size=500)
    except IntegrityError as fout:
        if "massa_nooit_twee_keer" not in str(fout):
            raise
        raise Gebruikersfout(
            "Deze wijziging is al eerder opgesteld; zij gaat nooit twee keer", plaats="wijziging"
        ) from fout
    return massa


def approve(*, massa: Massawijziging, by: Persoon, now: datetime) -> Massawijziging:
    """The second pair of eyes."""
    with acting(by):
        require_rol(by, massa.verzekeraar, Rol.CONTRACTBEHEER, now=now)
        if by.is_same(massa.opgesteld_door_id):
            raise Gebruikersfout("Een ander dan de opsteller moet goedkeuren", plaats=by.naam)
        velden = {"goedgekeurd_op": now, "goedgekeurd_door": by}
        move(massa, "GOEDGEKEURD", van="OPGESTELD", melding=_INTUSSEN, **velden)
    return massa


def withdraw_massa(*, massa: Massawijziging, by: Persoon, now: datetime) -> Massawijziging:
    """It does not go on; it can then be drafted again."""
    with acting(by):
        require_rol(by, massa.verzekeraar, Rol.CONTRACTBEHEER, now=now)
        move(massa, "INGETROKKEN", van="OPGESTELD", melding=_INTUSSEN)
    return massa


def carry_out(*, massa: Massawijziging, by: Persoon, now: datetime, processen: int = 2) -> int:
    """Carry out the next part, all or nothing; returns how many agreements still wait."""
    with acting(by):
        _require_approved(massa, by, now)
        wachtend = massa.regels.filter(status="KLAAR").select_related(
            "overeenkomst__praktijk", "overeenkomst__verzekeraar", "overeenkomst__aanbod__aanvraag"
        )
        deel = [regel for regel in wachtend.order_by("pk")[:PER_KEER] if _requested(regel, massa, now)]
        _process([regel.mutatie for regel in deel if regel.mutatie], by, now, processen)
        for regel in deel:
            move(regel, "VERWERKT", van="KLAAR", melding=_INTUSSEN)
        over = massa.regels.filter(status="KLAAR").count()
        if not over:
            move(massa, "UITGEVOERD", van="GOEDGEKEURD", melding=_INTUSSEN, uitgevoerd_op=now)
    return over


def _process(mutaties: list[Mutatie], by: Persoon, now: datetime, processen: int) -> None:
    if len(mutaties) > KLEIN:
        actions.bulk_mutaties(mutaties, by=by, now=now, processen=processen)
        return
    for mutatie in mutaties:
        actions.apply_mutatie(mutatie=mutatie, by=by, now=now)


def retry_skipped(*, massa: Massawijziging, by: Persoon, now: datetime) -> int:
    """Put what was skipped back, after its reason was taken away; returns how many."""
    with acting(by):
        require_rol(by, massa.verzekeraar, Rol.CONTRACTBEHEER, now=now)
        overgeslagen = massa.regels.filter(status="OVERGESLAGEN", mutatie=None)
        terug = [regel for regel in overgeslagen if regel.rijen or regel.beeindigen]
        for regel in terug:
            move(regel, "KLAAR", van="OVERGESLAGEN", melding=_INTUSSEN, reden="")
        if terug and massa.status == "UITGEVOERD":
            move(massa, "GOEDGEKEURD", van="UITGEVOERD", melding=_INTUSSEN, uitgevoerd_op=None)
    return len(terug)


def _require_approved(massa: Massawijziging, by: Persoon, now: datetime) -> None:
    """Approved, held for us alone, and asked by somebody who may and did not draft it."""
    require_rol(by, massa.verzekeraar, Rol.CONTRACTBEHEER, now=now)
    massa.refresh_from_db(from_queryset=Massawijziging.objects.select_for_update(of=("self",), no_key=True))
    if massa.status != "GOEDGEKEURD":
        raise Gebruikersfout("Deze wijziging is nog niet goedgekeurd, of al uitgevoerd", plaats=massa.kenmerk)
    if by.is_same(massa.opgesteld_door_id):
        raise Gebruikersfout("Een ander dan de opsteller moet uitvoeren", plaats=by.naam)


def _requested(regel: Massaregel, massa: Massawijziging, now: datetime) -> bool:
    """Ask for the change of one agreement in the name of who drafted it; one that cannot is skipped with the reason."""
    by = massa.opgesteld_door
    try:
        with acting(by):
            regel.mutatie = _mutatie(regel, massa, by, now)
            regel.save(update_fields=["mutatie"])
    except Gebruikersfout as fout:
        with acting(by):
            move(regel, "OVERGESLAGEN", van="KLAAR", melding=_INTUSSEN, reden=sentence(fout))
        return False
    return True


def _mutatie(regel: Massaregel, massa: Massawijziging, by: Persoon, now: datetime) -> Mutatie:
    bronnen = ", ".join(dict.fromkeys(u["bron"] for u in regel.uitleg if u["bron"]))
    wat = f"{massa.omschrijving}{f' ({massa.verwijzing})' if massa.verwijzing else ''}. Bron: {bronnen}"
    return actions.request_mutatie(
        overeenkomst=regel.overeenkomst,
        gewenste_ingangsdatum=massa.dag,
        grond="NZA" if massa.soort == "CLAUSULE" else "EENZIJDIG",
        beeindigen=regel.beeindigen,
        rijen=_as_rows(regel.rijen),
        toelichting=wat,
        by=by,
        now=now,
    )


def _as_rows(rijen: Iterable[dict[str, Any]]) -> list[Afspraak]:
    return [Afspraak.model_validate(rij) for rij in rijen]


def title(massa: Massawijziging) -> str:
    """What it is about, with its day."""
    return f"{massa.omschrijving}, per {als_dag(massa.dag)}"
