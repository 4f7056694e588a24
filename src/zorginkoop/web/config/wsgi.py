"""Entry point for the web server.

Imported by every worker for itself, not before they are forked: a database library does not survive that.
"""

import gc
import os

from django.core.wsgi import get_wsgi_application

from zorginkoop.beleid import library
from zorginkoop.beleid.assess import assess
from zorginkoop.beleid.deadlines import deadlines

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zorginkoop.web.config.settings")
application = get_wsgi_application()


def _prepare() -> None:
    """Do what the first visitors would otherwise wait for: import every page, and ask every policy once. Then close
    the door: from here on only a request says for whom it is. What is there now stays, so no visitor waits for a look
    whether it is still needed."""
    from django.urls import get_resolver
    from django.utils.timezone import localdate

    from zorginkoop.web.toegang.afscherming import close_door

    get_resolver().check()
    for beleid in library.all_policies():
        assess(beleid, {})
        deadlines(beleid, localdate().year)
    close_door()
    gc.collect()
    gc.freeze()


_prepare()
