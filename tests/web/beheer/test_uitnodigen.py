"""An invitation: a link by e-mail that counts once and not for long, and says nothing of who is known here."""

import re
import smtplib
from base64 import b32decode
from datetime import timedelta
from html import unescape

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django_otp import devices_for_user
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.conftest import WACHTWOORD
from tests.web.beheer.conftest import client_of, mailed_link
from tests.web.inlogmiddelen.test_passkeys import Sleutel
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.beheer import aannemen, inlogmiddelen, rollen, uitnodigen
from zorginkoop.web.beheer.models import Ingreep, Uitnodiging, Voorstel
from zorginkoop.web.inlogmiddelen.models import Inlog, Passkey
from zorginkoop.web.toegang import actions
from zorginkoop.web.toegang.klok import now, today
from zorginkoop.web.toegang.models import Persoon
from zorginkoop.web.toegang.rollen import Rol

NIEUW = {"naam": "Nora Nieuw", "email": "nora.nieuw@voorbeeld.nl", "rol": Rol.COMPLIANCE}


def answers(pagina: str, **anders: str) -> dict[str, str]:
    """What a person with an app answers to the page."""
    sleutel = "".join(re.search(r"<code>([A-Z2-7 ]+)</code>", pagina)[1].split())
    zegel = unescape(re.search(r'name="zegel" value="([^"]+)"', pagina)[1])
    code = f"{TOTP(b32decode(sleutel)).token():06d}"
    return {"wachtwoord": WACHTWOORD, "nogmaals": WACHTWOORD, "code": code, "zegel": zegel} | anders


def invited(beheer, **anders):
    client_of(beheer.bea).post("/beheer/mensen/uitnodigen/", NIEUW | anders)
    return mailed_link()


def test_who_is_new_chooses_a_password_and_an_app_and_is_in(beheer):
    link, gast = invited(beheer), Client()
    pagina = gast.get(link)
    assert pagina.status_code == 200 and "no-store" in pagina.headers["Cache-Control"]
    gedaan = gast.post(link, answers(pagina.text))
    assert gedaan.status_code == 302
    nora = Persoon.objects.get(email=NIEUW["email"])
    assert nora.bevoegdheden.get().rol == Rol.COMPLIANCE and nora.bevoegdheden.get().van == today()
    assert gast.get("/contracteren/postvak/").status_code == 200
    assert Inlog.objects.filter(persoon=nora, uitkomst="INGELOGD").exists()
    assert Client().get(link).status_code == 404, "a link counts once"
    with pytest.raises(Gebruikersfout, match="werkt niet meer"):
        aannemen.accept_new(
            uitnodiging=Uitnodiging.objects.get(),
            wachtwoord=WACHTWOORD,
            middel=aannemen.app(sleutel="00" * 20, code="0"),
            now=now(),
        )


@pytest.fixture
def domein(settings):
    """The address of the test client has passkeys."""
    settings.PASSKEY_DOMEIN, settings.PASSKEY_BRONNEN = "testserver", ["http://testserver"]


def made(gast, link, sleutel=None, **anders):
    """Answer the page of a passkey with a key in software."""
    opties = gast.get(f"{link}passkey/").context["opties"]
    vast = {"wachtwoord": WACHTWOORD, "nogmaals": WACHTWOORD, "naam": "Laptop"}
    return gast.post(f"{link}passkey/", vast | {"antwoord": (sleutel or Sleutel()).register(opties)} | anders)


@pytest.mark.parametrize("herstel", [False, True])
def test_a_passkey_takes_the_place_of_the_app(beheer, domein, herstel):
    c, gast = beheer.cast, Client()
    if herstel:
        client_of(beheer.bea).post(f"/beheer/mensen/{c.inkoper.pk}/herstellen/")
    link = mailed_link() if herstel else invited(beheer)
    assert f"{link}passkey/" in gast.get(link).text
    assert made(gast, link).status_code == 302
    wie = Persoon.objects.get(email=c.inkoper.email if herstel else NIEUW["email"])
    assert [type(d) for d in devices_for_user(wie)] == [Passkey], "and no app that nobody has"
    assert gast.get("/contracteren/postvak/").status_code == 200
    assert Inlog.objects.filter(persoon=wie, middel="PASSKEY", uitkomst="INGELOGD").exists()
    assert gast.get(f"{link}passkey/").status_code == 404


