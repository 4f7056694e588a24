"""Addresses of the register."""

from django.urls import path

from zorginkoop.web.register import views

app_name = "register"
urlpatterns = [
    path("", views.zoek, name="zoek"),
    path("mijn-gegevens/", views.mijn_gegevens, name="mijn_gegevens"),
    path("mijn-gegevens/ion/", views.ionlijst, name="ionlijst"),
    path("<str:agb>/", views.detail, name="detail"),
]
