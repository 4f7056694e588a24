"""The trail sees every change, whichever way it is made, and cannot be changed itself."""

import pytest
from django.db import Error, connection, transaction

from zorginkoop.web.toegang.audit import acting, audited
from zorginkoop.web.toegang.models import Organisatie, Wijziging


@pytest.fixture(autouse=True)
def _start(db):
    """The trail keeps what tests without a rollback did: a test looks at what came after its own beginning."""
    global begin  # noqa: PLW0603 - `trail` is a plain function, called in many tests
    begin = Wijziging.objects.order_by("-seq").values_list("seq", flat=True).first() or 0


def trail(tabel="toegang_organisatie", **filters):
    return Wijziging.objects.filter(tabel=tabel, seq__gt=begin, **filters)


def test_save_and_delete(cast):
    with acting(cast.inkoper):
        cast.anker.naam = "Praktijk De Haven"
        cast.anker.save()
    row = trail(actie="UPDATE").get()
    assert (row.rij_id, row.door) == (str(cast.anker.pk), cast.inkoper.email)
    assert (row.oud["naam"], row.nieuw["naam"]) == ("Praktijk Het Anker", "Praktijk De Haven")
    cast.buitenstaander.bevoegdheden.get().delete()
    assert trail("toegang_bevoegdheid", actie="DELETE").get().nieuw is None


def _bulk_create():
    Organisatie.objects.bulk_create([Organisatie(soort="PRAKTIJK", naam=f"P{i}", agb=f"0100100{i}") for i in range(3)])


def _bulk_update():
    rows = list(Organisatie.objects.order_by("pk")[:3])
    for row in rows:
        row.naam += " x"
    Organisatie.objects.bulk_update(rows, ["naam"])


def _update():
    Organisatie.objects.filter(pk__in=Organisatie.objects.order_by("pk")[:3]).update(thema="bos")


def _raw():
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE toegang_organisatie SET thema = 'bos' WHERE id IN (SELECT id FROM toegang_organisatie LIMIT 3)"
        )


@pytest.mark.parametrize("change", [_bulk_create, _bulk_update, _update, _raw])
def test_one_row_in_the_trail_per_changed_row(cast, change):
    before = trail().count()
    with acting("nachtwerk"):
        change()
    assert trail(door="nachtwerk").count() == trail().count() - before == 3


def test_truncate_is_logged(db):
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE toegang_bevoegdheid CASCADE")
    assert trail("toegang_bevoegdheid", actie="TRUNCATE").count() == 1


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE toegang_wijziging SET door = 'iemand anders'",
        "DELETE FROM toegang_wijziging",
        "TRUNCATE toegang_wijziging",
    ],
)
def test_the_trail_only_grows(cast, sql):
    before = list(Wijziging.objects.values())
    with pytest.raises(Error, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert list(Wijziging.objects.values()) == before


def test_secrets_are_not_copied_but_their_change_shows(cast):
    persoon = cast.inkoper
    persoon.set_password("weer een ander lang wachtwoord")
    persoon.save()
    row = trail("toegang_persoon", actie="UPDATE", rij_id=str(persoon.pk)).get()
    assert (row.oud["password"], row.nieuw["password"]) == ("***", "*** gewijzigd")
    sleutel = persoon.totpdevice_set.get().key
    assert not any(sleutel in str(w.nieuw) for w in trail("otp_totp_totpdevice"))


def test_actor_belongs_to_its_own_block(cast):
    with acting("buiten"):
        with acting("binnen"):
            Organisatie.objects.filter(pk=cast.anker.pk).update(naam="1")
        Organisatie.objects.filter(pk=cast.anker.pk).update(naam="2")
    Organisatie.objects.filter(pk=cast.anker.pk).update(naam="3")
    assert list(trail(actie="UPDATE").values_list("door", flat=True)) == ["binnen", "buiten", None]


def test_a_failed_action_leaves_no_actor(cast):
    with pytest.raises(ZeroDivisionError), acting("iemand"):
        raise ZeroDivisionError
    Organisatie.objects.filter(pk=cast.anker.pk).update(naam="1")
    assert trail(actie="UPDATE").get().door is None


def test_audited_refuses_what_is_no_name():
    with pytest.raises(ValueError, match="not plain SQL names"):
        audited("x; DROP TABLE y")
