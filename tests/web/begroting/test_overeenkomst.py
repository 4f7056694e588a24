"""From an agreed budget to a signed agreement: partnership, regional organisation and out-of-hours service."""

from datetime import date

import pytest
from django.utils.timezone import localdate

from tests.web.contractering.doorlopen import Partijen, fill_in, last_day_to_sign, offer_and_sign, submit
from tests.web.contractering.reizigers import client_of, get, post, text
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.begroting.inhoud import Inhoud
from zorginkoop.web.berichten import verzamelen
from zorginkoop.web.contractering import actions as contracteren
from zorginkoop.web.contractering.models import Aanvraag
from zorginkoop.web.gebeurtenissen import grootboek

from .conftest import ANW, INHOUD, WSV, agree, agreed, sent

OPRICHTEN = ("rechtspersoon", "kvk_inschrijving", "intentieverklaring", "agb_relaties", "contracteermodule")
ANTWOORDEN = {
    "samenwerkingsvorm": "wsv",
    "disciplines": ["huisartsenzorg", "farmacie", "fysiotherapie"],
    "gewenste_ingangsdatum": "1-1-2021",
    "gewenste_prestaties": ["programma_dm2", "programma_cvrm"],
    "big5_op_orde": "ja",
    **dict.fromkeys(OPRICHTEN, "ja"),
}


@pytest.fixture(autouse=True)
def _day(settings):
    settings.DEMO_DATUM = date(2020, 10, 12)


def test_partnership(wsv):
    """Document 004: the rows follow from the budget, and six weeks to sign.

    Cooperation: 0,5 x 80.000 + 12 x 750,50 = 40.000 + 9.006 = 49.006 euros. Diabetes: the agreed 27,50, not the
    published demonstration value of 28,00. Programmes that were budgeted but not asked for are not offered.
    """
    agreed(wsv)
    aanvraag = submit(wsv, fill_in(wsv, ANTWOORDEN))
    assert aanvraag.registerfeiten["begroting_datum"] == "2020-08-28"
    aanbod, overeenkomst = offer_and_sign(wsv, aanvraag)
    assert {rij.prestatie: rij.tarief_cent for rij in aanbod.rows()} == {
        "samenwerking": 4_900_600,
        "programma_dm2": 2_750,
        "programma_cvrm": 1_300,
    }
    assert {(rij.van, rij.tot) for rij in aanbod.rows()} == {(date(2021, 1, 1), date(2022, 1, 1))}
    assert last_day_to_sign(aanbod) == 42
    assert overeenkomst.tot == date(2022, 1, 1)
    pagina = text(get(client_of(wsv.tekenbevoegde), "overeenkomst", overeenkomst.kenmerk))
    assert "Sta toe dat anderen volgen" in pagina


def test_regional_organisation_of_two_partnerships(db):
    ro = Partijen(WSV, agb="67000011", naam="RO De Streek")
    agreed(ro)
    antwoorden = {**ANTWOORDEN, "samenwerkingsvorm": "ro", "aantal_wsv": "2"}
    aanbod, _ = offer_and_sign(ro, submit(ro, fill_in(ro, antwoorden)))
    assert len(aanbod.rows()) == 3


def test_without_an_agreed_budget_nothing_can_be_submitted(wsv):
    sent(wsv)
    aanvraag = fill_in(wsv, ANTWOORDEN)
    pagina = text(post(client_of(wsv.tekenbevoegde), "controleren", aanvraag.kenmerk))
    assert "de begroting met de inkopers is besproken" in pagina
    assert Aanvraag.objects.get().status == "CONCEPT"


@pytest.mark.usefixtures("papieren")
def test_papers_a_policy_asks_come_as_a_file_and_the_term_runs_from_the_last_one(wsv, settings):
    """Everything was answered on 12 October; the papers came on 14 October."""
    agreed(wsv)
    aanvraag = fill_in(wsv, ANTWOORDEN)
    wie = client_of(wsv.tekenbevoegde)
    assert "Er zijn nog 2 bewijzen nodig" in text(get(wie, "aanvraag", aanvraag.kenmerk))
    assert "Een uittreksel van de inschrijving" in text(get(wie, "controleren", aanvraag.kenmerk))
    assert "Wij missen nog dit bewijs: De statuten" in text(post(wie, "controleren", aanvraag.kenmerk))
    assert Aanvraag.objects.get().status == "CONCEPT"
    settings.DEMO_DATUM = date(2020, 10, 14)
    aanvraag = submit(wsv, aanvraag)
    assert (aanvraag.status, localdate(aanvraag.volledig_op)) == ("TOEGELATEN", date(2020, 10, 14))
    assert set(aanvraag.bewijsstukken.values_list("eis", flat=True)) == {"rechtspersoon", "kvk_inschrijving"}


@pytest.mark.usefixtures("papieren")
def test_what_a_person_judges_needs_its_paper_only_where_it_is_asked_for(wsv):
    """Only who wants GP care at the level of the district sends a plan."""
    agreed(wsv)
    wens = {**ANTWOORDEN, "gewenste_prestaties": ["programma_dm2", "poh_ggz_regionaal"]}
    gevraagd = get(client_of(wsv.tekenbevoegde), "bewijs", fill_in(wsv, wens).kenmerk).context["gevraagd"]
    assert [g.eis for g in gevraagd] == ["rechtspersoon", "kvk_inschrijving", "huisartsenzorg_via_wsv"]


