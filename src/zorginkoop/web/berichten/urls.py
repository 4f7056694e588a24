"""Addresses of tasks, terms, messages, calendars and the start of a practice."""

from django.urls import path

from zorginkoop.web.berichten import views_agenda, views_berichten, views_start, views_taken

app_name = "berichten"
urlpatterns = [
    path("taken/", views_taken.lijst, name="taken"),
    path("termijnen/", views_taken.termijnen, name="termijnen"),
    path("postvak/", views_berichten.postvak, name="postvak"),
    path("postvak/alles-gelezen/", views_berichten.alles_gelezen, name="alles_gelezen"),
    path("postvak/<int:pk>/", views_berichten.bericht, name="bericht"),
    path("voorkeuren/", views_berichten.voorkeuren, name="voorkeuren"),
    path("afmelden/<str:sleutel>/", views_berichten.afmelden, name="afmelden"),
    path("agenda/", views_agenda.beheer, name="agenda"),
    path("agenda/<str:geheim>.ics", views_agenda.ics, name="agenda_ics"),
    path("praktijk-starten/", views_start.publiek, name="praktijkstart"),
    path("praktijk-starten/mijn/", views_start.persoonlijk, name="start"),
]