@pytest.mark.parametrize(
    "mis",
    [{"antwoord": ""}, {"antwoord": "{}"}, {"nogmaals": "iets heel anders"}, {"naam": ""}, {"wachtwoord": "kort"}],
)
def test_a_passkey_or_password_that_is_not_right_makes_nobody(beheer, domein, mis):
    link, gast, eerder = invited(beheer), Client(), Persoon.objects.count()
    assert made(gast, link, **mis).status_code == 400
    assert made(gast, link, Sleutel(bron="https://kwaad.example")).status_code == 400
    assert made(gast, link, Sleutel(vlaggen=1)).status_code == 400, "the key did not see who held it"
    assert Persoon.objects.count() == eerder and Uitnodiging.objects.get().aangenomen_op is None
    assert made(gast, link).status_code == 302, "and one may try again"


def test_the_answer_to_another_page_makes_no_passkey(beheer, domein):
    link, gast = invited(beheer), Client()
    antwoord = Sleutel().register(Client().get(f"{link}passkey/").context["opties"])
    assert made(gast, link, antwoord=antwoord).status_code == 400


def test_without_a_domain_or_with_a_login_there_is_no_passkey_to_make(beheer, settings, domein):
    bekend = invited(beheer, email=beheer.cast.inkoper_volger.email)
    assert Client().get(f"{bekend}passkey/").url == bekend
    settings.PASSKEY_DOMEIN = ""
    link = invited(beheer)
    assert "passkey" not in Client().get(link).text.lower()
    assert Client().get(f"{link}passkey/").url == link


def test_the_link_is_kept_as_a_digest_only(beheer):
    geheim = invited(beheer).strip("/").rpartition("/")[2]
    rij = Uitnodiging.objects.get()
    assert len(geheim) >= 43 and geheim not in str(rij.__dict__)
    assert rij.verloopt_op - rij.gemaakt_op == timedelta(days=7) == uitnodigen.GELDIG


@pytest.mark.parametrize(
    ("mis", "melding"),
    [
        ({"code": "000000"}, "Deze code klopt niet"),
        ({"nogmaals": "iets heel anders dan dat"}, "niet gelijk"),
        ({"wachtwoord": "kort", "nogmaals": "kort"}, "minstens twaalf tekens"),
        ({"zegel": "vervalst"}, "Deze code klopt niet"),
    ],
)
def test_a_wrong_answer_makes_nobody(beheer, mis, melding):
    link, gast, eerder = invited(beheer), Client(), Persoon.objects.count()
    pagina = gast.get(link).text
    antwoord = gast.post(link, answers(pagina) | mis)
    assert antwoord.status_code == 400 and melding in antwoord.text
    assert Persoon.objects.count() == eerder and Uitnodiging.objects.get().aangenomen_op is None
    assert gast.post(link, answers(antwoord.text)).status_code == 302, "and one may try again"


@pytest.mark.parametrize("hoe", ["verlopen", "ingetrokken", "uitnodiger weg", "verzonnen"])
def test_a_link_that_no_longer_works(beheer, hoe):
    link = invited(beheer)
    if hoe == "verlopen":
        Uitnodiging.objects.update(verloopt_op=now())
    if hoe == "ingetrokken":
        uitnodigen.withdraw(uitnodiging=Uitnodiging.objects.get(), by=beheer.ben, now=now())
    if hoe == "uitnodiger weg":
        rollen.end(bevoegdheid=beheer.bea.bevoegdheden.get(), by=beheer.ben, now=now())
    if hoe == "verzonnen":
        link = "/beheer/uitnodiging/verzonnen/"
    antwoord = Client().get(link)
    assert antwoord.status_code == 404 and "werkt niet meer" in antwoord.text


