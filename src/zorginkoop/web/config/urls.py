"""All addresses of the application."""

from django.urls import include, path

from zorginkoop.web.api.urls import api
from zorginkoop.web.config import views

urlpatterns = [
    path("", views.start, name="start"),
    path("toegang/", include("zorginkoop.web.toegang.urls")),
    path("inlogmiddelen/", include("zorginkoop.web.inlogmiddelen.urls")),
    path("register/", include("zorginkoop.web.register.urls")),
    path("contracteren/", include("zorginkoop.web.contractering.urls")),
    path("declaraties/", include("zorginkoop.web.declaraties.urls")),
    path("begroting/", include("zorginkoop.web.begroting.urls")),
    path("gebeurtenissen/", include("zorginkoop.web.gebeurtenissen.urls")),
    path("berichten/", include("zorginkoop.web.berichten.urls")),
    path("beleidsredactie/", include("zorginkoop.web.redactie.urls")),
    path("beheer/", include("zorginkoop.web.beheer.urls")),
    path("api/v1/", api.urls),
    path("", include("zorginkoop.web.publiek.urls")),
]
