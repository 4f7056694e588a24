"""Addresses of requests with a budget."""

from django.urls import URLPattern

app_name = "begroting"
urlpatterns: list[URLPattern] = []
