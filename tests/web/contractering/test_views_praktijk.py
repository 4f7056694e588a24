"""What a practice sees and does: apply step by step, check, submit, sign or refuse, change."""

import pytest

from zorginkoop.adapters.signature import verify
from zorginkoop.web.contractering import actions
from zorginkoop.web.contractering.documenten import trust
from zorginkoop.web.contractering.models import Aanbod, Aanvraag, Mutatie, Overeenkomst
from zorginkoop.web.toegang.rollen import Rol

from .conftest import ANTWOORDEN, BELEID, CANARY_IBAN, EXPLICIET, NOW, REGISTER, person
from .reizigers import VANDAAG, client_of, get, post, text


@pytest.fixture(autouse=True)
def _day(settings):
    settings.DEMO_DATUM = VANDAAG


@pytest.fixture
def wie(markt):
    """The signatory of the practice."""
    return client_of(markt.tekenbevoegde)


def test_nothing_open_says_for_whom_you_act(wie):
    assert "U handelt voor AGB 01000001; er staat niets open." in text(get(wie, "werklijst"))


def test_the_whole_questionnaire_step_by_step(markt, wie):
    post(wie, "nieuw", beleid=BELEID)
    aanvraag = Aanvraag.objects.get()
    antwoorden = {n: ("ja" if w is True else w) for n, w in ANTWOORDEN.items()} | {
        "gewenste_ingangsdatum": "1-4-2025",
        **dict.fromkeys(("vektis_registratie", "big_registratie", "vecozo_certificaat", "kernregio"), "ja"),
        "poh_s_in_opleiding": "nee",
        "email": "praktijk@voorbeeld.nl",
    }
    for nummer in range(1, 12):
        pagina = get(wie, "stap", aanvraag.kenmerk, nummer)
        if pagina.status_code != 200:
            break
        vragen = pagina.context["stap"].vragen
        assert len(vragen) <= 5
        assert f"Stap {nummer} van {pagina.context['aantal']}" in text(pagina)
        post(wie, "stap", aanvraag.kenmerk, nummer, **{v.gegeven: antwoorden.get(v.gegeven, "") for v in vragen})
    controle = get(wie, "controleren", aanvraag.kenmerk)
    assert not controle.context["reis"].ontbreekt
    assert "Eindigt op 4300" in text(controle)
    assert "1 april 2025" in text(controle)
    klaar = post(wie, "controleren", aanvraag.kenmerk)
    aanvraag.refresh_from_db()
    assert aanvraag.status == "TOEGELATEN"
    assert "U voldoet aan de eisen" in text(klaar)


def test_saving_for_later_keeps_what_was_filled_in(markt, wie):
    post(wie, "nieuw", beleid=BELEID)
    kenmerk = Aanvraag.objects.get().kenmerk
    post(wie, "stap", kenmerk, 2, gewenste_ingangsdatum="1-7-2025", gewenste_prestaties=["poh_s"], later="")
    assert "Aanvraag afmaken" in text(get(wie, "werklijst"))
    assert 'value="01-07-2025"' in text(get(wie, "stap", kenmerk, 2))


def test_an_answer_can_be_taken_back_but_an_empty_account_number_keeps_the_old_one(markt, wie):
    aanvraag = markt.started()
    stappen = get(wie, "controleren", aanvraag.kenmerk).context["reis"].stappen
    (nummer,) = (s.nummer for s in stappen if "iban" in {v.gegeven for v in s.vragen})
    pagina = get(wie, "stap", aanvraag.kenmerk, nummer)
    assert CANARY_IBAN not in text(pagina)
    assert "eindigt op 4300" in text(pagina)
    post(wie, "stap", aanvraag.kenmerk, nummer, iban="")
    post(wie, "stap", aanvraag.kenmerk, 2, gewenste_ingangsdatum="")
    aanvraag.refresh_from_db()
    assert aanvraag.iban == CANARY_IBAN
    assert "gewenste_ingangsdatum" not in aanvraag.antwoorden


def test_incomplete_is_not_submitted_and_says_what_is_missing(markt, wie):
    post(wie, "nieuw", beleid=BELEID)
    aanvraag = Aanvraag.objects.get()
    pagina = post(wie, "controleren", aanvraag.kenmerk)
    assert "Wij missen nog" in text(pagina)
    aanvraag.refresh_from_db()
    assert aanvraag.status == "CONCEPT"


