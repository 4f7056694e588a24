"""Every address × role × own or another's thing × method: owners get in, others find nothing, no faults.

A page is read and written (GET, POST); of every other method one is tried: it is refused, to its owner too.
"""

from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse

from tests.web import toegangstabel as tabel
from tests.web.declaraties.conftest import _var, wereld  # noqa: F401 - fixtures
from tests.web.test_urls import ALLE
from tests.web.wereld import Bezoek, things, visitors
from zorginkoop.web.contractering import muteren, volgen

BINNEN = {200, 302, 400, 405, 409, 413, 422}
BESLOTEN = sorted(naam for naam, wie in tabel.TOEGANG.items() if isinstance(wie, frozenset))
MET_DING = [naam for naam in BESLOTEN if naam in ALLE and ALLE[naam].pattern.converters]


def _answers(bezoek: Bezoek, adres: str, *methoden: str) -> list[int]:
    """What each method says; whatever it changed is taken back."""
    codes = []
    for methode in methoden:
        with transaction.atomic():
            antwoord = getattr(bezoek.client, methode)(adres)
            if antwoord.streaming:
                b"".join(antwoord.streaming_content)
            transaction.set_rollback(True)
        codes.append(antwoord.status_code)
    return codes


def test_every_address_about_something_says_about_what():
    zonder = set(MET_DING) - set(tabel.VOORWERPEN) - set(tabel.ZONDER_EIGENAAR)
    assert not zonder, f"say in toegangstabel.VOORWERPEN what these are about: {sorted(zonder)}"


@pytest.fixture
def toneel(wereld, settings, monkeypatch):
    """The world with everybody in it; printing and sealing are not what is tested here."""
    settings.DEMO_DATUM = date(2025, 7, 2)
    for module in (muteren, volgen):
        monkeypatch.setattr(module, "print_now", lambda opdracht: b"%PDF-")
    return things(wereld), visitors(wereld)


def _address(naam: str, dingen: dict) -> tuple[str, frozenset[int] | None]:
    """The address filled in, and whose it is (None: nobody's)."""
    if naam not in tabel.VOORWERPEN:
        return reverse(naam, args=tabel.ZONDER_EIGENAAR.get(naam, ())), None
    delen = tabel.VOORWERPEN[naam]
    waarden = [deel[1:] if deel.startswith("=") else dingen[deel][0] for deel in delen]
    van = frozenset.intersection(*(dingen[deel][1] for deel in delen if not deel.startswith("=")))
    return reverse(naam, args=waarden), van


def _cases(dingen: dict, bezoekers: list[Bezoek]):
    """Of each organisation one person whose role is right, and of the owners everybody whose role is wrong.

    That people with another right role are let in as well follows from the guard, see test_urls.py.
    """
    eigenaren = dingen["aanvraag"][1]
    for naam in (n for n in BESLOTEN if n in ALLE):
        adres, van = _address(naam, dingen)
        rollen = tabel.TOEGANG[naam]
        gezien: set[int] = set()
        for bezoek in bezoekers:
            o = bezoek.organisatie.pk
            eigenaar = o in (eigenaren if van is None else van)
            if rollen and bezoek.rol not in rollen:
                if eigenaar:
                    yield naam, adres, bezoek, "wrong role"
            elif o not in gezien and (eigenaar or van is not None):
                gezien.add(o)
                yield naam, adres, bezoek, "own" if eigenaar else "foreign"


def test_the_matrix(toneel):
    dingen, bezoekers = toneel
    mis, binnen = [], set()
    for naam, adres, bezoek, geval in _cases(dingen, bezoekers):
        codes = set(_answers(bezoek, adres, *(["get"] if geval == "wrong role" else ["get", "post"])))
        if geval == "own":
            goed = codes <= BINNEN | {404}
            binnen |= {tabel.VOORWERPEN.get(naam)} if codes & {200, 302, 400} else set()
            codes |= (anders := set(_answers(bezoek, adres, "delete")))
            goed = goed and anders == {405}
        else:
            goed = codes == {403} if geval == "wrong role" else 404 in codes and codes <= {404, 405}
        if not goed:
            mis.append((naam, str(bezoek.organisatie), bezoek.rol.value, geval, codes))
    assert not mis, "\n".join(map(str, mis))
    assert len(binnen) > 20, "the owners hardly see anything"
