"""Row-level security: under which role and for whom the database answers.

The rows themselves are guarded by the policies of `config/afscherming.sql`; this module only says who asks. A request
runs under the role `zorginkoop_app`, which sees the rows of one organisation, or of nobody. Whatever must look further
says so with `als_eigenaar`, and says why. Commands and background work run as owner.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.backends.signals import connection_created
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from zorginkoop.web.toegang.models import Organisatie, Persoon
from zorginkoop.web.toegang.rechten import huidige_bevoegdheid

ROL = "zorginkoop_app"
_STEL = (
    "SELECT set_config('role', %s, false), set_config('zorginkoop.organisatie', %s, false), "
    "set_config('zorginkoop.agb', %s, false), set_config('zorginkoop.uzovi', %s, false), "
    "set_config('zorginkoop.persoon', %s, false), set_config('zorginkoop.taak', %s, false)"
)


@dataclass(frozen=True)
class Wie:
    """For whom the database answers; empty texts are nobody. The role "none" is the owner, who sees everything."""

    rol: str = ROL
    organisatie: str = ""
    agb: str = ""
    uzovi: str = ""
    persoon: str = ""
    taak: str = ""
    """The role this person has for the organisation, when it acts through the screens."""


EIGENAAR, NIEMAND = Wie(rol="none"), Wie()
_rust = EIGENAAR
_nu: ContextVar[Wie | None] = ContextVar("afscherming", default=None)


def current() -> Wie:
    """For whom the database answers now."""
    return _nu.get() or _rust


def close_door() -> None:
    """From now on nothing in this process sees a row unless a request says for whom: for processes that serve pages."""
    global _rust  # noqa: PLW0603 - once, when the process starts
    _rust = NIEMAND


def become(wie: Wie) -> None:
    """Have the database answer for somebody else from here on; costs one statement, or none when nothing changes."""
    if wie != current():
        _tell(wie)
    _nu.set(wie)


def act_for(organisatie: Organisatie | None, persoon: Persoon | None, *, taak: str = "") -> None:
    """Have the database answer for this person, acting for this organisation in the role `taak`."""
    o = organisatie
    become(
        Wie(
            organisatie=str(o.pk) if o else "",
            agb=(o.agb or "") if o else "",
            uzovi=(o.uzovi or "") if o else "",
            persoon=str(persoon.pk) if persoon else "",
            taak=taak,
        )
    )


@contextmanager
def als_eigenaar() -> Iterator[None]:
    """See every row for a moment: for what belongs to nobody yet, or is counted over everybody. Say why beside it."""
    with _restored():
        become(EIGENAAR)
        yield


@contextmanager
def namens(organisatie: Organisatie, persoon: Persoon | None) -> Iterator[None]:
    """See for a moment what this person sees: where an address or a key says who asks, and not a session."""
    with _restored():
        act_for(organisatie, persoon)
        yield


@contextmanager
def _restored() -> Iterator[None]:
    """Whatever happens inside, afterwards the database answers for whom it did before.

    A transaction that failed takes the change back by itself when it is rolled back.
    """
    before, was_set = current(), _nu.get()
    try:
        yield
    finally:
        try:
            become(before)
        except DatabaseError:
            if not connection.in_atomic_block:
                connection.close()
        _nu.set(was_set)


def _tell(wie: Wie) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_STEL, [wie.rol, wie.organisatie, wie.agb, wie.uzovi, wie.persoon, wie.taak])


def _on_new_connection(**_: Any) -> None:
    """A connection that is made halfway a request sees no more than the one it replaces."""
    if current() != EIGENAAR:
        _tell(current())


connection_created.connect(_on_new_connection, dispatch_uid="afscherming")


class Afscherming:
    """Middleware, after the two factors are known: the view sees the rows of the organisation one acts for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with _restored():
            _enter(request)
            response = self.get_response(request)
            if isinstance(response, StreamingHttpResponse):
                response.streaming_content = _guarded(response.streaming_content, current())
            return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Logging in and choosing for whom one acts come before there is anybody to act for."""
        match = request.resolver_match
        if match is not None and match.app_name == "toegang":
            become(EIGENAAR)


def _enter(request: HttpRequest) -> None:
    """A visitor without a session is nobody, which costs no question; who somebody else is, only the owner sees."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return become(NIEMAND)
    become(EIGENAAR)
    bevoegdheid = huidige_bevoegdheid(request)
    persoon = request.user if request.user.is_verified() else None
    if bevoegdheid is None:
        return act_for(None, persoon)
    return act_for(bevoegdheid.organisatie, persoon, taak=bevoegdheid.rol)


def _guarded(delen: Iterable[bytes], wie: Wie) -> Iterator[bytes]:
    """The parts of an answer that is still being made after the request is over, each made for who asked."""
    vervolg = iter(delen)
    while True:
        with _restored():
            become(wie)
            deel = next(vervolg, None)
        if deel is None:
            return
        yield deel
