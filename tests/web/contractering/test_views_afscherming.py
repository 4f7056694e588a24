"""Nobody sees or touches what belongs to another, and the account number is never written out."""

import pytest
from django.urls import reverse

from zorginkoop.web.contractering import actions
from zorginkoop.web.contractering.models import Aanvraag, Overeenkomst, Ronde, Volging
from zorginkoop.web.contractering.urls import urlpatterns
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.rollen import Rol

from .conftest import CANARY_IBAN, NOW, person
from .reizigers import VANDAAG, client_of

LIJSTEN = {
    "werklijst", "nieuw", "overeenkomsten", "postvak", "aanbiedingen", "portefeuille", "mutaties", "volgingen",
    "rondes", "ronde_nieuw", "vragen", "tekenregeling",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _day(settings):
    settings.DEMO_DATUM = VANDAAG


@pytest.fixture
def adressen(markt) -> dict[str, str]:
    """Every address of contracting, filled in with the records of one practice and its insurer."""
    overeenkomst = markt.signed()
    mutatie = actions.request_mutatie(
        overeenkomst=overeenkomst, gewenste_ingangsdatum=overeenkomst.van, toevoegen=["spleetlamp"],
        by=markt.tekenbevoegde, now=NOW,
    )  # fmt: skip
    volging = markt.followed(overeenkomst)
    aanvraag = overeenkomst.aanbod.aanvraag.kenmerk
    waarden = {"kenmerk": aanvraag, "nummer": 1, "versie": 1, "eis": "regionale_afweging"}
    ronde = round_of(markt)
    waarden |= {"aanvraag": ronde.regels.get().aanvraag.kenmerk, "stap": "starten"}
    gevuld = {}
    for adres in urlpatterns:
        namen = adres.pattern.converters
        route = str(adres.pattern)
        eigen = {"kenmerk": overeenkomst.kenmerk} if route.startswith(("overeenkomsten", "portefeuille")) else {}
        eigen |= {"kenmerk": ronde.kenmerk} if route.startswith("rondes") else {}
        if route.startswith("gesprekken"):
            eigen |= {"kenmerk": aanvraag}
        eigen["pk"] = volging.pk if route.startswith("volgingen") else mutatie.pk
        gebruikt = {naam: {**waarden, **eigen}[naam] for naam in namen}
        gevuld[adres.name] = reverse(f"contractering:{adres.name}", kwargs=gebruikt)
    return gevuld


def round_of(markt) -> Ronde:
    """A bulk round of one application, ready to be started."""
    praktijk, by = markt.new_practice(2)
    markt.submitted(praktijk=praktijk, by=by)
    return actions.prepare_round(
        verzekeraar=markt.verzekeraar, beleid="zz-huisartsenzorg-2025", versie="1.0", by=markt.inkoper, now=NOW
    )


def state() -> list:
    return [
        list(model.objects.order_by("pk").values_list("pk", "status"))
        for model in (Aanvraag, Overeenkomst, Volging, Ronde)
    ]


def outsiders(markt):
    _, ander = markt.new_practice(9)
    vreemd = Organisatie.objects.create(soort="VERZEKERAAR", naam="Verzekeraar Ver Weg", uzovi="9003")
    anderen = [ander]
    anderen += [person(f"Vreemd{rol}", vreemd, rol) for rol in (Rol.INKOPER, Rol.CONTRACTBEHEER)]
    return anderen


def test_another_practice_or_insurer_finds_nothing_anywhere(markt, adressen):
    before = state()
    for persoon in outsiders(markt):
        client = client_of(persoon)
        for naam, adres in adressen.items():
            for antwoord in (client.get(adres), client.post(adres)):
                toegestaan = {200, 302, 403, 405} if naam in LIJSTEN else {404, 403, 405}
                assert antwoord.status_code in toegestaan, (persoon.naam, naam, antwoord.status_code)
                assert "Huisartsenpraktijk 1<" not in antwoord.content.decode(errors="ignore"), naam
    assert state() == before


def test_the_follower_reaches_its_following_and_nothing_else(markt, adressen):
    before = state()
    for persoon in (markt.ophaler, person("Vincent", markt.volger, Rol.INKOPER)):
        client = client_of(persoon)
        for naam, adres in adressen.items():
            antwoord = client.get(adres)
            if "volging" in naam or naam in LIJSTEN:
                assert antwoord.status_code in (200, 403), naam
            else:
                assert antwoord.status_code in (404, 403, 405), naam
    assert state() == before


def test_changes_are_posted_never_got(markt, adressen):
    before = state()
    for persoon in (markt.tekenbevoegde, markt.inkoper, markt.contractbeheer, markt.ophaler):
        client = client_of(persoon)
        for adres in adressen.values():
            client.get(adres)
    assert state() == before


def test_a_forged_form_is_refused(markt, adressen):
    client = client_of(markt.tekenbevoegde)
    client.handler.enforce_csrf_checks = True
    assert client.post(adressen["ondertekenen"], {"akkoord": "ja"}).status_code == 403


def test_the_account_number_is_on_no_page_of_anybody(markt, adressen):
    """In full nowhere; and another practice, another insurer and the follower do not even see its last digits."""
    eigen = (markt.tekenbevoegde, markt.invuller, markt.inkoper, markt.contractbeheer)
    for persoon in (*eigen, markt.ophaler, *outsiders(markt)):
        client = client_of(persoon)
        for naam, adres in adressen.items():
            pagina = client.get(adres, follow=True).content.decode(errors="ignore").replace(" ", "")
            assert CANARY_IBAN not in pagina, naam
            assert CANARY_IBAN[4:] not in pagina, naam
            if persoon not in eigen and not adres.endswith(".pdf"):
                assert "4300" not in pagina, (persoon.naam, naam)
