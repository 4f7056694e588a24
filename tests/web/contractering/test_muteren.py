"""Change a running agreement: by the quarter, a month ahead, never one-sidedly for the worse."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from zorginkoop.adapters.signature import verify
from zorginkoop.beleid.afspraak import Afspraak, Bron
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering import actions
from zorginkoop.web.contractering.documenten import trust
from zorginkoop.web.contractering.models import AfspraakRij
from zorginkoop.web.contractering.states import Toestandsfout
from zorginkoop.web.contractering.verandering import _without, worse

from .conftest import NOW

LATER = datetime(2025, 5, 20, 9, 0, tzinfo=UTC)


def rows(overeenkomst, prestatie):
    return [rij.as_afspraak() for rij in overeenkomst.current_rows() if rij.prestatie == prestatie]


def ask(markt, overeenkomst, **anders):
    vraag = {"by": markt.tekenbevoegde, "now": LATER, "gewenste_ingangsdatum": date(2025, 7, 1), **anders}
    return actions.request_mutatie(overeenkomst=overeenkomst, **vraag)


def carried_out(markt, overeenkomst, **anders):
    by = anders.pop("verwerkt_door", markt.contractbeheer)
    return actions.apply_mutatie(mutatie=ask(markt, overeenkomst, **anders), by=by, now=anders.get("now", LATER))


def test_an_added_module_starts_on_its_day_and_the_rest_stays_as_signed(markt):
    overeenkomst = markt.signed()
    before = {rij.pk for rij in overeenkomst.current_rows()}
    carried_out(markt, overeenkomst, toevoegen=["spleetlamp"])
    (nieuw,) = rows(overeenkomst, "spleetlamp")
    assert (nieuw.van, nieuw.tot) == (date(2025, 7, 1), overeenkomst.tot)
    assert before < {rij.pk for rij in overeenkomst.current_rows()}
    assert overeenkomst.documenten.count() == 2
    document = overeenkomst.last_document()
    controle = verify(bytes(document.pdf), vertrouwd=trust(), verwacht=document.canoniek)
    assert controle.geldig
    assert "spleetlamp" in document.canoniek


def test_an_ended_module_keeps_its_days_before_and_the_old_row_stays_known(markt):
    overeenkomst = markt.signed()
    (oud,) = rows(overeenkomst, "econsult")
    carried_out(markt, overeenkomst, beeindigen=["econsult"])
    (rest,) = rows(overeenkomst, "econsult")
    assert rest == oud.model_copy(update={"tot": date(2025, 7, 1)})
    closed = AfspraakRij.objects.get(overeenkomst=overeenkomst, prestatie="econsult", bekend_tot=LATER)
    assert closed.as_afspraak() == oud


@pytest.mark.parametrize(
    ("dag", "start"),
    [
        # 1 July minus one month is 1 June: complete on 1 June is in time, on 2 June it becomes the next quarter.
        (datetime(2025, 6, 1, 9, tzinfo=UTC), date(2025, 7, 1)),
        (datetime(2025, 6, 2, 9, tzinfo=UTC), date(2025, 10, 1)),
        # 31 May 22:30 UTC is 1 June 00:30 in Amsterdam: in time. 1 June 22:30 UTC is 2 June 00:30: late.
        (datetime(2025, 5, 31, 22, 30, tzinfo=UTC), date(2025, 7, 1)),
        (datetime(2025, 6, 1, 22, 30, tzinfo=UTC), date(2025, 10, 1)),
    ],
)
def test_a_change_starts_on_a_quarter_asked_a_month_before(markt, dag, start):
    assert ask(markt, markt.signed(), toevoegen=["spleetlamp"], now=dag).ingangsdatum == start


def test_too_late_for_the_term_is_refused(markt):
    """Complete on 2 September: the first quarter a month later is 1 January 2026, when the agreement has ended."""
    with pytest.raises(Gebruikersfout):
        ask(
            markt,
            markt.signed(),
            toevoegen=["spleetlamp"],
            now=datetime(2025, 9, 2, tzinfo=UTC),
            gewenste_ingangsdatum=date(2025, 10, 1),
        )


@pytest.mark.parametrize(
    "wens",
    [
        {},
        {"toevoegen": ["poh_s"]},
        {"beeindigen": ["spleetlamp"]},
        {"beeindigen": ["consult"]},
        {"toevoegen": ["verzonnen"]},
        {"toevoegen": ["gpo"]},
        {"toevoegen": ["spleetlamp"], "kanaal": "FAX"},
        {"toevoegen": ["spleetlamp"], "grond": "ZOMAAR"},
        {"toevoegen": ["spleetlamp"], "antwoorden": {"iban": "NL91ABNA0417164300"}},
    ],
)
def test_what_cannot_be_changed_is_refused_and_leaves_nothing(markt, wens):
    """Already there, not there, basis, unknown, or without the module it needs (gpo only with poh_gco)."""
    overeenkomst = markt.signed()
    with pytest.raises(Gebruikersfout):
        ask(markt, overeenkomst, **wens)
    assert not overeenkomst.mutaties.exists()


def test_a_module_that_another_leans_on_cannot_end_alone(markt):
    overeenkomst = markt.signed(gewenste_prestaties=["poh_gco", "gpo"], poh_ouderen_in_opleiding=False)
    with pytest.raises(Gebruikersfout, match=r"[Aa]lleen mogelijk samen"):
        ask(markt, overeenkomst, beeindigen=["poh_gco"])
    carried_out(markt, overeenkomst, beeindigen=["poh_gco", "gpo"])
    assert rows(overeenkomst, "gpo")[0].tot == date(2025, 7, 1)


def test_a_mailed_form_gives_the_same_change_as_the_portal(markt):
    """CONFLICT-05: staff key the form in as the same record."""
    praktijk, by = markt.new_practice(2)
    portaal, formulier = markt.signed(), markt.signed(praktijk=praktijk, by=by)
    carried_out(markt, portaal, toevoegen=["spleetlamp"])
    carried_out(
        markt,
        formulier,
        toevoegen=["spleetlamp"],
        kanaal="FORMULIER",
        by=markt.contractbeheer,
        verwerkt_door=markt.contractbeheer2,
    )
    assert rows(portaal, "spleetlamp") == rows(formulier, "spleetlamp") != []


def test_who_asked_does_not_carry_out(markt):
    mutatie = ask(markt, markt.signed(), toevoegen=["spleetlamp"], kanaal="FORMULIER", by=markt.contractbeheer)
    with pytest.raises(Gebruikersfout, match="Een ander dan de aanvrager"):
        actions.apply_mutatie(mutatie=mutatie, by=markt.contractbeheer, now=LATER)


def test_one_open_change_per_start_date(markt):
    overeenkomst = markt.signed()
    ask(markt, overeenkomst, toevoegen=["spleetlamp"])
    with pytest.raises(Gebruikersfout, match="staat al een wijziging open"):
        ask(markt, overeenkomst, beeindigen=["econsult"])


def test_a_decided_change_is_decided(markt):
    overeenkomst = markt.signed()
    een = ask(markt, overeenkomst, toevoegen=["spleetlamp"])
    actions.withdraw_mutatie(mutatie=een, by=markt.tekenbevoegde, now=LATER)
    twee = ask(markt, overeenkomst, toevoegen=["spleetlamp"])
    actions.refuse_mutatie(mutatie=twee, motivering="Nog niet", by=markt.contractbeheer, now=LATER)
    for mutatie in (een, twee):
        with pytest.raises(Toestandsfout, match="al besloten"):
            actions.apply_mutatie(mutatie=mutatie, by=markt.contractbeheer, now=LATER)
    assert overeenkomst.documenten.count() == 1


class TestByTheInsurer:
    """ZZ-HA-2025-6-b: one-sided only for the better; what the NZa forces is a ground of its own."""

    def change(self, markt, overeenkomst, grond, *, toelichting="", beeindigen=(), **anders):
        (oud,) = rows(overeenkomst, "poh_s")
        nieuw = oud.model_copy(update={"van": date(2025, 7, 1), **anders})
        return ask(
            markt,
            overeenkomst,
            grond=grond,
            by=markt.contractbeheer2,
            rijen=[nieuw],
            beeindigen=beeindigen,
            toelichting=toelichting,
        )

    def test_a_higher_tariff_needs_no_signature_and_replaces_the_days_it_covers(self, markt):
        overeenkomst = markt.signed()
        (oud,) = rows(overeenkomst, "poh_s")
        mutatie = self.change(markt, overeenkomst, "EENZIJDIG", tarief_cent=oud.tarief_cent + 1)
        actions.apply_mutatie(mutatie=mutatie, by=markt.contractbeheer, now=LATER)
        eerst, daarna = sorted(rows(overeenkomst, "poh_s"), key=lambda rij: rij.van)
        assert eerst == oud.model_copy(update={"tot": date(2025, 7, 1)})
        assert (daarna.van, daarna.tot, daarna.tarief_cent) == (date(2025, 7, 1), oud.tot, oud.tarief_cent + 1)

    def test_a_lower_tariff_is_refused(self, markt):
        overeenkomst = markt.signed()
        (oud,) = rows(overeenkomst, "poh_s")
        with pytest.raises(Gebruikersfout, match="tarief gaat omlaag"):
            self.change(markt, overeenkomst, "EENZIJDIG", tarief_cent=oud.tarief_cent - 1)

    def test_ending_something_one_sidedly_is_refused(self, markt):
        with pytest.raises(Gebruikersfout, match="niet eenzijdig beëindigen"):
            self.change(markt, markt.signed(), "EENZIJDIG", beeindigen=["econsult"])

    def test_the_nza_can_force_what_is_worse_when_the_decision_is_named(self, markt):
        overeenkomst = markt.signed()
        with pytest.raises(Gebruikersfout, match="Noem het besluit"):
            self.change(markt, overeenkomst, "NZA", tarief_cent=1)
        besluit = "Tariefbesluit van de NZa"
        mutatie = self.change(markt, overeenkomst, "NZA", tarief_cent=1, beeindigen=["econsult"], toelichting=besluit)
        actions.apply_mutatie(mutatie=mutatie, by=markt.contractbeheer, now=LATER)
        assert {rij.tarief_cent for rij in rows(overeenkomst, "poh_s") if rij.van >= date(2025, 7, 1)} == {1}
        assert rows(overeenkomst, "econsult")[0].tot == date(2025, 7, 1)
        assert besluit in overeenkomst.last_document().canoniek

    def test_a_practice_cannot_ask_for_tariffs(self, markt):
        overeenkomst = markt.signed()
        with pytest.raises(Gebruikersfout, match="kiest modules"):
            ask(markt, overeenkomst, rijen=rows(overeenkomst, "poh_s"))


def test_signed_rows_and_documents_cannot_be_altered_or_removed(markt):
    overeenkomst = markt.signed()
    for change in (
        lambda: overeenkomst.afspraken.update(tarief_cent=1),
        lambda: overeenkomst.afspraken.all().delete(),
        lambda: overeenkomst.documenten.update(sha256=""),
        lambda: overeenkomst.documenten.all()._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_the_database_refuses_overlap_of_one_code_and_age(markt):
    overeenkomst = markt.signed()
    rij = overeenkomst.current_rows().first()
    rij.pk, rij.van = None, rij.tot - timedelta(1)
    with pytest.raises(IntegrityError, match="afspraak_geen_overlap"), transaction.atomic():
        rij.save()
    rij.van, rij.tot = rij.tot, rij.tot + timedelta(1)
    rij.save()  # the day after is free


BASIS = Afspraak(
    prestatie="p",
    naam="P",
    prestatiecode="12345",
    codestatus="demonstratie",
    segment="S3",
    eenheid="per verrichting",
    tarief_cent=1000,
    tariefstatus="demonstratie",
    van=date(2025, 1, 1),
    tot=date(2026, 1, 1),
    bron=Bron(document="001", plaats="4.1"),
)


@pytest.mark.parametrize(
    ("oud", "nieuw", "ongunstig"),
    [
        ({}, {}, False),
        ({}, {"tarief_cent": 999}, True),
        ({}, {"inschrijving_vereist": True}, True),
        ({"inschrijving_vereist": True}, {}, False),
        ({}, {"max_aantal": 1, "per": "jaar"}, True),
        ({"max_aantal": 2, "per": "jaar"}, {"max_aantal": 1, "per": "jaar"}, True),
        ({"max_aantal": 1, "per": "jaar"}, {"max_aantal": 2, "per": "jaar"}, False),
        ({"max_aantal": 1, "per": "dag"}, {"max_aantal": 9, "per": "jaar"}, True),
        ({"max_aantal": 1, "per": "dag"}, {}, False),
        ({}, {"leeftijd_van": 18}, True),
        ({}, {"leeftijd_tot": 75}, True),
        ({"leeftijd_van": 18}, {}, False),
        ({}, {"eenheid": "per kwartaal", "tarief_cent": 9999}, True),
    ],
)
def test_what_counts_as_worse(oud, nieuw, ongunstig):
    assert bool(worse(BASIS.model_copy(update=oud), BASIS.model_copy(update=nieuw))) is ongunstig


dagen = st.dates(date(2024, 6, 1), date(2026, 6, 1))


@given(st.lists(st.tuples(dagen, dagen).filter(lambda p: p[0] < p[1]), max_size=4))
def test_new_rows_take_exactly_their_own_days_from_the_old_one(perioden):
    nieuw = [BASIS.model_copy(update={"van": van, "tot": tot}) for van, tot in perioden]
    rest = {dag for deel in _without(BASIS, nieuw) for dag in days(deel)}
    assert rest == days(BASIS) - {dag for rij in nieuw for dag in days(rij)}


def days(rij: Afspraak) -> set[date]:
    return {rij.van + timedelta(n) for n in range((rij.tot - rij.van).days)}


def test_an_agreement_that_is_not_in_force_does_not_change(markt):
    overeenkomst = markt.signed()
    overeenkomst.status = "ONDERTEKENEN"
    with pytest.raises(Toestandsfout, match="niet van kracht"):
        ask(markt, overeenkomst, toevoegen=["spleetlamp"], now=NOW)