def test_the_provider_cannot_say_itself_that_there_is_an_agreement(wsv):
    aanvraag = fill_in(wsv, {**ANTWOORDEN, "begroting_akkoord": "ja"})
    contracteren.answer(aanvraag=aanvraag, antwoorden={"begroting_akkoord": True}, by=wsv.tekenbevoegde, now=_now())
    with pytest.raises(Gebruikersfout, match="akkoord"):
        contracteren.submit_aanvraag(aanvraag=aanvraag, registerfeiten={}, by=wsv.tekenbevoegde, now=_now())


def test_an_extra_programme_waits_for_the_big_5(wsv):
    """One of the five is missing from budget and agreements, so the additional programme is not offered."""
    zonder = tuple(r for r in INHOUD.regels if r.prestatie != "programma_astma")
    agreed(wsv, inhoud=Inhoud(regels=zonder))
    wens = {**ANTWOORDEN, "gewenste_prestaties": ["programma_dm2", "programma_aanvullend"]}
    aanvraag = submit(wsv, fill_in(wsv, wens))
    assert aanvraag.registerfeiten["big5_op_orde"] is False
    aanbod, _ = offer_and_sign(wsv, aanvraag)
    assert "programma_aanvullend" not in {rij.prestatie for rij in aanbod.rows()}
    assert "Big 5" in text(get(client_of(wsv.tekenbevoegde), "aanbod", aanvraag.kenmerk))


def test_out_of_hours_service(hds, settings):
    """Document 001, 5.3: two insurers agree on the budget; the row is its total, 5 million euros, for the year."""
    settings.DEMO_DATUM = date(2024, 10, 14)
    begroting = sent(hds, jaar=2025, now=_now(), inhoud=ANW)
    agree(begroting, (hds.inkoper, hds.verzekeraar), (hds.inkoper_tweede, hds.tweede), now=_now())
    antwoorden = {"gewenste_ingangsdatum": "1-1-2025", "kernregio": "ja", "landelijke_overeenkomst": "ja"}
    aanvraag = submit(hds, fill_in(hds, antwoorden))
    assert aanvraag.registerfeiten["representerende_verzekeraars"] == [hds.verzekeraar.naam, hds.tweede.naam]
    aanbod, overeenkomst = offer_and_sign(hds, aanvraag)
    (rij,) = aanbod.rows()
    assert (rij.prestatie, rij.tarief_cent) == ("anw_zorg", 500_000_000)
    assert (overeenkomst.van, overeenkomst.tot) == (date(2025, 1, 1), date(2026, 1, 1))
    # The two agree on behalf of all insurers, so there is nothing to share: nobody has to follow.
    assert "delen" not in {t.soort for t in verzamelen.to_do(hds.verzekeraar)}
    assert not grootboek.shareable(hds.verzekeraar, op=date(2025, 1, 1)).exists()


def test_the_budget_of_next_year_does_not_hold_up_the_agreement_of_this_one(hds, settings):
    """This year's budget was agreed; next year's was begun, and even sent in, before the agreement was asked for."""
    settings.DEMO_DATUM = date(2024, 10, 14)
    dit_jaar = sent(hds, jaar=2025, now=_now(), inhoud=ANW)
    agree(dit_jaar, (hds.inkoper, hds.verzekeraar), (hds.inkoper_tweede, hds.tweede), now=_now())
    sent(hds, jaar=2026, now=_now(), inhoud=ANW)
    antwoorden = {"gewenste_ingangsdatum": "1-1-2025", "kernregio": "ja", "landelijke_overeenkomst": "ja"}
    aanbod, _ = offer_and_sign(hds, submit(hds, fill_in(hds, antwoorden)))
    assert [rij.tarief_cent for rij in aanbod.rows()] == [500_000_000]


@pytest.mark.parametrize("jaar", [2025, None])
def test_the_budget_of_another_year_is_no_agreement(hds, settings, jaar):
    """Start in 2026: an agreed budget of 2025 does not count, and without any the provider cannot say there is one."""
    settings.DEMO_DATUM = date(2024, 10, 14)
    if jaar:
        ander = sent(hds, jaar=jaar, now=_now(), inhoud=ANW)
        agree(ander, (hds.inkoper, hds.verzekeraar), (hds.inkoper_tweede, hds.tweede), now=_now())
    antwoorden = {"gewenste_ingangsdatum": "1-1-2026", "kernregio": "ja", "landelijke_overeenkomst": "ja"}
    antwoorden |= {"representerende_verzekeraars": ["Een", "Twee"]}
    aanvraag = fill_in(hds, antwoorden)
    zelf = dict.fromkeys(("begroting_akkoord_eerste", "begroting_akkoord_tweede"), True)
    contracteren.answer(aanvraag=aanvraag, antwoorden=zelf, by=hds.tekenbevoegde, now=_now())
    assert "De eerste verzekeraar is nog niet akkoord" in text(
        post(client_of(hds.tekenbevoegde), "controleren", aanvraag.kenmerk)
    )
    assert Aanvraag.objects.get().status == "CONCEPT"


def test_the_agreement_of_one_year_leaves_room_for_the_next(hds, settings):
    test_out_of_hours_service(hds, settings)
    settings.DEMO_DATUM = date(2025, 10, 13)
    keuzes = get(client_of(hds.tekenbevoegde), "nieuw").context["keuzes"]
    assert [(k.naam, k.open) for k in keuzes] == [("zz-hds-2024", True)]


def _now():
    from zorginkoop.web.toegang.klok import now

    return now()
