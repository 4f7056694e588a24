"""What stands behind the seal: it reaches the lasting level, another library agrees, and no byte of it is free."""

import io
import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import PdfSignatureValidationSpec, SignatureValidationSpec
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

from zorginkoop.adapters import naschrift, signature, tijdstempel
from zorginkoop.adapters.bewijs import Bewijsmiddelen, bewijs_uit_omgeving
from zorginkoop.adapters.ca import Sleutels, development_ca
from zorginkoop.adapters.naschrift import BB, BLTA, BT, niveau_van, versterk
from zorginkoop.adapters.pdf import render_overeenkomst
from zorginkoop.adapters.pdf_veld import open_writer, wait
from zorginkoop.adapters.signature import seal, verify
from zorginkoop.kern.fouten import Gebruikersfout

MOMENT = datetime(2025, 3, 14, 13, 6, tzinfo=UTC)
Maker = Callable[..., bytes]


@pytest.fixture(scope="session")
def middelen(ca_map: Path, sleutels: Sleutels) -> Bewijsmiddelen:
    """The authority and the list of the same development CA that made the keys of the seal."""
    return bewijs_uit_omgeving(ca_map, omgeving={})


@pytest.fixture(scope="session")
def gestempeld(sleutels: Sleutels, middelen: Bewijsmiddelen, overeenkomst: Any) -> bytes:
    """Sealed with a time stamp on the seal itself."""
    document = render_overeenkomst(overeenkomst())
    return seal(document, sleutels=sleutels, reden="Overeenkomst gesloten", moment=MOMENT, middelen=middelen)


@pytest.fixture(scope="session")
def maak_duurzaam(verzegeld: bytes, sleutels: Sleutels, middelen: Bewijsmiddelen) -> Maker:
    """Strengthens the sealed document; keywords replace parts of the means or the document."""

    def make(pdf: bytes = verzegeld, moment: datetime = MOMENT, **anders: Any) -> bytes:
        return versterk(
            pdf,
            middelen=replace(middelen, **anders),
            certificaat=sleutels.certificaat,
            keten=sleutels.keten,
            vertrouwd=sleutels.vertrouwd,
            moment=moment,
        )

    return make


@pytest.fixture(scope="session")
def duurzaam(maak_duurzaam: Maker, gestempeld: bytes) -> bytes:
    return maak_duurzaam(gestempeld)


def refused(pdf: bytes, sleutels: Sleutels, containing: str = "") -> None:
    controle = verify(pdf, vertrouwd=sleutels.vertrouwd)
    assert not controle.geldig
    assert containing in controle.redenen[0]


def test_the_lasting_level_is_reached_and_the_sealed_bytes_stay(
    duurzaam: bytes, gestempeld: bytes, verzegeld: bytes, sleutels: Sleutels, overeenkomst: Any
) -> None:
    controle = verify(duurzaam, vertrouwd=sleutels.vertrouwd, verwacht=overeenkomst()["canoniek"])
    assert controle.geldig, controle.redenen
    assert (controle.niveau, niveau_van(duurzaam), controle.gestempeld_op) == (BLTA, BLTA, MOMENT)
    assert duurzaam.startswith(gestempeld)
    op_zegel = verify(gestempeld, vertrouwd=sleutels.vertrouwd)
    assert (op_zegel.niveau, niveau_van(gestempeld), op_zegel.gestempeld_op) == (BT, BT, MOMENT)
    assert verify(verzegeld, vertrouwd=sleutels.vertrouwd).niveau == niveau_van(verzegeld) == BB


def test_a_document_sealed_while_no_authority_answered_can_be_made_to_last_years_later(
    maak_duurzaam: Maker, verzegeld: bytes, sleutels: Sleutels
) -> None:
    later = datetime(2031, 1, 5, 8, tzinfo=UTC)
    pdf = maak_duurzaam(verzegeld, later)
    controle = verify(pdf, vertrouwd=sleutels.vertrouwd)
    assert (controle.geldig, controle.niveau, controle.gestempeld_op) == (True, BLTA, later)
    assert pdf.startswith(verzegeld)


