"""Pages of a long list: the same records in the same order as the list itself, and the joins only of one page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zorginkoop.web.toegang.bladeren import Bladeraar
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.rollen import Soort

pytestmark = pytest.mark.django_db


@pytest.fixture
def praktijken():
    namen = ["Zuid", "Noord", "West", "Oost", "Midden"]
    for nummer, naam in enumerate(namen):
        Organisatie.objects.create(soort=Soort.PRAKTIJK, naam=naam, agb=f"0199990{nummer}")
    return Organisatie.objects.filter(naam__in=namen).order_by("-naam", "pk")


def test_the_pages_together_are_the_list(praktijken):
    bladeraar = Bladeraar(praktijken, 2)
    assert [o.naam for pagina in bladeraar for o in pagina] == ["Zuid", "West", "Oost", "Noord", "Midden"]
    assert [len(pagina) for pagina in bladeraar] == [2, 2, 1]


def test_the_nearest_page_is_given(praktijken):
    assert [o.naam for o in Bladeraar(praktijken, 2).get_page("99")] == ["Midden"]
    assert [o.naam for o in Bladeraar(praktijken, 2).get_page("x")] == ["Zuid", "West"]
    assert list(Bladeraar(praktijken.none(), 2).get_page(1)) == []


def test_only_keys_are_sorted(praktijken):
    with CaptureQueriesContext(connection) as gevraagd:
        Bladeraar(praktijken, 2).page(1)
    _, sleutels, records = (vraag["sql"] for vraag in gevraagd)
    assert "LIMIT 2" in sleutels and '"naam" AS' not in sleutels and "ORDER BY" not in records


def test_a_list_in_memory_is_paged_as_it_is():
    assert list(Bladeraar([3, 1, 2], 2).page(2)) == [2]
