"""Keys: made once, kept private, and a real certificate by configuration alone."""

import datetime as dt
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat, pkcs12
from cryptography.x509.oid import NameOID

from zorginkoop.adapters.ca import development_ca, sleutels_uit_omgeving
from zorginkoop.adapters.pdf import render_overeenkomst
from zorginkoop.adapters.signature import seal, verify
from zorginkoop.kern.fouten import Gebruikersfout

MOMENT = dt.datetime(2025, 3, 14, tzinfo=dt.UTC)


def test_made_once_per_organisation_under_one_root(tmp_path: Path) -> None:
    een, ander = development_ca(tmp_path, organisatie="Eén U.A."), development_ca(tmp_path, organisatie="Ander B.V.")
    assert development_ca(tmp_path, organisatie="Eén U.A.").certificaat.dump() == een.certificaat.dump()
    assert een.certificaat.dump() != ander.certificaat.dump()
    assert een.vertrouwd[0].dump() == ander.vertrouwd[0].dump()


def test_says_development_in_every_name(tmp_path: Path) -> None:
    sleutels = development_ca(tmp_path, organisatie="Voorbeeld Zorgverzekeraar N.V.")
    for certificaat in (sleutels.certificaat, *sleutels.vertrouwd):
        assert "ONTWIKKELING" in certificaat.subject.native["common_name"]
    assert sleutels.certificaat.subject.native["organization_name"] == "Voorbeeld Zorgverzekeraar N.V."


def test_private_keys_are_for_the_owner_only(tmp_path: Path) -> None:
    development_ca(tmp_path / "ca")
    keys = [p for p in (tmp_path / "ca").iterdir() if b"PRIVATE KEY" in p.read_bytes()]
    assert len(keys) == 2
    assert all(stat.S_IMODE(p.stat().st_mode) == 0o600 for p in keys)


def test_the_private_key_is_never_printed(tmp_path: Path) -> None:
    sleutels = development_ca(tmp_path)
    assert "PrivateKeyInfo" not in repr(sleutels)
    assert "PrivateKeyInfo" in repr(sleutels.sleutel)


def test_many_at_once_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda n: development_ca(tmp_path, organisatie=f"O{n % 2}"), range(16)))
    assert len({s.certificaat.dump() for s in made}) == 2
    assert len({s.vertrouwd[0].dump() for s in made}) == 1


def test_long_name_fits_a_certificate(tmp_path: Path) -> None:
    name = "Onderlinge Waarborgmaatschappij " * 5
    assert len(development_ca(tmp_path, organisatie=name).certificaat.subject.native["common_name"]) == 64


@pytest.fixture
def real(tmp_path: Path) -> dict[str, str]:
    """An organisation certificate (RSA) under a root of its own, as a trust service provider delivers it."""
    root_key, key = rsa.generate_private_key(65537, 2048), rsa.generate_private_key(65537, 3072)
    root = certificate("Wortel", "Wortel", root_key.public_key(), root_key, ca=True)
    own = certificate("Zorgverzekeraar", "Wortel", key.public_key(), root_key, ca=False)
    bundle = pkcs12.serialize_key_and_certificates(b"zegel", key, own, [root], BestAvailableEncryption(b"geheim"))
    (tmp_path / "zegel.p12").write_bytes(bundle)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"geheim"))
    (tmp_path / "zegel.pem").write_bytes(pem + own.public_bytes(Encoding.PEM))
    (tmp_path / "wortel.pem").write_bytes(root.public_bytes(Encoding.PEM))
    return {
        "ZEGEL_PKCS12": str(tmp_path / "zegel.p12"),
        "ZEGEL_WACHTWOORD": "geheim",
        "ZEGEL_VERTROUWD": str(tmp_path / "wortel.pem"),
    }


def certificate(name: str, issuer: str, public: Any, signer: Any, *, ca: bool) -> x509.Certificate:
    subject, by = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, n)]) for n in (name, issuer))
    usage = x509.KeyUsage(not ca, not ca, False, False, False, ca, ca, False, False)
    return (
        x509.CertificateBuilder(by, subject, public, x509.random_serial_number())
        .not_valid_before(dt.datetime(2024, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2034, 1, 1, tzinfo=dt.UTC))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(signer, hashes.SHA256())
    )


@pytest.mark.parametrize("file", ["zegel.p12", "zegel.pem"])
def test_real_certificate_seals_and_verifies(
    real: dict[str, str], tmp_path: Path, overeenkomst: Any, file: str
) -> None:
    omgeving = {**real, "ZEGEL_PKCS12": str(tmp_path / file)}
    sleutels = sleutels_uit_omgeving(tmp_path / "ca", omgeving=omgeving)
    pdf = seal(render_overeenkomst(overeenkomst()), sleutels=sleutels, reden="x", moment=MOMENT)
    assert verify(pdf, vertrouwd=sleutels.vertrouwd).ondertekenaar == "Zorgverzekeraar"
    assert not (tmp_path / "ca").exists()


def test_without_configuration_it_is_the_development_ca(tmp_path: Path) -> None:
    sleutels = sleutels_uit_omgeving(tmp_path, organisatie="X", omgeving={})
    assert sleutels.certificaat.dump() == development_ca(tmp_path, organisatie="X").certificaat.dump()


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"ZEGEL_WACHTWOORD": "fout"}, "ZEGEL_PKCS12"),
        ({"ZEGEL_WACHTWOORD": ""}, "ZEGEL_PKCS12"),
        ({"ZEGEL_PKCS12": "/bestaat/niet.p12"}, "ZEGEL_PKCS12"),
        ({"ZEGEL_VERTROUWD": ""}, "ZEGEL_VERTROUWD"),
        ({"ZEGEL_VERTROUWD": "/bestaat/niet.pem"}, "ZEGEL_VERTROUWD"),
    ],
)
def test_wrong_configuration_names_the_setting(
    real: dict[str, str], tmp_path: Path, wrong: dict[str, str], place: str
) -> None:
    with pytest.raises(Gebruikersfout) as fout:
        sleutels_uit_omgeving(tmp_path, omgeving={**real, **wrong})
    assert fout.value.plaats == place


def test_key_and_certificate_must_belong_together(real: dict[str, str], tmp_path: Path) -> None:
    bundle = (tmp_path / "zegel.pem").read_bytes()
    key = bundle[: bundle.index(b"-----BEGIN CERT")]
    (tmp_path / "zegel.pem").write_bytes(key + (tmp_path / "wortel.pem").read_bytes())
    with pytest.raises(Gebruikersfout, match="horen niet bij elkaar"):
        sleutels_uit_omgeving(tmp_path, omgeving={**real, "ZEGEL_PKCS12": str(tmp_path / "zegel.pem")})
