"""Addresses of events that touch agreements: the practice, then the insurer, following, and mass changes."""

from django.urls import path

from zorginkoop.web.gebeurtenissen import views_massa, views_praktijk, views_verzekeraar, views_volgen

app_name = "gebeurtenissen"
urlpatterns = [
    path("", views_praktijk.mijn, name="mijn"),
    path("melden/", views_praktijk.melden_, name="melden"),
    path("melden/controleren/", views_praktijk.controleren, name="controleren"),
    path("melding/<int:pk>/", views_praktijk.gebeurtenis, name="gebeurtenis"),
    path("melding/<int:pk>/intrekken/", views_praktijk.intrekken, name="intrekken"),
    path("opnieuw/<int:pk>/", views_praktijk.opnieuw_aanvragen, name="opnieuw"),
    path("rekening/", views_praktijk.rekening, name="rekening"),
    path("rekening/<int:pk>/intrekken/", views_praktijk.rekening_intrekken, name="rekening_intrekken"),
    path("volgers/", views_praktijk.mijn_volgers, name="mijn_volgers"),
    path("toestemming/<str:kenmerk>/", views_praktijk.toestemming_, name="toestemming"),
    path("veranderingen/", views_verzekeraar.veranderingen, name="veranderingen"),
    path("veranderingen/<int:pk>/", views_verzekeraar.verandering, name="verandering"),
    path("rekeningen/", views_verzekeraar.rekeningwijzigingen, name="rekeningen"),
    path("rekeningen/<int:pk>/", views_verzekeraar.rekeningcontrole, name="rekeningcontrole"),
    path("volgboek/", views_volgen.volgboek, name="volgboek"),
    path("volgboek/delen/", views_volgen.delen, name="delen"),
    path("volgwerk/", views_volgen.volgwerk, name="volgwerk"),
    path("volgwerk/<int:pk>/", views_volgen.vergelijking, name="vergelijking"),
    path("volging/<int:pk>/", views_volgen.verloop, name="verloop"),
    path("volgbeleid/", views_volgen.volgbeleid_, name="volgbeleid"),
    path("volgbeleid/<int:pk>/", views_volgen.volgbeleid_besluit, name="volgbeleid_besluit"),
    path("massa/", views_massa.massas, name="massas"),
    path("massa/clausule/", views_massa.clausule, name="clausule"),
    path("massa/indexatie/", views_massa.indexatie, name="indexatie"),
    path("massa/<str:kenmerk>/", views_massa.massa_, name="massa"),
    path("massa/<str:kenmerk>/<int:pk>/", views_massa.massaregel, name="massaregel"),
]
