"""Commands that start something: the demonstration and the portal."""

import os
import sys

from zorginkoop.cli.basis import Json, app, start_django


@app.command
def demo(
    *,
    praktijken: int = 500,
    verzekerden: int = 200_000,
    regels: int = 250_000,
    jaar: bool = False,
    beleid: str = "zz-huisartsenzorg-2025",
    serve: bool = True,
    als_json: Json = False,
) -> None:
    """Bouw een verzonnen markt, doorloop de keten van beleid tot betaling, en start het portaal.

    Met --jaar: beleef in een paar minuten het jaar waarin dit beleid (--beleid) wordt gecontracteerd, van 1 april tot
    en met 31 december. Bij een beleid met begrotingen (wijksamenwerking, huisartsenpost) gaat het verder tot de
    jaarrekening is besproken; vernieuwing beleeft haar eigen jaar.
    """
    if jaar:
        _year(beleid, als_json=als_json)
    else:
        _demonstration()
        from zorginkoop.web.demo import start

        start.run(praktijken=praktijken, verzekerden=verzekerden, regels=regels, als_json=als_json)
    if serve:
        # A fresh process: a server does not fork from one that has calculated on many threads.
        sys.stdout.flush()
        os.execv(sys.executable, [sys.executable, "-m", "zorginkoop.cli", "serve", "--demo"])  # noqa: S606 - all fixed words


def _year(beleid: str, *, als_json: bool) -> None:
    """The portal that is served afterwards stands on the last day of that year."""
    from zorginkoop.beleid import library
    from zorginkoop.web.demo.dagen import last_day

    os.environ.setdefault("ZORGINKOOP_DATUM", last_day(library.load(beleid)).isoformat())
    _demonstration()
    from zorginkoop.web.demo import jaar

    jaar.run(beleid=beleid, als_json=als_json)


def _demonstration() -> None:
    """Ready logins, and a calendar on a day after the claims of the demonstration were paid."""
    os.environ.setdefault("ZORGINKOOP_DEMO", "1")
    os.environ.setdefault("ZORGINKOOP_DATUM", "2025-07-21")
    start_django()


@app.command
def serve(*, adres: str = "", demo: bool = False, tls: bool = False) -> None:
    """Start het portaal; met --demo met de logins en de klok van de demonstratie, met --tls voor certificaten."""
    _demonstration() if demo else start_django()
    from zorginkoop.web.config import server

    server.serve(adres=adres or ("127.0.0.1:8443" if tls else "127.0.0.1:8000"), tls=tls)
