"""Addresses of this app."""

from django.urls import URLPattern

app_name = "contractering"
urlpatterns: list[URLPattern] = []
