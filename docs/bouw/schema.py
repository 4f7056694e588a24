"""docs/beleid.schema.json: the form of a policy file for editors."""

import json

from zorginkoop.beleid.model import Beleidsbestand


def page() -> str:
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Beleidsbestand.model_json_schema()}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
