"""An event as a message in the NL GOV profile for CloudEvents, and the signature by which it is known as ours."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from zorginkoop.web.api.kopregels import PAD
from zorginkoop.web.api.models import Abonnement, Mededeling

MIME = "application/cloudevents+json"
SOORTEN = {
    "aanvraag": "aanvragen",
    "aanbod": "aanbiedingen",
    "overeenkomst": "overeenkomsten",
    "mutatie": "mutaties",
    "volging": "volgingen",
}
"""What can change, and where one reads it."""


def event_type(g: Mededeling) -> str:
    """The type: what changed into which state, without names of organisations."""
    return f"nl.zorginkoop.{g.soort}.{g.status.lower().replace('_', '-')}"


def resource(g: Mededeling) -> str:
    """Where the thing itself is to be read."""
    return f"{PAD}v1/{SOORTEN[g.soort]}/{g.kenmerk}"


def cloud_event(g: Mededeling) -> dict[str, Any]:
    """The message. It says what changed and where to read it, and nothing that is confidential."""
    return {
        "specversion": "1.0",
        "id": str(g.pk),
        "source": settings.API_BRON,
        "type": event_type(g),
        "subject": g.kenmerk,
        "time": g.tijdstip.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "sequence": f"{g.transactie:020d}.{g.pk:020d}",
        "dataref": resource(g),
        "datacontenttype": "application/json",
        "data": {"soort": g.soort, "kenmerk": g.kenmerk, "status": g.status},
    }


def body(g: Mededeling) -> bytes:
    """The message as it is sent: the same bytes at every try."""
    return json.dumps(cloud_event(g), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def key(abonnement: Abonnement) -> bytes:
    """The key of a subscription, made from that of the installation, so that the database does not have it."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"abonnement {abonnement.kenmerk}".encode(), hashlib.sha256)


def shown_key(abonnement: Abonnement) -> str:
    """The key as the receiver enters it (Standard Webhooks)."""
    return f"whsec_{base64.b64encode(key(abonnement)).decode()}"


def headers(abonnement: Abonnement, g: Mededeling, inhoud: bytes, now: datetime) -> dict[str, str]:
    """The headers of a delivery. The signature covers number, moment and content, as Standard Webhooks has it."""
    moment = str(int(now.timestamp()))
    getekend = hmac.digest(key(abonnement), f"{g.pk}.{moment}.".encode() + inhoud, hashlib.sha256)
    return {
        "Content-Type": f"{MIME}; charset=utf-8",
        "User-Agent": "Zorginkoop",
        "webhook-id": str(g.pk),
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{base64.b64encode(getekend).decode()}",
    }
