"""Every refused cent ends in an article or a passage, with the figures that decided."""

from datetime import date, timedelta

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.declaraties.conftest import ANKER, LINDE, NU, A, B
from zorginkoop.engine.redenen import REDENEN
from zorginkoop.web.declaraties.models import TECHNISCH, Declaratieregel
from zorginkoop.web.declaraties.oordelen import MELDINGEN
from zorginkoop.web.declaraties.uitleg import WAARDEN, explain
from zorginkoop.web.register import verzekerden


def judged_line(wereld, referentie: str) -> Declaratieregel:
    if not Declaratieregel.objects.filter(referentie=referentie).exists():
        praktijk, regels = (wereld.cast.anker, ANKER) if referentie.startswith("A") else (wereld.cast.linde, LINDE)
        wereld.judged(wereld.file(praktijk, regels))
    return Declaratieregel.objects.get(referentie=referentie)


def test_a_lowered_tariff_says_both_amounts_and_the_row(wereld):
    uitleg = explain(judged_line(wereld, "L2"))
    (grond,) = uitleg.gronden
    assert grond.waarden == "Gedeclareerd tarief: € 14,00. Afgesproken: € 12,43."
    assert (uitleg.gekort_cent, uitleg.rij.prestatiecode) == (157, "12011")
    assert (grond.bron.titel, grond.bron.plaats) == ("Zorginkoopbeleid huisartsenzorg 2025 (Zorg en Zekerheid)", "2.1")
    assert grond.bron.samenvatting
    assert uitleg.rijbron.plaats == uitleg.rij.bron_plaats


def test_without_agreement_the_passage_about_claiming_without_one(wereld):
    (grond,) = explain(judged_line(wereld, "A2")).gronden
    assert grond.waarden == "Datum van de prestatie: 12-05-2025. U hebt er geen met deze verzekeraar."
    assert grond.bron.plaats == "5.4"
    assert "Zonder overeenkomst" in grond.bron.samenvatting


ZONDER = [
    {"bsn": B, "prestatiecode": "11000", "datum": date(2025, 4, 1), "tarief_cent": 2035, "referentie": "Z1"},
    {"bsn": A, "prestatiecode": "11000", "datum": date(2025, 4, 1), "tarief_cent": 2035, "referentie": "Z2"},
    {"bsn": A, "prestatiecode": "11100", "datum": date(2025, 5, 1), "tarief_cent": 2500, "aantal": 2,
     "referentie": "Z3"},
]  # fmt: skip


def test_without_agreement_a_registration_needs_registration_age_and_number(wereld):
    """Both are on the list of De Linde, not of Het Anker; B is 40 and A is 65."""
    wereld.judged(wereld.file(wereld.cast.anker, ZONDER))
    regels = {r.referentie: r for r in Declaratieregel.objects.all()}
    uitleg = {referentie: explain(regel) for referentie, regel in regels.items()}
    assert {r: regel.redenen for r, regel in regels.items()} == {
        "Z1": ["NIET_INGESCHREVEN"],
        "Z2": ["LEEFTIJD", "NIET_INGESCHREVEN"],
        "Z3": ["NIET_INGESCHREVEN", "TARIEF_VERLAAGD"],
    }
    leeftijd, inschrijving = uitleg["Z2"].gronden
    assert leeftijd.waarden == "Leeftijd op 01-04-2025: 65 jaar. Zonder overeenkomst geldt: vanaf 0 jaar tot 65 jaar."
    assert inschrijving.waarden == "Datum van de prestatie: 01-04-2025. Op uw naam ingeschreven: nooit."
    assert {grond.bron.plaats for grond in uitleg["Z2"].gronden} == {"2.1"}
    tarief = uitleg["Z3"].gronden[1]
    assert tarief.waarden == "Gedeclareerd tarief: € 25,00. Wettelijk tarief (NZa): € 23,94."
    assert tarief.bron.plaats == "5.4"