def test_a_trusted_role_still_waits_after_accepting(beheer):
    link, gast = invited(beheer, rol=Rol.DECLARATIES), Client()
    gast.post(link, answers(gast.get(link).text))
    voorstel = Voorstel.objects.get()
    assert (voorstel.status, voorstel.persoon.email) == ("OPEN", NIEUW["email"])
    assert gast.get("/declaraties/bestanden/").status_code == 403
    start = gast.get("/").text
    assert f"Uw rol als declaraties bij {beheer.cast.verzekeraar.naam} wacht op een tweede persoon" in start
    halfweg = Client()
    halfweg.force_login(voorstel.persoon)
    assert "wacht op een tweede persoon" not in halfweg.get("/").text, "first both factors"
    rollen.confirm(voorstel=voorstel, by=beheer.ben, now=now())
    assert gast.get("/declaraties/bestanden/").status_code == 200


def test_a_known_address_is_answered_the_same_and_gets_the_role_beside_what_it_has(beheer):
    c = beheer.cast
    bea = client_of(beheer.bea)
    antwoorden = []
    for email in ("onbekend@voorbeeld.nl", c.inkoper_volger.email):
        bea.post("/beheer/mensen/uitnodigen/", NIEUW | {"email": email})
        tekst = bea.get("/beheer/mensen/").text
        antwoorden.append(re.sub(r"\d+/\"|csrfmiddlewaretoken[^>]+", "", tekst.replace(email, "x")))
        Uitnodiging.objects.update(ingetrokken_op=now())
    assert antwoorden[0] == antwoorden[1]
    brieven = {bericht.body.replace(mailed_link(nummer), "") for nummer, bericht in enumerate(mail.outbox)}
    assert len(mail.outbox) == 2 and len(brieven) == 1


def test_a_known_person_must_be_logged_in_with_both_factors_to_accept(beheer):
    c = beheer.cast
    link = invited(beheer, email=c.inkoper_volger.email.upper())
    eerder = Persoon.objects.count()
    halfweg = Client()
    halfweg.force_login(c.inkoper_volger)
    for gast in (Client(), halfweg, client_of(c.buitenstaander)):
        assert gast.get(link).status_code == 200
        gast.post(link, {"wachtwoord": WACHTWOORD, "nogmaals": WACHTWOORD, "code": "123456"})
        assert Uitnodiging.objects.get().aangenomen_op is None
    zelf = client_of(c.inkoper_volger)
    assert zelf.post(link).status_code == 302
    assert {b.organisatie for b in c.inkoper_volger.bevoegdheden.all()} == {c.volger, c.verzekeraar}
    assert Persoon.objects.count() == eerder
    assert zelf.get("/contracteren/postvak/").status_code == 200


def test_nobody_invites_themselves_or_who_has_the_role_or_too_many(beheer, monkeypatch):
    bij, nieuw = beheer.bij(beheer.bea), {"naam": "X", "rol": Rol.INKOPER}
    with pytest.raises(Gebruikersfout, match="wijzigt een ander"):
        uitnodigen.invite(email=beheer.bea.email, **nieuw, **bij)
    with pytest.raises(Gebruikersfout, match="heeft deze rol al"):
        uitnodigen.invite(email=beheer.cast.inkoper.email, **nieuw, **bij)
    with pytest.raises(Gebruikersfout, match="bestaat niet"):
        uitnodigen.invite(email="x@voorbeeld.nl", naam="X", rol=Rol.LEZER, **bij)
    with pytest.raises(Gebruikersfout, match="Dit mag alleen"):
        uitnodigen.invite(email="x@voorbeeld.nl", **nieuw, **beheer.bij(beheer.cast.inkoper))
    monkeypatch.setattr(uitnodigen, "HOOGSTENS", 1)
    uitnodigen.invite(email="x@voorbeeld.nl", **nieuw, **bij)
    with pytest.raises(Gebruikersfout, match="te veel uitnodigingen"):
        uitnodigen.invite(email="y@voorbeeld.nl", **nieuw, **bij)


