"""Addresses of logging in and choosing for whom you act."""

from django.urls import URLPattern

app_name = "toegang"
urlpatterns: list[URLPattern] = []
