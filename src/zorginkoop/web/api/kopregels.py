"""What every answer under /api/ has in common: its headers, and a problem where Django would send a page."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse

from zorginkoop.web.api import problemen

VERSIE = "1.0.0"
PAD = "/api/"
KOPPEN: Mapping[str, str] = {
    "API-Version": VERSIE,
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
}


class Kopregels:
    """Middleware, the outermost: also what never reaches a view (a bad host, a slash too many) gets our answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        antwoord = self.get_response(request)
        if not request.path_info.startswith(PAD):
            return antwoord
        if antwoord.status_code == 301 and antwoord["Location"].startswith(f"{request.path}/"):
            # a slash at the end is another address
            antwoord = problemen.answer(request, 404)
        elif antwoord.status_code >= 400 and antwoord.get("Content-Type") != problemen.MIME:
            antwoord = _as_problem(request, antwoord)
        for naam, waarde in KOPPEN.items():
            antwoord[naam] = waarde
        if request.path_info.endswith("/openapi.json"):
            antwoord["Access-Control-Allow-Origin"] = "*"
        return antwoord


def _as_problem(request: HttpRequest, antwoord: HttpResponse) -> HttpResponse:
    nieuw = problemen.answer(request, antwoord.status_code)
    for naam in ("Allow", "Retry-After"):
        if naam in antwoord:
            nieuw[naam] = antwoord[naam]
    return nieuw
