"""Addresses of logging in and choosing for whom you act."""

from django.urls import path

from zorginkoop.web.toegang import taal, views

app_name = "toegang"
urlpatterns = [
    path("inloggen/", views.wachtwoord, name="inloggen"),
    path("code/", views.code, name="code"),
    path("uitloggen/", views.uitloggen, name="uitloggen"),
    path("kiezen/", views.kiezen, name="kiezen"),
    path("demo/", views.demo, name="demo"),
    path("taal/<slug:code>/", taal.kiezen, name="taal"),
]
