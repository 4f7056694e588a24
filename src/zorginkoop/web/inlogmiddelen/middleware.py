"""What every request needs to know of the connection: the client certificate, and the visitor behind a proxy."""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from zorginkoop.adapters.inlogcertificaat import Geweigerd
from zorginkoop.web.inlogmiddelen import certificaten, verbinding


class Verbinding:
    """Sets `request.clientcertificaat`. A session that a certificate opened ends where that certificate is missing.

    Stands behind the session, the user and the messages.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            request.clientcertificaat = verbinding.presented(request)
        except (verbinding.NietVertrouwd, Geweigerd) as fout:
            raise SuspiciousOperation("client certificate in a header") from fout
        if settings.PROXY_KOP and verbinding.from_proxy(request):
            _visitor(request)
        return self._ended(request) or self.get_response(request)

    def _ended(self, request: HttpRequest) -> HttpResponse | None:
        ingelogd = settings.SESSION_COOKIE_NAME in request.COOKIES and certificaten.GEBONDEN in request.session
        reden = certificaten.still_bound(request, timezone.now()) if ingelogd else ""
        if not reden:
            return None
        certificaten.end(request, reden, timezone.now())
        messages.warning(request, reden, extra_tags="let")
        return redirect(settings.LOGIN_URL)


def _visitor(request: HttpRequest) -> None:
    """The address the proxy saw, which it writes last; without a good one that of the proxy stays."""
    laatste = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        request.META["REMOTE_ADDR"] = str(ip_address(laatste))
    except ValueError:
        return
