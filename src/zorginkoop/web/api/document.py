"""The OpenAPI document: what Django Ninja makes of the code, with what the NLGov API Design Rules ask besides."""

import json
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from ninja import NinjaAPI

from zorginkoop.web.api import problemen
from zorginkoop.web.api.kopregels import PAD, VERSIE
from zorginkoop.web.api.scopes import SCOPES

PROBLEEM: dict[str, Any] = {
    "title": "Probleem",
    "type": "object",
    "required": ["status", "title", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "status": {"type": "integer"},
        "title": {"type": "string"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri-reference"},
        "plaats": {"type": "string", "description": "Waar het aan ligt, als een veld of gegeven is aan te wijzen."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["in", "location", "code", "detail"],
                "properties": {
                    "in": {"type": "string"},
                    "location": {"type": "object", "properties": {"name": {"type": "string"}}},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}
_KOP = {"API-Version": {"$ref": "#/components/headers/API-Version"}}
_ALTIJD = ("400", "404", "413", "415", "500", "503")
_MET_LOGIN = ("401", "403")
_BIJ_SCHRIJVEN = ("409", "422")


class NlgovAPI(NinjaAPI):
    """An API whose document passes the linter of the design rules."""

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None) -> Any:
        """The document; paths are relative to the one server, whose address has the major version."""
        return self._document

    @cached_property
    def _document(self) -> Any:
        document = super().get_openapi_schema(path_prefix="")
        onderdelen = document["components"]
        onderdelen.setdefault("schemas", {})["Probleem"] = PROBLEEM
        onderdelen["headers"] = {
            "API-Version": {
                "description": "De volledige versie van de API",
                "required": True,
                "schema": {"type": "string", "examples": [VERSIE]},
            }
        }
        onderdelen["securitySchemes"] = _security()
        voorbeelden = examples()
        for methoden in document["paths"].values():
            for methode, bewerking in methoden.items():
                _complete(bewerking, schrijft=methode != "get")
                _illustrate(bewerking, voorbeelden.get(bewerking["operationId"], {}))
        return document


@cache
def examples() -> dict[str, Any]:
    """Per operation a real call and its answer, as the tests wrote them down."""
    bron = files("zorginkoop.web.api") / "voorbeelden.json"
    voorbeelden: dict[str, Any] = json.loads(bron.read_text(encoding="utf-8"))
    return voorbeelden


def _security() -> dict[str, Any]:
    stroom = {"tokenUrl": f"{PAD}v1/tokens", "scopes": {naam: str(scope.uitleg) for naam, scope in SCOPES.items()}}
    return {"oauth2": {"type": "oauth2", "flows": {"clientCredentials": stroom}}}


def _complete(bewerking: dict[str, Any], *, schrijft: bool) -> None:
    """The version header on every answer, and every problem that can occur."""
    beveiligd = bool(bewerking.get("security"))
    codes = (*_ALTIJD, *(_MET_LOGIN if beveiligd else ()), *(_BIJ_SCHRIJVEN if schrijft else ()))
    antwoorden = {str(code): {**antwoord, "headers": _KOP} for code, antwoord in bewerking["responses"].items()}
    for code in sorted({*codes, *(c for c in antwoorden if c >= "400")}):
        antwoorden[code] = {
            "description": problemen.TITELS[int(code)],
            "headers": _KOP,
            "content": {problemen.MIME: {"schema": {"$ref": "#/components/schemas/Probleem"}}},
        }
    bewerking["responses"] = antwoorden


def _illustrate(bewerking: dict[str, Any], voorbeeld: dict[str, Any]) -> None:
    if "verzoek" in voorbeeld:
        for inhoud in bewerking["requestBody"]["content"].values():
            inhoud["example"] = voorbeeld["verzoek"]
    for code, antwoord in voorbeeld.get("antwoorden", {}).items():
        for inhoud in bewerking["responses"][code]["content"].values():
            inhoud["example"] = antwoord
