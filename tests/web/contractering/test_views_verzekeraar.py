"""What an insurer sees and does: judge, offer, refuse with four eyes, changes, sharing; and the one that follows."""

import csv
import io
import json
from datetime import date

import pytest

from zorginkoop.adapters.signature import verify
from zorginkoop.adapters.spreadsheet import cell
from zorginkoop.beleid import library
from zorginkoop.web.contractering import actions, views_eenzijdig
from zorginkoop.web.contractering.documenten import trust
from zorginkoop.web.contractering.models import Gesprek, Mutatie, Volging

from .conftest import EXPLICIET
from .reizigers import VANDAAG, client_of, get, post, text


@pytest.fixture(autouse=True)
def _day(settings):
    settings.DEMO_DATUM = VANDAAG


def test_a_judgement_needs_a_decision_and_a_reason(markt):
    aanvraag = markt.submitted(register={"kernregio": False})
    inkoper, kenmerk = client_of(markt.inkoper), aanvraag.kenmerk
    pagina = text(get(inkoper, "dossier", kenmerk))
    assert "Uw oordeel is nodig" in pagina
    assert "Ligt de praktijk in de kernregio" in pagina
    leeg = post(inkoper, "oordeel", kenmerk, "regionale_afweging")
    assert leeg.status_code == 400
    assert "Leg uit waarom u dit besluit." in text(leeg)
    assert "Kies toestaan of niet toestaan." in text(leeg)
    besluit = {"besluit": "ja", "motivering": "Er is te weinig huisartsenzorg in de wijk"}
    assert "vastgelegd" in text(post(inkoper, "oordeel", kenmerk, "regionale_afweging", **besluit))
    aanvraag.refresh_from_db()
    assert aanvraag.status == "TOEGELATEN"
    nogmaals = text(post(inkoper, "oordeel", kenmerk, "regionale_afweging", **besluit))
    assert "hoeft bij deze aanvraag niet (meer) te worden geoordeeld" in nogmaals
    assert aanvraag.oordelen.count() == 1


def test_contract_management_reads_along_but_does_not_judge(markt):
    aanvraag = markt.submitted(register={"kernregio": False})
    beheer = client_of(markt.contractbeheer)
    assert "Alleen een inkoper kan oordelen." in text(get(beheer, "dossier", aanvraag.kenmerk))
    assert post(beheer, "oordeel", aanvraag.kenmerk, "regionale_afweging", besluit="ja").status_code == 403


def test_an_offer_is_shown_first_and_made_once(markt):
    aanvraag = markt.submitted()
    inkoper, kenmerk = client_of(markt.inkoper), aanvraag.kenmerk
    assert "POH-S" in text(get(inkoper, "aanbieden", kenmerk))
    assert not aanvraag.aanbiedingen.exists()
    assert "ligt nu bij Huisartsenpraktijk 1" in text(post(inkoper, "aanbieden", kenmerk))
    assert "heeft al een aanbod" in text(post(inkoper, "aanbieden", kenmerk))
    assert aanvraag.aanbiedingen.count() == 1
    assert "Leg uit waarom u het aanbod intrekt." in text(post(inkoper, "aanbod_intrekken", kenmerk))
    reden = {"motivering": "Het tarief van POH-S klopt niet."}
    assert "kunt een nieuw aanbod doen" in text(post(inkoper, "aanbod_intrekken", kenmerk, **reden))
    gelezen = text(get(client_of(markt.tekenbevoegde), "aanvraag", kenmerk))
    assert "trok het vorige aanbod in" in gelezen and reden["motivering"] in gelezen
    assert Gesprek.objects.get().status == "GESLOTEN"
    aanvraag.refresh_from_db()
    assert aanvraag.status == "TOEGELATEN"


