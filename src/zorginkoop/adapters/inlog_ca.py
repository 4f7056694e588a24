"""An authority of our own for trying out logging in by certificate: people, a system, the server, a list of withdrawn.

Only for development and demonstration: every name says ONTWIKKELING, and the policy OIDs come from the arc 2.999, which
ITU-T X.660 keeps for examples. Keys are EC P-256 and readable by their owner only.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID as Doel
from cryptography.x509.oid import NameOID, ObjectIdentifier

from zorginkoop.adapters.ca import write_private

BELEID_PERSOON, BELEID_SYSTEEM, BELEID_BEZIT = "2.999.1", "2.999.2", "2.999.3"
GELDIG, LIJST_GELDIG = timedelta(days=825), timedelta(days=30)
_VERSCHIL = timedelta(minutes=5)
"""Clocks differ a little."""


@dataclass(frozen=True)
class Uitgifte:
    """A certificate with its key."""

    certificaat: x509.Certificate
    sleutel: ec.EllipticCurvePrivateKey

    @property
    def der(self) -> bytes:
        return self.certificaat.public_bytes(Encoding.DER)

    def pem(self) -> bytes:
        """Key and certificate together, the key without a passphrase."""
        sleutel = self.sleutel.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return sleutel + self.certificaat.public_bytes(Encoding.PEM)

    def p12(self, wachtwoord: str) -> bytes:
        """For import into a browser."""
        naam = self.certificaat.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
        slot = BestAvailableEncryption(wachtwoord.encode())
        return pkcs12.serialize_key_and_certificates(str(naam).encode(), self.sleutel, self.certificaat, None, slot)


@dataclass(frozen=True)
class InlogCA:
    """An authority, and where it says its certificates can be checked (`crl`, `ocsp`: addresses, may be empty)."""

    eigen: Uitgifte
    crl: str = ""
    ocsp: str = ""

    @classmethod
    def make(
        cls, *, now: datetime, naam: str = "Zorginkoop ONTWIKKELING inlog-CA", crl: str = "", ocsp: str = ""
    ) -> "InlogCA":
        """A new authority."""
        sleutel = ec.generate_private_key(ec.SECP256R1())
        houder = _name(naam)
        bouw = _builder(houder, houder, sleutel, now, 2 * GELDIG)
        bouw = bouw.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        bouw = bouw.add_extension(_usage(ca=True), critical=True)
        return cls(Uitgifte(bouw.sign(sleutel, hashes.SHA256()), sleutel), crl, ocsp)

    def person(self, naam: str, *, now: datetime, beleid: str = BELEID_PERSOON) -> Uitgifte:
        """A personal certificate."""
        return self._issue(_name(naam), now, (Doel.CLIENT_AUTH,), beleid=beleid)

    def system(self, naam: str, *, now: datetime) -> Uitgifte:
        """A certificate for software of an organisation."""
        return self._issue(_name(naam), now, (Doel.CLIENT_AUTH,), beleid=BELEID_SYSTEEM)

    def server(self, adressen: list[str], *, now: datetime) -> Uitgifte:
        """A certificate for the portal itself."""
        return self._issue(_name(adressen[0]), now, (Doel.SERVER_AUTH,), adressen=adressen)

    def revoked(self, *certificaten: x509.Certificate, now: datetime, geldig: timedelta = LIJST_GELDIG) -> bytes:
        """The list of withdrawn certificates, in DER."""
        bouw = x509.CertificateRevocationListBuilder(self.eigen.certificaat.subject, now - _VERSCHIL, now + geldig)
        bouw = bouw.add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
        bouw = bouw.add_extension(self._authority_key(), critical=False)
        for certificaat in certificaten:
            regel = x509.RevokedCertificateBuilder(certificaat.serial_number, now - _VERSCHIL)
            bouw = bouw.add_revoked_certificate(regel.build())
        return bouw.sign(self.eigen.sleutel, hashes.SHA256()).public_bytes(Encoding.DER)

    def _issue(
        self,
        houder: x509.Name,
        now: datetime,
        doelen: tuple[ObjectIdentifier, ...],
        *,
        beleid: str = "",
        adressen: list[str] | None = None,
    ) -> Uitgifte:
        sleutel = ec.generate_private_key(ec.SECP256R1())
        bouw = _builder(houder, self.eigen.certificaat.subject, sleutel, now, GELDIG)
        bouw = bouw.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        bouw = bouw.add_extension(_usage(ca=False), critical=True)
        bouw = bouw.add_extension(x509.ExtendedKeyUsage(doelen), critical=False)
        bouw = bouw.add_extension(self._authority_key(), critical=False)
        for uitbreiding in self._where(beleid, adressen or []):
            bouw = bouw.add_extension(uitbreiding, critical=False)
        return Uitgifte(bouw.sign(self.eigen.sleutel, hashes.SHA256()), sleutel)

    def _where(self, beleid: str, adressen: list[str]) -> list[x509.ExtensionType]:
        delen: list[x509.ExtensionType] = []
        if beleid:
            delen.append(x509.CertificatePolicies([x509.PolicyInformation(ObjectIdentifier(beleid), None)]))
        if adressen:
            delen.append(x509.SubjectAlternativeName([_general(adres) for adres in adressen]))
        if self.crl:
            punt = x509.DistributionPoint([x509.UniformResourceIdentifier(self.crl)], None, None, None)
            delen.append(x509.CRLDistributionPoints([punt]))
        if self.ocsp:
            waar = x509.UniformResourceIdentifier(self.ocsp)
            methode = x509.oid.AuthorityInformationAccessOID.OCSP
            delen.append(x509.AuthorityInformationAccess([x509.AccessDescription(methode, waar)]))
        return delen

    def _authority_key(self) -> x509.AuthorityKeyIdentifier:
        return x509.AuthorityKeyIdentifier.from_issuer_public_key(self.eigen.sleutel.public_key())


def write_demonstration(map: Path, namen: dict[str, str], *, wachtwoord: str, now: datetime) -> dict[str, bytes]:
    """Everything needed to try it: a .p12 per person (file name to name), a system, a withdrawn one, the server.

    Gives the certificates of the people (DER) by file name. What was there is replaced.
    """
    map.mkdir(parents=True, exist_ok=True, mode=0o700)
    ca = InlogCA.make(now=now)
    mensen = {bestand: ca.person(f"ONTWIKKELING {naam}"[:64], now=now) for bestand, naam in namen.items()}
    ingetrokken = ca.person("ONTWIKKELING ingetrokken", now=now)
    andere = {"systeem": ca.system("ONTWIKKELING systeem", now=now), "ingetrokken": ingetrokken}
    for bestand, uitgifte in (mensen | andere).items():
        write_private(map / f"{bestand}.p12", uitgifte.p12(wachtwoord))
    write_private(map / "systeem.pem", andere["systeem"].pem())
    write_private(map / "server.pem", ca.server(["localhost", "127.0.0.1"], now=now).pem())
    write_private(map / "ca.pem", ca.eigen.certificaat.public_bytes(Encoding.PEM))
    write_private(map / "ingetrokken.crl", ca.revoked(ingetrokken.certificaat, now=now, geldig=GELDIG))
    return {bestand: uitgifte.der for bestand, uitgifte in mensen.items()}


def _builder(
    houder: x509.Name, uitgever: x509.Name, sleutel: ec.EllipticCurvePrivateKey, now: datetime, duur: timedelta
) -> x509.CertificateBuilder:
    publiek = sleutel.public_key()
    bouw = x509.CertificateBuilder(
        uitgever,
        houder,
        publiek,
        x509.random_serial_number(),
        now.astimezone(UTC) - _VERSCHIL,
        now.astimezone(UTC) + duur,
    )
    return bouw.add_extension(x509.SubjectKeyIdentifier.from_public_key(publiek), critical=False)


def _usage(*, ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(not ca, False, False, False, False, ca, ca, False, False)


def _name(algemeen: str) -> x509.Name:
    delen = ((NameOID.COUNTRY_NAME, "NL"), (NameOID.ORGANIZATION_NAME, "Zorginkoop ONTWIKKELING"))
    return x509.Name([x509.NameAttribute(oid, w) for oid, w in (*delen, (NameOID.COMMON_NAME, algemeen))])


def _general(adres: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(adres))
    except ValueError:
        return x509.DNSName(adres)
