"""Terms of budgets, events and payment: the day comes from the yearly dates of the policy, or there is none."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.web.begroting.conftest import ANW, AUGUSTUS, INHOUD, OKTOBER, agree, hds, sent, started, wsv  # noqa: F401
from tests.web.contractering.conftest import NOW
from zorginkoop.web.begroting import actions as begroten
from zorginkoop.web.begroting.inhoud import Realisatie
from zorginkoop.web.begroting.models import Jaarstukken, Praktijkmanagement, Vernieuwing
from zorginkoop.web.berichten import taken, termijnlog
from zorginkoop.web.berichten.models import Bericht, Termijnregel
from zorginkoop.web.contractering import actions
from zorginkoop.web.declaraties.models import Declaratiebestand
from zorginkoop.web.gebeurtenissen.models import Gebeurtenis, Massawijziging, Rekeningwijziging, Uitwerking
from zorginkoop.web.toegang.rollen import Rol


def to_do(organisatie, rol, op) -> dict[str, date | None]:
    """The tasks from records, by kind, with their page and source reachable."""
    gevonden = [t for t in taken.tasks(organisatie, rol, op=op) if t.soort != taken.BELEIDSTERMIJN]
    assert all(t.url.startswith("/") and t.titel and all(isinstance(zin, str) for zin in t.bron[1]) for t in gevonden)
    return {t.soort: t.uiterlijk for t in gevonden}


def test_a_budget_goes_through_its_year_on_both_sides(wsv):
    """Document 004: for 2021 the budget is in on 1 September 2020 and offered on 1 November; the accounts of 2021 are
    in on 1 May 2022 and discussed by 31 July."""
    begroting = started(wsv, jaar=2021, now=AUGUSTUS)
    assert to_do(wsv.praktijk, Rol.TEKENBEVOEGDE, AUGUSTUS) == {"begroting": date(2020, 9, 1)}
    termijnlog.record()
    assert Termijnregel.objects.get(soort="begroting").wederpartij is None  # a draft is nobody's business

    begroten.hand_in(begroting=begroting, inhoud=INHOUD, bestandsnaam="b.xlsx", by=wsv.tekenbevoegde, now=AUGUSTUS)
    assert to_do(wsv.verzekeraar, Rol.INKOPER, AUGUSTUS) == {"begroting_oordeel": date(2020, 11, 1)}
    agree(begroting, (wsv.inkoper, wsv.verzekeraar), (wsv.inkoper2, wsv.verzekeraar))
    assert to_do(wsv.verzekeraar, Rol.INKOPER, OKTOBER) == {}
    assert to_do(wsv.praktijk, Rol.INVULLER, OKTOBER)["jaarstukken"] == date(2022, 5, 1)

    moment = datetime(2022, 4, 1, 9, tzinfo=UTC)
    Jaarstukken.objects.create(
        begroting=begroting, nummer=1, inhoud={}, verslag="-", ingediend_op=moment,
        ingediend_door=wsv.tekenbevoegde,
    )  # fmt: skip
    assert to_do(wsv.verzekeraar, Rol.INKOPER, moment) == {"jaarstukken_bespreken": date(2022, 7, 31)}
    termijnlog.record()
    uitkomst = {r.soort: (r.outcome(moment.date())[0], r.wederpartij_id) for r in Termijnregel.objects.all()}
    assert uitkomst["begroting"] == ("Op tijd", wsv.verzekeraar.pk)
    assert uitkomst["begroting_oordeel"] == ("Op tijd", wsv.praktijk.pk)
    assert uitkomst["jaarstukken"][0] == "Op tijd"
    assert uitkomst["jaarstukken_bespreken"][0] == "Loopt"


def test_two_insurers_both_decide_on_the_budget_of_an_out_of_hours_service(hds):
    """Who agreed is done; the budget waits for the other one only, and the log says when each agreed."""
    begroting = sent(hds, jaar=2025, inhoud=ANW)
    assert "begroting_oordeel" in to_do(hds.verzekeraar, Rol.INKOPER, OKTOBER)
    assert "begroting_oordeel" in to_do(hds.tweede, Rol.INKOPER, OKTOBER)
    termijnlog.record()
    agree(begroting, (hds.inkoper_tweede, hds.tweede))
    assert "begroting_oordeel" in to_do(hds.verzekeraar, Rol.INKOPER, OKTOBER)
    assert "begroting_oordeel" not in to_do(hds.tweede, Rol.INKOPER, OKTOBER)
    termijnlog.record()
    wanneer = dict(Termijnregel.objects.filter(soort="begroting_oordeel").values_list("organisatie", "gehaald_op"))
    assert wanneer == {hds.verzekeraar.pk: None, hds.tweede.pk: OKTOBER}


def test_a_settlement_is_worked_out_by_one_insurer_and_determined_by_the_other(hds):
    begroting = sent(hds, jaar=2025, inhoud=ANW)
    agree(begroting, (hds.inkoper, hds.verzekeraar), (hds.inkoper_tweede, hds.tweede))
    realisatie = Realisatie(kosten_cent={"A1": 410_000_000, "A2": 100_000_000}, uitkomsten={"R1": Decimal(92)})
    stukken = begroten.hand_in_accounts(
        begroting=begroting, realisatie=realisatie, verslag="-", by=hds.tekenbevoegde, now=NOW
    )
    een, ander = {"namens": hds.verzekeraar, "by": hds.inkoper}, {"namens": hds.tweede, "by": hds.inkoper_tweede}
    kanten = (hds.verzekeraar, hds.tweede)

    def waiting() -> list[set[str]]:
        return [{s for s in to_do(v, Rol.INKOPER, NOW) if s.startswith("nacalculatie")} for v in kanten]

    assert waiting() == [set(), set()]
    begroten.discuss_accounts(jaarstukken=stukken, bespreking="Goed.", now=NOW, **een)
    assert waiting() == [{"nacalculatie_maken"}, set()]
    voorstel = begroten.propose_settlement(jaarstukken=stukken, verrekend_deel=Decimal(50), now=NOW, **een)
    assert waiting() == [set(), {"nacalculatie"}]
    begroten.decide_settlement(nacalculatie=voorstel, akkoord=False, motivering="Deel klopt niet.", now=NOW, **ander)
    assert waiting() == [{"nacalculatie_maken"}, set()]
    voorstel = begroten.propose_settlement(jaarstukken=stukken, verrekend_deel=Decimal(40), now=NOW, **een)
    begroten.decide_settlement(nacalculatie=voorstel, akkoord=True, now=NOW, **ander)
    assert waiting() == [set(), set()]
    termijnlog.record()
    assert {r.outcome(NOW.date())[0] for r in Termijnregel.objects.filter(soort="nacalculatie")} == {"Gedaan"}


@pytest.fixture
def lopend(markt):
    """One of everything else that waits for the insurer."""
    o = markt.signed()
    partijen = {"praktijk": markt.praktijk, "verzekeraar": markt.verzekeraar}
    beleid = {"beleid": "zz-wsv-ro-2021", "beleidversie": "1.0"}
    gebeurtenis = Gebeurtenis.objects.create(
        praktijk=markt.praktijk, soort="rechtsvorm", dag=date(2025, 3, 1), herkomst="REGISTER", gemeld_op=NOW
    )
    Uitwerking.objects.create(
        gebeurtenis=gebeurtenis, overeenkomst=o, verzekeraar=markt.verzekeraar, gevolg="NIET_GEREGELD", uitleg="-"
    )
    Rekeningwijziging.objects.create(
        **partijen, iban="NL91ABNA0417164300", ingang=date(2025, 3, 1), opgegeven_op=NOW,
        opgegeven_door=markt.tekenbevoegde,
    )  # fmt: skip
    Massawijziging.objects.create(
        verzekeraar=markt.verzekeraar, soort="INDEXATIE", sleutel="2026", dag=date(2026, 1, 1), omschrijving="-",
        opgesteld_op=NOW, opgesteld_door=markt.contractbeheer,
    )  # fmt: skip
    Praktijkmanagement.objects.create(
        **partijen, **beleid, wsv_deelname="start", samenwerking="-", plan="-", gewenste_ingangsdatum=date(2025, 7, 1),
        ondertekend_op=NOW, ondertekend_door=markt.tekenbevoegde,
    )  # fmt: skip
    Vernieuwing.objects.create(
        **partijen, **beleid, titel="-", beschrijving="-", antwoorden={}, loket="-", rangorde=1, ingediend_op=NOW,
        ingediend_door=markt.tekenbevoegde,
    )  # fmt: skip
    Declaratiebestand.objects.create(
        verzekeraar=markt.verzekeraar, afzender="01000001", bestandsnaam="x", sha256="0" * 64, standaard="HA304",
        voorlopig=True, factuurnummer="F1", ontvangen_op=NOW, ontvangen_door=markt.inkoper,
        streefdag=date(2025, 2, 25), uiterste_betaaldag=date(2025, 3, 12), regels=1, ingediend_cent=1,
    )  # fmt: skip
    return markt


def test_everything_that_waits_is_a_task_of_who_can_do_it(lopend):
    markt = lopend
    assert to_do(markt.verzekeraar, Rol.INKOPER, NOW) == {"praktijkmanagement": date(2025, 6, 30), "vernieuwing": None}
    assert to_do(markt.verzekeraar, Rol.DECLARATIES, NOW) == {
        "rekening": date(2025, 2, 28),
        "betalen": date(2025, 3, 12),
    }
    beheer = to_do(markt.verzekeraar, Rol.CONTRACTBEHEER, NOW)
    assert {"verandering", "rekening", "massa", "delen"} == set(beheer)
    assert beheer["massa"] == date(2025, 12, 31)
    Vernieuwing.objects.update(status="ONVOLLEDIG")
    assert "vernieuwing_aanvullen" in to_do(markt.praktijk, Rol.TEKENBEVOEGDE, NOW)


def test_the_log_of_these_holds_no_account_number_and_closes(lopend):
    termijnlog.record()
    assert "ABNA" not in str(list(Termijnregel.objects.values_list()))
    later = NOW + timedelta(days=3)
    Uitwerking.objects.update(status="DOORGELOPEN", besloten_op=later)
    Rekeningwijziging.objects.update(status="INGETROKKEN", besloten_op=later)
    termijnlog.record()
    rijen = {rij.soort: rij.outcome(date(2025, 2, 20))[0] for rij in Termijnregel.objects.all()}

    assert (rijen["verandering"], rijen["rekening"]) == ("Gedaan", "Vervallen: ingetrokken")
    assert {rijen[soort] for soort in ("massa", "betalen", "praktijkmanagement", "vernieuwing")} == {"Loopt"}


def test_who_is_written_to_has_a_task_and_a_message_without_the_text(markt):
    aanvraag = markt.submitted()
    vraag = {"onderwerp": "Spirometrie", "tekst": "Mag dit?", "by": markt.invuller, "now": NOW}
    gesprek = actions.ask(aanvraag=aanvraag, namens=markt.praktijk, **vraag)
    assert "antwoord" in to_do(markt.verzekeraar, Rol.INKOPER, NOW)
    antwoord = {"namens": markt.verzekeraar, "tekst": "Ja.", "by": markt.contractbeheer}
    actions.write(gesprek=gesprek, now=NOW, **antwoord)
    assert "antwoord_praktijk" in to_do(markt.praktijk, Rol.TEKENBEVOEGDE, NOW)
    soorten = Bericht.objects.filter(soort__startswith="gesprek").order_by("pk").values_list("soort", "verwijzing")

    assert list(soorten) == [("gesprek_verzekeraar", aanvraag.kenmerk), ("gesprek_praktijk", aanvraag.kenmerk)]
    assert "Spirometrie" not in str(list(Bericht.objects.values_list()))


def test_an_objection_is_a_task_until_it_is_decided_and_then_told(markt):
    aanvraag = markt.submitted(register={"kernregio": False})
    nee = {"toegestaan": False, "motivering": "Genoeg zorg.", "by": markt.inkoper, "now": NOW}
    actions.judge_eis(aanvraag=aanvraag, eis=actions.to_judge(aanvraag)[0], **nee)
    bezwaar = actions.object_to(aanvraag=aanvraag, tekst="Te weinig zorg.", by=markt.tekenbevoegde, now=NOW)
    assert to_do(markt.verzekeraar, Rol.INKOPER, NOW)["bezwaar"] == bezwaar.uiterlijk
    besluit = {"gegrond": False, "besluit": "Het blijft zo.", "by": markt.inkoper2}
    actions.decide_bezwaar(bezwaar=bezwaar, now=NOW, **besluit)

    assert "bezwaar" not in to_do(markt.verzekeraar, Rol.INKOPER, NOW)
    assert Bericht.objects.get(soort="bezwaar_besloten").organisatie == markt.praktijk


@pytest.mark.parametrize(("toegestaan", "bericht"), [(True, "aanbod_ontvangen"), (False, "aanvraag_afgewezen")])
def test_after_an_objection_that_is_right_the_term_runs_again_and_both_are_told(markt, toegestaan, bericht):
    """Refused by the rules on 10 February, open again on the 13th; the agreement would start on 1 April, so the last
    day to judge is 31 March."""
    aanvraag, later = markt.submitted(nascholing=False), NOW + timedelta(days=3)
    termijnlog.record()
    assert not Termijnregel.objects.filter(soort="beoordelen").exists()
    bezwaar = actions.object_to(aanvraag=aanvraag, tekst="Wij scholen na.", by=markt.tekenbevoegde, now=later)
    besluit = {"gegrond": True, "besluit": "Ja.", "by": markt.inkoper}
    actions.decide_bezwaar(bezwaar=bezwaar, now=later, **besluit)
    assert to_do(markt.verzekeraar, Rol.INKOPER, later)["beoordelen"] == date(2025, 3, 31)
    termijnlog.record()
    assert Termijnregel.objects.get(soort="beoordelen").begonnen_op == later
    aanvraag.refresh_from_db()
    oordeel = {"toegestaan": toegestaan, "motivering": "Gewogen.", "by": markt.inkoper}
    actions.judge_eis(aanvraag=aanvraag, eis="nascholing", now=later + timedelta(days=1), **oordeel)
    termijnlog.record()
    if toegestaan:
        assert to_do(markt.verzekeraar, Rol.INKOPER, later)["aanbieden"] == date(2025, 3, 31)
        actions.offer_overeenkomst(aanvraag=aanvraag, by=markt.inkoper, now=later + timedelta(days=2))
        termijnlog.record()
    rijen = {rij.soort: rij.outcome(date(2025, 2, 28))[0] for rij in Termijnregel.objects.filter(vervallen="")}

    assert rijen["beoordelen"] == "Op tijd"
    assert rijen.get("aanbieden") == ("Op tijd" if toegestaan else None)
    verteld = list(Bericht.objects.filter(organisatie=markt.praktijk).order_by("pk").values_list("soort", flat=True))
    assert verteld[0] == "aanvraag_afgewezen"
    assert verteld[-1] == bericht
    assert verteld.count("aanvraag_afgewezen") == (1 if toegestaan else 2)
