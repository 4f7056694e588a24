"""E-mail: once per person and message, after retries, under one identity, and nothing confidential in it."""

import smtplib
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.web.contractering.conftest import CANARY_IBAN, EXPLICIET, NOW, person
from tests.web.contractering.reizigers import client_of
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.berichten import actions, bezorgen, herinneren, post, retour, soorten, verdelen
from zorginkoop.web.berichten.models import Bericht, Voorkeur, Zending, Zendingdeel
from zorginkoop.web.toegang.models import Bevoegdheid, Persoon
from zorginkoop.web.toegang.rollen import Rol

LATER = NOW + timedelta(days=2)


@pytest.fixture(autouse=True)
def _mailbox(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.PORTAAL_ADRES = "https://portaal.example.nl"
    mail.outbox = []


@pytest.fixture
def server(monkeypatch):
    """Call with what the mail server answers from now on; None when it takes e-mail again."""
    antwoord: list[Exception | None] = [None]
    echt = EmailBackend.send_messages

    def send(self, messages):
        if antwoord[0] is not None:
            raise antwoord[0]
        return echt(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send)
    return lambda fout: antwoord.__setitem__(0, fout)


def send(now: datetime = NOW) -> list[str]:
    """Distribute and deliver; who got something now."""
    voor = len(mail.outbox)
    verdelen.distribute(now=now)
    bezorgen.deliver(now=now)
    return [adres for bericht in mail.outbox[voor:] for adres in bericht.to]


def test_a_practice_hears_at_once_and_an_insurer_in_the_morning(markt):
    markt.offered()
    assert sorted(send()) == ["ahmed@voorbeeld.nl", "sanne1@voorbeeld.nl"]
    assert send() == []
    assert sorted(send(LATER)) == ["coby@voorbeeld.nl", "cor@voorbeeld.nl", "igor@voorbeeld.nl", "iris@voorbeeld.nl"]
    assert mail.outbox[-1].subject == "Zorginkoop: 1 bericht"


def test_mail_says_only_kind_reference_and_link(markt):
    aanbod = markt.offered()
    send()
    tekst = mail.outbox[0].body + mail.outbox[0].subject
    bericht = Bericht.objects.get(soort="aanbod_ontvangen")

    assert f"Er ligt een aanbod\nKenmerk: {aanbod.aanvraag.kenmerk}" in tekst
    assert f"https://portaal.example.nl/berichten/postvak/{bericht.pk}/" in tekst
    for geheim in (CANARY_IBAN, markt.praktijk.naam, markt.verzekeraar.naam, markt.tekenbevoegde.naam, "€", "POH"):
        assert geheim not in tekst


def test_mail_is_in_the_language_of_its_reader(markt):
    Persoon.objects.filter(pk=markt.tekenbevoegde.pk).update(taal="en")
    aanbod = markt.offered()
    send()
    per = {m.to[0]: m for m in mail.outbox}
    engels, dutch = per["sanne1@voorbeeld.nl"], per["ahmed@voorbeeld.nl"]
    assert (engels.subject, dutch.subject) == ("There is an offer", "Er ligt een aanbod")
    assert f"There is an offer\nReference: {aanbod.aanvraag.kenmerk}" in engels.body
    assert engels.extra_headers["Content-Language"] == "en"
    for woord in ("Kenmerk", "Er staat", "niet", "Geen"):
        assert woord not in engels.body


def test_a_server_that_is_down_gets_it_later_under_the_same_identity(markt, server):
    markt.offered()
    server(smtplib.SMTPServerDisconnected("weg"))
    assert send() == []
    assert set(Zending.objects.filter(dag=None).values_list("pogingen", "status")) == {(1, "OPEN")}
    server(None)
    assert send() == []  # not before the pause is over
    assert len(send(NOW + timedelta(minutes=1))) == 2
    assert {m.extra_headers["Message-ID"] for m in mail.outbox} == set(
        Zending.objects.filter(dag=None).values_list("message_id", flat=True)
    )


def test_who_dies_between_sending_and_keeping_sends_once_more_with_the_same_identity(markt, monkeypatch):
    markt.offered()
    monkeypatch.setattr(bezorgen, "_keep", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        send()
    monkeypatch.undo()
    assert len(send()) == 1  # the other one; the first is still with who died
    assert len(send(NOW + bezorgen.IN_BEHANDELING)) == 1
    identiteiten = [m.extra_headers["Message-ID"] for m in mail.outbox]

    assert (len(identiteiten), len(set(identiteiten))) == (3, 2)


@pytest.mark.parametrize(
    ("fout", "status"),
    [
        (smtplib.SMTPRecipientsRefused({"x": (550, b"bestaat niet")}), "GEWEIGERD"),
        (smtplib.SMTPDataError(554, b"spam"), "GEWEIGERD"),
        (smtplib.SMTPRecipientsRefused({"x": (450, b"vol")}), "OPEN"),
        (smtplib.SMTPAuthenticationError(535, b"wachtwoord"), "OPEN"),
        (ConnectionRefusedError("dicht"), "OPEN"),
    ],
)
def test_only_what_is_wrong_with_the_recipient_ends_it(markt, server, fout, status):
    markt.offered()
    server(fout)
    send()

    assert set(Zending.objects.filter(dag=None).values_list("status", flat=True)) == {status}
    if status == "GEWEIGERD":
        assert "kwam niet aan" in client_of(markt.tekenbevoegde).get(reverse("berichten:voorkeuren")).content.decode()


def test_in_the_end_it_is_given_up(markt, server):
    markt.offered()
    verdelen.distribute(now=NOW)
    server(ConnectionRefusedError("dicht"))
    moment = NOW
    for _ in range(bezorgen.POGINGEN):
        bezorgen.deliver(now=moment)
        moment += bezorgen.LANGSTE_PAUZE

    assert set(Zending.objects.filter(dag=None).values_list("status", "pogingen")) == {("OPGEGEVEN", 10)}


def test_preferences_decide_and_the_louder_role_counts(markt):
    Bevoegdheid.objects.create(persoon=markt.invuller, organisatie=markt.praktijk, rol=Rol.LEZER, van=date(2020, 1, 1))
    person("Lia", markt.praktijk, Rol.LEZER)
    actions.choose(keuzes={"aanbod_ontvangen": "PORTAAL"}, by=markt.tekenbevoegde)
    markt.offered()

    assert send() == ["ahmed@voorbeeld.nl"]


def test_needed_messages_cannot_be_silenced_others_can(markt):
    with pytest.raises(Gebruikersfout, match="moet u kunnen lezen"):
        actions.choose(keuzes={"aanbod_ontvangen": "NIET"}, by=markt.tekenbevoegde)
    actions.choose(keuzes={"volging_besloten": "NIET"}, by=markt.tekenbevoegde)
    markt.followed(markt.signed())
    pagina = client_of(markt.tekenbevoegde).get(reverse("berichten:postvak")).content.decode()

    assert "Er ligt een aanbod" in pagina
    assert "besloot over volgen" not in pagina


def test_the_link_in_an_email_ends_one_kind_without_a_login(markt, client):
    markt.offered()
    send()
    (link,) = (r.split(": ", 1)[1] for r in mail.outbox[0].body.splitlines() if r.startswith("Geen e-mail meer over"))
    assert mail.outbox[0].extra_headers["List-Unsubscribe"] == f"<{link}>"
    pad = link.removeprefix("https://portaal.example.nl")
    assert "Stop deze e-mail" in client.get(pad).content.decode()
    assert Voorkeur.objects.count() == 0
    client.handler.enforce_csrf_checks = True
    assert client.post(pad, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert list(Voorkeur.objects.values_list("soort", "wijze")) == [("aanbod_ontvangen", "PORTAAL")]
    assert client.get(reverse("berichten:afmelden", args=["vals"])).status_code == 404
    assert client.post(reverse("berichten:afmelden", args=[post.token(999_999, "aanbod_ontvangen")])).status_code == 404


def test_who_unsubscribes_before_it_leaves_does_not_get_it(markt):
    markt.offered()
    verdelen.distribute(now=NOW)
    actions.choose(keuzes={"aanbod_ontvangen": "PORTAAL"}, by=markt.tekenbevoegde)
    bezorgen.deliver(now=NOW)

    assert [m.to for m in mail.outbox] == [["ahmed@voorbeeld.nl"]]


def test_a_digest_that_was_tried_takes_no_more_messages(markt, server):
    markt.submitted()
    verdelen.distribute(now=NOW)
    dag = Zending.objects.filter(dag__isnull=False).first()
    Zending.objects.update(pogingen=1)
    Bericht.objects.create(
        organisatie=markt.verzekeraar, soort="aanvraag_ontvangen", verwijzing="AV-X", doel="AV-X", sleutel="x",
        tijdstip=NOW,
    )  # fmt: skip
    verdelen.distribute(now=NOW)

    assert dag.delen.count() == 1
    assert Zending.objects.filter(persoon=dag.persoon, dag=dag.dag + timedelta(1)).count() == 1


def test_old_messages_are_not_mailed(markt):
    markt.offered()

    assert send(NOW + timedelta(days=4)) == []
    assert not Bericht.objects.filter(verdeeld=False).exists()
    assert Zendingdeel.objects.count() == 0


def test_mail_that_comes_back_is_recorded(markt):
    markt.offered()
    send()
    zending = Zending.objects.filter(dag=None).first()
    rapport = (
        "From: MAILER-DAEMON@example.nl\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="g"\n\n'
        "--g\nContent-Type: text/plain\n\nHelaas.\n--g\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mail.example.nl\n\nFinal-Recipient: rfc822; x@example.nl\nStatus: {status}\n\n"
        "--g\nContent-Type: text/rfc822-headers\n\nMessage-ID: {mid}\nSubject: Er ligt een aanbod\n\n--g--\n"
    )
    with pytest.raises(Gebruikersfout, match="blijvend"):
        retour.record_return(rapport.format(status="4.2.2", mid=zending.message_id).encode())
    with pytest.raises(Gebruikersfout, match="niet over een e-mail"):
        retour.record_return(rapport.format(status="5.1.1", mid="<vreemd@elders>").encode())
    retour.record_return(rapport.format(status="5.1.1", mid=zending.message_id).encode())
    zending.refresh_from_db()

    assert zending.status == "TERUGGEKOMEN"


def test_reminders_come_once_per_moment_and_never_all_at_once(markt):
    """Open to 24 March 2025: reminders from 10 March (14 days) and from 21 March (3 days)."""
    markt.offered()

    def remind(maand: int, dag: int) -> int:
        herinneren.remind(now=datetime(2025, maand, dag, 8, tzinfo=UTC))
        return Bericht.objects.filter(soort="herinnering_praktijk").count()

    assert [remind(3, dag) for dag in (9, 10, 10, 20, 21, 24, 25)] == [0, 1, 1, 1, 2, 2, 2]
    Bericht.objects.all().delete()
    assert remind(3, 22) == 1


def test_consent_is_asked_once_and_reminded_four_and_two_weeks_ahead(markt):
    """Signed on 10 February, start 1 April: the choice is open to 31 March; 28 days before is 3 March. The round of
    1 March is the first one after signing."""
    markt.signed(beleid=EXPLICIET)
    momenten = []
    for dag in range(1, 32):
        if herinneren.remind(now=datetime(2025, 3, dag, 8, tzinfo=UTC)):
            momenten.append(dag)

    assert momenten == [1, 3, 17]
    assert Bericht.objects.get(soort="toestemming_gevraagd").organisatie == markt.praktijk
    sleutels = Bericht.objects.filter(sleutel__startswith="herinnering:volgkeuze").values_list("sleutel", flat=True)
    assert sorted(sleutel.rpartition(":")[2] for sleutel in sleutels) == ["14", "28"]


@given(st.integers(0, 4 * 366 * 24 * 3600).map(lambda s: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=s)))
def test_a_digest_always_leaves_within_a_day_at_seven_in_amsterdam(now):
    """Also on the days on which summer time begins and ends, when a day has 23 or 25 hours."""
    vertrek = verdelen.leaves_on(verdelen.next_digest(now))
    lokaal = timezone.localtime(vertrek)

    assert timedelta(0) < vertrek - now <= timedelta(hours=25)
    assert (lokaal.hour, lokaal.minute) == (7, 0)


@given(st.integers(1, 60))
def test_pauses_grow_up_to_half_a_day(pogingen):
    assert bezorgen.EERSTE_PAUZE <= bezorgen.pause(pogingen) <= bezorgen.LANGSTE_PAUZE
    assert bezorgen.pause(pogingen) <= bezorgen.pause(pogingen + 1)


def test_every_role_that_hears_something_has_a_way_it_hears():
    for soort in soorten.SOORTEN.values():
        assert {soorten.usual(rol) for rol in soort.rollen} <= {"DIRECT", "DAGELIJKS", "PORTAAL"}
