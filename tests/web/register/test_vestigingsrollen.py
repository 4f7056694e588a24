"""Who works for an enterprise works for its places of care, as long as both the enterprise and the register say so."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from tests.conftest import someone
from tests.web.beheer.conftest import client_of
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.beheer import rollen
from zorginkoop.web.register.models import Onderneming, Relatie
from zorginkoop.web.register.vestigingsrollen import follow_enterprises
from zorginkoop.web.toegang.afscherming import EIGENAAR, act_for, become
from zorginkoop.web.toegang.klok import now
from zorginkoop.web.toegang.models import Bevoegdheid, Organisatie, Persoon
from zorginkoop.web.toegang.rollen import Rol

GROEP, OOST, WEST, ELDERS = "01900037", "01000081", "01000092", "01000103"
BEGIN = datetime.fromisoformat("2020-01-01T00:00+01:00")
SINDS = {"geldig_van": date(2020, 1, 1), "geldig_tot": None, "bekend_van": BEGIN}


class Groep:
    """An enterprise with a login, its places Oost and West, of which West cannot log in yet; Elders is of another."""

    def __init__(self) -> None:
        maak = Organisatie.objects.create
        self.groep = maak(soort="PRAKTIJK", naam="Huisartsen Oost en West B.V.", agb=GROEP)
        self.oost = maak(soort="PRAKTIJK", naam="Praktijk Oost", agb=OOST)
        self.elders = maak(soort="PRAKTIJK", naam="Praktijk Elders", agb=ELDERS)
        Onderneming.objects.create(agb=GROEP, naam=self.groep.naam, **SINDS)
        for agb in (OOST, WEST):
            Relatie.objects.create(van_agb=agb, naar_agb=GROEP, rol="VESTIGING_VAN", **SINDS)
        self.hoofd = someone("Hanna Hoofd", self.groep, Rol.TEKENBEVOEGDE)
        self.lezer = someone("Lies Lezer", self.groep, Rol.LEZER)
        self.eigen = someone("Olga Oost", self.oost, Rol.TEKENBEVOEGDE)


@pytest.fixture
def groep(db):
    return Groep()


def at(organisatie: Organisatie) -> dict[str, tuple[str, str]]:
    """Who may do what at an organisation today, and by which enterprise."""
    rijen = Bevoegdheid.objects.lopend(localdate(now())).filter(organisatie=organisatie)
    return {b.persoon.naam: (b.rol, b.via.naam if b.via else "") for b in rijen.select_related("persoon", "via")}


@contextmanager
def signed_in(organisatie: Organisatie, persoon: Persoon) -> Iterator[None]:
    """What the database lets a signatory do."""
    act_for(organisatie, persoon, taak=Rol.TEKENBEVOEGDE)
    try:
        yield
    finally:
        become(EIGENAAR)


def test_a_role_at_the_enterprise_is_that_role_at_its_places(groep):
    assert follow_enterprises(now=now()) == 2
    assert at(groep.oost) == {
        "Hanna Hoofd": ("TEKENBEVOEGDE", groep.groep.naam),
        "Lies Lezer": ("LEZER", groep.groep.naam),
        "Olga Oost": ("TEKENBEVOEGDE", ""),
    }
    assert at(groep.elders) == {}
    assert follow_enterprises(now=now()) == 0, "once is enough"


def test_a_place_that_comes_to_the_portal_later_follows_too(groep):
    follow_enterprises(now=now())
    west = Organisatie.objects.create(soort="PRAKTIJK", naam="Praktijk West", agb=WEST)
    assert follow_enterprises(now=now()) == 2
    assert set(at(west)) == {"Hanna Hoofd", "Lies Lezer"}


def test_one_chooses_for_which_agb_one_acts_and_sees_why(groep):
    follow_enterprises(now=now())
    client = client_of(groep.hoofd)
    pagina = client.get(reverse("toegang:kiezen")).text
    assert "Via Huisartsen Oost en West B.V., volgens het AGB-register" in pagina and OOST in pagina
    bij_oost = Bevoegdheid.objects.get(persoon=groep.hoofd, organisatie=groep.oost)
    client.post(reverse("toegang:kiezen"), {"bevoegdheid": bij_oost.pk})
    assert OOST in client.get(reverse("contractering:werklijst")).text


def test_it_ends_with_the_role_at_the_enterprise_also_in_an_open_session(groep):
    someone("Tim Tweede", groep.groep, Rol.TEKENBEVOEGDE)
    follow_enterprises(now=now())
    client = client_of(groep.hoofd)
    bij_oost = Bevoegdheid.objects.get(persoon=groep.hoofd, organisatie=groep.oost)
    client.post(reverse("toegang:kiezen"), {"bevoegdheid": bij_oost.pk})
    assert client.get(reverse("contractering:werklijst")).status_code == 200
    tweede = Bevoegdheid.objects.get(persoon__naam="Tim Tweede", organisatie=groep.groep).persoon
    eigen = Bevoegdheid.objects.get(persoon=groep.hoofd, organisatie=groep.groep)
    with signed_in(groep.groep, tweede):
        rollen.end(bevoegdheid=eigen, by=tweede, now=now())
    assert "Hanna Hoofd" not in at(groep.oost)
    assert client.get(reverse("contractering:werklijst")).status_code != 200


def test_it_ends_when_the_register_no_longer_says_so(groep):
    follow_enterprises(now=now())
    morgen = localdate(now()) + timedelta(days=1)
    Relatie.objects.filter(van_agb=OOST).update(geldig_tot=morgen)
    assert follow_enterprises(now=now()) == 0
    assert follow_enterprises(now=now() + timedelta(days=1)) == 2
    assert Bevoegdheid.objects.lopend(morgen).filter(organisatie=groep.oost).count() == 1, "Olga stays"


def test_a_new_colleague_of_the_enterprise_works_for_its_places_at_once(groep):
    nieuw = someone("Nora Nieuw", groep.elders, Rol.LEZER)
    rollen.assign(persoon=nieuw, organisatie=groep.groep, rol=Rol.INVULLER, by=groep.hoofd, now=now())
    assert at(groep.oost)["Nora Nieuw"] == ("INVULLER", groep.groep.naam)


def test_the_place_itself_cannot_end_it_and_says_where_it_ends(groep):
    follow_enterprises(now=now())
    pagina = client_of(groep.eigen).get(reverse("beheer:persoon", args=[groep.hoofd.pk])).text
    assert "Volgt uit de rol bij Huisartsen Oost en West B.V." in pagina
    bij_oost = Bevoegdheid.objects.get(persoon=groep.hoofd, organisatie=groep.oost)
    with pytest.raises(Gebruikersfout, match=r"volgt uit die bij Huisartsen Oost en West B\.V\. en eindigt daar"):
        rollen.end(bevoegdheid=bij_oost, by=groep.eigen, now=now())


def test_no_person_makes_it_follow_by_hand(groep):
    with signed_in(groep.oost, groep.eigen), pytest.raises(DatabaseError), transaction.atomic():
        Bevoegdheid.objects.create(
            persoon=groep.lezer, organisatie=groep.oost, rol=Rol.TEKENBEVOEGDE, van=localdate(now()), via=groep.groep
        )