def test_sending_again_ends_the_link_of_before(beheer):
    eerste = invited(beheer)
    rij = Uitnodiging.objects.get()
    client_of(beheer.ben).post(f"/beheer/mensen/uitnodigingen/{rij.pk}/", {"stap": "opnieuw"})
    assert Client().get(eerste).status_code == 404
    assert Client().get(mailed_link()).status_code == 200


def test_a_mail_server_that_refuses_is_told_and_can_be_tried_again(beheer, monkeypatch):
    def refuse(self, berichten):
        raise smtplib.SMTPServerDisconnected("weg")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    antwoord = client_of(beheer.bea).post("/beheer/mensen/uitnodigen/", NIEUW, follow=True)
    assert "De e-mail is niet verstuurd" in antwoord.text and "nog niet verstuurd" in antwoord.text


def test_a_lost_telephone_stops_everything_and_a_link_begins_anew(beheer):
    c = beheer.cast
    zelf, oud = client_of(c.inkoper), c.inkoper.password
    client_of(beheer.bea).post(f"/beheer/mensen/{c.inkoper.pk}/herstellen/")
    assert zelf.get("/contracteren/postvak/").status_code == 302, "out at once"
    c.inkoper.refresh_from_db()
    assert not c.inkoper.has_usable_password() and not TOTPDevice.objects.filter(user=c.inkoper).exists()
    assert Ingreep.objects.get().soort == "HERSTEL"
    link, gast = mailed_link(), Client()
    gast.post(link, answers(gast.get(link).text))
    assert gast.get("/contracteren/postvak/").status_code == 200
    c.inkoper.refresh_from_db()
    assert c.inkoper.has_usable_password() and c.inkoper.password != oud


def test_one_means_is_taken_away_and_its_sessions_end(beheer):
    c = beheer.cast
    zelf = client_of(c.inkoper)
    middel = TOTPDevice.objects.get(user=c.inkoper).persistent_id
    client_of(beheer.bea).post(f"/beheer/mensen/{c.inkoper.pk}/middel/", {"middel": middel})
    assert zelf.get("/contracteren/postvak/").status_code == 302
    ander = TOTPDevice.objects.get(user=c.contractbeheer).persistent_id
    with pytest.raises(Gebruikersfout, match="is er niet meer"):
        inlogmiddelen.take_away(persoon=c.inkoper, middel=ander, **beheer.bij(beheer.bea))
    assert TOTPDevice.objects.filter(user=c.contractbeheer).exists()


def test_no_power_over_the_login_of_who_works_elsewhere_too(beheer):
    """Taking away or joining logins would touch the other organisation."""
    c = beheer.cast
    actions.grant(persoon=c.inkoper, organisatie=c.volger, rol=Rol.INKOPER, van=today())
    middel = TOTPDevice.objects.get(user=c.inkoper).persistent_id
    bij = beheer.bij(beheer.bea)
    for step in (
        lambda: inlogmiddelen.take_away(persoon=c.inkoper, middel=middel, **bij),
        lambda: inlogmiddelen.reset(persoon=c.inkoper, **bij),
        lambda: inlogmiddelen.join(een=c.inkoper, ander=c.declaraties, **bij),
        lambda: inlogmiddelen.join(een=c.declaraties, ander=c.inkoper, **bij),
        lambda: inlogmiddelen.reset(persoon=c.inkoper_volger, **bij),
        lambda: inlogmiddelen.join(een=c.declaraties, ander=c.inkoper_volger, **bij),
    ):
        with pytest.raises(Gebruikersfout, match="alleen zelf"):
            step()
    assert TOTPDevice.objects.filter(user=c.inkoper).exists() and not Uitnodiging.objects.exists()


def test_two_accounts_of_one_person_are_joined_but_never_ones_own(beheer):
    c = beheer.cast
    inlogmiddelen.join(een=c.inkoper, ander=c.declaraties, **beheer.bij(beheer.bea))
    assert c.inkoper.is_same(c.declaraties.pk) and Ingreep.objects.get().soort == "KOPPELING"
    with pytest.raises(Gebruikersfout, match="wijzigt een ander"):
        inlogmiddelen.join(een=beheer.ben, ander=beheer.bea, **beheer.bij(beheer.bea))
