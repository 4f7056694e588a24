"""Is this client certificate good, and whose is it: a person's, or a system's?

Path, dates, signatures and revocation are judged by pyhanko-certvalidator (RFC 5280). Every certificate below the root
needs a source that says it was not withdrawn, or the answer is no (fail closed). Which certificates are personal is
said by the policy of the authority (the OID in the certificate, RFC 5280 §4.2.1.4), never by the look of a name.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from asn1crypto import pem, x509
from cryptography import x509 as pyca
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import ExpiredError, NotYetValidError, PathError, RevokedError, ValidationError
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy
from pyhanko_certvalidator.policy_decl import RevocationCheckingRule as Regel

from zorginkoop.adapters.intrekking import Bewijs, Intrekkingen
from zorginkoop.adapters.pdf_veld import wait
from zorginkoop.kern.fouten import Gebruikersfout

MAX_BYTES = 16_384
ONLEESBAAR = "Dit certificaat is niet te lezen."
VREEMD = "Dit certificaat komt niet van een uitgever die wij vertrouwen, of het is niet bedoeld om mee in te loggen."
VERLOPEN = "Dit certificaat is verlopen of nog niet geldig. Kies een ander certificaat of vraag een nieuw aan."
INGETROKKEN = "Dit certificaat is ingetrokken. U kunt er niet meer mee inloggen."
ONBEREIKBAAR = (
    "Wij kunnen nu niet nagaan of dit certificaat is ingetrokken. Daarom kunt u er nu niet mee inloggen. "
    "Probeer het later opnieuw of log in op een andere manier."
)
GEEN_SOORT = "Dit is geen persoonlijk certificaat en ook geen systeemcertificaat waarmee u hier terecht kunt."


class Geweigerd(Gebruikersfout):
    """This certificate is refused; the message says why."""


class Soort(StrEnum):
    """What a certificate proves."""

    PERSOON = "PERSOON"
    """A person, by possession and a PIN: two factors."""
    BEZIT = "BEZIT"
    """A person, by possession only: one factor."""
    SYSTEEM = "SYSTEEM"
    """Software or a server of an organisation; never a person."""


@dataclass(frozen=True)
class Vertrouwen:
    """Who may issue client certificates, and which of their policies (OIDs) make one personal or a system's."""

    wortels: tuple[x509.Certificate, ...]
    tussen: tuple[x509.Certificate, ...] = ()
    persoon: frozenset[str] = frozenset()
    bezit: frozenset[str] = frozenset()
    systeem: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Kaart:
    """What a good certificate says."""

    naam: str
    uitgever: str
    serienummer: str
    vingerafdruk: str
    """SHA-256 of the whole certificate, in hexadecimal."""
    geldig_tot: datetime
    soort: Soort


def read_authorities(bestand: Path) -> tuple[tuple[x509.Certificate, ...], tuple[x509.Certificate, ...]]:
    """Roots and intermediates of a PEM file. Gebruikersfout when it cannot be read or has no root."""
    try:
        delen = pem.unarmor(bestand.read_bytes(), multiple=True)
        alle = [x509.Certificate.load(der) for soort, _, der in delen if soort == "CERTIFICATE"]
        wortels = tuple(c for c in alle if c.self_signed in ("yes", "maybe"))
    except (OSError, ValueError, TypeError) as fout:
        raise Gebruikersfout("Zet hier een PEM-bestand met certificaten van uitgevers", plaats=str(bestand)) from fout
    if not wortels:
        raise Gebruikersfout("Het stamcertificaat van de uitgever ontbreekt", plaats=str(bestand))
    return wortels, tuple(c for c in alle if c not in wortels)


def der_of(inhoud: bytes) -> bytes:
    """The certificate (DER) in the bytes of a file, PEM or DER. Geweigerd when there is none."""
    try:
        lees = pyca.load_pem_x509_certificate if b"-----BEGIN" in inhoud else pyca.load_der_x509_certificate
        return lees(inhoud).public_bytes(Encoding.DER)
    except ValueError as fout:
        raise Geweigerd(ONLEESBAAR) from fout


def fingerprint(der: bytes) -> str:
    """How we know a certificate again."""
    return hashlib.sha256(der).hexdigest()


def judge(der: bytes, *, vertrouwen: Vertrouwen, bronnen: Intrekkingen, now: datetime) -> Kaart:
    """What this certificate says. Geweigerd when it is not to be trusted now, or nobody can tell whether it is."""
    certificaat = _load(der)
    pad = _path(certificaat, vertrouwen, now)
    soort = _kind(certificaat, vertrouwen)
    _not_withdrawn(certificaat, pad, vertrouwen, bronnen, now)
    return Kaart(
        naam=str(certificaat.subject.native.get("common_name") or certificaat.subject.human_friendly)[:200],
        uitgever=certificaat.issuer.human_friendly[:500],
        serienummer=f"{certificaat.serial_number:x}",
        vingerafdruk=fingerprint(der),
        geldig_tot=certificaat.not_valid_after,
        soort=soort,
    )


