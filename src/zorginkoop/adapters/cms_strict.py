"""The one canonical text of a seal (CMS, RFC 5652), so that not a single character of it can be changed unseen.

A signature does not cover the structure it stands in: versions, repeated algorithm names, spare room, the case of a
hex digit. So the text is built again from the parts that are covered, and must come out the same.
"""

import re
from collections.abc import Iterable

from asn1crypto import cms, core, parser, x509

_HEX = re.compile(rb"<((?:[0-9A-F]{2})+)>")
_UNIVERSAL, _CONTEXT = 0, 2
_SEQUENCE, _SET = 16, 17
_V1 = core.Integer(1).dump()
_DATA = bytes(cms.ContentInfo({"content_type": "data"})["content_type"].dump())
_SIGNED_DATA = bytes(cms.ContentInfo({"content_type": "signed_data"})["content_type"].dump())


def lees(tekst: bytes) -> cms.SignedData:
    """The signed data in the hex string of a PDF (`<…>`). ValueError when anything about it is not canonical."""
    hexadecimaal = _HEX.fullmatch(tekst)
    if hexadecimaal is None:
        raise ValueError("Not an upper-case hexadecimal string")
    rauw = bytes.fromhex(hexadecimaal[1].decode())
    lengte = parser.peek(rauw)
    if rauw[lengte:].strip(b"\0"):
        raise ValueError("Something stands behind the signature")
    zegel: cms.SignedData = cms.ContentInfo.load(rauw[:lengte], strict=True)["content"]
    if _canoniek(zegel) != rauw[:lengte]:
        raise ValueError("The signature has a form this application does not write")
    return zegel


def alleen_van_pad(zegel: cms.SignedData, pad: Iterable[x509.Certificate]) -> bool:
    """Whether every certificate in the seal was needed, and thereby checked, to reach the trusted root."""
    nodig = {certificaat.dump() for certificaat in pad}
    return all(certificaat.chosen.dump() in nodig for certificaat in zegel["certificates"])


def _canoniek(zegel: cms.SignedData) -> bytes:
    """The DER of a detached signature by one signer, without time stamps, from the covered parts of this one."""
    (info,) = zegel["signer_infos"]
    digest = bytes(cms.DigestAlgorithm({"algorithm": info["digest_algorithm"]["algorithm"].native}).dump())
    ondertekening = _reeks(
        _V1,
        _ondertekenaar(info, zegel["certificates"]),
        digest,
        _emit(_CONTEXT, 0, info["signed_attrs"].contents),
        info["signature_algorithm"].dump(),
        core.OctetString(info["signature"].native).dump(),
    )
    certificaten = b"".join(c.chosen.dump() for c in zegel["certificates"])
    inhoud = _reeks(
        _V1,
        _emit(_UNIVERSAL, _SET, digest),
        _reeks(_DATA),
        _emit(_CONTEXT, 0, certificaten),
        _emit(_UNIVERSAL, _SET, ondertekening),
    )
    return _reeks(_SIGNED_DATA, _emit(_CONTEXT, 0, inhoud))


def _ondertekenaar(info: cms.SignerInfo, certificaten: cms.CertificateSet) -> bytes:
    """Issuer and serial number as the certificate spells them: names would compare without regard to case."""
    nummer = info["sid"].chosen["serial_number"].native
    (eigen,) = (c.chosen for c in certificaten if c.chosen.serial_number == nummer)
    return _reeks(eigen.issuer.dump(), core.Integer(nummer).dump())


def _reeks(*delen: bytes) -> bytes:
    return _emit(_UNIVERSAL, _SEQUENCE, b"".join(delen))


def _emit(klasse: int, tag: int, inhoud: bytes) -> bytes:
    """A constructed DER value."""
    return bytes(parser.emit(klasse, 1, tag, inhoud))
