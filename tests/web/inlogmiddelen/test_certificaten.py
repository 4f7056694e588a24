"""Logging in with a certificate: only one's own, only a good one, only where it is shown."""

from ipaddress import ip_network
from urllib.parse import quote

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.conftest import WACHTWOORD, current_code
from zorginkoop.adapters import inlogcertificaat as ic
from zorginkoop.adapters.inlog_ca import BELEID_BEZIT, InlogCA
from zorginkoop.web.inlogmiddelen import certificaten, middelen, verbinding
from zorginkoop.web.inlogmiddelen.models import Certificaat, Inlog
from zorginkoop.web.toegang.models import Wijziging

PAGINA, MIJN, KOPPELEN = (reverse(f"inlogmiddelen:{n}") for n in ("certificaat", "mijn", "certificaat_koppelen"))
LOGIN, CODE, KIEZEN = (reverse(f"toegang:{n}") for n in ("inloggen", "code", "kiezen"))
KOP = "X-SSL-Client-Cert"


def as_header(uitgifte):
    return quote(uitgifte.certificaat.public_bytes(Encoding.PEM))


def outcomes():
    return list(Inlog.objects.order_by("id").values_list("middel", "uitkomst", "persoon__naam"))


def test_an_own_certificate_is_both_factors_and_gives_a_new_session(cast, uitgever, toon):
    browser = toon(uitgever.linked(cast.tekenbevoegde))
    assert "Sanne Tekens" in browser.get(PAGINA).text
    browser.get(LOGIN)
    browser.session["iets"] = 1
    before = browser.session.session_key
    assert browser.post(PAGINA, {"next": KIEZEN}).url == KIEZEN
    assert browser.session.session_key != before
    assert "Huisartsenpraktijk De Linde" in browser.get(KIEZEN).text
    assert outcomes() == [("CERTIFICAAT", "INGELOGD", "Sanne Tekens")]


def test_possession_alone_leads_to_the_code(cast, uitgever, toon):
    browser = toon(uitgever.linked(cast.assistent, beleid=BELEID_BEZIT))
    assert browser.post(PAGINA, {"next": KIEZEN}).url.startswith(CODE)
    assert browser.get(KIEZEN).url == CODE
    assert browser.post(CODE, {"code": current_code(cast.assistent), "next": KIEZEN}).url == KIEZEN


def refusals(uitgever, cast):
    ca, nu = uitgever.ca, timezone.now()
    ingetrokken = uitgever.linked(cast.inkoper)
    uitgever.revoke(ingetrokken)
    return {
        ic.INGETROKKEN: ingetrokken,
        certificaten.SYSTEEM: ca.system("Sanne Tekens", now=nu),
        certificaten.NIET_GEKOPPELD: ca.person("Sanne Tekens", now=nu),
        ic.GEEN_SOORT: ca.person("Sanne Tekens", now=nu, beleid="2.999.9"),
        ic.VREEMD: InlogCA.make(now=nu).person("Sanne Tekens", now=nu),
        certificaten.GEEN: None,
    }


def test_every_other_certificate_is_refused_with_a_reason_that_is_kept(cast, uitgever, toon):
    uitgever.linked(cast.tekenbevoegde)
    for reden, uitgifte in refusals(uitgever, cast).items():
        browser = toon(uitgifte)
        assert reden in browser.post(PAGINA).text
        assert browser.get(KIEZEN).url == LOGIN
        assert Inlog.objects.latest("id").reden == reden
    eigen = [str(pk) for pk in Inlog.objects.values_list("pk", flat=True)]
    spoor = Wijziging.objects.filter(tabel="inlogmiddelen_inlog", rij_id__in=eigen, nieuw__uitkomst="GEWEIGERD")
    assert spoor.count() == 6


def test_without_the_list_of_withdrawn_ones_nobody_gets_in(cast, uitgever, toon):
    browser = toon(uitgever.linked(cast.tekenbevoegde))
    uitgever.lijst.unlink()
    verbinding.forget()
    assert ic.ONBEREIKBAAR in browser.post(PAGINA).text
    assert browser.get(KIEZEN).url == LOGIN


def test_a_system_certificate_cannot_even_be_linked(cast, uitgever, toon, login_as):
    browser = toon(uitgever.ca.system("Systeem", now=timezone.now()), login_as(cast.tekenbevoegde))
    assert "certificaat zien" not in browser.get(MIJN).text
    assert certificaten.SYSTEEM in browser.post(KOPPELEN, follow=True).text
    assert not Certificaat.objects.exists()


