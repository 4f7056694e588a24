"""Every change arrives at the address of a subscriber, signed, at least once; and never at an address inside."""

import base64
import hashlib
import hmac
import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from tests.web.api.conftest import settle
from zorginkoop import cli
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.api import actions, bezorgen, netwerk
from zorginkoop.web.api.models import Bezorging

pytestmark = pytest.mark.django_db(transaction=True)


class Ontvanger(ThreadingHTTPServer):
    """A receiver that keeps what it gets and answers with the status it is told."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.gekregen, self.status, self.kop = [], 204, {}
        self.url = f"http://127.0.0.1:{self.server_port}/in?x=1"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        inhoud = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.gekregen.append((self.path, dict(self.headers), inhoud))
        self.send_response(self.server.status)
        for naam, waarde in self.server.kop.items():
            self.send_header(naam, waarde)
        self.end_headers()

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def ontvanger(settings):
    settings.WEBHOOK_NETWERKEN = ["127.0.0.0/8"]
    server = Ontvanger()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def abonnement(systemen, ontvanger):
    settle()
    antwoord = systemen.praktijk.post("/abonnementen", {"url": ontvanger.url, "soorten": ["aanvraag"]})
    assert antwoord.status_code == 201, antwoord.content
    return antwoord["Location"].removeprefix("/api/v1")


def deliver(*, now):
    settle()
    return bezorgen.deliver(now=now)


def test_a_change_arrives_as_a_signed_cloud_event(systemen, ontvanger, abonnement):
    aanvraag = systemen.markt.submitted()
    telling = deliver(now=timezone.now())

    assert telling == {"OPEN": 0, "BEZORGD": 2, "OPGEGEVEN": 0}
    pad, koppen, inhoud = ontvanger.gekregen[-1]
    bericht = json.loads(inhoud)
    assert (pad, koppen["Content-Type"].split(";")[0]) == ("/in?x=1", "application/cloudevents+json")
    assert bericht["type"] == "nl.zorginkoop.aanvraag.toegelaten"
    assert bericht["dataref"] == f"/api/v1/aanvragen/{aanvraag.kenmerk}"
    assert bericht["source"].startswith("urn:nld:kvknr:")
    geheim = base64.b64decode(systemen.praktijk.get(f"{abonnement}/geheim").json()["geheim"].removeprefix("whsec_"))
    getekend = f"{koppen['webhook-id']}.{koppen['webhook-timestamp']}.".encode() + inhoud
    verwacht = base64.b64encode(hmac.new(geheim, getekend, hashlib.sha256).digest()).decode()
    assert koppen["webhook-signature"] == f"v1,{verwacht}"


def test_the_order_of_the_messages_can_be_read_from_them(systemen, ontvanger, abonnement):
    systemen.markt.submitted()
    deliver(now=timezone.now())

    berichten = [json.loads(inhoud) for _, _, inhoud in ontvanger.gekregen]
    opvolgend = [b["data"]["status"] for b in sorted(berichten, key=lambda b: b["sequence"])]
    assert opvolgend == ["CONCEPT", "TOEGELATEN"]
    assert len({b["id"] for b in berichten}) == 2


def test_nothing_arrives_twice_and_nothing_that_was_not_asked(systemen, ontvanger, abonnement):
    systemen.markt.offered()
    for _ in range(2):
        deliver(now=timezone.now())

    soorten = [json.loads(inhoud)["data"]["soort"] for _, _, inhoud in ontvanger.gekregen]
    assert soorten == ["aanvraag"] * 3


def test_what_fails_is_tried_again_ever_later_and_then_given_up(systemen, ontvanger, abonnement):
    ontvanger.status = 500
    systemen.markt.started()
    moment = timezone.now()
    for poging in range(1, bezorgen.POGINGEN + 1):
        deliver(now=moment)
        assert len(ontvanger.gekregen) == poging
        deliver(now=moment + timedelta(seconds=1))
        assert len(ontvanger.gekregen) == poging, "te vroeg opnieuw geprobeerd"
        moment += bezorgen.pause(poging)

    bezorging = Bezorging.objects.get()
    assert (bezorging.status, bezorging.uitkomst) == ("OPGEGEVEN", "500")
    assert systemen.praktijk.get(abonnement).json()["opgegeven"] == 1
    assert bezorgen.pause(1) == timedelta(seconds=30)
    assert bezorgen.pause(10) == timedelta(hours=12)


def test_after_a_failure_the_same_bytes_come_again(systemen, ontvanger, abonnement):
    ontvanger.status = 503
    systemen.markt.started()
    nu = timezone.now()
    deliver(now=nu)
    ontvanger.status = 200
    deliver(now=nu + timedelta(minutes=1))

    assert ontvanger.gekregen[0][2] == ontvanger.gekregen[1][2]
    assert Bezorging.objects.get().status == "BEZORGD"


def test_a_redirect_is_not_followed(systemen, ontvanger, abonnement):
    ontvanger.status, ontvanger.kop = 302, {"Location": "http://169.254.169.254/"}
    systemen.markt.started()
    deliver(now=timezone.now())

    assert (Bezorging.objects.get().status, Bezorging.objects.get().uitkomst) == ("OPEN", "302")


def test_a_delivery_whose_sender_died_is_taken_up_by_another(systemen, ontvanger, abonnement):
    systemen.markt.started()
    nu = timezone.now()
    settle()
    bezorgen._make_deliveries(bezorgen.Abonnement.objects.get().pk, nu)
    bezorgen._take(nu)

    assert deliver(now=nu + timedelta(minutes=1))["BEZORGD"] == 0
    assert deliver(now=nu + timedelta(minutes=3))["BEZORGD"] == 1


def test_who_stops_or_is_blocked_hears_nothing_more(systemen, ontvanger, abonnement):
    nummer = systemen.volger.post("/abonnementen", {"url": ontvanger.url})["Location"].removeprefix("/api/v1")
    actions.block_systeem(systeem=systemen.volger.systeem, by="proef", now=timezone.now())
    wie = (systemen.ander, systemen.praktijk, systemen.praktijk)
    wegen = [w.client.delete(f"/api/v1{abonnement}", headers=w.bearer()).status_code for w in wie]
    systemen.markt.followed(systemen.markt.signed())

    assert wegen == [404, 204, 204], "of nobody else, and doing it twice is the same as once"
    assert set(deliver(now=timezone.now()).values()) == {0}
    assert [systemen.praktijk.get(pad).status_code for pad in (abonnement, nummer)] == [404, 404]


def test_the_command_delivers(systemen, ontvanger, abonnement, monkeypatch, capsys):
    systemen.markt.started()
    settle()
    monkeypatch.setattr("sys.argv", ["zorginkoop", "webhooks", "bezorg"])
    with pytest.raises(SystemExit, match="0"):
        cli.main()

    assert "1 bezorgd" in capsys.readouterr().out


@pytest.mark.parametrize(
    "url",
    [
        *("http://example.org/", "https://127.0.0.1/", "https://localhost/", "https://10.0.0.1/", "https://[::1]/"),
        *("https://169.254.169.254/latest", "https://192.168.1.1/", "https://[::ffff:10.0.0.1]/", "https://0.0.0.0/"),
        *("https://[64:ff9b::a00:1]/", "https://[fe80::1]/", "https://[fd00::1]/", "https://2130706433/"),
        *("https://100.64.0.1/", "https://224.0.0.1/", "https://naam:woord@8.8.8.8/", "https://8.8.8.8/#x"),
        *("ftp://8.8.8.8/", "https://8.8.8.8:22/", "https:///pad", "geen adres", "https://8.8.8.8/a b", "https://[x/"),
        *("https://8.8.8.8:999999/", "https://[2002:a00:1::]/", "https://0x7f.1/"),
    ],
)
def test_an_address_inside_or_odd_is_refused(url):
    with pytest.raises(Gebruikersfout):
        netwerk.target(url)


def test_a_public_address_is_connected_to_as_it_was_checked(monkeypatch):
    gevraagd = []

    def lookup(host, port, **_):
        gevraagd.append(host)
        return [(2, 1, 6, "", ("8.8.8.8" if len(gevraagd) == 1 else "10.0.0.1", port))]

    monkeypatch.setattr(netwerk.socket, "getaddrinfo", lookup)
    doel = netwerk.target("https://voorbeeld.example:8443/in?a=b")
    assert (doel.adres, doel.host, doel.port, doel.pad) == ("8.8.8.8", "voorbeeld.example", 8443, "/in?a=b")
    with pytest.raises(Gebruikersfout, match="besloten netwerk"):  # the name now leads inside
        netwerk.target("https://voorbeeld.example/")


def test_one_inside_address_among_public_ones_is_enough_to_refuse(monkeypatch):
    adressen = [(2, 1, 6, "", (adres, 443)) for adres in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(netwerk.socket, "getaddrinfo", lambda *_, **__: adressen)
    with pytest.raises(Gebruikersfout):
        netwerk.target("https://voorbeeld.example/")
