"""Entry point for the web server.

Imported by every worker for itself, not before they are forked: a database library does not survive that.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zorginkoop.web.config.settings")
application = get_wsgi_application()

from django.urls import get_resolver  # noqa: E402 - settings and models exist from here on
from django.utils.timezone import localdate  # noqa: E402

from zorginkoop.beleid import library  # noqa: E402
from zorginkoop.beleid.assess import assess  # noqa: E402
from zorginkoop.beleid.deadlines import deadlines  # noqa: E402
from zorginkoop.web.toegang.afscherming import close_door  # noqa: E402


def _prepare() -> None:
    """Do what the first visitors would otherwise wait for: import every page, and ask every policy once."""
    get_resolver().check()
    for beleid in library.all_policies():
        assess(beleid, {})
        deadlines(beleid, localdate().year)


_prepare()
close_door()
