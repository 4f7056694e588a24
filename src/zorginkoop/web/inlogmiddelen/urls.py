"""Addresses of the other ways to log in, and of one's own means."""

from django.urls import path

from zorginkoop.web.inlogmiddelen import views, views_eigen

app_name = "inlogmiddelen"
urlpatterns = [
    path("certificaat/", views.certificaat, name="certificaat"),
    path("passkey/", views.passkey, name="passkey"),
    path("elders/<slug:naam>/", views.oidc_start, name="oidc"),
    path("elders/<slug:naam>/terug/", views.oidc_terug, name="oidc_terug"),
    path("", views_eigen.mijn, name="mijn"),
    path("passkey/toevoegen/", views_eigen.passkey_toevoegen, name="passkey_toevoegen"),
    path("certificaat/koppelen/", views_eigen.certificaat_koppelen, name="certificaat_koppelen"),
    path("<slug:soort>/<int:pk>/verwijderen/", views_eigen.verwijderen, name="verwijderen"),
]