def test_refusing_who_qualifies_takes_four_eyes(markt):
    aanvraag = markt.submitted()
    een, twee, kenmerk = client_of(markt.inkoper), client_of(markt.inkoper2), aanvraag.kenmerk
    assert "Leg uit waarom." in text(post(een, "weigeren", kenmerk))
    assert "Een andere inkoper" in text(post(een, "weigeren", kenmerk, motivering="Er is genoeg zorg in de wijk"))
    assert "Een ander dan de voorsteller" in text(post(een, "weigering", kenmerk, besluit="weigeren"))
    aanvraag.refresh_from_db()
    assert aanvraag.status == "WEIGERING_VOORGESTELD"
    assert "De aanvraag is afgewezen." in text(post(twee, "weigering", kenmerk, besluit="weigeren"))
    assert "al besloten" in text(post(twee, "weigering", kenmerk, besluit="toelaten"))
    aanvraag.refresh_from_db()
    assert aanvraag.status == "AFGEWEZEN"


def test_a_change_is_carried_out_once_or_refused_with_a_reason(markt):
    overeenkomst = markt.signed()
    vraag = {"overeenkomst": overeenkomst, "by": markt.tekenbevoegde, "gewenste_ingangsdatum": overeenkomst.van}
    beheer = client_of(markt.contractbeheer)
    for modules in (["spleetlamp"], ["stoppen_met_roken"]):
        actions.request_mutatie(**vraag, toevoegen=modules, now=overeenkomst.ondertekend_op)
        pk = Mutatie.objects.latest("pk").pk
        assert "Komt erbij" in text(get(beheer, "mutatie", pk))
        if modules == ["spleetlamp"]:
            assert "nieuwe, verzegelde versie" in text(post(beheer, "mutatie_verwerken", pk))
            assert "al besloten" in text(post(beheer, "mutatie_verwerken", pk))
        else:
            assert "Leg uit waarom." in text(post(beheer, "mutatie_weigeren", pk))
            assert "Niet nodig" in text(post(beheer, "mutatie_weigeren", pk, motivering="Niet nodig"))
    assert overeenkomst.documenten.count() == 2
    assert "spleetlamp" in text(get(beheer, "portefeuille_detail", overeenkomst.kenmerk)).lower()


def test_sharing_collecting_and_deviating(markt):
    overeenkomst = markt.signed()
    beheer, volger = client_of(markt.contractbeheer), client_of(markt.ophaler)
    assert "Kies ten minste één" in text(post(beheer, "delen", overeenkomst.kenmerk))
    assert "kan de afspraken ophalen" in text(post(beheer, "delen", overeenkomst.kenmerk, volgers=markt.volger.pk))
    pk = Volging.objects.get().pk
    assert "Haal de afspraken op" in text(get(volger, "volging", pk))
    assert "opgehaald" in text(post(volger, "ophalen", pk))
    assert "intussen veranderd" in text(post(volger, "ophalen", pk))
    half = text(post(volger, "volgbesluit", pk, besluit="WIJKT_AF"))
    assert "Leg uit waarom u afwijkt." in half
    assert "Kies welke codes u niet overneemt." in half
    code = overeenkomst.current_rows().get(prestatie="econsult").prestatiecode
    besluit = {"besluit": "WIJKT_AF", "zonder": code, "reden": "Wij kopen dit anders in"}
    assert "Uw besluit is vastgelegd" in text(post(volger, "volgbesluit", pk, **besluit))
    assert post(volger, "volgbesluit", pk, **besluit).status_code == 400
    assert "Wij kopen dit anders in" in text(get(client_of(markt.tekenbevoegde), "werklijst"))


def test_without_consent_nothing_is_shared(markt):
    overeenkomst = markt.signed(beleid=EXPLICIET)
    beheer = client_of(markt.contractbeheer)
    assert "nog geen toestemming" in text(get(beheer, "portefeuille_detail", overeenkomst.kenmerk))
    assert "nog geen toestemming" in text(post(beheer, "delen", overeenkomst.kenmerk, volgers=markt.volger.pk))
    assert not Volging.objects.exists()
    post(client_of(markt.tekenbevoegde), "volgen_toestaan", overeenkomst.kenmerk)
    post(beheer, "delen", overeenkomst.kenmerk, volgers=markt.volger.pk)
    assert Volging.objects.get().toestemming == "EXPLICIET"


