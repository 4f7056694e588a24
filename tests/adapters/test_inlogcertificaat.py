"""Client certificates: only good ones, by what the authority says, never without knowing they were not withdrawn."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import x509
from cryptography import x509 as pyca
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from zorginkoop.adapters import inlogcertificaat as ic
from zorginkoop.adapters.inlog_ca import BELEID_BEZIT, BELEID_PERSOON, BELEID_SYSTEEM, InlogCA, write_demonstration
from zorginkoop.adapters.intrekking import Intrekkingen
from zorginkoop.kern.fouten import Gebruikersfout

NU = datetime(2026, 3, 2, 12, tzinfo=UTC)
CRL, OCSP = "http://crl.example/lijst", "http://ocsp.example/"
CA = InlogCA.make(now=NU, crl=CRL)
SANNE = CA.person("Sanne Tekens", now=NU)


class Wereld:
    """What answers at which address; counts the questions."""

    def __init__(self, **antwoorden):
        self.antwoorden, self.keren, self.seconde = {CRL: CA.revoked(now=NU)}, 0, 0.0
        self.antwoorden |= antwoorden
        self.bronnen = Intrekkingen(haal=self.haal, klok=lambda: self.seconde)

    def haal(self, adres, vraag):
        self.keren += 1
        antwoord = self.antwoorden.get(adres)
        if antwoord is None:
            raise OSError("no answer")
        return antwoord(vraag) if callable(antwoord) else antwoord


def trust(ca=CA, **meer):
    wortel = x509.Certificate.load(ca.eigen.der)
    soorten = {"persoon": frozenset({BELEID_PERSOON}), "bezit": frozenset({BELEID_BEZIT})}
    return ic.Vertrouwen((wortel,), systeem=frozenset({BELEID_SYSTEEM}), **soorten, **meer)


def judged(uitgifte, wereld=None, *, now=NU, ca=CA):
    der = uitgifte if isinstance(uitgifte, bytes) else uitgifte.der
    return ic.judge(der, vertrouwen=trust(ca), bronnen=(wereld or Wereld()).bronnen, now=now)


def refused(uitgifte, wereld=None, **meer):
    with pytest.raises(ic.Geweigerd) as fout:
        judged(uitgifte, wereld, **meer)
    return fout.value.melding


def test_a_personal_certificate_says_whose_it_is():
    kaart = judged(SANNE)
    assert (kaart.naam, kaart.soort) == ("Sanne Tekens", ic.Soort.PERSOON)
    assert kaart.vingerafdruk == SANNE.certificaat.fingerprint(hashes.SHA256()).hex()
    assert kaart.serienummer == f"{SANNE.certificaat.serial_number:x}"


@pytest.mark.parametrize(
    ("uitgifte", "soort"),
    [
        (CA.person("Bram", now=NU, beleid=BELEID_BEZIT), ic.Soort.BEZIT),
        (CA.system("Declaratiesysteem", now=NU), ic.Soort.SYSTEEM),
        (CA._issue(SANNE.certificaat.subject, NU, (pyca.oid.ExtendedKeyUsageOID.CLIENT_AUTH,), beleid=BELEID_PERSOON,
                   adressen=["server.example"]), ic.Soort.SYSTEEM),
        (CA._issue(SANNE.certificaat.subject, NU, (pyca.oid.ExtendedKeyUsageOID.CLIENT_AUTH,
                   pyca.oid.ExtendedKeyUsageOID.SERVER_AUTH), beleid=BELEID_PERSOON), ic.Soort.SYSTEEM),
    ],
    ids=["possession only", "policy of systems", "name of a server", "also for servers"],
)  # fmt: skip
def test_what_looks_like_a_system_is_one_whatever_else_it_says(uitgifte, soort):
    assert judged(uitgifte).soort is soort


def test_without_a_known_policy_it_is_nobodys():
    assert refused(CA.person("Wie", now=NU, beleid="2.999.77")) == ic.GEEN_SOORT


def test_expired_not_yet_valid_foreign_and_wrong_purpose_are_refused():
    vreemd = InlogCA.make(now=NU, naam="Andere CA", crl=CRL)
    zelfde_naam = InlogCA.make(now=NU, crl=CRL)
    assert refused(SANNE, now=NU + timedelta(days=900)) == ic.VERLOPEN
    assert refused(CA.person("Later", now=NU + timedelta(days=9))) == ic.VERLOPEN
    for uitgifte in (vreemd.person("V", now=NU), zelfde_naam.person("V", now=NU), CA.server(["p.example"], now=NU)):
        assert refused(uitgifte) == ic.VREEMD
    assert refused(CA.eigen.der) == ic.VREEMD


def test_withdrawn_counts_within_four_minutes_after_the_list_was_published():
    wereld = Wereld()
    assert judged(SANNE, wereld)
    wereld.antwoorden[CRL] = CA.revoked(SANNE.certificaat, now=NU)
    wereld.seconde = 239
    assert judged(SANNE, wereld)
    assert wereld.keren == 1
    wereld.seconde = 241
    assert refused(SANNE, wereld) == ic.INGETROKKEN


def test_a_source_that_fails_is_covered_by_what_still_holds_and_no_longer():
    wereld = Wereld()
    assert judged(SANNE, wereld)
    wereld.antwoorden.clear()
    wereld.seconde = 3600
    assert judged(SANNE, wereld, now=NU + timedelta(days=29))
    assert refused(SANNE, wereld, now=NU + timedelta(days=31)) == ic.ONBEREIKBAAR


@pytest.mark.parametrize(
    "lijst",
    [
        None,
        b"<html>storing</html>",
        b"",
        CA.revoked(now=NU - timedelta(days=40)),
        InlogCA.make(now=NU).revoked(now=NU),
        InlogCA.make(now=NU, naam="Ander").revoked(now=NU),
    ],
    ids=["nothing", "a page", "empty", "stale", "signed by another", "of another"],
)
def test_without_a_list_that_holds_nobody_gets_in(lijst):
    assert refused(SANNE, Wereld(**{CRL: lijst})) == ic.ONBEREIKBAAR


def test_a_certificate_that_names_no_source_is_refused_unless_a_list_was_configured(tmp_path):
    stil = replace(CA, crl="").person("Stil", now=NU)
    assert refused(stil) == ic.ONBEREIKBAAR
    for inhoud in (CA.revoked(now=NU), pyca.load_der_x509_crl(CA.revoked(now=NU)).public_bytes(Encoding.PEM)):
        (tmp_path / "lijst").write_bytes(inhoud)
        bronnen = Intrekkingen(lijsten=(str(tmp_path / "lijst"),))
        assert ic.judge(stil.der, vertrouwen=trust(), bronnen=bronnen, now=NU).naam == "Stil"


def responder(status, ca=CA, leeftijd=timedelta(0)):
    """Answers for any certificate with this status."""

    def answer(vraag):
        serie = ocsp.load_der_ocsp_request(vraag).serial_number
        certificaat = next(u.certificaat for u in (DAAN, EVA) if u.certificaat.serial_number == serie)
        sinds = NU - timedelta(hours=1) if status is ocsp.OCSPCertStatus.REVOKED else None
        bouw = ocsp.OCSPResponseBuilder().add_response(
            certificaat, CA.eigen.certificaat, hashes.SHA1(), status, NU - leeftijd, NU - leeftijd + timedelta(hours=1),
            sinds, None,
        )  # fmt: skip
        bouw = bouw.responder_id(ocsp.OCSPResponderEncoding.HASH, ca.eigen.certificaat)
        return bouw.sign(ca.eigen.sleutel, hashes.SHA256()).public_bytes(Encoding.DER)

    return answer


DAAN = replace(CA, crl="", ocsp=OCSP).person("Daan", now=NU)
EVA = replace(CA, ocsp=OCSP).person("Eva", now=NU)
GOED, WEG = ocsp.OCSPCertStatus.GOOD, ocsp.OCSPCertStatus.REVOKED
ONBEKEND = ocsp.OCSPCertStatus.UNKNOWN


def test_an_ocsp_answer_will_do():
    assert judged(DAAN, Wereld(**{OCSP: responder(GOED)})).naam == "Daan"


@pytest.mark.parametrize(
    ("antwoord", "melding"),
    [
        (responder(WEG), ic.INGETROKKEN),
        (responder(ONBEKEND), ic.ONBEREIKBAAR),
        (responder(GOED, leeftijd=timedelta(hours=3)), ic.ONBEREIKBAAR),
        (responder(GOED, ca=InlogCA.make(now=NU)), ic.ONBEREIKBAAR),
        (ocsp.OCSPResponseBuilder.build_unsuccessful(ocsp.OCSPResponseStatus.TRY_LATER).public_bytes(Encoding.DER),
         ic.ONBEREIKBAAR),
        (b"onzin", ic.ONBEREIKBAAR),
        (None, ic.ONBEREIKBAAR),
    ],
    ids=["revoked", "unknown", "old", "signed by another", "try later", "no sense", "nothing"],
)  # fmt: skip
def test_any_other_ocsp_answer_will_not(antwoord, melding):
    assert refused(DAAN, Wereld(**{OCSP: antwoord})) == melding


def test_with_both_sources_one_that_says_withdrawn_decides_and_one_that_fails_does_not():
    ingetrokken = CA.revoked(EVA.certificaat, now=NU)
    assert refused(EVA, Wereld(**{OCSP: responder(GOED), CRL: ingetrokken})) == ic.INGETROKKEN
    assert refused(EVA, Wereld(**{OCSP: responder(WEG)})) == ic.INGETROKKEN
    assert judged(EVA, Wereld(**{OCSP: None}))
    assert judged(EVA, Wereld(**{OCSP: responder(GOED), CRL: None}))


@hypothesis_settings(max_examples=60)
@given(st.integers(0, len(SANNE.der) - 1), st.integers(1, 255), st.booleans())
def test_one_changed_byte_is_refused(plaats, bit, korter):
    der = bytearray(SANNE.der)
    der[plaats] ^= bit
    refused(bytes(der[:plaats]) if korter else bytes(der))


def test_a_signature_with_unused_bits_is_not_read():
    aantal = len(SANNE.der) - len(SANNE.certificaat.signature) - 1
    for bits in range(1, 8):
        der = bytearray(SANNE.der)
        assert der[aantal] == 0
        der[aantal] = bits
        assert refused(bytes(der)) == ic.ONLEESBAAR


def test_too_large_is_not_read():
    assert refused(SANNE.der + b"\0" * 20_000) == ic.ONLEESBAAR


def test_the_demonstration_comes_whole_and_private(tmp_path):
    map_ = tmp_path / "certificaten"
    gemaakt = write_demonstration(map_, {"sanne": "Sanne"}, wachtwoord="geheim", now=NU)
    wortels, tussen = ic.read_authorities(map_ / "ca.pem")
    vertrouwen = replace(trust(), wortels=wortels, tussen=tussen)
    bronnen = Intrekkingen(lijsten=(str(map_ / "ingetrokken.crl"),))
    assert ic.judge(gemaakt["sanne"], vertrouwen=vertrouwen, bronnen=bronnen, now=NU).naam == "ONTWIKKELING Sanne"
    assert {p.stat().st_mode & 0o077 for p in map_.iterdir()} == {0}
    assert {p.name for p in map_.glob("*.p12")} == {"sanne.p12", "systeem.p12", "ingetrokken.p12"}


def test_a_file_without_an_authority_is_said_to_be_so(tmp_path):
    (tmp_path / "x.pem").write_bytes(SANNE.certificaat.public_bytes(Encoding.PEM))
    for pad in (tmp_path / "x.pem", tmp_path / "bestaat-niet.pem"):
        with pytest.raises(Gebruikersfout):
            ic.read_authorities(pad)