def test_the_first_time_one_links_it_with_both_other_factors(cast, uitgever, toon):
    uitgifte = uitgever.ca.person("S. Tekens", now=timezone.now())
    browser = toon(uitgifte)
    browser.post(LOGIN, {"email": cast.tekenbevoegde.email, "wachtwoord": WACHTWOORD})
    assert browser.post(KOPPELEN).url == CODE
    assert not Certificaat.objects.exists()
    browser.post(CODE, {"code": current_code(cast.tekenbevoegde)})
    assert "Dit certificaat aan mij koppelen" in browser.get(MIJN).text
    assert "voortaan mee inloggen" in browser.post(KOPPELEN, follow=True).text
    assert "Dit certificaat aan mij koppelen" not in browser.get(MIJN).text
    gekoppeld = Certificaat.objects.get()
    assert gekoppeld.serienummer == f"{uitgifte.certificaat.serial_number:x}"
    assert toon(uitgifte).post(PAGINA).url == reverse("start")


def test_nobody_takes_over_what_is_linked_to_another(cast, uitgever, toon, login_as):
    browser = toon(uitgever.linked(cast.tekenbevoegde), login_as(cast.assistent))
    assert certificaten.BEZET in browser.post(KOPPELEN, follow=True).text
    assert Certificaat.objects.get().user == cast.tekenbevoegde


@pytest.mark.parametrize("compleet", [True, False])
def test_identities_are_never_mixed(cast, uitgever, toon, login_as, compleet):
    """Whether the other person gave both factors or only the password."""
    if compleet:
        ander = login_as(cast.assistent)
    else:
        ander = toon(None)
        ander.post(LOGIN, {"email": cast.assistent.email, "wachtwoord": WACHTWOORD})
    browser = toon(uitgever.linked(cast.tekenbevoegde), ander)
    response = browser.post(PAGINA, follow=True)
    assert compleet or certificaten.ANDER in response.text
    assert browser.session["_auth_user_id"] == str(cast.assistent.pk)


@pytest.mark.parametrize("daarna", ["none", "another", "revoked", "unlinked", "inactive"])
def test_the_session_ends_where_the_certificate_does(cast, uitgever, toon, daarna):
    eigen, ander = uitgever.linked(cast.tekenbevoegde), uitgever.linked(cast.assistent)
    browser = toon(eigen)
    browser.post(PAGINA)
    assert browser.get(KIEZEN).status_code == 200
    later = toon({"none": None, "another": ander}.get(daarna, eigen), browser)
    if daarna == "revoked":
        uitgever.revoke(eigen)
    if daarna == "unlinked":
        Certificaat.objects.filter(user=cast.tekenbevoegde).update(confirmed=False)
    if daarna == "inactive":
        type(cast.tekenbevoegde).objects.filter(pk=cast.tekenbevoegde.pk).update(is_active=False)
    assert later.get(KIEZEN).status_code == 302
    assert browser.get(KIEZEN).status_code == 302, "and stays ended"


@pytest.mark.parametrize("met_code", [True, False])
def test_a_session_of_possession_and_a_code_ends_with_the_certificate_too(cast, uitgever, toon, met_code):
    """The code is still there, but who takes the lost card away ends what it opened; also halfway logging in."""
    browser = toon(uitgever.linked(cast.assistent, beleid=BELEID_BEZIT))
    browser.post(PAGINA, {"next": KIEZEN})
    if met_code:
        browser.post(CODE, {"code": current_code(cast.assistent)})
        assert browser.get(KIEZEN).status_code == 200
    Certificaat.objects.filter(user=cast.assistent).delete()
    assert browser.get(CODE).url == browser.get(KIEZEN).url == LOGIN


def test_an_inactive_person_has_no_certificate(cast, uitgever, toon):
    browser = toon(uitgever.linked(cast.tekenbevoegde))
    type(cast.tekenbevoegde).objects.filter(pk=cast.tekenbevoegde.pk).update(is_active=False)
    assert certificaten.NIET_GEKOPPELD in browser.post(PAGINA).text


HEADERS = [KOP, "X_SSL_CLIENT_CERT", "Client-Cert", "X-CLIENT-CERT", "SSL-Client-Cert", "X-SSL-Client-Verify"]


