"""The invented market keeps the rules of the real one, whatever its size and seed."""

import json
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.nl import bsn as bsn_check

from zorginkoop.adapters.agb import lees_register
from zorginkoop.kern.agb import controleer_agb
from zorginkoop.web.demo import wereld
from zorginkoop.web.demo.verzekerden import bsns

VERZEKERAARS = (
    wereld.Verzekeraar("9901", "Eerste", ("Zuid-Holland Noord", "Haarlemmermeer", "Amstelland")),
    wereld.Verzekeraar("9902", "Tweede", ("Friesland", "Flevoland", "Utrecht")),
)


def build(praktijken=60, verzekerden=3000, seed=1, **rest):
    return wereld.make(praktijken=praktijken, verzekerden=verzekerden, seed=seed, verzekeraars=VERZEKERAARS, **rest)


@pytest.fixture(scope="module")
def markt():
    return build(praktijken=400, verzekerden=40_000)


def no_overlap(tabel):
    """Valid periods, and per person each begins no earlier than the previous one ends."""
    rijen = sorted(
        zip(tabel["bsn"].to_pylist(), tabel["van"].to_pylist(), tabel["tot"].to_pylist(), strict=True),
        key=lambda rij: rij[:2],
    )
    geldig = all(tot is None or van < tot for _, van, tot in rijen)
    paren = pairwise(rijen)
    return geldig and all(a[0] != b[0] or (a[2] is not None and a[2] <= b[1]) for a, b in paren)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 80), st.integers(1, 1500), st.integers(0, 2**32))
def test_every_world_keeps_the_rules(praktijken, verzekerden, seed):
    klein = build(praktijken, verzekerden, seed)
    assert klein.vestigingen.num_rows == praktijken
    assert len(set(klein.verzekeringen["bsn"].to_pylist())) == verzekerden
    assert no_overlap(klein.verzekeringen)
    assert no_overlap(klein.inschrijvingen)
    for tabel in (klein.vestigingen, klein.zorgverleners, klein.ondernemingen):
        codes = tabel["agb"].to_pylist()
        assert len(set(codes)) == len(codes)
        assert all(controleer_agb(code) == code for code in codes)


def test_invented_numbers_pass_the_eleven_test():
    nummers = bsns(5000)
    assert len(np.unique(nummers)) == 5000
    assert all(bsn_check.is_valid(str(nummer)) for nummer in nummers)


def test_same_seed_same_world_other_seed_other_world():
    assert wereld.checksum(build(seed=7)) == wereld.checksum(build(seed=7)) != wereld.checksum(build(seed=8))


def test_nobody_is_on_the_list_of_a_closed_practice(markt):
    leven = {int(rij["agb"]): (rij["van"], rij["tot"] or date.max) for rij in markt.vestigingen.to_pylist()}
    for rij in markt.inschrijvingen.to_pylist():
        van, tot = leven[rij["agb"]]
        assert van <= rij["van"] and (rij["tot"] or date.max) <= tot


def test_practices_start_and_end_in_the_year(markt):
    begin, eind = (markt.vestigingen[naam].to_pylist() for naam in ("van", "tot"))
    assert sum(van.year == 2025 for van in begin) == 4
    assert sum(tot is not None and tot.year == 2025 for tot in eind) == 4


def test_shares_are_those_asked_for(markt):
    mensen = len(set(markt.verzekeringen["bsn"].to_pylist()))
    overstappers = markt.verzekeringen.num_rows - mensen
    assert overstappers / mensen == pytest.approx(0.03, abs=0.005)
    assert set(markt.verzekeringen["uzovi"].to_pylist()) == {9901, 9902}
    assert 0.04 < (markt.inschrijvingen.num_rows - mensen * 0.98) / mensen < 0.09


def test_people_in_an_insurers_own_region_mostly_choose_it(markt):
    regio = dict(zip(*(markt.vestigingen[naam].to_pylist() for naam in ("agb", "regio")), strict=True))
    bij = dict(zip(*(markt.verzekeringen[naam].to_pylist() for naam in ("bsn", "uzovi")), strict=True))
    friezen = [rij for rij in markt.inschrijvingen.to_pylist() if regio[f"{rij['agb']:08d}"] == "Friesland"]
    assert sum(bij[rij["bsn"]] == 9902 for rij in friezen) > 0.75 * len(friezen)


def test_an_enterprise_owns_one_to_four_places_and_someone_signs(markt):
    relaties = markt.relaties.to_pylist()
    per_onderneming: dict[str, int] = {}
    for rij in relaties:
        if rij["rol"] == "VESTIGING_VAN":
            per_onderneming[rij["naar_agb"]] = per_onderneming.get(rij["naar_agb"], 0) + 1
    assert set(per_onderneming) == set(markt.ondernemingen["agb"].to_pylist())
    assert set(per_onderneming.values()) == {1, 2, 3, 4}
    assert {rij["naar_agb"] for rij in relaties if rij["rol"] == "TEKENBEVOEGDE"} == set(per_onderneming)


def test_a_partnership_has_more_gps_and_mail_goes_nowhere_real(markt):
    assert {code[:2] for code in markt.ondernemingen["agb"].to_pylist()} == {"17", "53"}
    assert all(adres == "" or adres.endswith(".example.nl") for adres in markt.vestigingen["email"].to_pylist())


def test_the_file_is_an_agb_delivery_that_our_own_reader_accepts(markt, tmp_path):
    pad = tmp_path / "register.json"
    pad.write_text(json.dumps(wereld.to_bestand(markt)))
    register = lees_register(pad)
    geschreven, gelezen = markt.vestigingen.to_pylist(), register.vestigingen
    assert [(v.agb_code, v.van, v.tot) for v in gelezen] == [(v["agb"], v["van"], v["tot"]) for v in geschreven]
    assert len(register.relaties) == markt.relaties.num_rows
