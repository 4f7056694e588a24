"""What the other side decided about a budget, a request or an event is told in its own transaction, without content."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import transaction

from tests.web.begroting.conftest import (  # noqa: F401
    ANW,
    AUGUSTUS,
    INHOUD,
    OKTOBER,
    S3,
    WSV,
    agree,
    agreed,
    hds,
    sent,
    started,
    wsv,
)
from tests.web.contractering.conftest import CANARY_IBAN, NOW, person
from tests.web.contractering.doorlopen import Partijen
from tests.web.contractering.reizigers import client_of
from zorginkoop.web.begroting import actions as begroten
from zorginkoop.web.begroting.inhoud import Realisatie
from zorginkoop.web.berichten import soorten
from zorginkoop.web.berichten.models import Bericht
from zorginkoop.web.gebeurtenissen import besluiten, rekeningen
from zorginkoop.web.gebeurtenissen.models import Gebeurtenis, Massawijziging, Uitwerking
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.rollen import Rol

MEI = datetime(2022, 4, 20, 9, tzinfo=UTC)


def told(organisatie: Organisatie) -> list[str]:
    """The kinds of messages, oldest first, and then none of them again."""
    gevonden = Bericht.objects.filter(organisatie=organisatie).order_by("pk")
    namen = list(gevonden.values_list("soort", flat=True))
    gevonden.delete()
    return namen


def test_a_budget_is_told_to_the_insurer_and_each_decision_to_the_provider(wsv):
    begroting = sent(wsv)
    bericht = Bericht.objects.get()
    assert (bericht.organisatie, bericht.soort, bericht.verwijzing) == (
        wsv.verzekeraar, "begroting_ontvangen", begroting.kenmerk,
    )  # fmt: skip
    assert bericht.tijdstip == AUGUSTUS
    terug = {"begroting": begroting, "namens": wsv.verzekeraar, "nummer": 1, "akkoord": False, "by": wsv.inkoper}
    begroten.decide(**terug, motivering="Geheime reden", now=OKTOBER)
    assert told(wsv.praktijk) == ["begroting_terug"]

    nieuw = INHOUD.model_copy(update={"regels": INHOUD.regels[:6]})
    begroten.hand_in(begroting=begroting, inhoud=nieuw, bestandsnaam="b.xlsx", by=wsv.tekenbevoegde, now=OKTOBER)
    agree(begroting, (wsv.inkoper, wsv.verzekeraar), (wsv.inkoper2, wsv.verzekeraar))
    assert told(wsv.praktijk) == ["begroting_akkoord"]
    assert told(wsv.verzekeraar) == ["begroting_ontvangen", "begroting_ontvangen", "begroting_bevestigen"]


def test_a_draft_that_is_withdrawn_tells_nobody_and_one_that_was_sent_does(wsv):
    begroten.withdraw_begroting(begroting=started(wsv, jaar=2021, now=AUGUSTUS), by=wsv.tekenbevoegde, now=AUGUSTUS)
    assert not Bericht.objects.exists()
    begroten.withdraw_begroting(begroting=sent(wsv), by=wsv.tekenbevoegde, now=OKTOBER)
    assert told(wsv.verzekeraar) == ["begroting_ontvangen", "begroting_ingetrokken"]


def test_two_insurers_hear_of_each_other(hds):
    begroting = sent(hds, jaar=2025, inhoud=ANW)
    agree(begroting, (hds.inkoper, hds.verzekeraar))
    assert told(hds.verzekeraar) == ["begroting_ontvangen"]
    assert told(hds.tweede) == ["begroting_ontvangen", "begroting_medebesluit"]
    agree(begroting, (hds.inkoper_tweede, hds.tweede))
    assert (told(hds.verzekeraar), told(hds.tweede)) == (["begroting_medebesluit"], [])
    assert told(hds.praktijk) == ["begroting_akkoord"]


def test_accounts_and_their_settlement_reach_the_other_side(hds):
    begroting = sent(hds, jaar=2025, inhoud=ANW)
    agree(begroting, (hds.inkoper, hds.verzekeraar), (hds.inkoper_tweede, hds.tweede))
    Bericht.objects.all().delete()
    stukken = begroten.hand_in_accounts(
        begroting=begroting,
        realisatie=Realisatie(kosten_cent={"A1": 410_000_000, "A2": 100_000_000}, uitkomsten={}),
        verslag="Verslag",
        by=hds.tekenbevoegde,
        now=MEI,
    )
    assert told(hds.verzekeraar) == told(hds.tweede) == ["jaarstukken_ontvangen"]
    besproken = {"jaarstukken": stukken, "namens": hds.verzekeraar, "by": hds.inkoper, "now": MEI}
    begroten.discuss_accounts(**besproken, bespreking="Geheim")
    assert told(hds.praktijk) == ["jaarstukken_besproken"]
    for akkoord, verwacht in ((False, "nacalculatie_afgewezen"), (True, "nacalculatie_vastgesteld")):
        voorstel = begroten.propose_settlement(**besproken, verrekend_deel=Decimal(1))
        assert (told(hds.verzekeraar), told(hds.tweede)) == ([], ["begroting_bevestigen"])
        besluit = {"namens": hds.tweede, "by": hds.inkoper_tweede, "motivering": "Geheim", "now": MEI}
        begroten.decide_settlement(nacalculatie=voorstel, akkoord=akkoord, **besluit)
        assert told(hds.praktijk if akkoord else hds.verzekeraar) == [verwacht]


@pytest.mark.parametrize("akkoord", [True, False])
def test_a_request_for_practice_management_is_told_to_both(db, akkoord):
    p = Partijen(WSV, agb="01000011", naam="Huisartsenpraktijk De Bron")
    velden = {
        "wsv_deelname": "voornemens",
        "samenwerking": "WSV",
        "plan": "-",
        "gewenste_ingangsdatum": date(2021, 1, 1),
    }
    record = begroten.request_praktijkmanagement(
        praktijk=p.praktijk, verzekeraar=p.verzekeraar, beleid=WSV, velden=velden, by=p.tekenbevoegde, now=AUGUSTUS
    )
    assert told(p.verzekeraar) == ["praktijkmanagement_ontvangen"]
    oordeel = {"record": record, "akkoord": akkoord, "motivering": "Geheim", "now": OKTOBER}
    begroten.judge_praktijkmanagement(**oordeel, by=p.inkoper)
    if akkoord:
        assert (told(p.praktijk), told(p.verzekeraar)) == ([], ["praktijkmanagement_bevestigen"])
        begroten.judge_praktijkmanagement(**oordeel, by=p.inkoper2)
    assert told(p.praktijk) == ["praktijkmanagement_besloten"]


ANTWOORDEN = dict.fromkeys(
    ("format_ingevuld", "beloont_kwaliteit", "vult_segmenten_aan", "gunstige_prijs", "prikkelt_uitkomst"), True
) | {
    "reikwijdte": "huisartsenzorg",
    "basissegment": ["s1"],
    "speerpunten": [],
    "opschaalbaar": True,
    "werkgebied": "wijk",
}
JA = {
    "motivering": "Geheim", "eerdere_aanvraag": "geen", "prestatiecode": "31D21", "bekostiging": "opslag",
    "bedrag_cent": 125, "voor_verre_verzekeraars": True,
}  # fmt: skip


class TestInnovation:
    """The four answers of document 001, 4.3."""

    @pytest.fixture
    def p(self, db):
        p = Partijen(S3, agb="01000011", naam="Praktijk De Bron")
        p.ver = Organisatie.objects.create(soort="VERZEKERAAR", naam="Avondster", uzovi="9002")
        p.velden = {"titel": "Geheim plan", "beschrijving": "Geheim", "antwoorden": ANTWOORDEN}
        p.record = begroten.request_vernieuwing(
            praktijk=p.praktijk, verzekeraar=p.verzekeraar, beleid=S3, velden=p.velden, by=p.tekenbevoegde, now=NOW
        )
        assert told(p.verzekeraar) == ["vernieuwing_ontvangen"]
        return p

    @pytest.mark.parametrize(
        ("uitkomst", "verwacht"),
        [
            ("onvolledig", "vernieuwing_onvolledig"),
            ("geen_prioriteit", "vernieuwing_besloten"),
            ("niet", "vernieuwing_besloten"),
        ],
    )
    def test_each_no_is_told_at_once_and_what_is_sent_again_too(self, p, uitkomst, verwacht):
        nee = {"motivering": "Geheim", "eerdere_aanvraag": "geen"}
        begroten.answer_vernieuwing(record=p.record, uitkomst=uitkomst, besluit=nee, by=p.inkoper, now=NOW)
        assert told(p.praktijk) == [verwacht]
        if uitkomst != "niet":
            vast = {"record": p.record, "velden": p.velden, "by": p.tekenbevoegde, "now": NOW}
            begroten.resubmit_vernieuwing(**vast, aanvulling="Geheim")
            assert told(p.verzekeraar) == ["vernieuwing_ontvangen"]

    def test_a_yes_is_told_after_the_second_person_and_announced_to_far_insurers(self, p):
        antwoord = begroten.answer_vernieuwing(record=p.record, uitkomst="start", besluit=JA, by=p.inkoper, now=NOW)
        assert (told(p.praktijk), told(p.verzekeraar)) == ([], ["vernieuwing_bevestigen"])
        begroten.confirm_vernieuwing(antwoord=antwoord, akkoord=True, by=p.inkoper2, now=NOW)
        assert Bericht.objects.get(organisatie=p.ver).verwijzing == p.record.kenmerk
        assert (told(p.praktijk), told(p.ver)) == (["vernieuwing_besloten"], ["vernieuwing_aangekondigd"])


def test_an_event_from_the_register_is_told_to_both_and_the_judgement_to_the_practice(markt):
    o = markt.signed()
    Bericht.objects.all().delete()
    gebeurtenis = Gebeurtenis.objects.create(
        praktijk=markt.praktijk, soort="rechtsvorm", dag=date(2025, 5, 1), herkomst="REGISTER", gemeld_op=NOW
    )
    uitwerking = Uitwerking.objects.create(
        gebeurtenis=gebeurtenis, overeenkomst=o, verzekeraar=markt.verzekeraar, gevolg="DOORLOPEN", uitleg="-"
    )
    assert (told(markt.praktijk), told(markt.verzekeraar)) == (["verandering_gevonden"], ["verandering_gemeld"])
    besluiten.confirm(uitwerking=uitwerking, by=markt.contractbeheer, now=NOW)
    assert told(markt.praktijk) == ["verandering_besloten"]


@pytest.mark.parametrize("goed", [True, False])
def test_a_new_account_number_is_told_without_the_number(markt, goed):
    wijziging = rekeningen.give_iban(
        praktijk=markt.praktijk, verzekeraar=markt.verzekeraar, iban=CANARY_IBAN, ingang=date(2025, 5, 1),
        by=markt.tekenbevoegde, now=NOW,
    )  # fmt: skip
    assert told(markt.verzekeraar) == ["rekening_opgegeven"]
    if goed:
        rekeningen.check_iban(wijziging=wijziging, controle="Gebeld", by=markt.contractbeheer, now=NOW)
        rekeningen.approve_iban(wijziging=wijziging, by=markt.contractbeheer2, now=NOW)
    else:
        rekeningen.refuse_iban(wijziging=wijziging, reden="Geheim", by=markt.contractbeheer, now=NOW)
    assert CANARY_IBAN not in str(list(Bericht.objects.values_list()))
    assert told(markt.praktijk) == ["rekening_besloten"]


def test_a_drafted_mass_change_is_told_to_who_must_approve_it(markt):
    massa = Massawijziging.objects.create(
        verzekeraar=markt.verzekeraar, soort="INDEXATIE", sleutel="2026", dag=date(2026, 1, 1), omschrijving="Geheim",
        opgesteld_op=NOW, opgesteld_door=markt.contractbeheer,
    )  # fmt: skip
    assert Bericht.objects.get().verwijzing == massa.kenmerk
    assert told(markt.verzekeraar) == ["massa_opgesteld"]


def test_what_is_rolled_back_was_never_told_and_nothing_confidential_is(wsv):
    begroting = sent(wsv)
    voor = Bericht.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        agree(begroting, (wsv.inkoper, wsv.verzekeraar), (wsv.inkoper2, wsv.verzekeraar))
        assert Bericht.objects.count() == voor + 2
        raise RuntimeError
    assert Bericht.objects.count() == voor
    assert wsv.praktijk.naam not in str(list(Bericht.objects.values_list()))


def test_every_message_about_a_budget_opens_the_page_it_leads_to(wsv, settings):
    settings.DEMO_DATUM = date(2020, 10, 12)
    agreed(wsv)
    for bericht in Bericht.objects.all():
        wie = wsv.tekenbevoegde if bericht.organisatie == wsv.praktijk else wsv.inkoper
        assert client_of(wie).get(soorten.address(bericht)).status_code == 200


def test_everybody_who_hears_of_a_kind_may_choose_how(wsv):
    persoon = person("Lotte", wsv.praktijk, Rol.LEZER)
    pagina = client_of(persoon).get("/berichten/voorkeuren/").content.decode()
    assert str(soorten.SOORTEN["begroting_akkoord"].titel) in pagina
    assert str(soorten.SOORTEN["rekening_besloten"].titel) not in pagina
    assert str(soorten.SOORTEN["massa_opgesteld"].titel) not in pagina
