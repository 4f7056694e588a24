"""The fixed, invented cast that every web test knows."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from hypothesis import settings
from xdist.scheduler import LoadGroupScheduling

from zorginkoop.beleid import library
from zorginkoop.web.toegang import actions
from zorginkoop.web.toegang.models import Organisatie, Persoon
from zorginkoop.web.toegang.rechten import KEUZE
from zorginkoop.web.toegang.rollen import Rol

# How long a test takes says more of what runs beside it than of the code; speed is measured in `make bench`.
settings.register_profile("zorginkoop", deadline=None)
settings.load_profile("zorginkoop")

WACHTWOORD = "een lang verzonnen wachtwoord"
VAN = date(2024, 1, 1)
BELEID, BELEID_VOLGER = "zz-huisartsenzorg-2025", "zk-huisartsenzorg-2024-2025"


@dataclass(frozen=True)
class Cast:
    """Everybody, by part.

    `verzekeraar` published BELEID and `volger`, who follows, BELEID_VOLGER; `anker` is the practice that sees nothing.
    """

    linde: Organisatie
    tekenbevoegde: Persoon
    assistent: Persoon
    verzekeraar: Organisatie
    inkoper: Persoon
    contractbeheer: Persoon
    declaraties: Persoon
    volger: Organisatie
    inkoper_volger: Persoon
    anker: Organisatie
    buitenstaander: Persoon


class OneBrowser(LoadGroupScheduling):
    """Spreads the tests over the workers, but keeps all journeys in one: one browser at a time.

    By name, because the group marks of pytest-xdist 3.8 have no effect under pytest 9.2.
    """

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if nodeid.startswith("tests/reis/") else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Used by `--dist loadgroup`, as `make check` asks."""
    return OneBrowser(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def cast(db) -> Cast:
    """Two practices, two insurers and seven people with their authorisations."""
    linde = actions.create_praktijk(naam="Huisartsenpraktijk De Linde", agb="01000011")
    anker = actions.create_praktijk(naam="Praktijk Het Anker", agb="01000029")
    verzekeraar, volger = (publisher(beleid) for beleid in (BELEID, BELEID_VOLGER))
    return Cast(
        linde=linde,
        tekenbevoegde=someone("Sanne Tekens", linde, Rol.TEKENBEVOEGDE),
        assistent=someone("Ahmed Invul", linde, Rol.INVULLER),
        verzekeraar=verzekeraar,
        inkoper=someone("Iris Inkoop", verzekeraar, Rol.INKOPER),
        contractbeheer=someone("Cor Contract", verzekeraar, Rol.CONTRACTBEHEER),
        declaraties=someone("Dina Declaratie", verzekeraar, Rol.DECLARATIES),
        volger=volger,
        inkoper_volger=someone("Vera Volg", volger, Rol.INKOPER),
        anker=anker,
        buitenstaander=someone("Otto Buiten", anker, Rol.TEKENBEVOEGDE),
    )


def publisher(beleid: str) -> Organisatie:
    """The insurer that published this policy, ready to log in."""
    found = library.load(beleid).verzekeraar
    return actions.create_verzekeraar(naam=found.naam, uzovi=found.uzovi, thema=found.thema)


def someone(naam: str, organisatie: Organisatie, rol: Rol) -> Persoon:
    """A person with both factors and one authorisation; the address follows from the name."""
    email = f"{naam.lower().replace(' ', '.')}@voorbeeld.nl"
    persoon = actions.create_persoon(email=email, naam=naam, wachtwoord=WACHTWOORD, demo=True)
    actions.grant(persoon=persoon, organisatie=organisatie, rol=rol, van=VAN)
    return persoon


def current_code(persoon: Persoon) -> str:
    """What the person's app shows now."""
    return f"{TOTP(TOTPDevice.objects.get(user=persoon).bin_key).token():06d}"


@pytest.fixture
def login_as(client: Client):
    """Call with a person: the test client is then logged in with both factors."""

    def login(persoon: Persoon, organisatie: Organisatie | None = None) -> Client:
        client.force_login(persoon)
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = TOTPDevice.objects.get(user=persoon).persistent_id
        if organisatie:
            session[KEUZE] = persoon.bevoegdheden.get(organisatie=organisatie).pk
        session.save()
        return client

    return login
