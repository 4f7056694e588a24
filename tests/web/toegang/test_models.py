"""Organisations and roles that cannot be, cannot be stored either."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.conftest import VAN, WACHTWOORD
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.toegang import actions
from zorginkoop.web.toegang.models import Bevoegdheid, Organisatie, Persoon
from zorginkoop.web.toegang.rollen import ROLLEN_VAN, Rol, Soort


@pytest.mark.parametrize(
    "fields",
    [
        {"soort": "PRAKTIJK"},
        {"soort": "PRAKTIJK", "uzovi": "9003"},
        {"soort": "PRAKTIJK", "agb": "0100001"},
        {"soort": "PRAKTIJK", "agb": "01000037", "uzovi": "9003"},
        {"soort": "VERZEKERAAR"},
        {"soort": "VERZEKERAAR", "agb": "01000037"},
        {"soort": "VERZEKERAAR", "uzovi": "90a3"},
        {"soort": "IETS", "uzovi": "9003"},
    ],
)
def test_exactly_the_number_that_belongs_to_the_kind(db, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisatie.objects.create(naam="x", **fields)


def test_number_is_used_once(cast):
    with pytest.raises(Gebruikersfout):
        actions.create_praktijk(naam="Nog een", agb=cast.linde.agb)


@pytest.mark.parametrize("rol", list(Rol))
@pytest.mark.parametrize("soort", list(Soort))
def test_role_fits_the_kind_of_organisation(cast, soort, rol):
    organisatie = cast.anker if soort == Soort.PRAKTIJK else cast.volger
    row = {"persoon": cast.declaraties, "organisatie": organisatie, "rol": rol, "van": VAN}
    if rol in ROLLEN_VAN[soort]:
        assert actions.grant(**row).pk
        return
    with pytest.raises(Gebruikersfout, match="bestaat niet bij een"):
        actions.grant(**row)
    with pytest.raises(IntegrityError, match="does not fit"), transaction.atomic():
        Bevoegdheid.objects.create(**row)


def test_same_role_twice_and_a_period_of_nothing_are_refused(cast):
    row = {"persoon": cast.assistent, "organisatie": cast.linde, "van": VAN}
    with pytest.raises(Gebruikersfout, match="heeft deze rol al"):
        actions.grant(**row, rol=Rol.INVULLER)
    with pytest.raises(Gebruikersfout, match="na de begindatum"):
        actions.grant(**row, rol=Rol.LEZER, tot=VAN)


@pytest.mark.parametrize(
    ("fields", "melding"),
    [
        ({"wachtwoord": "kort"}, "minstens twaalf tekens"),
        ({"email": "geen adres"}, "geldig e-mailadres"),
        ({"email": "AHMED.INVUL@voorbeeld.nl"}, "bestaat al"),
    ],
)
def test_bad_person_is_refused_whole(cast, fields, melding):
    before = Persoon.objects.count()
    with pytest.raises(Gebruikersfout, match=melding):
        actions.create_persoon(**{"email": "n@voorbeeld.nl", "naam": "N", "wachtwoord": WACHTWOORD} | fields)
    assert Persoon.objects.count() == before


def test_authorisation_ends_on_the_day_itself(cast):
    row = cast.assistent.bevoegdheden.get()
    actions.revoke(bevoegdheid=row, tot=date(2025, 1, 1), by="x")
    days = [date(2023, 12, 31), VAN, date(2024, 12, 31), date(2025, 1, 1)]
    found = [Bevoegdheid.objects.geldig(persoon=cast.assistent, op=day).exists() for day in days]
    assert found == [False, True, True, False]
