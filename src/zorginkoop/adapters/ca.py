"""Keys for the seal: a real organisation certificate from the environment, or a development CA of our own.

The development CA is for trying things out. Its certificates say ONTWIKKELING in every name, so nobody takes such a
seal for a real one. Private keys are EC P-256 and readable by their owner only.
"""

import fcntl
import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from zorginkoop.kern.fouten import Gebruikersfout

_GELDIG = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2045, 1, 1, tzinfo=UTC))
_CA_NAAM = "Zorginkoop ONTWIKKELING CA"
_CA, _CA_SLEUTEL = "ca.pem", "ca-sleutel.pem"


@dataclass(frozen=True)
class Sleutels:
    """What it takes to seal (key, certificate and the chain below the root) and to verify (the trusted roots)."""

    sleutel: asn1_keys.PrivateKeyInfo = field(repr=False)
    certificaat: asn1_x509.Certificate
    keten: tuple[asn1_x509.Certificate, ...]
    vertrouwd: tuple[asn1_x509.Certificate, ...]

    @cached_property
    def signer(self) -> signers.SimpleSigner:
        """The signer of pyHanko. It puts the chain in the seal but never a root: trust comes from the verifier."""
        registry = SimpleCertificateStore.from_certs(self.keten)
        return signers.SimpleSigner(
            signing_cert=self.certificaat, signing_key=self.sleutel, cert_registry=registry, embed_roots=False
        )


def development_ca(map: Path, *, organisatie: str = "Zorginkoop") -> Sleutels:
    """The development keys of one organisation, made once in `map` and the same ever after.

    Safe when several processes ask at once. The seal certificate carries the name of the organisation.
    """
    map.mkdir(parents=True, exist_ok=True, mode=0o700)
    korte_naam = re.sub(r"[^a-z0-9]+", "-", organisatie.lower()).strip("-")[:40]
    pad = map / f"zegel-{korte_naam}-{hashlib.sha256(organisatie.encode()).hexdigest()[:8]}.pem"
    if not (map / _CA).exists() or not pad.exists():
        with lock(map / ".slot"):
            if not (map / _CA).exists():
                _maak_ca(map)
            if not pad.exists():
                _maak_zegel(map, pad, organisatie)
    wortel = x509.load_pem_x509_certificate((map / _CA).read_bytes())
    return _sleutels(*_lees_bundel(pad, None), vertrouwd=[wortel])


def sleutels_uit_omgeving(
    map: Path, *, organisatie: str = "Zorginkoop", omgeving: Mapping[str, str] = os.environ
) -> Sleutels:
    """The real seal keys when ZEGEL_PKCS12 is set, else those of the development CA in `map`.

    ZEGEL_PKCS12 is a PKCS#12 file, or a PEM file with key and certificates; ZEGEL_WACHTWOORD its passphrase;
    ZEGEL_VERTROUWD a PEM file with the root certificates that verification trusts.
    """
    bestand = omgeving.get("ZEGEL_PKCS12", "")
    if not bestand:
        return development_ca(map, organisatie=organisatie)
    wachtwoord = omgeving.get("ZEGEL_WACHTWOORD", "").encode() or None
    vertrouwd = _lees_certificaten(omgeving.get("ZEGEL_VERTROUWD", ""))
    return _sleutels(*_lees_bundel(Path(bestand), wachtwoord), vertrouwd=vertrouwd)


def _lees_bundel(pad: Path, wachtwoord: bytes | None) -> tuple[PrivateKeyTypes, list[x509.Certificate]]:
    """Private key and certificates, that of the key itself first."""
    try:
        inhoud = pad.read_bytes()
        if b"-----BEGIN" in inhoud:
            sleutel: PrivateKeyTypes | None = load_pem_private_key(inhoud, wachtwoord)
            certificaten = x509.load_pem_x509_certificates(inhoud)
        else:
            sleutel, eigen, extra = pkcs12.load_key_and_certificates(inhoud, wachtwoord)
            certificaten = ([eigen] if eigen else []) + extra
    except (OSError, ValueError, TypeError) as fout:
        raise Gebruikersfout(
            "De zegelsleutel kan niet worden gelezen; kijk het bestand en het wachtwoord na", plaats="ZEGEL_PKCS12"
        ) from fout
    if sleutel is None or not certificaten or certificaten[0].public_key() != sleutel.public_key():
        raise Gebruikersfout("De sleutel en het certificaat van het zegel horen niet bij elkaar", plaats="ZEGEL_PKCS12")
    return sleutel, certificaten


