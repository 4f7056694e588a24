"""The screens: who sees what, where an account number may stand, and lists that ask as much for many as for few."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.web.contractering.conftest import BELEID, CANARY_IBAN, NOW, person
from tests.web.contractering.reizigers import client_of
from zorginkoop.web.contractering.models import Aanbod, Aanvraag, Overeenkomst, Volging
from zorginkoop.web.gebeurtenissen import melden, rekeningen
from zorginkoop.web.gebeurtenissen.models import (
    Gebeurtenis,
    Massaregel,
    Massawijziging,
    Rekeningwijziging,
    Uitwerking,
    Volgbeleid,
)
from zorginkoop.web.gebeurtenissen.urls import urlpatterns
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.rollen import Rol

VANDAAG = date(2025, 2, 10)
NIEUW_IBAN = "NL69INGB0123456789"
LIJSTEN = {"mijn", "melden", "controleren", "rekening", "mijn_volgers", "veranderingen", "rekeningen", "volgboek",
           "delen", "volgwerk", "volgbeleid", "massas", "clausule", "indexatie"}  # fmt: skip
"""Addresses without a record of somebody's own."""


@pytest.fixture(autouse=True)
def _day(settings):
    settings.DEMO_DATUM = VANDAAG


def agreement(markt, praktijk=None, n=0):
    """An agreement without papers."""
    praktijk = praktijk or markt.praktijk
    van = date(2025, 4, 1) + timedelta(n)
    wie = {"praktijk": praktijk, "verzekeraar": markt.verzekeraar, "beleid": BELEID, "beleidversie": "1.0"}
    op = {"aangemaakt_op": NOW, "aangemaakt_door": markt.tekenbevoegde, "volledig_op": NOW, "ingediend_op": NOW}
    aanvraag = Aanvraag.objects.create(
        **wie, **op, contractvorm="nieuw", status="OVEREENGEKOMEN", toets={}, iban=CANARY_IBAN
    )
    aanbod = Aanbod.objects.create(
        aanvraag=aanvraag, afspraken=[], ingangsdatum=van, looptijd_tot=van + timedelta(1), status="ONDERTEKEND",
        pdf=b"", aangeboden_op=NOW, aangeboden_door=markt.inkoper, vervalt_op=NOW,
    )  # fmt: skip
    return Overeenkomst.objects.create(
        aanbod=aanbod, **wie, van=van, tot=van + timedelta(1), status="GELDIG", ondertekend_op=NOW,
        ondertekend_door=markt.tekenbevoegde,
    )  # fmt: skip


def case(markt, n, praktijk=None):
    """One more of everything a list shows."""
    praktijk = praktijk or Organisatie.objects.create(soort="PRAKTIJK", naam=f"Praktijk {n}", agb=f"0101{n:04d}")
    o = agreement(markt, praktijk, n)
    melden.record(
        Gebeurtenis(
            praktijk=praktijk, soort="samenstelling", dag=o.van, zelfde_agb=True, herkomst="REGISTER", gemeld_op=NOW
        )
    )
    Volging.objects.create(
        overeenkomst=o, volger=markt.volger, toestemming="IMPLICIET", toestemming_op=NOW, versie=1, beschikbaar_op=NOW,
        pakket='{"afspraken":[]}',
    )  # fmt: skip
    massa = Massawijziging.objects.create(
        verzekeraar=markt.verzekeraar, soort="INDEXATIE", sleutel=f"proef:{n}", dag=o.van, omschrijving=f"Proef {n}",
        opgesteld_op=NOW, opgesteld_door=markt.contractbeheer,
    )  # fmt: skip
    Massaregel.objects.create(massa=massa, overeenkomst=o)
    return o


def new_account(markt, praktijk, iban=NIEUW_IBAN):
    return Rekeningwijziging.objects.create(
        praktijk=praktijk, verzekeraar=markt.verzekeraar, iban=iban, ingang=VANDAAG, opgegeven_op=NOW,
        opgegeven_door=markt.tekenbevoegde,
    )  # fmt: skip


