"""End a running agreement on a day: its rows stop, a new version is sealed, and who follows is told."""

from datetime import date, datetime

from zorginkoop.adapters.pdf import als_dag
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering.documenten import print_now
from zorginkoop.web.contractering.gezag import require_rol
from zorginkoop.web.contractering.models import Overeenkomst
from zorginkoop.web.contractering.muteren import next_order
from zorginkoop.web.contractering.ondertekenen import document
from zorginkoop.web.contractering.states import Toestandsfout, move
from zorginkoop.web.contractering.verandering import ending
from zorginkoop.web.contractering.volgen import renew_followers
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Persoon
from zorginkoop.web.toegang.rollen import Rol
from zorginkoop.web.toegang.taal import Zin


def check_end(overeenkomst: Overeenkomst, dag: date) -> None:
    """Gebruikersfout when the agreement cannot end on that day: it must have run for at least one day."""
    if overeenkomst.status != "GELDIG":
        raise Toestandsfout("Deze overeenkomst is niet van kracht", plaats=overeenkomst.kenmerk)
    if not overeenkomst.van < dag < overeenkomst.tot:
        raise Gebruikersfout(
            Zin("De overeenkomst loopt van %(van)s en kan niet eindigen op %(dag)s", van=overeenkomst.van, dag=dag),
            plaats=overeenkomst.kenmerk,
        )


def end_overeenkomst(*, overeenkomst: Overeenkomst, dag: date, reden: str, by: Persoon, now: datetime) -> int:
    """`dag` is the first day without agreement. Changes that would start later are refused with the same reason.

    Returns the number of the sealed version that says so.
    """
    with acting(by):
        require_rol(by, overeenkomst.verzekeraar, Rol.CONTRACTBEHEER, now=now)
        overeenkomst.refresh_from_db(from_queryset=Overeenkomst.objects.select_for_update(of=("self",), no_key=True))
        check_end(overeenkomst, dag)
        ending(overeenkomst, dag).carry_out(overeenkomst, now=now, mutatie=None)
        Overeenkomst.objects.filter(pk=overeenkomst.pk).update(tot=dag)
        overeenkomst.tot = dag
        _refuse_later(overeenkomst, dag, reden, by, now)
        versie = overeenkomst.last_document().versie + 1
        opdracht = next_order(overeenkomst, versie, now, [f"Eindigt per {als_dag(dag)}. {reden}"])
        document(overeenkomst, versie, opdracht.inhoud["canoniek"], print_now(opdracht), now).save(force_insert=True)
        renew_followers(overeenkomst, versie=versie, now=now)
    return versie


def _refuse_later(overeenkomst: Overeenkomst, dag: date, reden: str, by: Persoon, now: datetime) -> None:
    for mutatie in overeenkomst.mutaties.filter(status="AANGEVRAAGD", ingangsdatum__gte=dag):
        besluit = {"besloten_op": now, "besloten_door": by, "toelichting": f"De overeenkomst eindigt. {reden}"}
        move(mutatie, "GEWEIGERD", van="AANGEVRAAGD", melding="al besloten", **besluit)
