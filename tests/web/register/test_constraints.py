"""The database itself refuses two truths at one time."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from psycopg.errors import ExclusionViolation

from zorginkoop.web.register.models import Inschrijving, Kernregio, Relatie, Verzekering, Vestiging

NU = datetime(2025, 1, 1, tzinfo=UTC)
LATER = datetime(2025, 6, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def vestiging(van, tot=None, agb="01000011", **rest):
    return Vestiging.objects.create(
        **{"agb": agb, "naam": "P", "zorgsoort": "01", "geldig_van": van, "geldig_tot": tot, "bekend_van": NU} | rest
    )


def inschrijving(van, tot=None, bsn="900000004", agb="01000011", **rest):
    return Inschrijving.objects.create(
        bsn=bsn, agb=agb, geldig_van=van, geldig_tot=tot, **{"bekend_van": NU, "bekend_tot": None} | rest
    )


def test_two_known_truths_about_one_day_are_refused():
    vestiging(date(2024, 1, 1), date(2025, 1, 1))
    with pytest.raises(IntegrityError, match="vestiging_een_tegelijk"):
        vestiging(date(2024, 12, 31))


def test_periods_may_touch_other_codes_and_closed_knowledge_may_overlap():
    vestiging(date(2024, 1, 1), date(2025, 1, 1))
    vestiging(date(2025, 1, 1))
    vestiging(date(2024, 6, 1), agb="01000012")
    vestiging(date(2024, 6, 1), bekend_tot=LATER)
    assert Vestiging.objects.count() == 4


@pytest.mark.parametrize(
    ("naam", "fout"),
    [
        ("vestiging_agb", {"agb": "1000011"}),
        ("vestiging_zorgsoort", {"zorgsoort": "x"}),
        ("vestiging_geldig", {"geldig_tot": date(2024, 1, 1)}),
        ("vestiging_bekend", {"bekend_tot": NU}),
    ],
)
def test_malformed_facts_are_refused(naam, fout):
    with pytest.raises(IntegrityError, match=naam):
        vestiging(date(2024, 1, 1), **fout)


def test_a_relation_differs_by_its_role():
    relatie = {"van_agb": "01500001", "naar_agb": "17400001", "geldig_van": date(2024, 1, 1), "bekend_van": NU}
    Relatie.objects.create(rol="EIGENAAR", **relatie)
    Relatie.objects.create(rol="TEKENBEVOEGDE", **relatie)
    with pytest.raises(IntegrityError, match="relatie_een_tegelijk"):
        Relatie.objects.create(rol="EIGENAAR", **relatie)


def test_a_region_is_named_once_at_a_time():
    regio = {"uzovi": "9901", "regio": "Amstelland", "geldig_van": date(2024, 1, 1), "bekend_van": NU}
    Kernregio.objects.create(**regio)
    with pytest.raises(IntegrityError, match="kernregio_een_tegelijk"):
        Kernregio.objects.create(**regio)


def test_a_patient_has_one_gp_at_a_time():
    inschrijving(date(2024, 1, 1), date(2025, 3, 1))
    inschrijving(date(2025, 3, 1), agb="01000012")
    with pytest.raises(IntegrityError, match="one person in register_inschrijving"):
        inschrijving(date(2023, 1, 1), date(2024, 1, 2), agb="01000013")


def test_one_gp_at_a_time_also_holds_when_a_row_is_changed_or_loaded_in_bulk():
    eerste = inschrijving(date(2024, 1, 1), date(2025, 3, 1))
    inschrijving(date(2025, 3, 1))
    with pytest.raises(IntegrityError, match="one person in register_inschrijving"), transaction.atomic():
        Inschrijving.objects.filter(id=eerste.id).update(geldig_tot=date(2025, 3, 2))
    kolommen = "bsn, agb, geldig_van, geldig_tot, bekend_van"
    copy_in = f"COPY register_inschrijving ({kolommen}) FROM STDIN (FORMAT csv)"
    met_overlap = "900000016,01000011,2024-01-01,,2025-01-01\n900000016,01000012,2024-05-01,,2025-01-01\n"
    with (
        pytest.raises(ExclusionViolation, match="one person in register_inschrijving"),
        connection.cursor() as cursor,
        cursor.copy(copy_in) as copy,
    ):
        copy.write(met_overlap)


def test_a_registration_we_no_longer_believe_may_overlap():
    inschrijving(date(2024, 1, 1), bekend_tot=LATER)
    inschrijving(date(2024, 1, 1), agb="01000012", bekend_van=LATER)
    assert Inschrijving.objects.known().get().agb == "01000012"


def test_a_person_has_one_insurer_at_a_time():
    rij = {"bsn": "900000004", "geboortedatum": date(1980, 1, 1), "bekend_van": NU}
    Verzekering.objects.create(uzovi="9901", geldig_van=date(2024, 1, 1), **rij)
    with pytest.raises(IntegrityError, match="one person in register_verzekering"):
        Verzekering.objects.create(uzovi="9902", geldig_van=date(2025, 1, 1), **rij)


def test_a_registration_holds_identity_and_period_only():
    velden = {veld.name for veld in Inschrijving._meta.concrete_fields}
    assert velden == {"id", "bsn", "agb", "geldig_van", "geldig_tot", "bekend_van", "bekend_tot"}
