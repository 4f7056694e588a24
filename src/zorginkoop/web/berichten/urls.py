"""Addresses of tasks, messages and calendars."""

from django.urls import URLPattern

app_name = "berichten"
urlpatterns: list[URLPattern] = []
