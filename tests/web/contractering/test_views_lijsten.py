"""Lists: the same number of queries for three rows and for thirty, filters, paging."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zorginkoop.web.contractering.models import (
    Aanbod,
    Aanvraag,
    Mutatie,
    Overeenkomst,
    OvereenkomstDocument,
    Volging,
)
from zorginkoop.web.toegang.models import Organisatie

from .conftest import BELEID, NOW
from .reizigers import VANDAAG, client_of, get, text

VAN, TOT = date(2025, 4, 1), date(2026, 1, 1)


@pytest.fixture(autouse=True)
def _day(settings):
    settings.DEMO_DATUM = VANDAAG


def case(markt, n: int, praktijk: Organisatie | None = None) -> None:
    """One more of everything a list shows, without its papers."""
    praktijk = praktijk or Organisatie.objects.create(soort="PRAKTIJK", naam=f"Praktijk {n}", agb=f"0101{n:04d}")
    partijen = {"praktijk": praktijk, "verzekeraar": markt.verzekeraar, "beleid": f"{BELEID}", "beleidversie": "1.0"}
    moment = NOW - timedelta(days=n)
    toets = {"eisen": [], "afspraken": []}
    op = {
        "aangemaakt_op": moment,
        "aangemaakt_door": markt.tekenbevoegde,
        "ingediend_op": moment,
        "volledig_op": moment,
    }
    soort = {**partijen, **op, "contractvorm": "nieuw", "toets": toets}
    if praktijk != markt.praktijk:
        Aanvraag.objects.create(**soort, status="TOEGELATEN", ingediend_door=markt.tekenbevoegde)
    klaar = Aanvraag.objects.create(**soort, status="OVEREENGEKOMEN", ingediend_door=markt.tekenbevoegde)
    looptijd = VAN + timedelta(days=5 * n)
    aanbod = Aanbod.objects.create(
        aanvraag=klaar, afspraken=[], ingangsdatum=looptijd, looptijd_tot=TOT, status="ONDERTEKEND", pdf=b"",
        aangeboden_op=moment, aangeboden_door=markt.inkoper, vervalt_op=NOW,
    )  # fmt: skip
    overeenkomst = Overeenkomst.objects.create(
        aanbod=aanbod, **partijen, van=looptijd, tot=looptijd + timedelta(days=5), status="GELDIG",
        ondertekend_op=moment, ondertekend_door=markt.tekenbevoegde,
    )  # fmt: skip
    OvereenkomstDocument.objects.create(
        overeenkomst=overeenkomst,
        versie=1,
        canoniek="{}",
        pdf=b"",
        sha256="",
        niveau="B-B",
        controlecode=str(n),
        gemaakt_op=moment,
    )
    Mutatie.objects.create(
        overeenkomst=overeenkomst, grond="MUTATIE_PRAKTIJK", gewenste_ingangsdatum=VAN, toevoegen=["poh_s"],
        volledig_op=moment, ingangsdatum=VAN, aangevraagd_door=markt.tekenbevoegde,
    )  # fmt: skip
    Volging.objects.create(
        overeenkomst=overeenkomst, volger=markt.volger, toestemming="IMPLICIET", toestemming_op=moment, versie=1,
        pakket='{"afspraken":[]}', beschikbaar_op=moment,
    )  # fmt: skip


def queries(client, naam: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert get(client, naam).status_code == 200
    return len(found)


@pytest.mark.parametrize(
    ("naam", "wie"),
    [
        ("postvak", "inkoper"),
        ("aanbiedingen", "inkoper"),
        ("portefeuille", "inkoper"),
        ("mutaties", "contractbeheer"),
        ("volgingen", "ophaler"),
    ],
)
def test_an_insurer_list_asks_as_much_for_thirty_rows_as_for_three(markt, naam, wie):
    client = client_of(getattr(markt, wie))
    for n in range(3):
        case(markt, n)
    get(client, naam)
    three = queries(client, naam)
    for n in range(3, 30):
        case(markt, n)
    assert queries(client, naam) == three
    assert "Volgende pagina" in text(get(client, naam))


@pytest.mark.parametrize("naam", ["werklijst", "overeenkomsten", "nieuw"])
def test_a_practice_list_asks_as_much_for_thirty_rows_as_for_three(markt, naam):
    client = client_of(markt.tekenbevoegde)
    for n in range(3):
        case(markt, n, markt.praktijk)
    get(client, naam)
    three = queries(client, naam)
    for n in range(3, 30):
        case(markt, n, markt.praktijk)
    assert queries(client, naam) == three


def test_the_inbox_filters_on_status_age_and_practice(markt):
    client = client_of(markt.inkoper)
    for n in (1, 10, 20):
        case(markt, n)
    assert [a.praktijk.naam for a, *_ in get(client, "postvak").context["regels"]] == [
        "Praktijk 20",
        "Praktijk 10",
        "Praktijk 1",
    ]
    assert len(get(client, "postvak", status="alle").context["regels"]) == 6
    assert len(get(client, "postvak", status="OVEREENGEKOMEN").context["regels"]) == 3
    assert len(get(client, "postvak", ouder="14").context["regels"]) == 1
    assert len(get(client, "postvak", q="praktijk 10").context["regels"]) == 1
    assert len(get(client, "postvak", q="01010020").context["regels"]) == 1
    onzin = get(client, "postvak", status="ONZIN", ouder="x", pagina="-4")
    assert onzin.status_code == 200
    assert "Kies een status uit de lijst." in text(onzin)


def test_a_draft_is_nobodys_business(markt):
    aanvraag = markt.started()
    client = client_of(markt.inkoper)
    assert not get(client, "postvak", status="alle").context["regels"]
    assert get(client, "dossier", aanvraag.kenmerk).status_code == 404


@pytest.mark.parametrize("naam", ["postvak", "portefeuille", "volgingen"])
def test_a_whole_reference_finds_its_record_and_a_part_of_a_name_its_practice(markt, naam):
    for n in (1, 2):
        case(markt, n)
    aanvraag, overeenkomst = Aanvraag.objects.filter(status="TOEGELATEN").first(), Overeenkomst.objects.first()
    kenmerk = aanvraag.kenmerk if naam == "postvak" else overeenkomst.kenmerk
    client = client_of(markt.ophaler if naam == "volgingen" else markt.inkoper)
    for woord in (kenmerk, f" {kenmerk.lower()} ", "tijk 1", "01010001"):
        assert len(get(client, naam, q=woord).context["regels"]) == 1, woord
    assert not get(client, naam, q=kenmerk[:-1]).context["regels"]
