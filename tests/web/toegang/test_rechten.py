"""Who gets in, for whom, and until when."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path, reverse
from django.utils import timezone

from tests.conftest import someone
from zorginkoop.web.config.urls import urlpatterns as ours
from zorginkoop.web.toegang import actions
from zorginkoop.web.toegang.rechten import vereist
from zorginkoop.web.toegang.rollen import Rol


@vereist(Rol.TEKENBEVOEGDE, Rol.INVULLER)
def praktijkpagina(request):
    return HttpResponse(f"{request.organisatie.naam} {request.bevoegdheid.rol}")


urlpatterns = [path("proef/", praktijkpagina), path("", include(ours))]
pytestmark = pytest.mark.usefixtures("_proefpagina")


@pytest.fixture
def _proefpagina():
    with override_settings(ROOT_URLCONF=__name__):
        yield


def test_visitor_goes_to_login_and_back(client, db):
    assert client.get("/proef/?a=1").url == "/toegang/inloggen/?next=/proef/%3Fa%3D1"


def test_one_factor_goes_to_the_second(client, cast):
    client.force_login(cast.tekenbevoegde)
    assert client.get("/proef/").url == "/toegang/code/?next=%2Fproef%2F"


def test_right_role_gets_in_and_nothing_is_cached(cast, login_as):
    response = login_as(cast.assistent).get("/proef/")
    assert response.text == "Huisartsenpraktijk De Linde INVULLER"
    assert "no-store" in response.headers["Cache-Control"]


def test_wrong_role_is_told_which_role_is_needed(cast, login_as):
    response = login_as(cast.inkoper).get("/proef/")
    assert response.status_code == 403
    assert "<strong>tekenbevoegde</strong> of <strong>invuller</strong>" in " ".join(response.text.split())


def test_withdrawn_authorisation_counts_from_the_next_request(cast, login_as):
    client = login_as(cast.assistent)
    assert client.get("/proef/").status_code == 200
    actions.revoke(bevoegdheid=cast.assistent.bevoegdheden.get(), tot=timezone.localdate(), by=cast.tekenbevoegde)
    assert client.get("/proef/").status_code == 403


def test_authorisation_that_starts_tomorrow_does_not_count(cast, login_as):
    cast.assistent.bevoegdheden.update(van=timezone.localdate() + timedelta(days=1))
    assert login_as(cast.assistent).get("/proef/").status_code == 403


def test_blocked_person_is_out_at_the_next_request(cast, login_as):
    client = login_as(cast.assistent)
    type(cast.assistent).objects.filter(pk=cast.assistent.pk).update(is_active=False)
    assert client.get("/proef/").url.startswith("/toegang/inloggen/")


@pytest.fixture
def dubbel(cast):
    """The signatory of De Linde also fills in for Het Anker."""
    actions.grant(persoon=cast.tekenbevoegde, organisatie=cast.anker, rol=Rol.INVULLER, van=timezone.localdate())
    return cast.tekenbevoegde


def test_with_two_organisations_there_is_a_choice(cast, login_as, dubbel):
    client = login_as(dubbel)
    assert client.get("/proef/").url == "/toegang/kiezen/?next=%2Fproef%2F"
    keuze = dubbel.bevoegdheden.get(organisatie=cast.anker).pk
    assert client.post(reverse("toegang:kiezen"), {"bevoegdheid": keuze, "next": "/proef/"}).url == "/proef/"
    assert client.get("/proef/").text == "Praktijk Het Anker INVULLER"


def test_a_choice_that_ended_is_not_replaced_by_another(cast, login_as, dubbel):
    client = login_as(dubbel, cast.anker)
    actions.revoke(
        bevoegdheid=dubbel.bevoegdheden.get(organisatie=cast.anker), tot=timezone.localdate() + timedelta(1), by="x"
    )
    dubbel.bevoegdheden.filter(organisatie=cast.anker).update(
        van=timezone.localdate() - timedelta(2), tot=timezone.localdate()
    )
    assert client.post("/proef/").url == "/toegang/kiezen/?next=%2Fproef%2F"


def test_someone_elses_authorisation_cannot_be_chosen(cast, login_as, dubbel):
    other = cast.inkoper.bevoegdheden.get().pk
    for keuze in (other, "x", ""):
        assert login_as(dubbel).post(reverse("toegang:kiezen"), {"bevoegdheid": keuze}).status_code == 404


def test_wrong_role_here_but_right_role_elsewhere_offers_to_switch(cast, login_as):
    persoon = someone("Twee Petten", cast.verzekeraar, Rol.INKOPER)
    actions.grant(persoon=persoon, organisatie=cast.linde, rol=Rol.INVULLER, van=timezone.localdate())
    response = login_as(persoon, cast.verzekeraar).get("/proef/")
    assert response.status_code == 403
    assert "Verder als invuller van Huisartsenpraktijk De Linde" in response.text
