"""Addresses of people and roles, systems, and the log; and of the link of an invitation."""

from django.urls import path

from zorginkoop.web.beheer import views_log, views_mensen, views_persoon, views_systemen, views_uitnodiging

app_name = "beheer"
urlpatterns = [
    path("mensen/", views_mensen.overzicht, name="mensen"),
    path("mensen/uitnodigen/", views_mensen.nieuw, name="uitnodigen"),
    path("mensen/uitnodigingen/<int:pk>/", views_mensen.uitnodiging, name="uitnodiging"),
    path("mensen/voorstellen/<int:pk>/", views_mensen.voorstel, name="voorstel"),
    path("mensen/<int:pk>/", views_persoon.persoon, name="persoon"),
    path("mensen/<int:pk>/<slug:stap>/", views_persoon.persoon_stap, name="persoon_stap"),
    path("systemen/", views_systemen.systemen, name="systemen"),
    path("systemen/nieuw/", views_systemen.nieuw, name="systeem_nieuw"),
    path("systemen/<str:client_id>/", views_systemen.systeem, name="systeem"),
    path("systemen/<str:client_id>/<slug:stap>/", views_systemen.stap_, name="systeem_stap"),
    path("logboek/", views_log.wijzigingen, name="wijzigingen"),
    path("logboek/inlogpogingen/", views_log.inlogpogingen, name="inlogpogingen"),
    path("uitnodiging/<str:geheim>/", views_uitnodiging.aannemen, name="aannemen"),
    path("uitnodiging/<str:geheim>/passkey/", views_uitnodiging.aannemen_passkey, name="aannemen_passkey"),
]
