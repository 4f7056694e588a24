"""Random calls, made from the document itself: whatever is asked, the API answers as its document says, never with a
fault of ours."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import booleans, dictionaries, floats, integers, lists, none, recursive, sampled_from, text
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.web.contractering.conftest import BELEID, NOW
from zorginkoop.beleid import library
from zorginkoop.web.contractering import actions

CHECKS = [
    *(not_a_server_error, status_code_conformance, content_type_conformance),
    *(response_headers_conformance, response_schema_conformance),
]
RUSTIG = {"deadline": None, "derandomize": True, "suppress_health_check": list(HealthCheck), "database": None}


WAARDEN = recursive(
    none() | booleans() | integers() | floats(allow_nan=False, allow_infinity=False) | text() | sampled_from(["", "0"]),
    lambda deel: lists(deel, max_size=3) | dictionaries(text(max_size=5), deel, max_size=3),
    max_leaves=4,
)
FEITEN = dictionaries(sampled_from(sorted(library.load(BELEID).feiten)), WAARDEN, max_size=5)
"""Facts the policy knows, with whatever value."""


@pytest.fixture
def software(systemen):
    """The systems, with something of everything to be found."""
    markt = systemen.markt
    volging = actions.follow_overeenkomst(
        overeenkomst=markt.signed(), volger=markt.volger, by=markt.contractbeheer, now=NOW
    )
    o = volging.overeenkomst
    wens = {"overeenkomst": o.kenmerk, "gewensteIngangsdatum": "2025-07-01", "beeindigen": ["econsult"]}
    mutatie = systemen.praktijk.post("/mutaties", wens).json()["id"]
    systemen.bekend = {
        "aanvragen": o.aanbod.aanvraag.kenmerk,
        "aanbiedingen": o.aanbod.pk,
        "overeenkomsten": o.kenmerk,
        "mutaties": mutatie,
        "volgingen": volging.pk,
    }
    return systemen


def aim(case, bekend, feiten):
    """Let the call be about something that exists, so that it gets past the door."""
    waarde = bekend.get(case.operation.path.split("/")[1])
    for naam in case.path_parameters or {}:
        case.path_parameters[naam] = waarde or case.path_parameters[naam]
    raak = {"beleid": BELEID, "versie": None, "overeenkomst": bekend["overeenkomsten"], "feiten": feiten,
            "antwoorden": feiten, "grant_type": "client_credentials"}  # fmt: skip
    if isinstance(case.body, dict):
        case.body = {**case.body, **{naam: raak[naam] for naam in raak if naam in case.body}}


@pytest.fixture
def document(software):
    """The document as a stranger gets it."""
    for signaal in (request_started, request_finished):  # our connection is that of the test, and stays open
        signaal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    for signaal in (request_started, request_finished):
        signaal.connect(close_old_connections)


def call_everything(document, software, aantal):
    """Calls to every operation, by the practice and by the follower in turn."""
    systemen = [software.praktijk, software.volger]
    for bewerking in document.get_all_operations():
        operation = bewerking.ok()

        @settings(max_examples=aantal, **RUSTIG)
        @given(operation.as_strategy(), sampled_from(systemen), booleans(), FEITEN)
        def call(case, systeem, gericht, feiten):
            if gericht:
                aim(case, software.bekend, feiten)
            case.call_and_validate(headers=systeem.bearer(), checks=CHECKS)

        call()


def test_a_few_calls_to_every_address(document, software):
    call_everything(document, software, aantal=4)


@pytest.mark.nightly
def test_many_calls_to_every_address(document, software):
    call_everything(document, software, aantal=200)
