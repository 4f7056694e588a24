"""Addresses of contracting: the practice, then the insurer, then the insurer that follows."""

from django.urls import path

from zorginkoop.web.contractering import (
    views_aanbod,
    views_aanvraag,
    views_beoordelen,
    views_gesprek,
    views_overeenkomst,
    views_portefeuille,
    views_ronde,
    views_volgen,
    views_wijzigen,
)

app_name = "contractering"
urlpatterns = [
    path("", views_overeenkomst.werklijst, name="werklijst"),
    path("aanvragen/nieuw/", views_aanvraag.nieuw, name="nieuw"),
    path("aanvragen/<str:kenmerk>/", views_aanvraag.aanvraag, name="aanvraag"),
    path("aanvragen/<str:kenmerk>/stap/<int:nummer>/", views_aanvraag.stap, name="stap"),
    path("aanvragen/<str:kenmerk>/controleren/", views_aanvraag.controleren, name="controleren"),
    path("aanvragen/<str:kenmerk>/intrekken/", views_aanvraag.intrekken, name="intrekken"),
    path("aanvragen/<str:kenmerk>/aanbod/", views_aanbod.aanbod, name="aanbod"),
    path("aanvragen/<str:kenmerk>/aanbod.pdf", views_aanbod.papier, name="aanbod_pdf"),
    path("aanvragen/<str:kenmerk>/aanbod/ondertekenen/", views_aanbod.ondertekenen, name="ondertekenen"),
    path("aanvragen/<str:kenmerk>/aanbod/afslaan/", views_aanbod.afslaan, name="afslaan"),
    path("overeenkomsten/", views_overeenkomst.overeenkomsten, name="overeenkomsten"),
    path("overeenkomsten/<str:kenmerk>/", views_overeenkomst.overeenkomst, name="overeenkomst"),
    path("overeenkomsten/<str:kenmerk>/versie-<int:versie>.pdf", views_overeenkomst.papier, name="overeenkomst_pdf"),
    path("overeenkomsten/<str:kenmerk>/volgen-toestaan/", views_overeenkomst.volgen_toestaan, name="volgen_toestaan"),
    path("overeenkomsten/<str:kenmerk>/wijzigen/", views_wijzigen.wijzigen, name="wijzigen"),
    path(
        "overeenkomsten/<str:kenmerk>/wijzigen/controleren/", views_wijzigen.controleren, name="wijziging_controleren"
    ),
    path(
        "overeenkomsten/<str:kenmerk>/mutaties/<int:pk>/intrekken/", views_wijzigen.intrekken, name="mutatie_intrekken"
    ),
    path("postvak/", views_beoordelen.postvak, name="postvak"),
    path("postvak/<str:kenmerk>/", views_beoordelen.dossier, name="dossier"),
    path("postvak/<str:kenmerk>/oordeel/<slug:eis>/", views_beoordelen.oordeel, name="oordeel"),
    path("postvak/<str:kenmerk>/aanbieden/", views_beoordelen.aanbieden, name="aanbieden"),
    path("postvak/<str:kenmerk>/aanbod-intrekken/", views_beoordelen.aanbod_intrekken, name="aanbod_intrekken"),
    path("postvak/<str:kenmerk>/weigeren/", views_beoordelen.weigeren, name="weigeren"),
    path("postvak/<str:kenmerk>/weigering/", views_beoordelen.weigering, name="weigering"),
    path("gesprekken/<str:kenmerk>/", views_gesprek.lijst, name="gesprekken"),
    path("gesprekken/<str:kenmerk>/<int:pk>/", views_gesprek.antwoord, name="gesprek_antwoord"),
    path("gesprekken/<str:kenmerk>/bezwaar/", views_gesprek.bezwaar, name="bezwaar"),
    path("gesprekken/<str:kenmerk>/<int:pk>/intrekken/", views_gesprek.bezwaar_intrekken, name="bezwaar_intrekken"),
    path("gesprekken/<str:kenmerk>/<int:pk>/besluit/", views_gesprek.bezwaar_besluit, name="bezwaar_besluit"),
    path("vragen/", views_gesprek.vragen, name="vragen"),
    path("rondes/", views_ronde.rondes, name="rondes"),
    path("rondes/nieuw/", views_ronde.nieuw, name="ronde_nieuw"),
    path("rondes/<str:kenmerk>/", views_ronde.ronde, name="ronde"),
    path("rondes/<str:kenmerk>/voorbeeld/<str:aanvraag>.pdf", views_ronde.voorbeeld, name="ronde_voorbeeld"),
    path("rondes/<str:kenmerk>/<slug:stap>/", views_ronde.stap, name="ronde_stap"),
    path("aanbiedingen/", views_portefeuille.aanbiedingen, name="aanbiedingen"),
    path("portefeuille/", views_portefeuille.portefeuille, name="portefeuille"),
    path("portefeuille/<str:kenmerk>/", views_portefeuille.overeenkomst, name="portefeuille_detail"),
    path("portefeuille/<str:kenmerk>/versie-<int:versie>.pdf", views_portefeuille.papier, name="portefeuille_pdf"),
    path("portefeuille/<str:kenmerk>/delen/", views_portefeuille.delen, name="delen"),
    path("mutaties/", views_portefeuille.mutaties, name="mutaties"),
    path("mutaties/<int:pk>/", views_portefeuille.mutatie, name="mutatie"),
    path("mutaties/<int:pk>/verwerken/", views_portefeuille.verwerken, name="mutatie_verwerken"),
    path("mutaties/<int:pk>/weigeren/", views_portefeuille.weigeren, name="mutatie_weigeren"),
    path("volgingen/", views_volgen.volgingen, name="volgingen"),
    path("volgingen/<int:pk>/", views_volgen.volging, name="volging"),
    path("volgingen/<int:pk>/ophalen/", views_volgen.ophalen, name="ophalen"),
    path("volgingen/<int:pk>/besluit/", views_volgen.besluit, name="volgbesluit"),
    path("volgingen/<int:pk>/afspraken.json", views_volgen.als_json, name="volging_json"),
    path("volgingen/<int:pk>/afspraken.csv", views_volgen.als_csv, name="volging_csv"),
    path("volgingen/<int:pk>/overeenkomst.pdf", views_volgen.papier, name="volging_pdf"),
]
