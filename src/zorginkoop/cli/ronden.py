"""Commands that work behind the portal: carry bulk rounds out, and repair what was interrupted."""

import os
import signal
import sys
import time
from contextlib import nullcontext
from functools import partial
from typing import Annotated

from cyclopts import App, Parameter

from zorginkoop.cli.basis import Json, app, print_json, print_table, start_django

ronde_app = App(name="ronde", help="Bulkrondes: veel aanbiedingen tegelijk.")
app.command(ronde_app)
HERSTEL = 60.0
"""Seconds between two looks for signatures and seals that were interrupted."""


@ronde_app.command(name="voer-uit")
def voer_uit(*, blijf: Annotated[bool, Parameter(negative="")] = False, processen: int = 1) -> None:
    """Doe de aanbiedingen van elke lopende bulkronde.

    Parameters
    ----------
    blijf
        Blijf wachten op nieuwe rondes, en herstel intussen wat werd onderbroken; stopt met het proces dat dit startte.
    processen
        Hoeveel processen documenten maken.
    """
    start_django()
    from zorginkoop.web.contractering import rondewerk
    from zorginkoop.web.contractering.pers import new_pool, print_many
    from zorginkoop.web.toegang import klok

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    ouder, laatste = os.getppid(), time.monotonic()
    with new_pool(processen) if processen > 1 else nullcontext() as pool:
        drukker = partial(print_many, pool=pool) if pool else None
        while True:
            gedaan = rondewerk.run_rounds(now=klok.now, drukker=drukker)
            if not blijf:
                print(f"{gedaan} aanvragen behandeld")
                return
            if os.getppid() != ouder:
                return
            if time.monotonic() - laatste > HERSTEL:
                _repair()
                laatste = time.monotonic()
            time.sleep(0 if gedaan else 2)


@app.command
def herstel(*, als_json: Json = False) -> None:
    """Maak af wat werd onderbroken: ondertekeningen, zegels die op een tijdstempel wachten, en automatisch volgen."""
    start_django()
    uit = _repair()
    print_json(uit) if als_json else print_table("Hersteld", ["Wat", "Aantal"], [list(p) for p in uit.items()])


def _repair() -> dict[str, int]:
    from zorginkoop.web.contractering import actions
    from zorginkoop.web.gebeurtenissen.volgbeleid import follow_for_all
    from zorginkoop.web.toegang import klok

    now = klok.now()
    return {
        "ondertekeningen": len(actions.repair_signing(now=now)),
        "zegels": actions.repair_seals(now=now),
        "volgingen": follow_for_all(now=now),
    }
