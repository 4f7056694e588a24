"""What every page knows: for whom you act, and the menu that belongs to it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from zorginkoop.web.berichten.postvak import unread_words
from zorginkoop.web.config.nav import menu
from zorginkoop.web.toegang.rechten import bevoegdheden, huidige_bevoegdheid


def pagina(request: HttpRequest) -> dict[str, Any]:
    """Context processor for `basis.html`."""
    bevoegdheid = huidige_bevoegdheid(request)
    return {
        "bevoegdheid": bevoegdheid,
        "kan_wisselen": len(bevoegdheden(request)) > 1,
        "demo": settings.DEMO,
        "ongelezen": lambda: unread_words(bevoegdheid) if bevoegdheid else "",
        "nav": menu(bevoegdheid.rol if bevoegdheid else None, request.path),
    }
