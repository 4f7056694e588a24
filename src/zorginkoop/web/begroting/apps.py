"""The app of budgets; at start it tells contracting what it knows."""

from django.apps import AppConfig


class BegrotingConfig(AppConfig):
    name = "zorginkoop.web.begroting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zorginkoop.web.begroting import doorgeven, vernieuwd
        from zorginkoop.web.contractering import bijdragen

        bijdragen.FEITENBRONNEN += [doorgeven.facts, vernieuwd.facts]
        bijdragen.RIJENBRONNEN += [doorgeven.rows, vernieuwd.rows]
