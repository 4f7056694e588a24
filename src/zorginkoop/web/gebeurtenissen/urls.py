"""Addresses of events that touch agreements."""

from django.urls import URLPattern

app_name = "gebeurtenissen"
urlpatterns: list[URLPattern] = []