def test_without_a_proxy_no_header_counts(cast, uitgever, client):
    waarde = as_header(uitgever.linked(cast.tekenbevoegde))
    for kop in HEADERS:
        koppen = {"HTTP_" + kop.upper().replace("-", "_"): waarde, "HTTP_X_SSL_CLIENT_VERIFY": "SUCCESS"}
        assert certificaten.GEEN in client.post(PAGINA, **koppen).text, kop
        assert client.get(KIEZEN).url == LOGIN, kop


@pytest.fixture
def proxy(settings):
    settings.PROXY_KOP = KOP
    settings.PROXY_NETTEN = (ip_network("10.0.0.7/32"),)
    settings.PROXY_SOCKET = False


@pytest.mark.usefixtures("proxy")
def test_the_header_counts_from_the_proxy_and_from_nobody_else(cast, uitgever, client, settings):
    kop = {"HTTP_X_SSL_CLIENT_CERT": as_header(uitgever.linked(cast.tekenbevoegde))}
    for adres in ("10.0.0.8", "127.0.0.1", "", "onzin"):
        assert client.post(PAGINA, REMOTE_ADDR=adres, **kop).status_code == 400
    van_proxy = {"REMOTE_ADDR": "10.0.0.7", "HTTP_X_FORWARDED_FOR": "192.0.2.66, 198.51.100.4", **kop}
    assert client.post(PAGINA, **van_proxy).status_code == 302
    assert Inlog.objects.get().adres == "198.51.100.4"
    settings.PROXY_SOCKET = True
    assert client.get(KIEZEN, REMOTE_ADDR="", **kop).status_code == 200


@pytest.mark.usefixtures("proxy")
def test_behind_a_proxy_the_socket_is_that_of_the_proxy(cast, uitgever, toon):
    browser = toon(uitgever.linked(cast.tekenbevoegde))
    assert certificaten.GEEN in browser.post(PAGINA, REMOTE_ADDR="10.0.0.7").text


@pytest.mark.usefixtures("proxy")
@pytest.mark.parametrize("waarde", ["onzin", "%00", "-----BEGIN CERTIFICATE-----", "A" * 60_000, "a,b"])
def test_a_damaged_header_is_a_bad_request(db, client, waarde):
    assert client.get(LOGIN, REMOTE_ADDR="10.0.0.7", HTTP_X_SSL_CLIENT_CERT=waarde).status_code == 400


def test_the_login_page_offers_it_only_where_it_can_work(cast, uitgever, client, settings):
    aanbod = "Inloggen met een certificaat"
    assert aanbod in client.get(LOGIN, secure=True).text
    assert aanbod not in client.get(LOGIN).text
    settings.CLIENT_CA = None
    assert aanbod not in client.get(LOGIN, secure=True).text
    assert client.get(PAGINA, secure=True).status_code == 404


def test_own_means_are_shown_and_taken_away_but_never_the_last(cast, uitgever, login_as):
    uitgever.linked(cast.tekenbevoegde)
    vreemd = Certificaat.objects.create(
        user=cast.assistent, name="x", vingerafdruk="x", geldig_tot=timezone.now(), gekoppeld_op=timezone.now()
    )
    client = login_as(cast.tekenbevoegde)
    assert "App met codes" in client.get(MIJN).text
    eigen = Certificaat.objects.get(user=cast.tekenbevoegde)
    weg = [reverse("inlogmiddelen:verwijderen", args=["certificaat", pk]) for pk in (eigen.pk, vreemd.pk, 999)]
    assert [client.get(url).status_code for url in weg] == [200, 404, 404]
    assert [client.post(url).status_code for url in weg[1:]] == [404, 404]
    client.post(weg[0])
    assert list(Certificaat.objects.all()) == [vreemd]
    vreemd.user = cast.tekenbevoegde
    vreemd.save()
    cast.tekenbevoegde.totpdevice_set.update(confirmed=False)
    with pytest.raises(ic.Gebruikersfout, match="laatste"):
        middelen.remove(persoon=cast.tekenbevoegde, middel=vreemd, by=cast.tekenbevoegde)


def test_the_page_costs_the_same_with_many_means(cast, uitgever, login_as):
    client = login_as(cast.tekenbevoegde)
    client.get(MIJN)
    tellingen = []
    for aantal in (1, 9):
        for _ in range(aantal):
            uitgever.linked(cast.tekenbevoegde)
            client.post(reverse("inlogmiddelen:certificaat"))
        with CaptureQueriesContext(connection) as geteld:
            client.get(MIJN)
        tellingen.append(len(geteld))
    assert tellingen[0] == tellingen[1]
