"""Who reads the feed with its cursor sees every change of its own once, in order, however transactions overlap."""

import random
from contextlib import ExitStack

import pytest
from django.db import connection

from tests.web.api.conftest import settle
from tests.web.contractering.conftest import NOW
from zorginkoop.web.contractering import actions

pytestmark = pytest.mark.django_db(transaction=True)


def read_on(software, na=None, aantal=100, wacht=True):
    """Everything after the cursor, and the cursor to go on with; without `wacht` what can be read at this moment."""
    if wacht:
        settle()
    gezien = []
    while True:
        uit = software.get("/wijzigingen", aantal=aantal, **({"na": na} if na else {})).json()
        gezien += uit["items"]
        na = uit["volgende"]
        if not uit["meer"]:
            return gezien, na


def states(items):
    return [(item["soort"], item["status"]) for item in items]


def test_each_party_hears_of_its_own_steps_in_order(systemen):
    markt = systemen.markt
    volging = markt.followed(markt.signed())

    praktijk, _ = read_on(systemen.praktijk, aantal=2)
    assert states(praktijk) == [
        ("aanvraag", "CONCEPT"),
        ("aanvraag", "TOEGELATEN"),
        ("aanvraag", "AANGEBODEN"),
        ("aanbod", "AANGEBODEN"),
        ("aanbod", "ONDERTEKENEN"),
        *[s for s in states(praktijk)[5:] if s[0] != "volging"],
        *[("volging", s) for s in ("BESCHIKBAAR", "OPGEHAALD", "VERWERKT")],
    ]
    assert {("overeenkomst", "GELDIG"), ("aanbod", "ONDERTEKEND")} <= set(states(praktijk))
    assert ("aanvraag", "CONCEPT") not in states(read_on(systemen.verzekeraar)[0])
    assert states(read_on(systemen.volger)[0]) == states(praktijk)[-3:]
    assert read_on(systemen.ander)[0] == []
    assert {i["adres"] for i in read_on(systemen.volger)[0]} == {f"/api/v1/volgingen/{volging.pk}"}


def test_every_address_in_the_feed_opens_for_who_reads_it(systemen):
    systemen.markt.followed(systemen.markt.signed())
    for software in (systemen.praktijk, systemen.verzekeraar, systemen.volger):
        for adres in {item["adres"] for item in read_on(software)[0]}:
            assert software.get(adres.removeprefix("/api/v1")).status_code == 200


def test_a_changed_agreement_is_told_to_its_parties_and_its_follower(systemen):
    markt = systemen.markt
    volging = markt.followed(markt.signed())
    na_praktijk, na_volger = read_on(systemen.praktijk)[1], read_on(systemen.volger)[1]
    wens = {"overeenkomst": volging.overeenkomst.kenmerk, "gewensteIngangsdatum": "2025-07-01",
            "beeindigen": ["econsult"]}  # fmt: skip
    systemen.praktijk.post("/mutaties", wens)
    actions.apply_mutatie(mutatie=volging.overeenkomst.mutaties.get(), by=markt.contractbeheer, now=NOW)

    verteld = states(read_on(systemen.praktijk, na_praktijk)[0])
    assert {("mutatie", "AANGEVRAAGD"), ("mutatie", "VERWERKT"), ("overeenkomst", "GEWIJZIGD")} <= set(verteld)
    assert states(read_on(systemen.volger, na_volger)[0]) == [("volging", "BESCHIKBAAR")]


def another(stack):
    """A second session with the same database."""
    return stack.enter_context(connection.get_new_connection(connection.get_connection_params()))


def tell(sessie, organisatie, kenmerk):
    sessie.execute("SELECT api_meld(%s, 'aanvraag', %s, 'CONCEPT')", [organisatie.pk, kenmerk])


def test_what_began_first_and_ends_last_is_not_missed(systemen):
    o, na = systemen.ander.organisatie, None
    with ExitStack() as stack:
        traag, vlot = another(stack), another(stack)
        tell(traag, o, "eerst")
        tell(vlot, o, "daarna")
        vlot.commit()
        gezien, na = read_on(systemen.ander, wacht=False)
        assert gezien == []  # a cursor behind "daarna" would pass over "eerst"
        traag.commit()
        gezien, na = read_on(systemen.ander, na)
    assert [item["kenmerk"] for item in gezien] == ["eerst", "daarna"]
    assert read_on(systemen.ander, na)[0] == []


@pytest.mark.parametrize("zaad", range(5))
def test_whatever_the_order_of_commits_everything_is_read_exactly_once(systemen, zaad):
    kans, o, na, gezien = random.Random(zaad), systemen.ander.organisatie, None, []
    with ExitStack() as stack:
        sessies = [another(stack) for _ in range(4)]
        for n in range(60):
            sessie = kans.choice(sessies)
            stap = kans.random()
            if stap < 0.5:
                tell(sessie, o, f"k{n}")
            elif stap < 0.75:
                sessie.commit()
            elif stap < 0.8:
                sessie.rollback()
            nieuw, na = read_on(systemen.ander, na, aantal=3, wacht=False)
            gezien += nieuw
        for sessie in sessies:
            sessie.commit()
        gezien += read_on(systemen.ander, na)[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT kenmerk FROM api_mededeling WHERE organisatie_id = %s", [o.pk])
        bewaard = [kenmerk for (kenmerk,) in cursor.fetchall()]
    assert sorted(item["kenmerk"] for item in gezien) == sorted(bewaard)
    assert bewaard
