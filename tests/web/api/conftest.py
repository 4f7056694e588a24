"""Systems of the parties of contracting, ready to call."""

import json
import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.web.contractering.conftest import BELEID, NOW, Markt
from zorginkoop.beleid import library
from zorginkoop.web.api import actions
from zorginkoop.web.api.models import Systeem
from zorginkoop.web.api.scopes import fitting
from zorginkoop.web.toegang import klok
from zorginkoop.web.toegang.models import Organisatie, Persoon


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The people of these tests live on one day; tokens live in real time."""
    monkeypatch.setattr(klok, "now", lambda: NOW)


def settle(geduld: float = 60) -> None:
    """Wait until everything committed may be read.

    The horizon belongs to the whole server: a transaction in another database on it, of tests beside these, counts too.
    """
    einde = time.monotonic() + geduld
    with connection.cursor() as cursor:
        while time.monotonic() < einde:
            cursor.execute("SELECT pg_current_xact_id()::text::bigint")
            (nu,) = cursor.fetchone()
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            if cursor.fetchone()[0] > nu:
                return
            time.sleep(0.02)
    raise AssertionError(f"another transaction lasted longer than {geduld} seconds")


@dataclass
class Software:
    """A system with its secret and a token for all it may do."""

    organisatie: Organisatie
    namens: Persoon
    scopes: list[str] = field(default_factory=list)
    systeem: Systeem = field(init=False)
    geheim: str = field(init=False)

    def __post_init__(self) -> None:
        rollen = actions.roles_of(self.namens, self.organisatie, NOW)
        scopes = self.scopes or fitting(self.organisatie.soort, rollen)
        self.systeem, self.geheim = actions.register_systeem(
            organisatie=self.organisatie, naam="Proef", scopes=scopes, namens=self.namens, by="proef", now=NOW
        )
        self.client = Client(raise_request_exception=True)
        self.nummer = 0

    def token(self, *scopes: str, now: datetime | None = None) -> str:
        _, token = actions.give_token(
            client_id=self.systeem.client_id, geheim=self.geheim, scopes=scopes, adres="127.0.0.1",
            now=now or timezone.now(),
        )  # fmt: skip
        return token

    def bearer(self) -> dict[str, str]:
        if not hasattr(self, "_bearer"):
            self._bearer = {"Authorization": f"Bearer {self.token()}"}
        return self._bearer

    def get(self, pad: str, **vraag: Any) -> HttpResponse:
        return self.client.get(f"/api/v1{pad}", vraag, headers=self.bearer())

    def post(self, pad: str, inhoud: Any = None, *, sleutel: str | None = None) -> HttpResponse:
        return self.client.post(
            f"/api/v1{pad}", json.dumps(inhoud), content_type="application/json", headers=self._write(sleutel)
        )

    def send(self, pad: str, velden: dict[str, Any], *, sleutel: str | None = None) -> HttpResponse:
        """A form with files."""
        return self.client.post(f"/api/v1{pad}", velden, headers=self._write(sleutel))

    def _write(self, sleutel: str | None) -> dict[str, str]:
        self.nummer += 1
        return {**self.bearer(), "Idempotency-Key": sleutel or f"sleutel-{self.nummer}"}


@dataclass
class Systemen:
    """One system for each party of the market, and one of a practice that has nothing to do with it."""

    markt: Markt

    def __post_init__(self) -> None:
        m = self.markt
        self.praktijk = Software(m.praktijk, m.tekenbevoegde)
        self.verzekeraar = Software(m.verzekeraar, m.contractbeheer)
        self.volger = Software(m.volger, m.ophaler)
        ander, by = m.new_practice(9)
        self.ander = Software(ander, by)


@pytest.fixture
def markt(db) -> Markt:
    return Markt(library.load(BELEID))


@pytest.fixture
def systemen(markt: Markt) -> Systemen:
    return Systemen(markt)
