"""Addresses of this app."""

from django.urls import URLPattern

app_name = "publiek"
urlpatterns: list[URLPattern] = []
