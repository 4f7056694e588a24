"""Who sees which claim, what the pages say, and what a hostile upload does."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import someone
from tests.web.declaraties.conftest import ANKER, BEUK, IBAN_LINDE, LINDE
from zorginkoop.adapters.spreadsheet import cell
from zorginkoop.web.declaraties.models import Betaalbatch, Declaratiebestand, Declaratieregel, Deeldeclaratie
from zorginkoop.web.toegang.rollen import Rol


@pytest.fixture
def klaar(wereld):
    """De Linde and Het Anker judged and payable, a batch made by contract management."""
    wereld.payable(wereld.file(wereld.cast.linde, LINDE))
    wereld.payable(wereld.file(wereld.cast.anker, ANKER))
    wereld.batch(by=wereld.cast.contractbeheer)
    return wereld


def own_part() -> Deeldeclaratie:
    return Deeldeclaratie.objects.get(agb="01000011")


def test_a_practice_sees_its_files_lines_and_why(klaar, login_as):
    client = login_as(klaar.cast.assistent)
    mijn = client.get(reverse("declaraties:mijn")).text
    assert "€ 112,69" in mijn
    assert "€ 19,95" not in mijn
    regels = client.get(reverse("declaraties:mijn_regels", args=[own_part().pk])).text
    assert all(
        f"Regel {n}<" in regels for n in Declaratieregel.objects.filter(agb="01000011").values_list("nummer", flat=True)
    )
    l2 = Declaratieregel.objects.get(referentie="L2")
    waarom = client.get(reverse("declaraties:waarom", args=[l2.pk])).text
    assert "Gedeclareerd tarief: € 14,00. Afgesproken: € 12,43." in waarom
    assert "Voorlopige indeling" in waarom


def test_practices_see_only_their_own(klaar, login_as):
    client = login_as(klaar.cast.buitenstaander)
    assert "€ 112,69" not in client.get(reverse("declaraties:mijn")).text
    vreemd = Declaratieregel.objects.get(referentie="L1").pk
    adressen = [("mijn_regels", own_part().pk), ("waarom", vreemd)]
    for naam, pk in adressen:
        assert client.get(reverse(f"declaraties:{naam}", args=[pk])).status_code == 404
    for naam, pk in (("bestand", 1), ("regels", 1), ("batch_xml", 1), ("retour", 1)):
        assert client.get(reverse(f"declaraties:{naam}", args=[pk])).status_code == 403


def test_another_insurer_sees_nothing(klaar, login_as):
    client = login_as(someone("Vera Vreemd", klaar.cast.volger, Rol.DECLARATIES))
    bestand, batch = Declaratiebestand.objects.first(), Betaalbatch.objects.get()
    assert bestand.bestandsnaam not in client.get(reverse("declaraties:bestanden")).text
    assert batch.kenmerk not in client.get(reverse("declaraties:batches")).text
    regel = Declaratieregel.objects.first()
    for naam, pk in (
        ("bestand", bestand.pk), ("retour", bestand.pk), ("regels", bestand.pk), ("regel", regel.pk),
        ("batch", batch.pk), ("batch_xml", batch.pk),
    ):  # fmt: skip
        assert client.get(reverse(f"declaraties:{naam}", args=[pk])).status_code == 404, naam
    for naam, pk in (("beoordelen", bestand.pk), ("vrijgeven", batch.pk)):
        assert client.post(reverse(f"declaraties:{naam}", args=[pk])).status_code == 404, naam


def test_the_account_number_shows_nowhere_but_in_the_released_bank_file(klaar, login_as):
    batch = Betaalbatch.objects.get()
    client = login_as(klaar.cast.contractbeheer)
    scherm = client.get(reverse("declaraties:batch", args=[batch.pk])).text
    assert "eindigt op 4300" in scherm
    assert IBAN_LINDE not in scherm
    assert "Een collega moet deze batch vrijgeven" in scherm
    assert client.get(reverse("declaraties:batch_xml", args=[batch.pk])).status_code == 404
    client = login_as(someone("Doris Declaratie", klaar.cast.verzekeraar, Rol.DECLARATIES))
    assert client.post(reverse("declaraties:vrijgeven", args=[batch.pk])).status_code == 302
    assert IBAN_LINDE in client.get(reverse("declaraties:batch_xml", args=[batch.pk])).content.decode()
    mijn = login_as(klaar.cast.assistent).get(reverse("declaraties:mijn_regels", args=[own_part().pk])).text
    assert "eindigt op 4300" in mijn
    assert IBAN_LINDE not in mijn


def test_the_whole_way_through_the_pages_of_the_insurer(wereld, login_as):
    client = login_as(wereld.cast.declaraties)
    stuk = SimpleUploadedFile("april.ei", wereld.file(wereld.cast.linde, LINDE))
    adres = client.post(reverse("declaraties:upload"), {"bestand": stuk}).url
    assert "Beoordeel dit bestand" in client.get(adres).text
    pk = Declaratiebestand.objects.get().pk
    scherm = client.post(reverse("declaraties:beoordelen", args=[pk]), follow=True).text
    assert "Alle tellingen sluiten aan" in scherm
    for tekst in ("€ 112,69", "€ 82,48", "€ 30,21", "Tarief verlaagd", "Voorlopige indeling"):
        assert tekst in scherm
    retour = client.get(reverse("declaraties:retour", args=[pk]))
    assert retour.headers["Content-Disposition"].endswith(f'"retour-{pk}.ei"')
    assert retour.content.startswith(b"01113")
    assert client.post(reverse("declaraties:beoordelen", args=[pk]), follow=True).text.count(
        "kan niet worden beoordeeld"
    )
    antwoord = client.post(reverse("declaraties:batches"), {"uitvoerdatum": "2999-01-04"}, follow=True)
    assert Betaalbatch.objects.get().kenmerk in antwoord.text
    assert "niets te betalen" in client.post(reverse("declaraties:batches"), {"uitvoerdatum": "2999-01-04"}).text
    assert "in het verleden" in client.post(reverse("declaraties:batches"), {"uitvoerdatum": "2020-01-04"}).text


@pytest.mark.parametrize(
    ("inhoud", "melding"), [(b"", "leeg"), (b"zomaar tekst", "Geen EI-bericht"), (None, "Kies een bestand")]
)
def test_a_wrong_upload_says_what_is_wrong(wereld, login_as, inhoud, melding):
    stuk = {} if inhoud is None else {"bestand": SimpleUploadedFile("x.ei", inhoud)}
    assert melding in login_as(wereld.cast.declaraties).post(reverse("declaraties:upload"), stuk).text
    assert not Declaratiebestand.objects.exists()


def test_too_large_an_upload_stops_at_the_limit(wereld, login_as, settings):
    settings.UPLOAD_MAX_BYTES = 200_000
    stuk = SimpleUploadedFile("groot.ei", b"0" * 300_000)
    antwoord = login_as(wereld.cast.declaraties).post(reverse("declaraties:upload"), {"bestand": stuk})
    assert "Het bestand is te groot" in antwoord.text
    assert not Declaratiebestand.objects.exists()


def test_filter_on_outcome_and_reason(klaar, login_as):
    client = login_as(klaar.cast.declaraties)
    adres = reverse("declaraties:regels", args=[Declaratiebestand.objects.get(afzender="01000011").pk])

    def seen(**filter_op):
        return client.get(adres, filter_op).text.count(">Regel ")

    assert seen() == 6
    assert seen(uitkomst="AFGEWEZEN") == 3
    assert seen(reden="TARIEF_VERLAAGD") == 1
    assert seen(uitkomst="AANGENOMEN", reden="TARIEF_VERLAAGD") == 0
    assert seen(uitkomst="' OR 1=1") == 6


def test_the_number_of_queries_does_not_grow_with_the_lines(wereld, login_as, django_assert_num_queries):
    wereld.payable(wereld.file(wereld.cast.linde, LINDE[:1]))
    client = login_as(wereld.cast.assistent)
    adres = reverse("declaraties:mijn_regels", args=[own_part().pk])
    client.get(adres)  # the first request chooses for whom the person acts
    with CaptureQueriesContext(connection) as een:
        client.get(adres)
    wereld.payable(wereld.file(wereld.cast.linde, LINDE[1:], "F2"))
    adres = reverse("declaraties:mijn_regels", args=[Deeldeclaratie.objects.latest("pk").pk])
    with django_assert_num_queries(len(een)):
        client.get(adres)


def test_the_csv_has_every_line_and_no_formula(klaar, login_as):
    adres = reverse("declaraties:mijn_regels", args=[own_part().pk])
    rijen = login_as(klaar.cast.tekenbevoegde).get(adres, {"als": "csv"}).content.decode().splitlines()
    assert len(rijen) == 7
    assert any(";14,00;12,43;Aangepast;Tarief verlaagd;01000011;1;14,00;L2;" in rij for rij in rijen)
    assert "900000004" not in "".join(rijen)


@pytest.mark.parametrize("cel", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_cannot_become_a_formula(cel):
    assert cell(cel) == f"'{cel}"
    assert (cell(-5), cell(None), cell("12011")) == (-5, "", "12011")


def test_technical_findings_are_shown_with_their_place(wereld, login_as):
    inhoud = wereld.file(wereld.cast.linde, BEUK)
    wereld.received(inhoud[: -312 + 33] + b"00000000001" + inhoud[-312 + 44 :])
    scherm = (
        login_as(wereld.cast.declaraties)
        .get(reverse("declaraties:bestand", args=[Declaratiebestand.objects.get().pk]))
        .text
    )
    assert "Het bestand is afgekeurd" in scherm
    assert "9907" in scherm