def test_an_independent_library_finds_the_same_level(duurzaam: bytes, sleutels: Sleutels) -> None:
    """pyHanko's own validation by ETSI EN 319 102-1, § 5.6.3, with nothing but what is in the file."""
    (embedded,) = PdfFileReader(io.BytesIO(duurzaam)).embedded_regular_signatures
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(list(sleutels.vertrouwd)),
        revinfo_policy=CertRevTrustPolicy(RevocationCheckingPolicy.from_legacy("hard-fail")),
    )
    spec = PdfSignatureValidationSpec(signature_validation_spec=SignatureValidationSpec(cert_validation_policy=policy))
    with ThreadPoolExecutor(1) as draad:
        uitkomst = draad.submit(lambda: wait(lambda: ades_lta_validation(embedded, spec))).result()
    assert str(uitkomst.ades_subindic) == "AdESPassed.OK"


@pytest.mark.parametrize("laatste", [0x0A, 0x0D, 0x20, 0x00])
def test_a_certificate_is_read_back_whatever_its_last_byte(sleutels: Sleutels, laatste: int) -> None:
    """The last byte of a signature is any byte, so also one that ends lines."""
    der = sleutels.certificaat.dump()[:-1] + bytes([laatste])
    (gevonden,) = naschrift._found(b"<<>>\nstream\n" + der + b"\nendstream").certificaten
    assert gevonden.dump() == der


def test_the_addition_has_its_place_among_the_tags(duurzaam: bytes) -> None:
    document = pikepdf.open(io.BytesIO(duurzaam))
    assert [str(veld.V.Type) for veld in document.Root.AcroForm.Fields] == ["/DocTimeStamp", "/Sig"]
    assert len(document.Root.DSS.Certs) == 3
    assert len(document.Root.DSS.CRLs) == 1


def test_a_byte_changed_anywhere_in_the_addition_is_seen(duurzaam: bytes, sleutels: Sleutels) -> None:
    dice = random.Random(4)
    gevonden = naschrift.find_naschrift(duurzaam)
    assert gevonden
    in_token = [dice.randrange(gevonden.begin, gevonden.einde) for _ in range(30)]
    for plaats in [*(dice.randrange(gevonden.kern, len(duurzaam)) for _ in range(30)), *in_token]:
        refused(flipped(duurzaam, plaats, dice), sleutels)


@pytest.mark.parametrize("waar", ["document", "zegel"])
def test_bytes_of_a_token_count(duurzaam: bytes, gestempeld: bytes, sleutels: Sleutels, waar: str) -> None:
    """Decoded, so that the hexadecimal text stays well-formed and only the meaning changes."""
    dice = random.Random(5)
    pdf = duurzaam if waar == "document" else gestempeld
    plek = naschrift.find_naschrift(pdf) or naschrift.Naschrift(0, *signature._gat(pdf))
    rauw = bytes.fromhex(pdf[plek.begin + 1 : plek.einde - 1].decode())
    for plaats in range(0, len(rauw.rstrip(b"\0")) + 1, 23):
        anders = flipped(rauw, plaats, dice).hex().upper().encode()
        refused(pdf[: plek.begin + 1] + anders + pdf[plek.einde - 1 :], sleutels)


def flipped(pdf: bytes, plaats: int, dice: random.Random) -> bytes:
    anders = bytearray(pdf)
    anders[plaats] ^= 1 << dice.randrange(8)
    return bytes(anders)


def test_what_another_adds_and_has_stamped_is_seen(verzegeld: bytes, maak_duurzaam: Maker, sleutels: Sleutels) -> None:
    """Every authority stamps whatever it gets, so a trusted stamp over a changed document must not make it valid."""
    writer = open_writer(verzegeld)
    writer.root["/Lang"] = naschrift.generic.TextStringObject("en")
    writer.update_root()
    uit = io.BytesIO()
    writer.write(uit)
    refused(maak_duurzaam(uit.getvalue()), sleutels, "toegevoegd")