def test_the_check_page_warns_before_a_refusal_and_says_what_a_person_decides(markt, wie):
    alles = {**ANTWOORDEN, "nascholing": False, "kernregio": False, "iban": None}
    aanvraag = markt.started(**{**alles, **{n: True for n in REGISTER if n.startswith(("vektis", "big", "vecozo"))}})
    pagina = text(get(wie, "controleren", aanvraag.kenmerk))
    for deel in (
        "Zo wordt uw aanvraag afgewezen",
        "meteen afgewezen",
        "Hierover beslist een inkoper",
        "Nog niet compleet",
    ):
        assert deel in pagina
    actions.answer(aanvraag=aanvraag, antwoorden={"nascholing": True, "kernregio": True}, by=markt.invuller, now=NOW)
    pagina = text(get(wie, "controleren", aanvraag.kenmerk))
    assert "Zo wordt uw aanvraag afgewezen" not in pagina and "Hierover beslist een inkoper" not in pagina


def test_a_refusal_gives_the_reason_its_source_and_the_way_to_object(markt, wie):
    aanvraag = markt.submitted(nascholing=False)
    pagina = text(get(wie, "aanvraag", aanvraag.kenmerk))
    assert "De huisartsen moeten de vereiste bij- en nascholing volgen." in pagina
    assert "Bezwaar maken" in pagina
    assert "001, 5.1" in pagina
    assert "#eis-nascholing" in pagina


def test_a_proposed_refusal_is_not_told_before_it_is_decided(markt, wie):
    aanvraag = markt.submitted()
    actions.refuse_aanvraag(aanvraag=aanvraag, motivering="Te veel aanbod", by=markt.inkoper, now=NOW)
    pagina = text(get(wie, "aanvraag", aanvraag.kenmerk))
    assert "Te veel aanbod" not in pagina
    assert "in behandeling" in pagina


def test_the_offer_explains_every_row_and_what_is_missing_from_it(markt, wie):
    aanbod = markt.offered(gewenste_prestaties=["poh_s", "econsult", "mtvp"], poh_s_in_opleiding=False)
    pagina = text(get(wie, "aanbod", aanbod.aanvraag.kenmerk))
    for rij in aanbod.rows():
        assert rij.prestatiecode in pagina
    assert "Wat u vroeg en wij niet aanbieden" in pagina
    assert "#prestatie-poh_s" in pagina
    assert "demonstratie<" in pagina
    assert get(wie, "aanbod_pdf", aanbod.aanvraag.kenmerk).content.startswith(b"%PDF")


def test_signing_asks_a_tick_and_a_second_signature_is_told_who_was_first(markt, wie):
    aanbod = markt.offered()
    kenmerk = aanbod.aanvraag.kenmerk
    assert "Zet een vinkje om te ondertekenen." in text(post(wie, "ondertekenen", kenmerk))
    pagina = post(wie, "ondertekenen", kenmerk, akkoord="ja")
    overeenkomst = Overeenkomst.objects.get()
    assert overeenkomst.status == "GELDIG"
    assert "Zegel klopt<" in text(pagina)
    nogmaals = post(wie, "ondertekenen", kenmerk, akkoord="ja")
    assert nogmaals.status_code == 409
    assert "al ondertekend door Sanne1" in text(nogmaals)
    assert Overeenkomst.objects.count() == 1
    papier = get(wie, "overeenkomst_pdf", overeenkomst.kenmerk, 1)
    assert papier["Content-Type"] == "application/pdf"
    assert papier["Content-Disposition"].startswith("attachment;")
    assert verify(papier.content, vertrouwd=trust(), verwacht=overeenkomst.last_document().canoniek).geldig


def test_consent_to_follow_is_only_asked_where_the_policy_asks_it(markt, wie):
    impliciet = markt.offered()
    assert 'name="volgen"' not in text(get(wie, "ondertekenen", impliciet.aanvraag.kenmerk))
    praktijk, ander = markt.new_practice(2)
    expliciet = markt.offered(praktijk=praktijk, by=ander, beleid=EXPLICIET)
    collega = client_of(ander)
    assert 'name="volgen"' in text(get(collega, "ondertekenen", expliciet.aanvraag.kenmerk))
    post(collega, "ondertekenen", expliciet.aanvraag.kenmerk, akkoord="ja", volgen="ja")
    assert Overeenkomst.objects.get().volgen_toegestaan_door == ander


