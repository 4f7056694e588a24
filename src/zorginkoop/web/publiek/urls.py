"""Addresses that need no login."""

from django.urls import path

from zorginkoop.web.publiek import check, controleer, rekentools, views

app_name = "publiek"
urlpatterns = [
    path("check/", check.stap, name="check"),
    path("check/resultaat/", check.resultaat, name="resultaat"),
    path("check/<slug:naam>/", check.stap, name="check_stap"),
    path("beleid/", views.beleid, name="beleid"),
    path("beleid/<slug:naam>/<str:versie>/", views.beleid_detail, name="beleid_detail"),
    path("beleid/<slug:naam>/<str:versie>/beleid.toml", views.beleid_toml, name="beleid_toml"),
    path("beleid/<slug:naam>/<str:versie>/beleid.json", views.beleid_json, name="beleid_json"),
    path("rekentools/", rekentools.rekentools, name="rekentools"),
    path("rekentools/<slug:van>/<slug:naam>/<str:versie>/", rekentools.rekentool, name="rekentool"),
    path("controleer/", controleer.controleer, name="controleer"),
]
