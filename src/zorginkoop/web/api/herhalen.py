"""Writing once, however often it is asked: the Idempotency-Key of a request and what came of it."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Annotated, Any

from django.db import connection, transaction
from django.http import HttpResponse
from django.utils import timezone
from ninja import Header, Schema

from zorginkoop.web.api.login import Verzoek
from zorginkoop.web.api.models import Herhaling, Systeem
from zorginkoop.web.api.problemen import Probleem

BEWAARD = timedelta(hours=24)
Sleutel = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[A-Za-z0-9._:-]{8,128}$",
        description="Kies zelf een unieke sleutel. Herhaalt u het verzoek met dezelfde sleutel, dan krijgt u binnen 24 "
        "uur hetzelfde antwoord en gebeurt er niets opnieuw.",
    ),
]
Stap = Callable[[], tuple[Schema, str]]
"""The write itself: what to answer, and the address of what was made ("" for nothing new)."""


def once(request: Verzoek, sleutel: str, inhoud: Any, stap: Stap, *, status: int = 201) -> HttpResponse:
    """Take the step, or give the answer it had before; one transaction with the key.

    Who comes with the same key at the same moment waits for the first. A step that fails leaves no key behind, so it
    can be tried again. Probleem 422 when the key was used for something else.
    """
    vingerafdruk = _fingerprint(request, inhoud)
    with transaction.atomic():
        nummer = _claim(request.auth.systeem, sleutel, vingerafdruk, timezone.now())
        if nummer is None:
            return _again(request.auth.systeem, sleutel, vingerafdruk)
        vorm, plaats = stap()
        antwoord = vorm.model_dump_json(by_alias=True)
        Herhaling.objects.filter(pk=nummer).update(status=status, antwoord=antwoord, plaats=plaats)
    return _response(status, antwoord, plaats)


def _fingerprint(request: Verzoek, inhoud: Any) -> str:
    """What is asked, whatever the order of its fields."""
    alles = [request.method, request.path, inhoud.model_dump(mode="json") if isinstance(inhoud, Schema) else inhoud]
    return hashlib.sha256(json.dumps(alles, sort_keys=True).encode()).hexdigest()


def _claim(systeem: Systeem, sleutel: str, vingerafdruk: str, now: datetime) -> int | None:
    """The number of the key now ours, or None when it was used; waits for another transaction that has it in hand."""
    Herhaling.objects.filter(systeem=systeem, sleutel=sleutel, verloopt_op__lte=now).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO api_herhaling (systeem_id, sleutel, vingerafdruk, antwoord, plaats, verloopt_op) "
            "VALUES (%s, %s, %s, '', '', %s) ON CONFLICT (systeem_id, sleutel) DO NOTHING RETURNING id",
            [systeem.pk, sleutel, vingerafdruk, now + BEWAARD],
        )
        rij = cursor.fetchone()
    return rij[0] if rij else None


def _again(systeem: Systeem, sleutel: str, vingerafdruk: str) -> HttpResponse:
    eerder = Herhaling.objects.get(systeem=systeem, sleutel=sleutel)
    if eerder.vingerafdruk != vingerafdruk:
        raise Probleem(
            422, "Deze Idempotency-Key is al gebruikt voor een ander verzoek.", soort="sleutel-voor-iets-anders"
        )
    antwoord = _response(eerder.status or 200, eerder.antwoord, eerder.plaats)
    antwoord["Idempotent-Replayed"] = "true"
    return antwoord


def _response(status: int, antwoord: str, plaats: str) -> HttpResponse:
    koppen = {"Location": plaats} if plaats else {}
    return HttpResponse(antwoord, status=status, content_type="application/json", headers=koppen)


def clean_up(now: datetime) -> int:
    """Forget keys whose time has passed; returns how many."""
    return Herhaling.objects.filter(verloopt_op__lte=now).delete()[0]
