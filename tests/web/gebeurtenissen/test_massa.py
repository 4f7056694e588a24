"""One change of many agreements: the arithmetic of indexation, the clause about MTVP, two people, never twice."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zorginkoop.beleid import library
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering.models import AfspraakRij, Mutatie
from zorginkoop.web.gebeurtenissen import clausules, massa
from zorginkoop.web.gebeurtenissen.indexatie import AL_NIEUW, SEGMENT1, Indexatie, contracted_since
from zorginkoop.web.gebeurtenissen.models import Massawijziging

from .conftest import MEERJARIG, years

NU = datetime(2024, 12, 2, 9, tzinfo=UTC)
ZK = "zk-huisartsenzorg-2024-2025"


def row(cent=1243, segment="S3", van=date(2024, 1, 1), tot=date(2026, 1, 1)):
    return AfspraakRij(
        prestatie="poh_s", naam="POH-S", prestatiecode="31D01", segment=segment, tarief_cent=cent, van=van, tot=tot,
        tariefstatus="demonstratie",
    )  # fmt: skip


def raised(beleid, percentage, cent, sinds, vorige=None):
    return Indexatie(library.load(beleid), 2025, percentage).line(row(cent), vorige, sinds)


class TestArithmetic:
    def test_at_most_the_index_of_the_nza_after_a_full_calendar_year(self):
        """Document 001, 6.1; demonstration index of 2025: 1,9%. 12,43 × 1,019 = 12,66617, so 12,67, also when the
        insurer wants 5%; with 1%: 12,43 × 1,01 = 12,5543, so 12,55. Since 2 January 2024 is not the whole of 2024."""
        vol = date(2024, 1, 1)
        assert raised(MEERJARIG, Decimal(5), 1243, vol).nieuw_cent == 1267
        assert raised(MEERJARIG, Decimal(1), 1243, vol).nieuw_cent == 1255
        regel = raised(MEERJARIG, Decimal(5), 1243, date(2024, 1, 2))
        assert (regel.nieuw_cent, regel.reden) == (1243, "Niet een vol kalenderjaar gecontracteerd")

    def test_exactly_the_index_of_the_nza_without_condition(self):
        """Document 003: 12,43 becomes 12,67 whenever it was contracted; the insurer chooses nothing."""
        for sinds in (date(2023, 1, 1), date(2024, 12, 31)):
            regel = raised(ZK, None, 1243, sinds)
            assert (regel.nieuw_cent, regel.som) == (1267, "€ 12,43 × (100 + 1,9) ÷ 100 = € 12,67")
            assert regel.demonstratie
            assert regel.bron.startswith("003")

    def test_segment_1_and_what_was_set_anew_do_not_rise(self):
        tool = Indexatie(library.load(MEERJARIG), 2025, Decimal("1.9"))
        assert tool.line(row(segment="S1"), 1243, date(2024, 1, 1)).reden == SEGMENT1
        assert tool.line(row(1300), 1243, date(2024, 1, 1)).reden == AL_NIEUW

    def test_a_year_without_known_index_and_a_policy_without_indexation_are_refused(self):
        with pytest.raises(Gebruikersfout, match="nog niets vastgesteld"):
            Indexatie(library.load(MEERJARIG), 2026, Decimal(1)).line(row(), 1243, date(2024, 1, 1))
        with pytest.raises(Gebruikersfout, match="regelt geen indexatie"):
            Indexatie(library.load("zz-oefentherapie-2024"), 2025, Decimal(1))
        with pytest.raises(Gebruikersfout, match="Vul in met welk percentage"):
            Indexatie(library.load(MEERJARIG), 2025, None)

    @given(
        cent=st.integers(0, 50_000),
        percentage=st.integers(0, 1000).map(lambda n: Decimal(n) / 100),
        sinds=st.dates(date(2022, 1, 1), date(2024, 12, 31)),
    )
    def test_never_above_the_index_and_nothing_without_a_full_year(self, cent, percentage, sinds):
        tool = Indexatie(library.load("zz-huisartsenzorg-2025"), 2025, percentage)
        regel = tool.line(row(cent), cent, sinds)
        assert cent <= regel.nieuw_cent <= (cent * 1019 + 500) // 1000
        if sinds > date(2024, 1, 1) or percentage == 0:
            assert regel.nieuw_cent == cent


DAG = date(2025, 1, 1)
perioden = st.lists(
    st.tuples(st.dates(date(2023, 1, 1), DAG), st.integers(1, 400)).map(
        lambda p: SimpleNamespace(van=p[0], tot=date.fromordinal(p[0].toordinal() + p[1]))
    ),
    max_size=5,
)


@given(perioden)
def test_contracted_since_is_the_longest_stretch_without_a_gap(rijen):
    sinds = contracted_since(rijen, DAG)
    dagen = {dag for r in rijen for dag in range(r.van.toordinal(), r.tot.toordinal())}
    assert all(dag in dagen for dag in range(sinds.toordinal(), DAG.toordinal()))
    assert sinds.toordinal() - 1 not in dagen


def draft_index(markt, *, percentage="1.9", jaar=2025):
    return massa.draft_indexation(
        verzekeraar=markt.verzekeraar, beleid=MEERJARIG, jaar=jaar, percentage=Decimal(percentage),
        by=markt.contractbeheer, now=NU,
    )  # fmt: skip


def draft_mtvp(markt, waarde="S1"):
    return massa.draft_clause(
        verzekeraar=markt.verzekeraar, feit="nza_mtvp_segment", waarde=waarde, dag=DAG,
        omschrijving="De NZa bekostigt MTVP vanaf 2025 in segment 1.", verwijzing="Beleidsregel NZa 2025",
        by=markt.contractbeheer, now=NU,
    )  # fmt: skip


def tariffs(overeenkomst, prestatie, dag):
    return [r.tarief_cent for r in overeenkomst.current_rows() if r.prestatie == prestatie and r.van <= dag < r.tot]


def test_the_indexation_of_a_year_from_draft_to_sealed_versions(markt):
    """POH-S € 1,10 × 1,019 = € 1,1209, so € 1,12; e-consult € 5,95 × 1,019 = € 6,06305, so € 6,06. Who started on
    1 April 2024 has no full calendar year and keeps € 1,10 and € 5,95."""
    vol = years(markt)
    praktijk, by = markt.new_practice(2)
    half = years(markt, ingang="2024-04-01", praktijk=praktijk, by=by)
    voorstel = draft_index(markt)
    assert {r.overeenkomst: (r.status, len(r.rijen)) for r in voorstel.regels.all()} == {
        vol: ("KLAAR", 2),
        half: ("OVERGESLAGEN", 0),
    }
    with pytest.raises(Gebruikersfout, match="nooit twee keer"):
        draft_index(markt)
    with pytest.raises(Gebruikersfout, match="nog niet goedgekeurd"):
        massa.carry_out(massa=voorstel, by=markt.contractbeheer2, now=NU)
    with pytest.raises(Gebruikersfout, match="Een ander dan de opsteller"):
        massa.approve(massa=voorstel, by=markt.contractbeheer, now=NU)
    massa.approve(massa=voorstel, by=markt.contractbeheer2, now=NU)
    with pytest.raises(Gebruikersfout, match="Een ander dan de opsteller"):
        massa.carry_out(massa=voorstel, by=markt.contractbeheer, now=NU)
    assert massa.carry_out(massa=voorstel, by=markt.contractbeheer2, now=NU) == 0

    voor, na = date(2024, 12, 31), DAG
    assert (tariffs(vol, "poh_s", voor), tariffs(vol, "poh_s", na)) == ([110], [112])
    assert (tariffs(vol, "econsult", voor), tariffs(vol, "econsult", na)) == ([595], [606])
    assert (tariffs(half, "poh_s", na), tariffs(half, "econsult", na)) == ([110], [595])
    assert (vol.documenten.count(), half.documenten.count()) == (2, 1)
    assert Mutatie.objects.get().grond == "EENZIJDIG"
    voorstel.refresh_from_db()
    assert voorstel.status == "UITGEVOERD"
    with pytest.raises(Gebruikersfout, match="al uitgevoerd"):
        massa.carry_out(massa=voorstel, by=markt.contractbeheer2, now=NU)


def test_a_decision_of_the_nza_ends_mtvp_in_every_agreement_that_has_it(markt):
    """Document 001, 4.1: when the NZa takes MTVP into segment 1, the performance in segment 3 lapses."""
    geraakt = years(markt, modules=["mtvp", "poh_s"])
    praktijk, by = markt.new_practice(2)
    zonder = years(markt, praktijk=praktijk, by=by)
    with pytest.raises(Gebruikersfout, match="Geen enkele lopende overeenkomst"):
        draft_mtvp(markt, "S3")
    voorstel = draft_mtvp(markt)
    (regel,) = voorstel.regels.all()
    assert (regel.overeenkomst, regel.beeindigen) == (geraakt, ["mtvp"])
    assert "segment 3-prestatie vervalt" in regel.uitleg[0]["reden"]
    with pytest.raises(Gebruikersfout, match="nooit twee keer"):
        draft_mtvp(markt)
    massa.approve(massa=voorstel, by=markt.contractbeheer2, now=NU)
    massa.carry_out(massa=voorstel, by=markt.contractbeheer2, now=NU)
    assert (tariffs(geraakt, "mtvp", date(2024, 12, 31)), tariffs(geraakt, "mtvp", DAG)) == ([310], [])
    assert tariffs(geraakt, "poh_s", DAG) == [110]
    assert "Beleidsregel NZa 2025" in geraakt.last_document().canoniek
    assert zonder.documenten.count() == 1


def test_a_draft_that_is_withdrawn_changes_nothing_and_can_be_drafted_again(markt):
    overeenkomst = years(markt)
    massa.withdraw_massa(massa=draft_index(markt), by=markt.contractbeheer2, now=NU)
    draft_index(markt)
    assert Massawijziging.objects.count() == 2
    assert overeenkomst.documenten.count() == 1


def test_what_would_be_worse_is_skipped_with_its_reason_and_can_be_tried_again(markt):
    """Document 001, 6: whatever a draft says, a one-sided change for the worse is refused when it is carried out."""
    overeenkomst = years(markt)
    voorstel = draft_index(markt)
    regel = voorstel.regels.get()
    goed = regel.rijen
    voorstel.regels.update(rijen=[{**rij, "tarief_cent": 1} for rij in goed])
    massa.approve(massa=voorstel, by=markt.contractbeheer2, now=NU)
    massa.carry_out(massa=voorstel, by=markt.contractbeheer2, now=NU)
    regel.refresh_from_db()
    assert regel.status == "OVERGESLAGEN"
    assert "mag niet ongunstig zijn voor de praktijk: het tarief gaat omlaag" in regel.reden
    assert overeenkomst.documenten.count() == 1

    voorstel.regels.update(rijen=goed)
    voorstel.refresh_from_db()
    assert massa.retry_skipped(massa=voorstel, by=markt.contractbeheer2, now=NU) == 1
    massa.carry_out(massa=voorstel, by=markt.contractbeheer2, now=NU)
    assert (tariffs(overeenkomst, "poh_s", DAG), overeenkomst.documenten.count()) == ([112], 2)


def test_only_known_facts_and_values_are_recorded(markt):
    years(markt, modules=["mtvp"])
    assert clausules.choices(clausules.clauses(markt.verzekeraar))["nza_mtvp_segment"][1] == ["S1", "S3", "geen"]
    with pytest.raises(Gebruikersfout, match="Kies uit S1, S3, geen"):
        draft_mtvp(markt, "S9")
