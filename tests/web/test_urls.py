"""Every address is either public or guarded, and the table that people read says which."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.web import toegangstabel as tabel
from zorginkoop.web.config.nav import MENU

EXAMPLES = {"int": 1, "str": "x", "slug": "x", "uuid": "00000000-0000-0000-0000-000000000000", "path": "x"}


def addresses(patterns, prefix=""):
    """Name and pattern of every address, namespaces included."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            deeper = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from addresses(pattern.url_patterns, deeper)
        else:
            yield f"{prefix}{pattern.name}", pattern


# Systems, not people, come at the API; tests/web/api/test_toegang.py has the table for them.
ALLE = {name: p for name, p in addresses(get_resolver().url_patterns) if not name.startswith("api:")}
BESLOTEN = sorted(name for name in ALLE if tabel.TOEGANG.get(name) != tabel.PUBLIEK)


def url_of(name: str, pattern: URLPattern) -> str:
    converters = pattern.pattern.converters
    kinds = {
        key: type(c).__name__.removesuffix("Converter").lower().replace("string", "str")
        for key, c in converters.items()
    }
    return reverse(name, kwargs={key: EXAMPLES.get(kind, "x") for key, kind in kinds.items()})


def test_every_address_is_in_the_table_and_nothing_else():
    assert sorted(ALLE) == sorted(tabel.TOEGANG), "extend tests/web/toegangstabel.py"


@pytest.mark.parametrize("name", sorted(ALLE))
def test_the_table_says_what_the_code_asks(name):
    asked = getattr(ALLE[name].callback, "rollen", None)
    said = tabel.TOEGANG[name]
    assert (None if said in (tabel.PUBLIEK, tabel.INGELOGD) else said) == (None if asked is None else frozenset(asked))


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", BESLOTEN)
def test_visitor_is_sent_to_login(client, name, method):
    response = getattr(client, method)(url_of(name, ALLE[name]))
    assert response.status_code == 302
    assert response.url.startswith(reverse("toegang:inloggen"))


@pytest.mark.parametrize("name", BESLOTEN)
def test_one_factor_is_not_enough(client, cast, name):
    client.force_login(cast.tekenbevoegde)
    response = client.get(url_of(name, ALLE[name]))
    at_code_page = name == "toegang:code" and response.status_code == 200
    assert at_code_page or response.url.startswith(reverse("toegang:code"))


def test_wrong_role_is_refused(cast, login_as):
    people = [cast.tekenbevoegde, cast.assistent, cast.inkoper, cast.contractbeheer, cast.declaraties]
    for persoon in people:
        client, rol = login_as(persoon), persoon.bevoegdheden.get().rol
        for name, allowed in tabel.TOEGANG.items():
            if isinstance(allowed, frozenset) and allowed and rol not in allowed:
                assert client.get(url_of(name, ALLE[name])).status_code == 403, (name, rol)


@pytest.mark.parametrize("item", MENU, ids=lambda item: item.label)
def test_nobody_is_shown_a_menu_line_that_refuses_them(item):
    toegang = tabel.TOEGANG[item.url_name]
    assert item.rollen is not None or toegang == tabel.PUBLIEK
    assert isinstance(toegang, str) or not toegang or set(item.rollen or ()) <= toegang