@pytest.fixture
def adressen(markt):
    """Every address of this app, filled in with the records of one practice and its insurer."""
    o = case(markt, 0, markt.praktijk)
    massa, volging = Massawijziging.objects.get(), Volging.objects.get()
    eigen = {
        "melding": Gebeurtenis.objects.get().pk, "opnieuw": Uitwerking.objects.get().pk,
        "veranderingen": Uitwerking.objects.get().pk, "volgwerk": volging.pk, "volging": volging.pk,
        "rekening": new_account(markt, markt.praktijk).pk, "massa": Massaregel.objects.get().pk,
        "volgbeleid": Volgbeleid.objects.create(
            verzekeraar=markt.volger, wijze="GETOETST", voorgesteld_op=NOW, voorgesteld_door=markt.ophaler).pk,
    }  # fmt: skip
    eigen["rekeningen"] = eigen["rekening"]
    gevuld = {}
    for adres in urlpatterns:
        deel = str(adres.pattern).split("/")[0]
        waarden = {"pk": eigen.get(deel), "kenmerk": massa.kenmerk if deel == "massa" else o.kenmerk}
        gevuld[adres.name] = reverse(
            f"gebeurtenissen:{adres.name}", kwargs={naam: waarden[naam] for naam in adres.pattern.converters}
        )
    return gevuld


def state():
    soorten = (Gebeurtenis, Uitwerking, Rekeningwijziging, Massawijziging, Massaregel, Volgbeleid, Volging)
    return [list(soort.objects.order_by("pk").values_list("pk", "status")) for soort in soorten]


def outsiders(markt):
    _, ander = markt.new_practice(9)
    vreemd = Organisatie.objects.create(soort="VERZEKERAAR", naam="Verzekeraar Ver Weg", uzovi="9003")
    rollen = (Rol.INKOPER, Rol.CONTRACTBEHEER, Rol.DECLARATIES)
    return [ander, *(person(f"Vreemd{rol}", vreemd, rol) for rol in rollen)]


def test_another_practice_or_insurer_finds_nothing_anywhere(markt, adressen):
    before = state()
    for persoon in outsiders(markt):
        client = client_of(persoon)
        for naam, adres in adressen.items():
            for antwoord in (client.get(adres), client.post(adres)):
                toegestaan = {200, 302, 400, 403, 405} if naam in LIJSTEN else {404, 403, 405}
                assert antwoord.status_code in toegestaan, (persoon.naam, naam, antwoord.status_code)
                assert "Huisartsenpraktijk 1<" not in antwoord.content.decode(errors="ignore"), naam
    assert state() == before


def test_every_page_opens_for_whom_it_is_and_changes_nothing_when_it_is_only_looked_at(markt, adressen):
    before = state()
    gezien = set()
    for wie in (
        markt.tekenbevoegde,
        markt.contractbeheer,
        markt.ophaler,
        person("D", markt.verzekeraar, Rol.DECLARATIES),
    ):
        client = client_of(wie)
        for naam, adres in adressen.items():
            if client.get(adres).status_code == 200:
                gezien.add(naam)
    assert state() == before
    alleen_posten = {"intrekken", "opnieuw", "rekening_intrekken", "delen", "volgbeleid_besluit"}
    assert set(adressen) - gezien == {*alleen_posten, "controleren"}


def test_an_account_number_is_in_full_only_where_it_is_checked(markt, adressen):
    ander = outsiders(markt)[-1]
    for persoon in (markt.tekenbevoegde, markt.contractbeheer, markt.ophaler, ander):
        client = client_of(persoon)
        for naam, adres in adressen.items():
            for vorm in ("", "?als=csv", "?als=json") if naam in LIJSTEN and persoon != ander else ("",):
                pagina = client.get(adres + vorm, follow=True).content.decode(errors="ignore").replace(" ", "")
                assert CANARY_IBAN not in pagina
                mag = naam == "rekeningcontrole" and persoon == markt.contractbeheer
                assert (NIEUW_IBAN in pagina) is mag, (persoon.naam, naam)


