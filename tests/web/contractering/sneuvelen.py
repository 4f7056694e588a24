"""A process that dies on purpose: `python -m tests.web.contractering.sneuvelen …` works on the database of the test.

Every attempt is a fork that kills itself with SIGKILL at a named point, as a power cut would.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from unittest.mock import patch

import django


def die(*args: object, **kwargs: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def attempt(step: Callable[[], object]) -> None:
    """Take the step in a fork, and see to it that the fork was killed."""
    pid = os.fork()
    if pid == 0:
        step()
        os._exit(0)
    _, uitkomst = os.waitpid(pid, 0)
    if os.WTERMSIG(uitkomst) != signal.SIGKILL:
        sys.exit("the fork did not die")


def sign(moment: datetime, plekken: list[str], aanbiedingen: list[int]) -> None:
    """Sign each offer, and die at the point that goes with it."""
    from zorginkoop.web.contractering import ondertekenen
    from zorginkoop.web.contractering.models import Aanbod
    from zorginkoop.web.toegang.models import Persoon

    def signing(plek: str, pk: int) -> None:
        with patch.object(ondertekenen, plek, die):
            aanbod = Aanbod.objects.select_related("aanvraag__praktijk", "aanvraag__verzekeraar").get(pk=pk)
            by = Persoon.objects.get(bevoegdheden__organisatie=aanbod.aanvraag.praktijk, naam__startswith="Sanne")
            ondertekenen.sign_overeenkomst(aanbod=aanbod, by=by, now=moment)

    for plek, pk in zip(plekken, aanbiedingen, strict=True):
        attempt(lambda plek=plek, pk=pk: signing(plek, pk))


def offer(moment: datetime, aantallen: list[int]) -> None:
    """Work on the rounds, and die after so many documents; each time anew."""
    from zorginkoop.web.contractering import rondewerk

    def printer(aantal: int) -> rondewerk.Drukker:
        def papers(opdrachten: object) -> Iterator[bytes]:
            for nummer in range(1000):
                if nummer == aantal:
                    die()
                yield b"%PDF-"

        return lambda opdrachten: (pdf for _, pdf in zip(opdrachten, papers(opdrachten), strict=False))

    for aantal in aantallen:
        attempt(lambda aantal=aantal: rondewerk.run_rounds(now=lambda: moment, drukker=printer(aantal)))


if __name__ == "__main__":
    django.setup()
    begin = datetime.fromisoformat(sys.argv[1])
    paren = [deel.split("=") for deel in sys.argv[2:]]
    sign(begin, [naam for naam, _ in paren if naam != "ronde"], [int(pk) for naam, pk in paren if naam != "ronde"])
    offer(begin, [int(aantal) for naam, aantal in paren if naam == "ronde"])
