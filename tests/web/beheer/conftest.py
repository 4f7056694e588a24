"""The cast with administrators, and what they do in a line."""

import re
from dataclasses import dataclass

import pytest
from django.core import mail
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.conftest import Cast, someone
from zorginkoop.web.toegang.klok import now
from zorginkoop.web.toegang.models import Persoon
from zorginkoop.web.toegang.rollen import Rol


@dataclass(frozen=True)
class Beheer:
    """Bea and Ben administer the insurer; Sanne is the only signatory of De Linde, Otto of Het Anker."""

    cast: Cast
    bea: Persoon
    ben: Persoon

    def bij(self, by: Persoon) -> dict:
        """The arguments of an action of an administrator of the insurer."""
        return {"organisatie": self.cast.verzekeraar, "by": by, "now": now()}

    def linde(self) -> dict:
        return {"organisatie": self.cast.linde, "by": self.cast.tekenbevoegde, "now": now()}


@pytest.fixture
def beheer(cast) -> Beheer:
    return Beheer(
        cast,
        someone("Bea Beheer", cast.verzekeraar, Rol.BEHEER),
        someone("Ben Beheer", cast.verzekeraar, Rol.BEHEER),
    )


def client_of(persoon: Persoon) -> Client:
    """A browser of this person, logged in with both factors."""
    client = Client()
    client.force_login(persoon)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = TOTPDevice.objects.get(user=persoon).persistent_id
    session.save()
    return client


def mailed_link(nummer: int = -1) -> str:
    """The path of the link in an e-mail that was sent."""
    return re.search(r"/beheer/uitnodiging/[^/]+/", mail.outbox[nummer].body)[0]
