"""Print the OpenAPI document of the REST API."""

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zorginkoop.web.config.settings")
django.setup()

from zorginkoop.web.api.urls import api  # noqa: E402 - needs Django

print(json.dumps(api.get_openapi_schema(), indent=2, ensure_ascii=False, default=str))
