"""The settings app: after every migration the rows are guarded as `afscherming` says."""

from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


def _guard(**_: Any) -> None:
    from zorginkoop.web.config import afscherming

    afscherming.install()


class ConfigConfig(AppConfig):
    """Installs row-level security once per run of `migrate`, when every table is there."""

    name = "zorginkoop.web.config"

    def ready(self) -> None:
        post_migrate.connect(_guard, sender=apps.get_app_config("toegang"), dispatch_uid="afscherming")
