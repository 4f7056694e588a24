"""The app of ways to log in; at start it tells the login pages what it has."""

from django.apps import AppConfig


class InlogmiddelenConfig(AppConfig):
    name = "zorginkoop.web.inlogmiddelen"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zorginkoop.web.inlogmiddelen import aanbod, logboek, oidc, verbinding
        from zorginkoop.web.toegang import wegen

        verbinding.check()
        oidc.providers()  # a wrong file stops the portal here, not the first visitor
        wegen.EERSTE.append(aanbod.instead_of_both)
        wegen.TWEEDE.append(aanbod.instead_of_code)
        wegen.MELDERS.append(logboek.write)
