"""Editors of one insurer, a colleague at another, and an empty shelf afterwards."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.conftest import BELEID, someone
from zorginkoop.beleid import library
from zorginkoop.web.redactie import actions, kast
from zorginkoop.web.toegang.rollen import Rol

NU = datetime(2025, 3, 3, tzinfo=ZoneInfo("Europe/Amsterdam"))
"""The first moment of the day on which these tests live."""


@pytest.fixture(autouse=True)
def _shelf(settings):
    """What a test publishes goes away with it; the clock stands on its day."""
    settings.DEMO_DATUM = NU.date()
    yield
    library.shelve(())
    kast._op_de_plank.clear()


@pytest.fixture
def ed(cast):
    return someone("Ed Redactie", cast.verzekeraar, Rol.BELEIDSREDACTEUR)


@pytest.fixture
def eva(cast):
    return someone("Eva Redactie", cast.verzekeraar, Rol.BELEIDSREDACTEUR)


@pytest.fixture
def vreemd(cast):
    return someone("Fred Anders", cast.volger, Rol.BELEIDSREDACTEUR)


@pytest.fixture
def concept(cast, ed):
    return actions.start_concept(verzekeraar=cast.verzekeraar, basis=library.load(BELEID), by=ed, now=NU)
