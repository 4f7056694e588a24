"""Random calls, made from the document itself: whatever is asked, the API answers as its document says, never with a
fault of ours."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import sampled_from
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.web.contractering.conftest import NOW
from zorginkoop.web.config.wsgi import application
from zorginkoop.web.contractering import actions

CHECKS = [
    *(not_a_server_error, status_code_conformance, content_type_conformance),
    *(response_headers_conformance, response_schema_conformance),
]
RUSTIG = {"deadline": None, "derandomize": True, "suppress_health_check": list(HealthCheck), "database": None}


@pytest.fixture
def software(systemen):
    """The systems, with something of everything to be found."""
    markt = systemen.markt
    actions.follow_overeenkomst(overeenkomst=markt.signed(), volger=markt.volger, by=markt.contractbeheer, now=NOW)
    return systemen


@pytest.fixture
def document(software):
    """The document as a stranger gets it."""
    for signaal in (request_started, request_finished):  # our connection is that of the test, and stays open
        signaal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    for signaal in (request_started, request_finished):
        signaal.connect(close_old_connections)


def call_everything(document, software, aantal):
    """Calls to every operation, by the practice and by the follower in turn."""
    systemen = [software.praktijk, software.volger]
    for bewerking in document.get_all_operations():
        operation = bewerking.ok()

        @settings(max_examples=aantal, **RUSTIG)
        @given(case=operation.as_strategy(), systeem=sampled_from(systemen))
        def call(case, systeem):
            case.call_and_validate(headers=systeem.bearer(), checks=CHECKS)

        call()


def test_a_few_calls_to_every_address(document, software):
    call_everything(document, software, aantal=4)


@pytest.mark.nightly
def test_many_calls_to_every_address(document, software):
    call_everything(document, software, aantal=200)
