"""A budget between provider and insurer: who may do what, in which order, and with how many eyes."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import InternalError

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.begroting import actions
from zorginkoop.web.begroting.inhoud import Inhoud, Realisatie
from zorginkoop.web.begroting.models import Begroting, Besluit
from zorginkoop.web.contractering.states import Toestandsfout
from zorginkoop.web.toegang.models import Wijziging

from .conftest import ANW, AUGUSTUS, HDS, INHOUD, OKTOBER, WSV, agree, agreed, sent, started

MEI = datetime(2022, 4, 28, 9, tzinfo=UTC)


def hand_in(p, begroting, inhoud, now=OKTOBER):
    return actions.hand_in(begroting=begroting, inhoud=inhoud, bestandsnaam="", by=p.tekenbevoegde, now=now)


def test_two_people_of_the_insurer_agree(wsv):
    begroting = agree(sent(wsv), (wsv.inkoper, wsv.verzekeraar))
    assert begroting.status == "VOORGESTELD"
    with pytest.raises(Gebruikersfout, match="ander"):
        agree(begroting, (wsv.inkoper, wsv.verzekeraar))
    assert agree(begroting, (wsv.inkoper2, wsv.verzekeraar)).status == "AKKOORD"
    assert begroting.akkoord_op == OKTOBER


def test_the_provider_and_contract_management_decide_nothing(wsv):
    begroting = sent(wsv)
    for wie, namens in ((wsv.tekenbevoegde, wsv.praktijk), (wsv.contractbeheer, wsv.verzekeraar)):
        with pytest.raises(Gebruikersfout, match="inkoper"):
            agree(begroting, (wie, namens))


def test_sent_back_with_what_must_change_and_sent_in_again(wsv):
    begroting = sent(wsv)
    besluit = {"namens": wsv.verzekeraar, "nummer": 1, "akkoord": False, "by": wsv.inkoper, "now": OKTOBER}
    with pytest.raises(Gebruikersfout, match="anders"):
        actions.decide(begroting=begroting, **besluit)
    actions.decide(begroting=begroting, motivering="Astma is te hoog begroot.", **besluit)
    assert begroting.status == "TERUG"
    with pytest.raises(Gebruikersfout, match="gelijk"):
        hand_in(wsv, begroting, INHOUD)
    versie = hand_in(wsv, begroting, Inhoud(regels=INHOUD.regels[:2]))
    assert (versie.nummer, begroting.status) == (2, "INGEDIEND")
    agree(begroting, (wsv.inkoper, wsv.verzekeraar), (wsv.inkoper2, wsv.verzekeraar))
    assert begroting.status == "AKKOORD"


def test_nobody_agrees_to_a_version_that_was_replaced(wsv):
    begroting = sent(wsv)
    hand_in(wsv, begroting, Inhoud(regels=INHOUD.regels[:1]))
    with pytest.raises(Toestandsfout, match="nieuwere versie"):
        actions.decide(begroting=begroting, namens=wsv.verzekeraar, nummer=1, akkoord=True, by=wsv.inkoper, now=OKTOBER)


def test_after_the_first_agreement_it_stays_as_it_is(wsv):
    begroting = agree(sent(wsv), (wsv.inkoper, wsv.verzekeraar))
    with pytest.raises(Toestandsfout):
        hand_in(wsv, begroting, Inhoud(regels=INHOUD.regels[:1]))
    with pytest.raises(Toestandsfout):
        actions.withdraw_begroting(begroting=begroting, by=wsv.tekenbevoegde, now=OKTOBER)


def test_one_budget_a_year_until_it_is_taken_back(wsv):
    begroting = started(wsv, jaar=2021, now=AUGUSTUS)
    with pytest.raises(Gebruikersfout, match="al een begroting"):
        started(wsv, jaar=2021, now=AUGUSTUS)
    actions.withdraw_begroting(begroting=begroting, by=wsv.tekenbevoegde, now=AUGUSTUS)
    assert started(wsv, jaar=2021, now=AUGUSTUS).status == "CONCEPT"


def test_only_for_a_year_of_the_policy(wsv):
    with pytest.raises(Gebruikersfout, match="geldt niet in 2022"):
        started(wsv, jaar=2022, now=AUGUSTUS)


def test_two_insurers_decide_together(hds):
    """Document 001, 5.3: counts only when both agree; each sees what the other decided."""
    begroting = sent(hds, jaar=2025, inhoud=ANW)
    agree(begroting, (hds.inkoper, hds.verzekeraar))
    with pytest.raises(Gebruikersfout, match="andere verzekeraar"):
        agree(begroting, (hds.inkoper2, hds.verzekeraar))
    assert begroting.status == "VOORGESTELD"
    agree(begroting, (hds.inkoper_tweede, hds.tweede))
    assert begroting.status == "AKKOORD"
    assert {b.namens for b in Besluit.objects.all()} == {hds.verzekeraar, hds.tweede}


def test_the_second_insurer_can_send_back_what_the_first_agreed_to(hds):
    begroting = agree(sent(hds, jaar=2025, inhoud=ANW), (hds.inkoper_tweede, hds.tweede))
    actions.decide(
        begroting=begroting, namens=hds.verzekeraar, nummer=1, akkoord=False, motivering="Te hoog", by=hds.inkoper,
        now=OKTOBER,
    )  # fmt: skip
    assert begroting.status == "TERUG"


@pytest.mark.parametrize(("beleid", "jaar"), [(HDS, 2025), (WSV, 2021)])
def test_an_out_of_hours_service_needs_a_second_insurer_and_a_partnership_has_none(hds, beleid, jaar):
    hds.beleid = beleid
    if beleid == HDS:
        del hds.tweede
    with pytest.raises(Gebruikersfout, match="twee zorgverzekeraars"):
        started(hds, jaar=jaar, now=AUGUSTUS)


def hds_accounts(hds, gerealiseerd):
    """An agreed budget of 5 million, and accounts with these costs, discussed."""
    begroting = sent(hds, jaar=2025, inhoud=ANW)
    agree(begroting, (hds.inkoper, hds.verzekeraar), (hds.inkoper_tweede, hds.tweede))
    realisatie = Realisatie(kosten_cent=gerealiseerd, uitkomsten={"R1": Decimal(92)})
    stukken = actions.hand_in_accounts(
        begroting=begroting, realisatie=realisatie, verslag="Verslag", by=hds.tekenbevoegde, now=MEI
    )
    return actions.discuss_accounts(
        jaarstukken=stukken, namens=hds.verzekeraar, bespreking="Akkoord", by=hds.inkoper, now=MEI
    )


def propose(hds, stukken, deel=Decimal(50)):
    return actions.propose_settlement(
        jaarstukken=stukken, namens=hds.verzekeraar, verrekend_deel=deel, by=hds.inkoper, now=MEI
    )


def test_recalculation_by_the_calculator_with_its_source(hds):
    """Realised 4,1 + 1,0 = 5,1 million; budget 5,0 million; half of the difference of 100.000 is 50.000 euros."""
    stukken = hds_accounts(hds, {"A1": 410_000_000, "A2": 100_000_000})
    nacalculatie = propose(hds, stukken)
    assert (nacalculatie.begroot_cent, nacalculatie.gerealiseerd_cent) == (500_000_000, 510_000_000)
    assert nacalculatie.te_verrekenen_cent == 5_000_000
    bronnen = {s["naam"]: s["bron"] for s in nacalculatie.stappen}
    assert bronnen["te_verrekenen"] == {"document": "001", "plaats": "5.3, Huisartsendienstenstructuur"}
    besluit = {"nacalculatie": nacalculatie, "akkoord": True, "now": MEI}
    with pytest.raises(Gebruikersfout, match="ander"):
        actions.decide_settlement(namens=hds.verzekeraar, by=hds.inkoper, **besluit)
    with pytest.raises(Gebruikersfout, match="andere verzekeraar"):
        actions.decide_settlement(namens=hds.verzekeraar, by=hds.inkoper2, **besluit)
    assert actions.decide_settlement(namens=hds.tweede, by=hds.inkoper_tweede, **besluit).status == "VASTGESTELD"


def test_less_spent_is_paid_back_and_a_refused_settlement_can_be_made_again(hds):
    """Realised 4,8 million, 200.000 less; a third (33,33 percent) of it is 66.660 euros back."""
    stukken = hds_accounts(hds, {"A1": 380_000_000, "A2": 100_000_000})
    eerste = propose(hds, stukken, Decimal(100))
    assert eerste.te_verrekenen_cent == -20_000_000
    with pytest.raises(Toestandsfout):
        propose(hds, stukken)
    actions.decide_settlement(
        nacalculatie=eerste, namens=hds.tweede, akkoord=False, motivering="Een derde", by=hds.inkoper_tweede, now=MEI
    )
    assert propose(hds, stukken, Decimal("33.33")).te_verrekenen_cent == -6_666_000


def test_a_partnership_has_accounts_but_document_004_knows_no_recalculation(wsv):
    begroting = agreed(wsv)
    realisatie = Realisatie(kosten_cent={r.code: r.bedrag_cent for r in INHOUD.regels}, uitkomsten={})
    velden = {"begroting": begroting, "realisatie": realisatie, "by": wsv.tekenbevoegde, "now": MEI}
    with pytest.raises(Gebruikersfout, match="jaarverslag"):
        actions.hand_in_accounts(verslag=" ", **velden)
    eerste = actions.hand_in_accounts(verslag="Verslag", **velden)
    tweede = actions.hand_in_accounts(verslag="Verbeterd verslag", **velden)
    bespreek = {"namens": wsv.verzekeraar, "bespreking": "Goed jaar", "by": wsv.inkoper, "now": MEI}
    with pytest.raises(Toestandsfout, match="vervangen"):
        actions.discuss_accounts(jaarstukken=eerste, **bespreek)
    assert actions.discuss_accounts(jaarstukken=tweede, **bespreek).besproken_op == MEI
    with pytest.raises(Toestandsfout):
        actions.hand_in_accounts(verslag="Te laat", **velden)
    with pytest.raises(Gebruikersfout, match="geen nacalculatie"):
        propose(wsv, tweede)


def test_accounts_belong_to_an_agreed_budget(wsv):
    with pytest.raises(Toestandsfout):
        actions.hand_in_accounts(
            begroting=sent(wsv), realisatie=Realisatie(kosten_cent={}, uitkomsten={}), verslag="x",
            by=wsv.tekenbevoegde, now=MEI,
        )  # fmt: skip


def test_a_version_and_a_decision_never_change(wsv):
    begroting = agree(sent(wsv), (wsv.inkoper, wsv.verzekeraar))
    for rij in (begroting.last_version(), begroting.besluiten.get()):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            type(rij).objects.filter(pk=rij.pk).delete()
    assert Wijziging.objects.filter(tabel="begroting_besluit", door=wsv.inkoper.email).exists()


def test_the_database_too_keeps_four_eyes(hds):
    nacalculatie = propose(hds, hds_accounts(hds, {"A1": 1, "A2": 1}))
    with pytest.raises(IntegrityError), transaction.atomic():
        type(nacalculatie).objects.filter(pk=nacalculatie.pk).update(
            status="VASTGESTELD", besloten_door=nacalculatie.voorgesteld_door, besloten_op=MEI
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Begroting.objects.filter(beleid=HDS).update(tweede=hds.verzekeraar)


def test_the_database_refuses_a_second_version_with_the_same_number(wsv):
    begroting = sent(wsv, now=AUGUSTUS - timedelta(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        begroting.versies.create(
            nummer=1, inhoud={}, gemaakt_op=AUGUSTUS, gemaakt_door=wsv.tekenbevoegde
        )  # fmt: skip
