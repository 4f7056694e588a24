"""The OpenAPI document is valid, keeps the NLGov rules, and each of its examples fits its schema."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest

from zorginkoop.web.api.urls import api

from . import nlgov


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return json.loads(json.dumps(api.get_openapi_schema(), default=str))


@pytest.mark.parametrize("rule", nlgov.RULES, ids=lambda rule: rule.__name__)
def test_the_rule_finds_nothing(document, rule):
    assert list(rule(document)) == []


def test_the_rules_bite(document):
    kapot = copy.deepcopy(document)
    kapot["paths"]["/Dit_Deugt_Niet/"] = {"get": {**kapot["paths"]["/beleid"]["get"], "parameters": [
        {"in": "query", "name": "fout_e"}], "responses": {"200": {}, "404": {"content": {}}}}}  # fmt: skip
    kapot["components"]["schemas"]["klein_x"] = {"properties": {"beginDatum": {"type": "string"}}}
    kapot["info"] = {"version": "1"}
    kapot["servers"] = [{"url": "http://x"}]

    geraakt = {rule.__name__ for rule in nlgov.RULES if rule is not nlgov.nlgov_problem_schema_members
               and list(rule(kapot))}  # fmt: skip
    assert geraakt >= {
        *("operation_operationid_unique", "path_keys_no_trailing_slash", "nlgov_missing_version_header"),
        *("nlgov_include_major_version_in_uri", "nlgov_info_contact_fields_exist", "nlgov_paths_kebab_case"),
        *("nlgov_query_keys_camel_case", "nlgov_schema_camel_case", "nlgov_servers_use_https"),
        *("nlgov_use_problem_schema", "nlgov_problem_invalid_input", "nlgov_date_time", "nlgov_semver"),
    }


def test_the_document_is_openapi_and_public(db, client, document):
    antwoord = client.get("/api/v1/openapi.json")

    assert antwoord.json()["openapi"].startswith("3.1")
    assert antwoord["Access-Control-Allow-Origin"] == "*"
    for schema in document["components"]["schemas"].values():
        jsonschema_rs.meta.validate(schema)


def examples(document: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Every example with the schema it stands beside."""
    for pad, methode, bewerking in nlgov.operations(document):
        delen = {"verzoek": bewerking.get("requestBody", {}), **bewerking["responses"]}
        for naam, deel in delen.items():
            for inhoud in deel.get("content", {}).values():
                if "example" in inhoud:
                    yield f"{methode} {pad} {naam}", inhoud["schema"], inhoud["example"]


def test_every_example_fits_its_schema(document):
    for waar, schema, voorbeeld in examples(document):
        geheel = {**schema, "components": document["components"]}
        fouten = [fout.message for fout in jsonschema_rs.validator_for(geheel).iter_errors(voorbeeld)]
        assert fouten == [], waar


def test_every_operation_that_answers_json_has_an_example(document):
    met = {waar.rsplit(" ", 1)[0] for waar, _, _ in examples(document)}
    json_uit = {
        f"{methode} {pad}"
        for pad, methode, bewerking in nlgov.operations(document)
        if any("application/json" in a.get("content", {}) for a in bewerking["responses"].values())
    }
    assert json_uit - met == set()
