"""Ways to log in beside a password and a code of the app; a later app adds its own at start."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.http import HttpRequest

from zorginkoop.web.toegang.models import Persoon


class Weg(NamedTuple):
    """A way as the login page offers it; `url` is an address of ours."""

    label: str
    url: str
    uitleg: str


class Poging(NamedTuple):
    """A try to log in that was just judged; `reden` is why it was refused, and says no secret."""

    middel: str
    uitkomst: str
    persoon: Persoon | None = None
    reden: str = ""
    kenmerk: str = ""


INGELOGD, EERSTE_STAP, GEWEIGERD = "INGELOGD", "EERSTE_STAP", "GEWEIGERD"

EERSTE: list[Callable[[HttpRequest], list[Weg]]] = []
"""Who knows ways that take the place of both steps."""
TWEEDE: list[Callable[[HttpRequest], list[Weg]]] = []
"""Who knows ways that take the place of the second step."""
MELDERS: list[Callable[[HttpRequest, Poging, datetime], None]] = []
"""Who is told of every try, right or wrong."""


def offered(bronnen: list[Callable[[HttpRequest], list[Weg]]], request: HttpRequest) -> list[Weg]:
    """The ways this visitor can take."""
    return [weg for bron in bronnen for weg in bron(request)]


def tell(request: HttpRequest, poging: Poging, now: datetime) -> None:
    """Have a try written down."""
    for melder in MELDERS:
        melder(request, poging, now)