def test_the_exports_hold_every_row_and_open_safely(markt):
    type(markt.praktijk).objects.filter(pk=markt.praktijk.pk).update(naam='=HYPERLINK("http://kwaad.nl")')
    markt.praktijk.refresh_from_db()
    overeenkomst = markt.signed()
    volging = markt.followed(overeenkomst)
    volger = client_of(markt.ophaler)
    aantal = overeenkomst.current_rows().count()
    pakket = json.loads(get(volger, "volging_json", volging.pk).content)
    assert len(pakket["afspraken"]) == aantal
    regels = list(
        csv.DictReader(io.StringIO(get(volger, "volging_csv", volging.pk).content.decode("utf-8-sig")), delimiter=";")
    )
    assert len(regels) == aantal
    assert regels[0]["agb"] == "01000001"
    assert regels[0]["praktijk"].startswith("'=")
    papier = get(volger, "volging_pdf", volging.pk)
    assert papier["Content-Disposition"].startswith("attachment;")
    assert verify(papier.content, vertrouwd=trust()).geldig


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_cell_never_becomes_a_formula(begin):
    assert cell(f"{begin}1+1") == f"'{begin}1+1"
    assert cell(-5) == -5
    assert cell("gewoon") == "gewoon"


def test_the_insurer_can_only_raise_a_tariff_one_sidedly_and_a_colleague_carries_it_out(markt):
    overeenkomst = markt.signed()
    rij = overeenkomst.current_rows().get(prestatie="poh_s")
    een, twee, kenmerk = client_of(markt.contractbeheer), client_of(markt.contractbeheer2), overeenkomst.kenmerk
    vast = {"afspraak": str(rij.pk), "dag": "1-7-2025", "toelichting": "Wij belonen dit beter."}

    def euro(cent: int) -> str:
        return f"{cent // 100},{cent % 100:02}"

    assert "Een tarief verhogen" in text(get(een, "portefeuille_detail", kenmerk))
    van_de_nza = overeenkomst.current_rows().filter(segment="S1").first()
    assert van_de_nza.naam not in text(get(een, "eenzijdig", kenmerk))
    lager = text(post(een, "eenzijdig", kenmerk, tarief=euro(rij.tarief_cent - 1), **vast))
    assert "mag niet ongunstig zijn voor de praktijk: het tarief gaat omlaag" in lager
    gelijk = text(post(een, "eenzijdig", kenmerk, tarief=euro(rij.tarief_cent), **vast))
    assert "Dit tarief is er nu ook" in gelijk
    te_laat = {**vast, "dag": "1-7-2031"}
    assert "geldt de gekozen afspraak niet" in text(post(een, "eenzijdig", kenmerk, tarief="99", **te_laat))
    assert not Mutatie.objects.exists()

    opgesteld = text(post(een, "eenzijdig", kenmerk, tarief=euro(rij.tarief_cent + 5), **vast))
    assert "Een collega moet haar verwerken" in opgesteld
    pk = Mutatie.objects.get().pk
    assert "Een ander dan de aanvrager" in text(post(een, "mutatie_verwerken", pk))
    post(twee, "mutatie_verwerken", pk)
    nieuw = overeenkomst.current_rows().get(prestatie="poh_s", van=date(2025, 7, 1))
    assert (nieuw.tarief_cent, nieuw.tot) == (rij.tarief_cent + 5, rij.tot)
    assert "Wij belonen dit beter." in text(get(client_of(markt.tekenbevoegde), "overeenkomst", kenmerk))


@pytest.mark.parametrize("naam", ["zk-huisartsenzorg-2024-2025", "zz-oefentherapie-2024", "zz-wsv-ro-2021"])
def test_where_a_policy_says_nothing_of_one_sided_changes_no_passage_is_cited(markt, monkeypatch, naam):
    """Document 001, 6 is of one policy; documents 002, 003 and 004 say nothing about it."""
    wie, kenmerk = client_of(markt.contractbeheer), markt.signed().kenmerk
    zegt_het = text(get(wie, "eenzijdig", kenmerk))
    assert "001, 6" in zegt_het and "werkregel" not in zegt_het
    monkeypatch.setattr(views_eenzijdig, "policy_of", lambda _: library.load(naam))
    zwijgt = text(get(wie, "eenzijdig", kenmerk))
    assert "001, 6" not in zwijgt and "een werkregel van dit platform" in zwijgt