def _load(der: bytes) -> x509.Certificate:
    if len(der) > MAX_BYTES:
        raise Geweigerd(ONLEESBAAR)
    try:
        pyca.load_der_x509_certificate(der).signature  # noqa: B018 - a second reader, strict where asn1crypto is not
        certificaat = x509.Certificate.load(der, strict=True)
        certificaat.native  # noqa: B018 - asn1crypto reads only what is asked for; now it reads all
        if certificaat["signature_value"].contents[:1] != b"\0":  # both readers let bits of a signature go unused
            raise ValueError("a signature is whole bytes")
    except Exception as fout:  # whatever a library makes of damaged input: the answer is no
        raise Geweigerd(ONLEESBAAR) from fout
    return certificaat


def _path(certificaat: x509.Certificate, vertrouwen: Vertrouwen, now: datetime) -> ValidationPath:
    """The way to a root, with everything in order but revocation."""
    geen = RevocationCheckingPolicy(Regel.NO_CHECK, Regel.NO_CHECK)
    try:
        return _validate(certificaat, vertrouwen, geen, Bewijs(), now)
    except (ExpiredError, NotYetValidError) as fout:
        raise Geweigerd(VERLOPEN) from fout
    except (ValidationError, PathError, ValueError, KeyError) as fout:
        raise Geweigerd(VREEMD) from fout


def _not_withdrawn(
    certificaat: x509.Certificate,
    pad: ValidationPath,
    vertrouwen: Vertrouwen,
    bronnen: Intrekkingen,
    now: datetime,
) -> None:
    """Every source that answered must say so, and at least one must have answered for each certificate."""
    keten = list(pad.iter_certs(include_root=True))
    paren = zip(keten[1:], keten, strict=False)
    bewijzen = {eigen.sha256: bronnen.bewijs(eigen, boven) for eigen, boven in paren}
    regel = _rule(bewijzen[certificaat.sha256])
    alles = Bewijs(
        tuple(lijst for b in bewijzen.values() for lijst in b.lijsten),
        tuple(antwoord for b in bewijzen.values() for antwoord in b.antwoorden),
    )
    streng = RevocationCheckingPolicy(regel, Regel.CRL_OR_OCSP_REQUIRED)
    try:
        _validate(certificaat, vertrouwen, streng, alles, now)
    except RevokedError as fout:
        raise Geweigerd(INGETROKKEN) from fout
    except (ValidationError, PathError, ValueError, KeyError) as fout:
        raise Geweigerd(ONBEREIKBAAR) from fout


def _rule(bewijs: Bewijs) -> Regel:
    if bewijs.lijsten and bewijs.antwoorden:
        return Regel.CRL_AND_OCSP_REQUIRED
    return Regel.OCSP_REQUIRED if bewijs.antwoorden else Regel.CRL_REQUIRED


def _validate(
    certificaat: x509.Certificate,
    vertrouwen: Vertrouwen,
    regels: RevocationCheckingPolicy,
    bewijs: Bewijs,
    now: datetime,
) -> ValidationPath:
    context = ValidationContext(
        trust_roots=vertrouwen.wortels,
        other_certs=vertrouwen.tussen,
        moment=now,
        crls=bewijs.lijsten,
        ocsps=bewijs.antwoorden,
        revinfo_policy=CertRevTrustPolicy(regels),
    )
    lezer = CertificateValidator(certificaat, vertrouwen.tussen, context)
    return wait(lambda: lezer.async_validate_usage({"digital_signature"}, {"client_auth"}))


def _kind(certificaat: x509.Certificate, vertrouwen: Vertrouwen) -> Soort:
    """A system wherever anything says so; a person only where the policy of the authority says so."""
    beleid = _policies(certificaat)
    voor = set(certificaat.extended_key_usage_value.native) if certificaat.extended_key_usage_value else set()
    namen = _alternative_names(certificaat) & {"dns_name", "ip_address", "uniform_resource_identifier"}
    if beleid & vertrouwen.systeem or "server_auth" in voor or namen:
        return Soort.SYSTEEM
    if beleid & vertrouwen.persoon and _names_somebody(certificaat):
        return Soort.PERSOON
    if beleid & vertrouwen.bezit and _names_somebody(certificaat):
        return Soort.BEZIT
    raise Geweigerd(GEEN_SOORT)


def _policies(certificaat: x509.Certificate) -> set[str]:
    waarde = certificaat.certificate_policies_value
    return {str(regel["policy_identifier"].dotted) for regel in waarde} if waarde else set()


def _alternative_names(certificaat: x509.Certificate) -> set[str]:
    waarde: Iterable[x509.GeneralName] = certificaat.subject_alt_name_value or ()
    return {str(naam.name) for naam in waarde}


def _names_somebody(certificaat: x509.Certificate) -> bool:
    namen = certificaat.subject.native
    return bool(namen.get("common_name") or (namen.get("surname") and namen.get("given_name")))
