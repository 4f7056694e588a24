"""The key of an app for codes, between the page that shows it and the answer: sealed, kept nowhere."""

from base64 import b32encode
from binascii import hexlify, unhexlify
from os import urandom
from typing import Any
from urllib.parse import quote, urlencode

import segno
from django.conf import settings
from django.core import signing
from django.utils.safestring import mark_safe

from zorginkoop.web.beheer.models import Uitnodiging

ZOUT, ZEGEL_SECONDEN = "beheer.app", 3600
"""For an hour a page may be open before its app key is replaced by another."""
SLEUTEL_BYTES = 20
"""160 bits, the length RFC 4226 recommends."""


def of_page(uitnodiging: Uitnodiging, zegel: str) -> str:
    """The key (hexadecimal) of a page we made for this invitation; another when it is not, or too old."""
    try:
        pk, sleutel = signing.loads(zegel, salt=ZOUT, max_age=ZEGEL_SECONDEN)
    except (signing.BadSignature, ValueError, TypeError):
        pk, sleutel = None, ""
    return str(sleutel) if pk == uitnodiging.pk else hexlify(urandom(SLEUTEL_BYTES)).decode()


def shown(uitnodiging: Uitnodiging, sleutel: str) -> dict[str, Any]:
    """What the page shows of the key: to scan, to type, to open on the same telephone; and sealed, to come back."""
    geheim = b32encode(unhexlify(sleutel)).decode()
    adres = _app_url(uitnodiging.email, geheim)
    return {
        "zegel": signing.dumps([uitnodiging.pk, sleutel], salt=ZOUT),
        "delen": [geheim[i : i + 4] for i in range(0, len(geheim), 4)],
        "app_url": adres,
        "qr": mark_safe(segno.make(adres).svg_inline(scale=4, light="#fff")),  # noqa: S308 - squares, no text
    }


def _app_url(email: str, geheim: str) -> str:
    """What an app on the same telephone opens; see the key URI format of authenticator apps."""
    vraag = urlencode({"secret": geheim, "issuer": settings.OTP_TOTP_ISSUER})
    return f"otpauth://totp/{quote(f'{settings.OTP_TOTP_ISSUER}:{email}')}?{vraag}"