def test_twice_stamped_or_cut_off_is_refused(duurzaam: bytes, maak_duurzaam: Maker, sleutels: Sleutels) -> None:
    refused(duurzaam[:-1], sleutels)
    refused(duurzaam + b"\n", sleutels)
    with pytest.raises(SigningError):
        maak_duurzaam(duurzaam)


def test_without_an_authority_the_document_stays_at_its_level(maak_duurzaam: Maker, verzegeld: bytes) -> None:
    assert maak_duurzaam(stempelaar=None) == verzegeld


def test_without_lists_it_reaches_the_level_of_a_stamp(maak_duurzaam: Maker, sleutels: Sleutels) -> None:
    pdf = maak_duurzaam(lijsten=None)
    controle = verify(pdf, vertrouwd=sleutels.vertrouwd)
    assert controle.geldig, controle.redenen
    assert (controle.niveau, niveau_van(pdf)) == (BT, BT)


def test_the_authority_of_another_is_not_used(maak_duurzaam: Maker, verzegeld: bytes, tmp_path: Path) -> None:
    development_ca(tmp_path)
    ander = bewijs_uit_omgeving(tmp_path, omgeving={})
    assert maak_duurzaam(stempelaar=ander.stempelaar) == verzegeld


def test_a_stamp_of_an_authority_that_is_not_trusted_is_refused(
    duurzaam: bytes, sleutels: Sleutels, tmp_path: Path
) -> None:
    ander = development_ca(tmp_path).vertrouwd
    assert not verify(duurzaam, vertrouwd=sleutels.vertrouwd, stempels=ander).geldig


def test_a_withdrawn_certificate_does_not_reach_the_lasting_level(
    maak_duurzaam: Maker, middelen: Bewijsmiddelen, sleutels: Sleutels, tmp_path: Path
) -> None:
    assert middelen.lijsten
    folder = middelen.lijsten.parent
    uitgever = x509.load_pem_x509_certificate((folder / "ca.pem").read_bytes())
    sleutel: Any = load_pem_private_key((folder / "ca-sleutel.pem").read_bytes(), None)
    weg = x509.RevokedCertificateBuilder(sleutels.certificaat.serial_number, MOMENT - timedelta(days=9)).build()
    leeg = x509.CertificateRevocationListBuilder(uitgever.subject, MOMENT - timedelta(days=1), MOMENT + timedelta(9))
    lijst = leeg.add_revoked_certificate(weg).sign(sleutel, hashes.SHA256())
    (tmp_path / "vers.crl").write_bytes(lijst.public_bytes(Encoding.PEM))
    assert niveau_van(maak_duurzaam(lijsten=tmp_path)) == BT


def test_a_damaged_list_is_named(maak_duurzaam: Maker, tmp_path: Path) -> None:
    (tmp_path / "kapot.crl").write_bytes(b"geen lijst")
    with pytest.raises(Gebruikersfout, match=r"kapot\.crl is geen lijst"):
        maak_duurzaam(lijsten=tmp_path)


@pytest.mark.parametrize(
    ("omgeving", "plaats"),
    [({"ZEGEL_TSA": "ftp://tsa"}, "ZEGEL_TSA"), ({"ZEGEL_TSA_VERTROUWD": "/bestaat/niet"}, "ZEGEL_TSA_VERTROUWD")],
)
def test_wrong_configuration_names_the_setting(tmp_path: Path, omgeving: dict[str, str], plaats: str) -> None:
    with pytest.raises(Gebruikersfout) as fout:
        bewijs_uit_omgeving(tmp_path, omgeving=omgeving)
    assert fout.value.plaats == plaats


def test_stamping_can_be_switched_off(tmp_path: Path) -> None:
    assert bewijs_uit_omgeving(tmp_path, omgeving={"ZEGEL_TSA": "uit"}).stempelaar is None