def test_of_several_signatories_the_last_one_is_asked_whether_others_may_follow(markt, monkeypatch):
    """A tick of the first one would be lost: there is no agreement yet."""
    aanbod = markt.offered(beleid=EXPLICIET)
    monkeypatch.setattr("zorginkoop.web.contractering.views_aanbod.needed", lambda praktijk: 2)
    assert 'name="volgen"' not in text(get(client_of(markt.tekenbevoegde), "ondertekenen", aanbod.aanvraag.kenmerk))


def test_an_offer_can_be_refused_with_a_reason_once(markt, wie):
    aanbod = markt.offered()
    kenmerk = aanbod.aanvraag.kenmerk
    assert "Schrijf op waarom" in text(post(wie, "afslaan", kenmerk))
    assert "niet aangenomen" in text(post(wie, "afslaan", kenmerk, reden="Het tarief is te laag"))
    aanbod.refresh_from_db()
    assert aanbod.status == "GEWEIGERD"
    assert Aanvraag.objects.get().redenen == ["Het tarief is te laag"]
    assert "Uw praktijk heeft dit aanbod niet aangenomen" in text(post(wie, "afslaan", kenmerk, reden="Nog eens"))
    assert "niet aangenomen" in text(post(wie, "ondertekenen", kenmerk, akkoord="ja"))
    assert not Overeenkomst.objects.exists()


def test_a_change_shows_its_date_and_rows_before_it_is_asked(markt, wie):
    overeenkomst = markt.signed()
    kenmerk = overeenkomst.kenmerk
    formulier = text(get(wie, "wijzigen", kenmerk))
    assert "1 april 2025" in formulier and "(niet verplicht)" not in formulier
    vraag = {"toevoegen": "spleetlamp", "datum": "15-5-2025"}
    voor = get(wie, "wijziging_controleren", kenmerk, **vraag)
    assert "1 juli 2025" in text(voor)
    assert "Spleetlamp" in text(voor)
    assert not Mutatie.objects.exists()
    adres = f"{voor.request['PATH_INFO']}?{voor.request['QUERY_STRING']}"
    assert "aangevraagd" in text(wie.post(adres, {"akkoord": "ja"}, follow=True))
    assert Mutatie.objects.get().toevoegen == ["spleetlamp"]
    dubbel = wie.post(adres, {"akkoord": "ja"}, follow=True)
    assert "Voor deze datum staat al een wijziging open" in text(dubbel)
    assert Mutatie.objects.count() == 1


def test_a_change_asks_what_the_policy_still_wants_to_know(markt, wie):
    kenmerk = markt.signed().kenmerk
    vraag = {"toevoegen": "nhg_accreditatie", "datum": "1-4-2025"}
    assert "NHG-praktijkaccreditatie" in text(get(wie, "wijziging_controleren", kenmerk, **vraag))
    nee = text(get(wie, "wijziging_controleren", kenmerk, **vraag, nhg_geaccrediteerd="nee"))
    assert "melding k--fout" in nee
    ja = get(wie, "wijziging_controleren", kenmerk, **vraag, nhg_geaccrediteerd="ja")
    assert ja.context["ingangsdatum"].isoformat() == "2025-04-01"


def test_who_fills_in_cannot_sign_and_a_reader_changes_nothing(markt):
    aanbod = markt.offered()
    kenmerk = aanbod.aanvraag.kenmerk
    invuller = client_of(markt.invuller)
    lezer = client_of(person("Lies", markt.praktijk, Rol.LEZER))
    assert "Alleen een tekenbevoegde" in text(get(invuller, "aanbod", kenmerk))
    assert post(invuller, "ondertekenen", kenmerk, akkoord="ja").status_code == 403
    for naam, args in (("nieuw", ()), ("stap", (kenmerk, 1)), ("controleren", (kenmerk,)), ("intrekken", (kenmerk,))):
        assert post(lezer, naam, *args, beleid=BELEID).status_code == 403
    assert get(lezer, "aanbod", kenmerk).status_code == 200
    assert Aanbod.objects.get().status == "AANGEBODEN"
