"""Where e-mail goes: to a mail server of the environment, or else to files, so that nothing leaves by accident."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from zorginkoop.kern.fouten import Gebruikersfout

POORTEN = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
WACHT_SECONDEN = 20


def mail_settings(adres: str, var: Path) -> dict[str, Any]:
    """Django settings for an address such as smtp+starttls://user:password@mail.example.nl:587; files without one.

    smtps is TLS from the first byte, smtp+starttls TLS before anything is said, smtp no TLS at all. Raises
    Gebruikersfout for another kind of address.
    """
    if not adres:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": var / "post"}
    delen = urlsplit(adres)
    if delen.scheme not in POORTEN or not delen.hostname:
        raise Gebruikersfout(f"kies een adres dat begint met {', '.join(POORTEN)}", plaats="ZORGINKOOP_SMTP")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": delen.hostname,
        "EMAIL_PORT": delen.port or POORTEN[delen.scheme],
        "EMAIL_HOST_USER": unquote(delen.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(delen.password or ""),
        "EMAIL_USE_TLS": delen.scheme == "smtp+starttls",
        "EMAIL_USE_SSL": delen.scheme == "smtps",
        "EMAIL_TIMEOUT": WACHT_SECONDEN,
    }
