"""Every error of the API is one kind of answer: a problem as RFC 9457 writes it, in Dutch."""

import logging
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering.states import Toestandsfout

MIME = "application/problem+json"
TITELS: Mapping[int, str] = {
    400: "Het verzoek klopt niet",
    401: "Niet ingelogd",
    403: "Niet toegestaan",
    404: "Niet gevonden",
    405: "Methode bestaat hier niet",
    406: "Deze vorm is er niet",
    409: "Dit kan nu niet",
    413: "Het verzoek is te groot",
    415: "Deze vorm lezen wij niet",
    422: "Dit kan niet volgens de regels",
    429: "Te vaak geprobeerd",
    500: "Fout bij ons",
    503: "Even niet beschikbaar",
}
DETAILS: Mapping[int, str] = {
    400: "Het verzoek is niet te lezen.",
    403: "U hebt hier geen toegang toe.",
    404: "Dit adres bestaat niet, of is niet van uw organisatie.",
    405: "Kijk in openapi.json welke methoden dit adres kent.",
    413: "Stuur minder in één keer.",
    500: "Er ging bij ons iets mis. Er is niets veranderd; probeer het later opnieuw.",
}
GEEN_JSON = "Het bericht is geen geldige JSON."
_MELDINGEN: Mapping[str, str] = {
    "missing": "ontbreekt",
    "extra_forbidden": "onbekend veld",
    "string_type": "moet tekst zijn",
    "string_pattern_mismatch": "heeft niet de juiste vorm: {pattern}",
    "string_too_short": "moet ten minste {min_length} tekens hebben",
    "string_too_long": "mag hoogstens {max_length} tekens hebben",
    "int_parsing": "moet een geheel getal zijn",
    "int_type": "moet een geheel getal zijn",
    "bool_type": "moet true of false zijn",
    "bool_parsing": "moet true of false zijn",
    "date_type": "moet een datum zijn, als jjjj-mm-dd",
    "date_parsing": "moet een datum zijn, als jjjj-mm-dd",
    "date_from_datetime_parsing": "moet een datum zijn, als jjjj-mm-dd",
    "list_type": "moet een lijst zijn",
    "dict_type": "moet een object zijn",
    "model_attributes_type": "moet een object zijn",
    "too_long": "heeft te veel onderdelen: hoogstens {max_length}",
    "too_short": "heeft te weinig onderdelen: ten minste {min_length}",
    "greater_than_equal": "moet {ge} of hoger zijn",
    "less_than_equal": "moet {le} of lager zijn",
    "literal_error": "kies uit {expected}",
}
logger = logging.getLogger("django.request")


class Probleem(Exception):
    """An error to answer with. `soort` names a problem a program may look for; `extra` are members of its own."""

    def __init__(
        self, status: int, detail: str, *, soort: str = "", koppen: Mapping[str, str] | None = None, **extra: Any
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.soort, self.koppen, self.extra = status, detail, soort, koppen or {}, extra


def answer(request: HttpRequest, status: int, detail: str = "", *, soort: str = "", **extra: Any) -> HttpResponse:
    """The problem as an answer."""
    inhoud = {
        "type": f"urn:zorginkoop:probleem:{soort}" if soort else "about:blank",
        "title": TITELS.get(status, "Het lukte niet"),
        "status": status,
        "detail": detail or DETAILS.get(status, "Het verzoek is niet uitgevoerd."),
        "instance": request.path,
        **extra,
    }
    return JsonResponse(inhoud, status=status, content_type=MIME, json_dumps_params={"ensure_ascii": False})


def install(api: NinjaAPI) -> None:
    """Answer every error of this API with a problem."""
    api.add_exception_handler(Probleem, _probleem)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(Toestandsfout, lambda request, fout: answer(request, 409, _sentence(fout)))
    api.add_exception_handler(Gebruikersfout, _refused)
    api.add_exception_handler(Http404, lambda request, fout: answer(request, 404))
    api.add_exception_handler(RequestDataTooBig, lambda request, fout: answer(request, 413))
    for kapot in (SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        api.add_exception_handler(kapot, lambda request, fout: answer(request, 400))
    api.add_exception_handler(HttpError, _http)
    api.add_exception_handler(Exception, _unexpected)


def _probleem(request: HttpRequest, fout: Probleem) -> HttpResponse:
    antwoord = answer(request, fout.status, fout.detail, soort=fout.soort, **fout.extra)
    for naam, waarde in fout.koppen.items():
        antwoord[naam] = waarde
    return antwoord


def _invalid(request: HttpRequest, fout: ValidationError) -> HttpResponse:
    """Everything that is wrong at once, each with its place."""
    if getattr(request, "upload_te_groot", False):  # the file is missing because reading it was stopped
        return answer(request, 413)
    fouten = [
        {"in": str(f["loc"][0]), "location": {"name": _place(f["loc"])}, "code": f["type"], "detail": _message(f)}
        for f in fout.errors
    ]
    return answer(request, 400, "Niet alle velden kloppen.", errors=fouten)


def _place(loc: tuple[Any, ...]) -> str:
    """Where in the message it is; the first name is that of the part, the second that of the parameter in our code."""
    delen = loc[2:] if loc[0] == "body" and len(loc) > 2 else loc[1:]
    return ".".join(map(str, delen))


def _message(fout: Mapping[str, Any]) -> str:
    if fout["type"] == "value_error":
        return str(fout["ctx"]["error"])
    vorm = _MELDINGEN.get(fout["type"])
    return vorm.format(**fout.get("ctx", {})) if vorm else "past hier niet"


def _refused(request: HttpRequest, fout: Gebruikersfout) -> HttpResponse:
    plaats = {"plaats": fout.plaats} if fout.plaats else {}
    return answer(request, 422, _sentence(fout), **plaats)


def _sentence(fout: Gebruikersfout) -> str:
    return fout.melding if fout.melding.endswith((".", "?", "!")) else f"{fout.melding}."


def _http(request: HttpRequest, fout: HttpError) -> HttpResponse:
    if isinstance(fout.__cause__, Probleem):  # what our parser said, wrapped on the way
        return _probleem(request, fout.__cause__)
    if isinstance(fout.__cause__, RequestDataTooBig):
        return answer(request, 413)
    return answer(request, fout.status_code)


def _unexpected(request: HttpRequest, fout: Exception) -> HttpResponse:
    """What we did not foresee: logged for us, and nothing of it told."""
    logger.error("%s %s", request.method, request.path, exc_info=fout)
    return answer(request, 500)
