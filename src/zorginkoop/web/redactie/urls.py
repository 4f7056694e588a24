"""Addresses of the policy editor."""

from django.urls import path

from zorginkoop.web.redactie import views, views_simulatie, views_vrijgeven

app_name = "redactie"
urlpatterns = [
    path("", views.overzicht, name="overzicht"),
    path("simulatie/", views_simulatie.simulatie, name="simulatie"),
    path("simulatie/bestand/", views_simulatie.bestand, name="simulatie_bestand"),
    path("simulatie/praktijken.csv", views_simulatie.per_praktijk, {"soort": "csv"}, name="simulatie_csv"),
    path("simulatie/praktijken.json", views_simulatie.per_praktijk, {"soort": "json"}, name="simulatie_json"),
    path("nieuw/", views.nieuw, name="nieuw"),
    path("<int:pk>/", views.concept, name="concept"),
    path("<int:pk>/beleid.toml", views.bestand, name="bestand"),
    path("<int:pk>/tekst/", views.geheel, name="geheel"),
    path("<int:pk>/voorleggen/", views_vrijgeven.voorleggen, name="voorleggen"),
    path("<int:pk>/vrijgeven/", views_vrijgeven.vrijgeven, name="vrijgeven"),
    path("<int:pk>/terug/", views_vrijgeven.terug, name="terug"),
    path("<int:pk>/laten-vallen/", views_vrijgeven.laten_vallen, name="laten_vallen"),
    path("<int:pk>/deel/<path:plek>/kopie/", views.kopie, name="kopie"),
    path("<int:pk>/deel/<path:plek>/weg/", views.weg, name="weg"),
    path("<int:pk>/deel/<path:plek>/", views.deel, name="deel"),
    path("publicatie/<int:pk>/", views_vrijgeven.publicatie, name="publicatie"),
    path("publicatie/<int:pk>/intrekken/", views_vrijgeven.intrekken, name="intrekken"),
    path("publicatie/<int:pk>/beleid.toml", views_vrijgeven.publicatie_toml, name="publicatie_toml"),
]
