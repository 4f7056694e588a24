"""Several signatories where a practice is bound by them together, and signing under protest."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, transaction

from zorginkoop.beleid import library
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering import actions, ondertekenen, zegel
from zorginkoop.web.contractering.models import Aanbod, Handtekening, Overeenkomst, Tekenregeling
from zorginkoop.web.contractering.states import Toestandsfout
from zorginkoop.web.contractering.tekenregeling import needed
from zorginkoop.web.toegang.rollen import Rol

from .conftest import BELEID, NOW, Markt, person
from .reizigers import VANDAAG, client_of, get, post, text
from .test_ondertekenen import offers

PROTEST = "Wij vinden het tarief voor POH-S te laag."


@pytest.fixture(autouse=True)
def _day(settings):
    settings.DEMO_DATUM = VANDAAG


def partners(markt: Markt, aantal: int = 2) -> list:
    """The practice becomes one that is bound by so many signatories together."""
    anderen = [person(f"Maat{n}", markt.praktijk, Rol.TEKENBEVOEGDE) for n in range(2, aantal + 1)]
    actions.set_needed(praktijk=markt.praktijk, aantal=aantal, by=markt.tekenbevoegde, now=NOW)
    return [markt.tekenbevoegde, *anderen]


def test_the_agreement_holds_when_all_have_signed(markt):
    een, twee, drie = partners(markt, 3)
    aanbod = markt.offered()
    assert actions.sign_overeenkomst(aanbod=aanbod, by=een, now=NOW) is None
    with pytest.raises(Toestandsfout, match="wacht nog op een andere"):
        actions.sign_overeenkomst(aanbod=aanbod, by=een, now=NOW)
    assert actions.sign_overeenkomst(aanbod=aanbod, by=drie, now=NOW) is None
    aanbod.refresh_from_db()
    assert (aanbod.status, Overeenkomst.objects.count()) == ("AANGEBODEN", 0)
    overeenkomst = actions.sign_overeenkomst(aanbod=aanbod, by=twee, now=NOW)
    assert (overeenkomst.status, overeenkomst.ondertekend_door) == ("GELDIG", twee)
    document = overeenkomst.last_document()
    inhoud = zegel.check(bytes(document.pdf), verwacht=document.canoniek).inhoud
    assert [h["naam"] for h in inhoud["handtekeningen"]] == ["Sanne1", "Maat3", "Maat2"]
    assert inhoud["ondertekend"]["naam"] == "Maat2"


def test_one_signatory_is_enough_unless_the_practice_says_otherwise(markt):
    inhoud = json.loads(markt.signed().last_document().canoniek)
    assert "handtekeningen" not in inhoud
    assert "onder_protest" not in inhoud["ondertekend"]


def test_protest_stands_in_the_agreement_and_not_in_what_followers_get(markt):
    aanbod = markt.offered()
    overeenkomst = actions.sign_overeenkomst(aanbod=aanbod, by=markt.tekenbevoegde, now=NOW, protest=f" {PROTEST} ")
    assert json.loads(overeenkomst.last_document().canoniek)["ondertekend"]["onder_protest"] == PROTEST
    volging = markt.followed(overeenkomst)
    assert "onder_protest" not in volging.pakket
    assert PROTEST in text(get(client_of(markt.contractbeheer), "portefeuille_detail", overeenkomst.kenmerk))


def test_an_endless_protest_is_refused(markt):
    with pytest.raises(Gebruikersfout, match="korter"):
        actions.sign_overeenkomst(aanbod=markt.offered(), by=markt.tekenbevoegde, now=NOW, protest="x" * 2001)


def test_a_signature_never_changes(markt):
    markt.signed()
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Handtekening.objects.update(protest="anders")


def test_more_holds_at_once_and_fewer_needs_another(markt):
    een, twee = partners(markt)
    assert needed(markt.praktijk) == 2
    voorstel = actions.set_needed(praktijk=markt.praktijk, aantal=1, by=een, now=NOW)
    assert needed(markt.praktijk) == 2
    with pytest.raises(Gebruikersfout, match="Een andere tekenbevoegde"):
        actions.confirm_needed(regeling=voorstel, by=een, now=NOW)
    actions.confirm_needed(regeling=voorstel, by=twee, now=NOW)
    assert needed(markt.praktijk) == 1
    with pytest.raises(Toestandsfout):
        actions.confirm_needed(regeling=voorstel, by=twee, now=NOW)


@pytest.mark.parametrize(("aantal", "melding"), [(1, "al zo geregeld"), (2, "niet zoveel"), (0, "niet zoveel")])
def test_what_cannot_be_is_refused(markt, aantal, melding):
    with pytest.raises(Gebruikersfout, match=melding):
        actions.set_needed(praktijk=markt.praktijk, aantal=aantal, by=markt.tekenbevoegde, now=NOW)


def test_through_the_pages(markt):
    maat = person("Maat2", markt.praktijk, Rol.TEKENBEVOEGDE)
    een, twee = client_of(markt.tekenbevoegde), client_of(maat)
    assert "mag elke tekenbevoegde alleen" in text(get(een, "tekenregeling"))
    assert "Kies een aantal uit de lijst" in text(post(een, "tekenregeling", aantal="9"))
    post(een, "tekenregeling", aantal="2")
    kenmerk = markt.offered().aanvraag.kenmerk
    assert "2 tekenbevoegden samen" in text(get(een, "ondertekenen", kenmerk))
    halverwege = text(post(een, "ondertekenen", kenmerk, akkoord="ja", protest=PROTEST))
    assert "als ook de andere tekenbevoegden" in halverwege
    assert PROTEST in halverwege
    klaar = text(post(twee, "ondertekenen", kenmerk, akkoord="ja"))
    assert "ondertekend en verzegeld" in klaar
    assert "onder protest" in klaar
    post(een, "tekenregeling", aantal="1")
    post(een, "tekenregeling", bevestigen="ja")
    assert needed(markt.praktijk) == 2
    post(twee, "tekenregeling", bevestigen="ja")
    assert (needed(markt.praktijk), Tekenregeling.objects.count()) == (1, 2)


@pytest.mark.django_db(transaction=True)
def test_partners_who_all_sign_at_once_make_exactly_one_agreement(monkeypatch):
    """Sixty-four clicks by two partners; printing takes no part in the race."""
    monkeypatch.setattr(ondertekenen, "print_now", lambda opdracht: b"%PDF-")
    markt = Markt(library.load(BELEID))
    wie = partners(markt)
    ((aanbod, _),) = offers(markt, 1)
    barrier = threading.Barrier(64)

    def sign(nummer: int) -> str:
        try:
            barrier.wait()
            klaar = actions.sign_overeenkomst(aanbod=Aanbod.objects.get(pk=aanbod.pk), by=wie[nummer % 2], now=NOW)
        except Toestandsfout:
            return "nee"
        else:
            return "overeenkomst" if klaar else "handtekening"
        finally:
            connection.close()

    with ThreadPoolExecutor(64) as pool:
        uitkomsten = list(pool.map(sign, range(64)))
    assert sorted(uitkomsten) == ["handtekening", *["nee"] * 62, "overeenkomst"]
    assert (Overeenkomst.objects.count(), Handtekening.objects.count()) == (1, 2)