def test_without_agreement_the_limit_of_the_policy_is_named(wereld):
    op_naam = [{"bsn": A, "agb": int(wereld.cast.anker.agb), "van": date(2025, 1, 1), "tot": None}]
    rijen = pa.Table.from_pylist(op_naam, verzekerden.INSCHRIJVINGEN)
    verzekerden.load_inschrijvingen(rijen, by="test", now=NU - timedelta(1))
    tweemaal = {**ZONDER[2], "tarief_cent": 2394}
    wereld.judged(wereld.file(wereld.cast.anker, [tweemaal]))
    (grond,) = explain(Declaratieregel.objects.get()).gronden
    assert (grond.code, grond.bron.plaats) == ("FREQUENTIE", "2.1")
    assert grond.waarden == "Zonder overeenkomst geldt: hoogstens 1 per kwartaal."


def test_without_agreement_then_the_agreements_there_are(wereld):
    vroeg = {**LINDE[0], "prestatiecode": "31D08", "datum": date(2025, 3, 31), "referentie": "V1"}
    wereld.judged(wereld.file(wereld.cast.linde, [vroeg], begindatum=date(2025, 1, 1)))
    (grond,) = explain(Declaratieregel.objects.get(referentie="V1")).gronden
    assert f"{wereld.overeenkomst.kenmerk} van 01-04-2025 tot 01-01-2026" in grond.waarden


def test_the_nza_tariff_is_named_as_such(wereld):
    (grond,) = explain(judged_line(wereld, "A1")).gronden
    assert grond.waarden == "Gedeclareerd tarief: € 14,00. Wettelijk tarief (NZa): € 12,43."


@pytest.mark.parametrize(
    ("referentie", "deel"),
    [("L3", "Zie regel "), ("L5", "Prestatie 13999 op 08-05-2025"), ("L6", "Bij ons verzekerd: nooit")],
)
def test_the_figures_of_other_reasons(wereld, referentie, deel):
    (grond,) = explain(judged_line(wereld, referentie)).gronden
    assert deel in grond.waarden


def test_a_double_of_before_names_the_invoice_that_was_paid(wereld):
    judged_line(wereld, "L1")
    laat = NU + timedelta(1)
    wereld.judged(wereld.file(wereld.cast.linde, [{**LINDE[0], "referentie": "X1"}], "F2"), now=laat)
    (grond,) = explain(Declaratieregel.objects.get(referentie="X1")).gronden
    assert grond.waarden.startswith("Vergoed op factuur F1, regel ")
    assert grond.waarden.endswith(": € 20,35.")


def test_every_reason_has_words_and_figures():
    assert set(MELDINGEN) == {*REDENEN, TECHNISCH}
    assert set(MELDINGEN) == {*WAARDEN, "AANTAL_ONJUIST"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(redenen=st.lists(st.sampled_from(sorted(MELDINGEN)), min_size=1, unique=True), wie=st.sampled_from(["L2", "A2"]))
def test_every_reason_on_every_kind_of_line_ends_in_a_passage(wereld, redenen, wie):
    regel = judged_line(wereld, wie)
    if wie == "A2":  # these are only possible within an agreement
        redenen = [r for r in redenen if r != "PRESTATIE_NIET_AFGESPROKEN"] or ["GEEN_OVEREENKOMST"]
    regel.redenen = redenen
    uitleg = explain(regel)
    assert [grond.code for grond in uitleg.gronden] == redenen
    for grond in uitleg.gronden:
        assert grond.bron.titel
        assert grond.bron.plaats
        assert grond.bron.samenvatting
        assert grond.melding.endswith(".")
        assert grond.vervolg


def test_the_question_goes_to_the_channel_of_the_policy(wereld):
    vraag = explain(judged_line(wereld, "L2")).vraag
    assert (vraag.partij, vraag.afdeling) == (wereld.cast.verzekeraar.naam, "Contractbeheer")
    assert "01-08-2025" in vraag.termijn


def test_the_link_lands_on_the_paragraph_of_the_public_page(wereld, client):
    (grond,) = explain(judged_line(wereld, "A2")).gronden
    adres, _, plek = grond.bron.url.partition("#")
    assert f'id="{plek}"' in client.get(adres).text
    uitleg = explain(judged_line(wereld, "A2"))
    assert uitleg.beleid_url == adres


def test_a_code_that_is_not_agreed_ends_in_a_paragraph_of_the_policy(wereld):
    (grond,) = explain(judged_line(wereld, "L5")).gronden
    assert grond.code == "PRESTATIE_NIET_AFGESPROKEN"
    assert "#p-" in grond.bron.url
    assert grond.bron.samenvatting
