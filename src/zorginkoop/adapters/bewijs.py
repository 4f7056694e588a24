"""What makes a seal last: who stamps the time, whom we trust for that, and the lists of withdrawn certificates.

Without configuration, and only then, the development CA provides all of it: a time-stamping authority of our own and
an empty list. Their names say ONTWIKKELING.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from asn1crypto import crl as asn1_crl
from asn1crypto import keys, pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from zorginkoop.adapters import ca
from zorginkoop.adapters.tijdstempel import EigenStempelaar, HttpStempelaar, Stempelaar
from zorginkoop.kern.fouten import Gebruikersfout

_VAN, _TOT = datetime(2020, 1, 1, tzinfo=UTC), datetime(2045, 1, 1, tzinfo=UTC)
_STEMPEL, _LIJSTEN = "tijdstempel.pem", "intrekking"


@dataclass(frozen=True)
class Bewijsmiddelen:
    """`stempelaar` is None when no time is stamped; `lijsten` is the folder with lists of withdrawn certificates."""

    stempelaar: Stempelaar | None
    vertrouwd: tuple[asn1_x509.Certificate, ...]
    lijsten: Path | None = field(default=None)

    def intrekkingen(self) -> list[asn1_crl.CertificateList]:
        """The lists as they are on disk now, in order of their names: an operator renews them there."""
        if self.lijsten is None or not self.lijsten.is_dir():
            return []
        return [_lijst(pad) for pad in sorted(self.lijsten.glob("*.crl"))]


def bewijs_uit_omgeving(map: Path, *, omgeving: Mapping[str, str] = os.environ) -> Bewijsmiddelen:
    """What the environment configures, else what the development CA in `map` offers.

    ZEGEL_TSA is the address of a time-stamping authority (RFC 3161), or "uit"; ZEGEL_TSA_VERTROUWD a PEM file with its
    root certificates (else those of ZEGEL_VERTROUWD); ZEGEL_INTREKKING a folder with lists of withdrawn certificates
    (*.crl). With a real certificate for the seal and no ZEGEL_TSA no time is stamped.
    """
    echt, adres = bool(omgeving.get("ZEGEL_PKCS12")), omgeving.get("ZEGEL_TSA", "")
    lijsten = Path(omgeving["ZEGEL_INTREKKING"]) if omgeving.get("ZEGEL_INTREKKING") else None
    if not echt:
        _development(map)
    wortels = omgeving.get("ZEGEL_TSA_VERTROUWD") or omgeving.get("ZEGEL_VERTROUWD" if echt else "", "")
    vertrouwd = _read_certificates(Path(wortels) if wortels else map / "ca.pem")
    if adres and adres != "uit":
        return Bewijsmiddelen(_by_address(adres), vertrouwd, lijsten or (None if echt else map / _LIJSTEN))
    if echt or adres == "uit":
        return Bewijsmiddelen(None, vertrouwd, lijsten)
    sleutel, certificaat = _read_key(map / _STEMPEL)
    eigen = EigenStempelaar(sleutel=sleutel, certificaat=certificaat)
    return Bewijsmiddelen(eigen, vertrouwd, lijsten or map / _LIJSTEN)


def _by_address(adres: str) -> HttpStempelaar:
    try:
        return HttpStempelaar(adres)
    except ValueError as fout:
        raise Gebruikersfout("Zet hier een adres dat begint met https://, of 'uit'", plaats="ZEGEL_TSA") from fout


def _read_certificates(pad: Path) -> tuple[asn1_x509.Certificate, ...]:
    try:
        found = x509.load_pem_x509_certificates(pad.read_bytes())
    except (OSError, ValueError) as fout:
        raise Gebruikersfout(
            "Zet hier het PEM-bestand met de certificaten die u voor tijdstempels vertrouwt",
            plaats="ZEGEL_TSA_VERTROUWD",
        ) from fout
    return tuple(asn1_x509.Certificate.load(c.public_bytes(Encoding.DER)) for c in found)


def _read_key(pad: Path) -> tuple[keys.PrivateKeyInfo, asn1_x509.Certificate]:
    inhoud = pad.read_bytes()
    sleutel = load_pem_private_key(inhoud, None).private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    certificaat = x509.load_pem_x509_certificate(inhoud).public_bytes(Encoding.DER)
    return keys.PrivateKeyInfo.load(sleutel), asn1_x509.Certificate.load(certificaat)


def _lijst(pad: Path) -> asn1_crl.CertificateList:
    try:
        rauw = pad.read_bytes()
        der = pem.unarmor(rauw)[2] if pem.detect(rauw) else rauw
        lijst = asn1_crl.CertificateList.load(der, strict=True)
        lijst["tbs_cert_list"]["issuer"].native  # noqa: B018 - reads the content, so that damage shows here
    except (OSError, ValueError) as fout:
        raise Gebruikersfout(
            f"{pad.name} is geen lijst van ingetrokken certificaten", plaats="ZEGEL_INTREKKING"
        ) from fout
    return lijst


def _development(map: Path) -> None:
    """The authority and the list of the development CA, made once."""
    ca.development_ca(map)
    if (map / _STEMPEL).exists() and (map / _LIJSTEN / "ontwikkeling.crl").exists():
        return
    with ca.lock(map / ".slot"):
        sleutel = load_pem_private_key((map / "ca-sleutel.pem").read_bytes(), None)
        if not isinstance(sleutel, ec.EllipticCurvePrivateKey):
            raise Gebruikersfout("Deze map hoort bij een andere CA; kies een lege map", plaats=str(map))
        uitgever = x509.load_pem_x509_certificate((map / "ca.pem").read_bytes())
        if not (map / _STEMPEL).exists():
            ca.write_private(map / _STEMPEL, b"".join(_authority(uitgever, sleutel)))
        (map / _LIJSTEN).mkdir(exist_ok=True)
        if not (map / _LIJSTEN / "ontwikkeling.crl").exists():
            ca.write_private(map / _LIJSTEN / "ontwikkeling.crl", _empty_list(uitgever, sleutel))


def _authority(uitgever: x509.Certificate, ca_sleutel: ec.EllipticCurvePrivateKey) -> Iterator[bytes]:
    """The key and the certificate of a time-stamping authority, as PEM."""
    sleutel = ec.generate_private_key(ec.SECP256R1())
    delen = ((NameOID.COUNTRY_NAME, "NL"), (NameOID.COMMON_NAME, "Zorginkoop ONTWIKKELING tijdstempel"))
    naam = x509.Name([x509.NameAttribute(oid, waarde) for oid, waarde in delen])
    gebruik = x509.KeyUsage(True, False, False, False, False, False, False, False, False)
    certificaat = (
        x509.CertificateBuilder(uitgever.subject, naam, sleutel.public_key(), x509.random_serial_number(), _VAN, _TOT)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(gebruik, critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(sleutel.public_key()), critical=False)
        .add_extension(_authority_id(ca_sleutel), critical=False)
        .sign(ca_sleutel, hashes.SHA256())
    )
    yield sleutel.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    yield certificaat.public_bytes(Encoding.PEM)


def _empty_list(uitgever: x509.Certificate, ca_sleutel: ec.EllipticCurvePrivateKey) -> bytes:
    """Nothing was ever withdrawn; it holds as long as the certificates do, since nobody renews it."""
    lijst = x509.CertificateRevocationListBuilder(uitgever.subject, _VAN, _TOT)
    lijst = lijst.add_extension(_authority_id(ca_sleutel), critical=False)
    lijst = lijst.add_extension(x509.CRLNumber(1), critical=False)
    return lijst.sign(ca_sleutel, hashes.SHA256()).public_bytes(Encoding.DER)


def _authority_id(sleutel: ec.EllipticCurvePrivateKey) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(sleutel.public_key())