def _lees_certificaten(bestand: str) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(Path(bestand).read_bytes())
    except (OSError, ValueError) as fout:
        raise Gebruikersfout(
            "Zet hier het PEM-bestand met de certificaten die u vertrouwt", plaats="ZEGEL_VERTROUWD"
        ) from fout


def _sleutels(
    sleutel: PrivateKeyTypes, certificaten: Sequence[x509.Certificate], *, vertrouwd: Sequence[x509.Certificate]
) -> Sleutels:
    der = sleutel.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    eigen, *keten = (_asn1(c) for c in certificaten)
    wortels = tuple(_asn1(c) for c in vertrouwd)
    return Sleutels(asn1_keys.PrivateKeyInfo.load(der), eigen, tuple(keten), wortels)


def _asn1(certificaat: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificaat.public_bytes(Encoding.DER))


def _maak_ca(map: Path) -> None:
    sleutel = ec.generate_private_key(ec.SECP256R1())
    naam = _naam(_CA_NAAM, "Zorginkoop ONTWIKKELING")
    certificaat = _certificaat(naam, naam, sleutel.public_key(), sleutel, ca=True)
    write_private(map / _CA_SLEUTEL, _pem(sleutel))
    write_private(map / _CA, certificaat.public_bytes(Encoding.PEM))


def _maak_zegel(map: Path, pad: Path, organisatie: str) -> None:
    ca_sleutel = load_pem_private_key((map / _CA_SLEUTEL).read_bytes(), None)
    ca = x509.load_pem_x509_certificate((map / _CA).read_bytes())
    if not isinstance(ca_sleutel, ec.EllipticCurvePrivateKey):
        raise Gebruikersfout("Deze map hoort bij een andere CA; kies een lege map", plaats=str(map))
    sleutel = ec.generate_private_key(ec.SECP256R1())
    # X.520 allows 64 characters in a common or organisation name.
    naam = _naam(f"ONTWIKKELING zegel {organisatie}"[:64], organisatie[:64])
    certificaat = _certificaat(naam, ca.subject, sleutel.public_key(), ca_sleutel, ca=False)
    write_private(pad, _pem(sleutel) + certificaat.public_bytes(Encoding.PEM))


def _certificaat(
    naam: x509.Name,
    uitgever: x509.Name,
    publiek: ec.EllipticCurvePublicKey,
    ondertekenaar: ec.EllipticCurvePrivateKey,
    *,
    ca: bool,
) -> x509.Certificate:
    gebruik = x509.KeyUsage(not ca, not ca, False, False, False, ca, ca, False, False)
    uitgever_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(ondertekenaar.public_key())
    return (
        x509.CertificateBuilder(uitgever, naam, publiek, x509.random_serial_number(), *_GELDIG)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=0 if ca else None), critical=True)
        .add_extension(gebruik, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(publiek), critical=False)
        .add_extension(uitgever_id, critical=False)
        .sign(ondertekenaar, hashes.SHA256())
    )


def _naam(algemeen: str, organisatie: str) -> x509.Name:
    delen = ((NameOID.COUNTRY_NAME, "NL"), (NameOID.ORGANIZATION_NAME, organisatie), (NameOID.COMMON_NAME, algemeen))
    return x509.Name([x509.NameAttribute(oid, waarde) for oid, waarde in delen])


def _pem(sleutel: ec.EllipticCurvePrivateKey) -> bytes:
    return sleutel.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def write_private(pad: Path, inhoud: bytes) -> None:
    """Readable by the owner only, and whole or not there at all."""
    tijdelijk = pad.with_name(pad.name + ".nieuw")
    tijdelijk.unlink(missing_ok=True)
    with os.fdopen(os.open(tijdelijk, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as bestand:
        bestand.write(inhoud)
    tijdelijk.rename(pad)


@contextmanager
def lock(pad: Path) -> Iterator[None]:
    """Only one process at a time; the others wait."""
    with pad.open("w") as bestand:
        fcntl.flock(bestand, fcntl.LOCK_EX)
        yield