class Server(BaseHTTPRequestHandler):
    """An authority on this machine, or what a broken one would say."""

    eigen: Any = None
    antwoord: bytes | None = None
    gevraagd = 0

    def do_POST(self) -> None:
        type(self).gevraagd += 1
        vraag = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
        rauw = self.antwoord if self.antwoord is not None else self.eigen.answer(vraag, moment=MOMENT).dump()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(rauw)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


@pytest.fixture
def autoriteit(middelen: Bewijsmiddelen) -> Iterator[tuple[type[Server], str]]:
    soort = type("Eigen", (Server,), {"eigen": middelen.stempelaar})
    server = HTTPServer(("127.0.0.1", 0), soort)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield soort, f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_another_authority_by_its_address(autoriteit: Any, maak_duurzaam: Maker, sleutels: Sleutels) -> None:
    pdf = maak_duurzaam(stempelaar=tijdstempel.HttpStempelaar(autoriteit[1]))
    assert verify(pdf, vertrouwd=sleutels.vertrouwd).niveau == BLTA
    assert autoriteit[0].gevraagd == 2  # one to know the authority, one for the document


@pytest.mark.parametrize("antwoord", [b"", b"<html>", b"0" * 200_000])
def test_an_authority_that_talks_nonsense_is_left_alone_for_a_while(
    autoriteit: Any, maak_duurzaam: Maker, verzegeld: bytes, antwoord: bytes
) -> None:
    autoriteit[0].antwoord = antwoord
    stempelaar = tijdstempel.HttpStempelaar(autoriteit[1])
    assert maak_duurzaam(stempelaar=stempelaar) == maak_duurzaam(stempelaar=stempelaar) == verzegeld
    assert autoriteit[0].gevraagd == 1


def test_an_authority_that_is_down_costs_only_the_level(maak_duurzaam: Maker, verzegeld: bytes) -> None:
    assert maak_duurzaam(stempelaar=tijdstempel.HttpStempelaar("http://127.0.0.1:9/")) == verzegeld


def mutations(pdf: bytes, aantal: int) -> list[bytes]:
    """Documents as somebody would forge or damage them: bytes changed, cut out, doubled, swapped and cut off."""
    dice = random.Random(500)
    uit = []
    for nummer in range(aantal):
        van = dice.randrange(len(pdf) - 64)
        tot = van + dice.randrange(1, 64)
        soorten = [
            lambda v, t: flipped(pdf, v, dice),
            lambda v, t: pdf[:v] + pdf[t:],
            lambda v, t: pdf[:t] + pdf[v:t] + pdf[t:],
            lambda v, t: pdf[:v] + bytes(b ^ 0x20 for b in pdf[v:t]) + pdf[t:],
            lambda v, t: pdf[:v],
        ]
        uit.append(soorten[nummer % len(soorten)](van, tot))
    return uit


def is_valid(pdf: bytes, vertrouwd: list[bytes]) -> bool:
    from asn1crypto import x509 as asn1

    return verify(pdf, vertrouwd=[asn1.Certificate.load(c) for c in vertrouwd]).geldig


def test_forty_mutated_documents_are_all_detected(duurzaam: bytes, sleutels: Sleutels) -> None:
    wortels = [c.dump() for c in sleutels.vertrouwd]
    assert is_valid(duurzaam, wortels)
    assert not any(is_valid(pdf, wortels) for pdf in mutations(duurzaam, 40))


@pytest.mark.nightly
def test_five_hundred_mutated_documents_are_all_detected(duurzaam: bytes, sleutels: Sleutels) -> None:
    wortels = [c.dump() for c in sleutels.vertrouwd]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        uitkomsten = list(pool.map(partial(is_valid, vertrouwd=wortels), mutations(duurzaam, 500), chunksize=25))
    assert len(uitkomsten) == 500
    assert not any(uitkomsten)
