"""The API with all its addresses, under /api/v1."""

from zorginkoop.web.api import problemen
from zorginkoop.web.api.document import NlgovAPI
from zorginkoop.web.api.endpoints import (
    abonnementen,
    contracten,
    declaraties,
    schrijven,
    tokens,
    volgingen,
    wijzigingen,
)
from zorginkoop.web.api.endpoints import open as openbaar
from zorginkoop.web.api.kopregels import PAD, VERSIE
from zorginkoop.web.api.lezen import StrikteParser

api = NlgovAPI(
    title="Zorginkoop",
    version=VERSIE,
    description="Beleid toetsen, contracteren, volgen en declareren vanuit uw eigen software.",
    urls_namespace="api",
    docs_url=None,
    openapi_url="/openapi.json",
    servers=[{"url": f"{PAD}v1"}],
    parser=StrikteParser(),
    openapi_extra={
        "info": {
            "contact": {
                "name": "Beheer van deze installatie",
                "email": "api@voorbeeld.nl",
                "url": "https://example.org/zorginkoop",
            },
            "license": {"name": "EUPL-1.2", "url": "https://eupl.eu/1.2/nl/"},
        }
    },
)
problemen.install(api)
_DELEN = (openbaar, tokens, contracten, schrijven, volgingen, declaraties, wijzigingen, abonnementen)
for _router in dict.fromkeys(deel.router for deel in _DELEN):  # reading and writing one resource share a router
    api.add_router("", _router)
