"""The rules of the NLGov API Design Rules linter that can be checked on the document itself, one function a rule.

The names are those of the linter (Spectral); each function yields what breaks the rule.
"""

import re
from collections.abc import Iterator
from typing import Any

Document = dict[str, Any]
_DATE_NAME = re.compile(r"^(date|datum)$|\w+D(ate|atum)|_[dD](ate|atum)")


def operations(doc: Document) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for pad, methoden in doc["paths"].items():
        for methode, bewerking in methoden.items():
            yield pad, methode, bewerking


def responses(doc: Document) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for pad, methode, bewerking in operations(doc):
        for code, antwoord in bewerking["responses"].items():
            yield f"{methode} {pad}", code, antwoord


def properties(deel: Any) -> Iterator[tuple[str, Any]]:
    """Every property of every schema, wherever it stands."""
    if isinstance(deel, dict):
        if isinstance(deel.get("properties"), dict):
            yield from deel["properties"].items()
        for naam, waarde in deel.items():
            if naam not in ("example", "examples"):
                yield from properties(waarde)
    elif isinstance(deel, list):
        for waarde in deel:
            yield from properties(waarde)


def operation_operationid_unique(doc: Document) -> Iterator[str]:
    namen = [b["operationId"] for _, _, b in operations(doc)]
    yield from {n for n in namen if namen.count(n) > 1}


def path_params(doc: Document) -> Iterator[str]:
    for pad, methode, bewerking in operations(doc):
        namen = {p["name"] for p in bewerking.get("parameters", []) if p["in"] == "path"}
        if namen != set(re.findall(r"{(\w+)}", pad)):
            yield f"{methode} {pad}"


def openapi_tags_uniqueness(doc: Document) -> Iterator[str]:
    namen = [tag["name"] for tag in doc.get("tags", [])]
    yield from {n for n in namen if namen.count(n) > 1}


def oas3_api_servers(doc: Document) -> Iterator[str]:
    if not doc.get("servers"):
        yield "servers"


def path_keys_no_trailing_slash(doc: Document) -> Iterator[str]:
    yield from (pad for pad in doc["paths"] if pad != "/" and pad.endswith("/"))


def nlgov_openapi3(doc: Document) -> Iterator[str]:
    if not re.match(r"^3(.\d+){1,2}$", doc.get("openapi", "")):
        yield "openapi"


def nlgov_missing_version_header(doc: Document) -> Iterator[str]:
    for waar, code, antwoord in responses(doc):
        if re.match(r"(2|3)\d\d", code) and "API-Version" not in antwoord.get("headers", {}):
            yield f"{waar} {code}"


def nlgov_include_major_version_in_uri(doc: Document) -> Iterator[str]:
    yield from (server["url"] for server in doc["servers"] if not re.search(r"/v[\d+]", server["url"]))


def nlgov_info_contact_fields_exist(doc: Document) -> Iterator[str]:
    yield from {"email", "name", "url"} - set(doc["info"].get("contact", {}))


def nlgov_http_methods(doc: Document) -> Iterator[str]:
    for pad, methode, _ in operations(doc):
        if methode not in ("post", "put", "get", "delete", "patch", "parameters"):
            yield f"{methode} {pad}"


def nlgov_paths_kebab_case(doc: Document) -> Iterator[str]:
    goed = r"^(\/|(\/_[a-z0-9]+|\/(([a-z0-9\-]+|{[^}]+})(\/([a-z0-9\-\.]+|{[^}]+}))*)(\/_[a-z]+)?)\/?)$"
    yield from (pad for pad in doc["paths"] if not re.match(goed, pad))


def nlgov_query_keys_camel_case(doc: Document) -> Iterator[str]:
    for pad, _, bewerking in operations(doc):
        for p in bewerking.get("parameters", []):
            if p["in"] == "query" and not re.match(r"^\$?[a-z][a-z\d]*([A-Z][a-z\d]*)*$", p["name"]):
                yield f"{pad} {p['name']}"


def nlgov_schema_camel_case(doc: Document) -> Iterator[str]:
    yield from (naam for naam in doc["components"]["schemas"] if not re.match(r"^[A-Z][a-zA-Z0-9]*$", naam))


def nlgov_servers_use_https(doc: Document) -> Iterator[str]:
    yield from (server["url"] for server in doc["servers"] if server["url"].startswith("http://"))


def nlgov_use_problem_schema(doc: Document) -> Iterator[str]:
    for waar, code, antwoord in responses(doc):
        if re.match(r"(4|5)\d\d", code) and "application/problem+json" not in antwoord["content"]:
            yield f"{waar} {code}"


def nlgov_problem_schema_members(doc: Document) -> Iterator[str]:
    for waar, code, antwoord in responses(doc):
        if re.match(r"(4|5)\d\d", code):
            naam = antwoord["content"]["application/problem+json"]["schema"]["$ref"].rsplit("/", 1)[1]
            if not {"status", "title", "detail"} <= set(doc["components"]["schemas"][naam]["required"]):
                yield f"{waar} {code}"


def nlgov_problem_invalid_input(doc: Document) -> Iterator[str]:
    for pad, methode, bewerking in operations(doc):
        if (methode not in ("get", "delete") or bewerking.get("parameters")) and "400" not in bewerking["responses"]:
            yield f"{methode} {pad}"


def nlgov_date_time(doc: Document) -> Iterator[str]:
    """date-time-ensure-timezone, time-without-timezone, specify-format-for-date-and-time, use-date-instead-…"""
    for naam, vorm in properties(doc):
        soort = vorm.get("format") if isinstance(vorm, dict) else None
        if soort in ("date-time-local", "time") or (_DATE_NAME.search(naam) and "date" not in str(vorm)):
            yield naam


def nlgov_semver(doc: Document) -> Iterator[str]:
    if not re.match(r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$", doc["info"]["version"]):
        yield "info.version"


def properties_camel_case(doc: Document) -> Iterator[str]:
    """Ours, stricter than the linter: every property is in camelCase."""
    vrij = {"client_id", "client_secret", "grant_type", "access_token", "token_type", "expires_in"}  # OAuth2 says so
    alle = [*properties(doc["paths"]), *properties(doc["components"])]
    yield from {naam for naam, _ in alle if "_" in naam and naam not in vrij}


RULES = [
    *(operation_operationid_unique, path_params, openapi_tags_uniqueness, oas3_api_servers),
    *(path_keys_no_trailing_slash, nlgov_openapi3, nlgov_missing_version_header, nlgov_include_major_version_in_uri),
    *(nlgov_info_contact_fields_exist, nlgov_http_methods, nlgov_paths_kebab_case, nlgov_query_keys_camel_case),
    *(nlgov_schema_camel_case, nlgov_servers_use_https, nlgov_use_problem_schema, nlgov_problem_schema_members),
    *(nlgov_problem_invalid_input, nlgov_date_time, nlgov_semver, properties_camel_case),
]
