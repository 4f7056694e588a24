"""Commands for messages: deliver e-mail, write the reminders of the day and keep the log of terms."""

import time
from pathlib import Path
from typing import Any

from cyclopts import App

from zorginkoop.cli.basis import Json, app, print_json, start_django
from zorginkoop.kern.fouten import Gebruikersfout

berichten_app = App(name="berichten", help="E-mail, herinneringen en termijnen.")
app.command(berichten_app)
MAX_RETOUR_BYTES = 5_000_000
RONDE_SECONDEN = 60
"""How often reminders and terms are looked at by a process that stays."""


@berichten_app.command
def bezorg(*, blijf: bool = False, pauze: int = 10, als_json: Json = False) -> None:
    """Verstuur de e-mail die klaarstaat; met --blijf telkens weer, met herinneringen en termijnen erbij."""
    start_django()
    from zorginkoop.web.berichten import bezorgen, verdelen
    from zorginkoop.web.toegang import klok

    volgende = 0.0
    while True:
        if blijf and time.monotonic() >= volgende:
            _daily()
            volgende = time.monotonic() + RONDE_SECONDEN
        verdelen.distribute(now=klok.now())
        _tell(bezorgen.deliver(now=klok.now()), als_json)
        if not blijf:
            break
        time.sleep(max(pauze, 1))


@berichten_app.command
def herinner(*, als_json: Json = False) -> None:
    """Schrijf de herinneringen van vandaag en werk de termijnen bij. Draai dit elke dag; vaker kan geen kwaad."""
    start_django()
    _tell(_daily(), als_json)


@berichten_app.command
def teruggekomen(bestand: Path) -> None:
    """Leg vast dat een e-mail blijvend niet aankwam, uit de melding (.eml) die de mailserver terugstuurde."""
    start_django()
    from zorginkoop.web.berichten.retour import record_return

    try:
        inhoud = bestand.read_bytes()[:MAX_RETOUR_BYTES]
    except OSError as fout:
        raise Gebruikersfout(f"is niet te lezen: {fout.strerror}", plaats=str(bestand)) from fout
    print(f"Vastgelegd bij {record_return(inhoud).message_id}")


def _daily() -> dict[str, int]:
    from zorginkoop.web.berichten import herinneren, termijnlog
    from zorginkoop.web.redactie.kast import refresh
    from zorginkoop.web.register.vestigingsrollen import follow_enterprises
    from zorginkoop.web.toegang import klok

    refresh()  # reminders and terms follow the policies that are published now
    return {
        "rollen bij vestigingen": follow_enterprises(now=klok.now()),
        "herinneringen": herinneren.remind(now=klok.now()),
        "nieuwe termijnen": termijnlog.record(),
    }


def _tell(telling: dict[str, Any], als_json: bool) -> None:
    if als_json:
        print_json(telling)
    elif any(telling.values()):
        print(", ".join(f"{aantal} {wat.lower()}" for wat, aantal in telling.items()), flush=True)
