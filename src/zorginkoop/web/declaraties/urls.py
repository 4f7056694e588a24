"""Addresses of this app."""

from django.urls import path

from zorginkoop.web.declaraties import views, views_verzekeraar

app_name = "declaraties"
urlpatterns = [
    path("mijn/", views.mijn, name="mijn"),
    path("mijn/<int:pk>/", views.mijn_regels, name="mijn_regels"),
    path("mijn/regel/<int:pk>/", views.waarom, name="waarom"),
    path("bestanden/", views_verzekeraar.bestanden, name="bestanden"),
    path("bestanden/aanleveren/", views_verzekeraar.upload, name="upload"),
    path("bestanden/<int:pk>/", views_verzekeraar.bestand, name="bestand"),
    path("bestanden/<int:pk>/beoordelen/", views_verzekeraar.beoordelen, name="beoordelen"),
    path("bestanden/<int:pk>/retour/", views_verzekeraar.retour, name="retour"),
    path("bestanden/<int:pk>/regels/", views_verzekeraar.regels, name="regels"),
    path("bestanden/regel/<int:pk>/", views_verzekeraar.regel, name="regel"),
    path("betalingen/", views_verzekeraar.batches, name="batches"),
    path("betalingen/<int:pk>/", views_verzekeraar.batch, name="batch"),
    path("betalingen/<int:pk>/vrijgeven/", views_verzekeraar.vrijgeven, name="vrijgeven"),
    path("betalingen/<int:pk>/bank.xml", views_verzekeraar.batch_xml, name="batch_xml"),
]
