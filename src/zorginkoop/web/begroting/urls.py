"""Addresses of budgets, practice management and innovation; both sides use the same pages."""

from django.urls import path

from zorginkoop.web.begroting import views, views_aanvragen, views_na, views_vernieuwing

app_name = "begroting"
urlpatterns = [
    path("", views.overzicht, name="overzicht"),
    path("nieuw/", views.nieuw, name="nieuw"),
    path("praktijkmanagement/", views_aanvragen.lijst, name="praktijkmanagement_lijst"),
    path("praktijkmanagement/nieuw/", views_aanvragen.nieuw, name="praktijkmanagement_nieuw"),
    path("praktijkmanagement/<str:kenmerk>/", views_aanvragen.aanvraag, name="praktijkmanagement"),
    path("praktijkmanagement/<str:kenmerk>/oordeel/", views_aanvragen.oordeel, name="praktijkmanagement_oordeel"),
    path("praktijkmanagement/<str:kenmerk>/intrekken/", views_aanvragen.intrekken, name="praktijkmanagement_intrekken"),
    path("vernieuwing/", views_vernieuwing.lijst, name="vernieuwingen"),
    path("vernieuwing/nieuw/", views_vernieuwing.nieuw, name="vernieuwing_nieuw"),
    path("vernieuwing/aankondigingen/", views_vernieuwing.aankondigingen, name="aankondigingen"),
    path("vernieuwing/aankondigingen/<int:pk>/", views_vernieuwing.gelezen, name="aankondiging_gelezen"),
    path("vernieuwing/<str:kenmerk>/", views_vernieuwing.vernieuwing, name="vernieuwing"),
    path("vernieuwing/<str:kenmerk>/aanvullen/", views_vernieuwing.aanvullen, name="vernieuwing_aanvullen"),
    path("vernieuwing/<str:kenmerk>/intrekken/", views_vernieuwing.intrekken, name="vernieuwing_intrekken"),
    path("vernieuwing/<str:kenmerk>/antwoord/", views_vernieuwing.antwoord, name="vernieuwing_antwoord"),
    path("vernieuwing/<str:kenmerk>/bevestigen/", views_vernieuwing.bevestigen, name="vernieuwing_bevestigen"),
    path("vernieuwing/<str:kenmerk>/overeenkomst/", views_vernieuwing.overeenkomst, name="vernieuwing_overeenkomst"),
    path("<str:kenmerk>/", views.begroting, name="begroting"),
    path("<str:kenmerk>/begroting.xlsx", views.xlsx, name="xlsx"),
    path("<str:kenmerk>/vergelijken/", views.vergelijken, name="vergelijken"),
    path("<str:kenmerk>/insturen/", views.insturen, name="insturen"),
    path("<str:kenmerk>/intrekken/", views.intrekken, name="intrekken"),
    path("<str:kenmerk>/besluit/", views.besluiten, name="besluiten"),
    path("<str:kenmerk>/jaarstukken/", views_na.jaarstukken, name="jaarstukken"),
    path("<str:kenmerk>/jaarrekening.xlsx", views_na.jaarstukken_xlsx, name="jaarstukken_xlsx"),
    path("<str:kenmerk>/bespreken/", views_na.bespreken, name="bespreken"),
    path("<str:kenmerk>/nacalculatie/", views_na.nacalculatie, name="nacalculatie"),
    path("<str:kenmerk>/nacalculatie/besluit/", views_na.nacalculatie_besluit, name="nacalculatie_besluit"),
]