def test_a_forged_form_is_refused(markt, adressen):
    client = client_of(markt.tekenbevoegde)
    client.handler.enforce_csrf_checks = True
    assert client.post(adressen["intrekken"]).status_code == 403


@pytest.mark.parametrize(
    ("naam", "wie"),
    [
        ("veranderingen", "contractbeheer"),
        ("rekeningen", "contractbeheer"),
        ("volgboek", "contractbeheer"),
        ("volgwerk", "ophaler"),
        ("massas", "contractbeheer"),
        ("mijn", "tekenbevoegde"),
        ("mijn_volgers", "tekenbevoegde"),
    ],
)
def test_a_list_asks_as_much_for_thirty_rows_as_for_three(markt, naam, wie):
    praktijk = markt.praktijk if wie == "tekenbevoegde" else None
    client = client_of(getattr(markt, wie))

    def more(van, tot):
        for n in range(van, tot):
            o = case(markt, n, praktijk)
            if not praktijk:
                new_account(markt, o.praktijk)

    more(0, 3)
    adres = reverse(f"gebeurtenissen:{naam}")
    client.get(adres)
    aantallen = []
    for grens in (3, 30):
        more(3, grens)
        with CaptureQueriesContext(connection) as gevraagd:
            assert client.get(adres).status_code == 200
        aantallen.append(len(gevraagd))
    assert aantallen[0] == aantallen[1]


def test_a_list_filters_orders_and_exports(markt):
    for n in (1, 2):
        case(markt, n)
    client = client_of(markt.contractbeheer)
    adres = reverse("gebeurtenissen:volgboek")
    te_laat = client.get(adres, {"status": "te_laat"})
    assert te_laat.context["lijst"].pagina.paginator.count == 0
    assert client.get(adres, {"q": "praktijk 2"}).context["lijst"].pagina.paginator.count == 1
    volgorde = {"sorteer": "praktijk__naam"}
    namen = [rij[1]["tekst"] for rij in client.get(adres, volgorde).context["lijst"].rijen]
    assert namen == ["Praktijk 1 (AGB 01010001)", "Praktijk 2 (AGB 01010002)"]
    onzin = client.get(adres, {"status": "ONZIN", "sorteer": "99", "pagina": "-4"})
    assert "Kies een status uit de lijst." in onzin.content.decode()
    csv = client.get(adres, {"als": "csv", **volgorde}).content.decode("utf-8-sig").splitlines()
    assert csv[0] == "Overeenkomst;Praktijk;Wie volgt;Beschikbaar vanaf;Uiterlijk;Status;Waarin afwijkend"
    assert csv[1].split(";")[1:] == ["Praktijk 1 (AGB 01010001)", "Zorgverzekeraar Avondster (UZOVI 9002)",
                                     "2025-02-11", "2025-03-04", "Klaar om op te halen", ""]  # fmt: skip
    assert [r["Uiterlijk"] for r in client.get(adres, {"als": "json"}).json()] == ["2025-03-04", "2025-03-04"]


def test_the_account_of_an_approved_change_is_paid_on_and_the_old_one_is_shown_masked(markt):
    agreement(markt)
    wijziging = rekeningen.give_iban(
        praktijk=markt.praktijk, verzekeraar=markt.verzekeraar, iban=NIEUW_IBAN, ingang=VANDAAG,
        by=markt.tekenbevoegde, now=NOW,
    )  # fmt: skip
    adres = reverse("gebeurtenissen:rekeningcontrole", args=[wijziging.pk])
    een, twee = client_of(markt.contractbeheer), client_of(markt.contractbeheer2)
    assert "eindigt op 4300" in een.get(adres).content.decode()
    assert een.post(adres, {"stap": "nagaan"}).status_code == 400
    een.post(adres, {"stap": "nagaan", "controle": "Gebeld"})
    een.post(adres, {"stap": "goedkeuren"})
    wijziging.refresh_from_db()
    assert wijziging.status == "GECONTROLEERD"
    twee.post(adres, {"stap": "goedkeuren"})
    wijziging.refresh_from_db()
    assert wijziging.status == "IN_GEBRUIK"
