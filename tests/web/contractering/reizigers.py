"""A client per person, and the usual requests of contracting as short calls."""

from datetime import date

from django.test import Client
from django.urls import reverse
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from zorginkoop.web.toegang.models import Persoon

VANDAAG = date(2025, 2, 10)


def client_of(persoon: Persoon) -> Client:
    """A client logged in with both factors."""
    device, _ = TOTPDevice.objects.get_or_create(user=persoon, defaults={"name": "app", "confirmed": True})
    client = Client()
    client.force_login(persoon)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client


def get(client: Client, naam: str, *args, **vraag):
    return client.get(reverse(f"contractering:{naam}", args=args), vraag)


def post(client: Client, naam: str, *args, follow=True, **data):
    return client.post(reverse(f"contractering:{naam}", args=args), data, follow=follow)


def text(response) -> str:
    return response.content.decode()
