"""Entry point for the web server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zorginkoop.web.config.settings")
application = get_wsgi_application()

from zorginkoop.web.toegang.afscherming import close_door  # noqa: E402 - models exist from here on

close_door()
