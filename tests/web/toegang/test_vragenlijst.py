"""A generated questionnaire: every kind of question, Dutch notation, answers that the rules accept, no junk through."""

from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from zorginkoop.beleid import feiten, library
from zorginkoop.beleid.assess import Vraag, assess
from zorginkoop.web.toegang.vragenlijst import answers, form_for, initial, known_fact

TYPEN = {
    "gewenste_ingangsdatum": ("datum", "1-4-2025", "2025-04-01"),
    "big_registratie": ("janee", "nee", False),
    "ingeschreven_patienten": ("geheel", "2.350", 2350),
    "vaste_kosten": ("bedrag", "1.234,56", 123456),
    "fte": ("getal", "12,5", "12.5"),
    "toelichting": ("tekst", "zomaar", "zomaar"),
    "agb_code": ("agb", " 01000011 ", "01000011"),
    "iban": ("iban", "NL91 ABNA 0417 1643 00", "NL91ABNA0417164300"),
    "email": ("email", "a@voorbeeld.nl", "a@voorbeeld.nl"),
    "namen": ("lijst", "een\r\n\r\n twee", ["een", "twee"]),
}
VRAGEN = [Vraag(gegeven=n, vraag=f"{n}?", type=t, hulp="", keuzes={}) for n, (t, _, _) in TYPEN.items()]
KEUZE = Vraag(gegeven="contractvorm", vraag="Welke?", type="tekst", hulp="", keuzes={"nieuw": "Nieuw", "oud": "Oud"})
LIJST = Vraag(gegeven="gewenste_prestaties", vraag="Welke?", type="lijst", hulp="", keuzes={"a": "A", "b": "B"})


def data(**velden: str) -> QueryDict:
    gegeven = QueryDict(mutable=True)
    for naam, waarde in velden.items():
        gegeven.setlist(naam, waarde if isinstance(waarde, list) else [waarde])
    return gegeven


def test_every_kind_of_question_gives_a_json_fact_and_back():
    form = form_for(VRAGEN)(data(**{naam: tekst for naam, (_, tekst, _) in TYPEN.items()}))
    assert form.is_valid(), form.errors
    assert answers(form) == {naam: feit for naam, (_, _, feit) in TYPEN.items()}
    again = form_for(VRAGEN)(initial=initial(VRAGEN, answers(form)))
    for naam, shown in [("gewenste_ingangsdatum", "01-04-2025"), ("fte", "12,5"), ("vaste_kosten", "1234,56")]:
        assert f'value="{shown}"' in str(again[naam])


@pytest.mark.parametrize(
    ("naam", "tekst", "melding"),
    [
        ("gewenste_ingangsdatum", "30-2-2025", "geen bestaande datum"),
        ("gewenste_ingangsdatum", "1-1-0001", "2000 tot en met 2099"),
        ("ingeschreven_patienten", "veel", "heel getal"),
        ("ingeschreven_patienten", "-1", "0 of hoger"),
        ("ingeschreven_patienten", "200001", "hoogstens 200000"),
        ("ingeschreven_patienten", "9" * 5000, "heel getal"),
        ("fte", "NaN", "zoals 12,5"),
        ("fte", "-1", "0 of hoger"),
        ("vaste_kosten", "1,234", "achter de komma"),
        ("agb_code", "123", "acht cijfers"),
        ("iban", "NL00ABNA0417164300", "."),
        ("email", "nee", "e-mailadres"),
        ("big_registratie", "misschien", "een van de antwoorden"),
        ("big_registratie", "", "Kies een antwoord"),
        ("fte", "", "Vul een antwoord in"),
    ],
)
def test_wrong_answers_are_explained(naam, tekst, melding):
    form = form_for([v for v in VRAGEN if v.gegeven == naam])(data(**{naam: tekst}))
    assert not form.is_valid()
    assert melding in form.errors[naam][0]


def test_choices():
    form = form_for([KEUZE, LIJST])(data(contractvorm="oud", gewenste_prestaties=["b", "a"]))
    assert form.is_valid()
    assert answers(form) == {"contractvorm": "oud", "gewenste_prestaties": ["b", "a"]}
    assert not form_for([LIJST])(data(gewenste_prestaties=["c"])).is_valid()


def test_an_empty_list_is_an_answer_and_the_rest_may_stay_open_when_nothing_is_required():
    form = form_for([*VRAGEN, KEUZE, LIJST], required=False)(data())
    assert form.is_valid(), form.errors
    assert answers(form) == {"gewenste_prestaties": [], "namen": []}
    assert "Weet ik nog niet" in str(form["big_registratie"])


def test_bounds_come_from_the_dictionary():
    assert known_fact("ingeschreven_patienten").maximum == 200000
    assert known_fact("bestaat_niet") is None


@pytest.mark.parametrize("beleid", library.all_policies(), ids=lambda b: b.naam)
def test_every_question_of_every_policy_can_be_asked(beleid):
    vragen = assess(beleid, {}).vragen + assess(beleid, {}).aanvullende_vragen
    html = form_for(vragen)().as_div()
    assert all(vraag.gegeven in html for vraag in vragen)


@given(st.dictionaries(st.sampled_from(list(TYPEN)), st.text(max_size=40)))
def test_whatever_comes_in_only_facts_the_rules_accept_come_out(ruw):
    form = form_for(VRAGEN, required=False)(data(**ruw))
    if form.is_valid():
        for naam, waarde in answers(form).items():
            feit = known_fact(naam)
            assert feit is None or feiten.value(naam, feit, waarde) is not None


def test_today_is_within_the_dates_that_can_be_filled_in():
    vraag = next(v for v in VRAGEN if v.type == "datum")
    form = form_for([vraag])(data(gewenste_ingangsdatum=f"{date(2099, 12, 31):%d-%m-%Y}"))
    assert form.is_valid()
