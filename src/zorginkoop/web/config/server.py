"""Serve the portal: gunicorn, and beside it the processes that do what no visitor waits for."""

import os
import subprocess
import sys
from typing import Any

from django.conf import settings
from gunicorn.app.base import BaseApplication

from zorginkoop.web.config.tls import KOPPEN, server_settings

SERVER = {"workers": os.cpu_count() or 1, "threads": 8, "worker_class": "gthread", "timeout": 120, **KOPPEN}
"""Settings of gunicorn: a worker for each core; while one of its threads waits for the database, another goes on."""
WERKERS = (("ronde", "voer-uit"), ("berichten", "bezorg"))
"""Commands that run beside the portal: bulk rounds and repairs, and messages."""


class _Server(BaseApplication):
    def __init__(self, instellingen: dict[str, Any]) -> None:
        self._instellingen = instellingen
        super().__init__()

    def load_config(self) -> None:
        for naam, waarde in self._instellingen.items():
            self.cfg.set(naam, waarde)

    def load(self) -> Any:
        from zorginkoop.web.config.wsgi import application

        return application


def serve(*, adres: str = "127.0.0.1:8000", tls: bool = False) -> None:
    """Serve the portal and its background work until it is stopped. With `tls` people can show a certificate."""
    extra = server_settings(settings.TLS_CERTIFICAAT, settings.CLIENT_CA) if tls else {}
    # Nobody steers it while it runs, and two portals on one machine would share the socket for that.
    server = _Server({"bind": adres, "control_socket_disable": True} | SERVER | extra)
    print(f"Het portaal staat op {'https' if tls else 'http'}://{adres}/ (stoppen met Ctrl+C)", flush=True)
    werkers = [subprocess.Popen([sys.executable, "-m", "zorginkoop.cli", *opdracht, "--blijf"]) for opdracht in WERKERS]
    try:
        server.run()
    finally:
        for werker in werkers:
            werker.terminate()
