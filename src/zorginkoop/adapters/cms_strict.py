"""The one canonical text of a seal (CMS, RFC 5652), so that not a single character of it can be changed unseen.

A signature does not cover the structure it stands in: versions, repeated algorithm names, spare room, the case of a
hex digit. So the text is built again from the parts that are covered, and must come out the same.
"""

import re
from collections.abc import Iterable
from typing import Any

from asn1crypto import algos, cms, core, parser, x509

_HEX = re.compile(rb"<((?:[0-9A-F]{2})+)>")
_UNIVERSAL, _CONTEXT = 0, 2
_SEQUENCE, _SET = 16, 17
_STEMPEL = "signature_time_stamp_token"
_V1, _V3 = core.Integer(1).dump(), core.Integer(3).dump()
_DATA = bytes(cms.ContentInfo({"content_type": "data"})["content_type"].dump())
_TST_INFO = bytes(cms.ContentInfo({"content_type": "tst_info"})["content_type"].dump())
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


def with_stempel(zegel: cms.ContentInfo, token: bytes) -> cms.ContentInfo:
    """The signature with a time stamp on it (the DER that `zonder_ballast` gave)."""
    (info,) = zegel["content"]["signer_infos"]
    erbij = cms.CMSAttribute({"type": _STEMPEL, "values": [cms.ContentInfo.load(token)]})
    info["unsigned_attrs"] = cms.CMSAttributes([erbij])
    return zegel


def alleen_van_pad(zegel: cms.SignedData, pad: Iterable[x509.Certificate]) -> bool:
    """Whether every certificate in the seal was needed, and thereby checked, to reach the trusted root."""
    nodig = {certificaat.dump() for certificaat in pad}
    return all(certificaat.chosen.dump() in nodig for certificaat in zegel["certificates"])


def zonder_ballast(token: cms.SignedData, pad: Iterable[x509.Certificate]) -> bytes:
    """The canonical DER of a time stamp, with only the certificates of the path and no unsigned parts."""
    nodig = {certificaat.dump() for certificaat in pad}
    return _canoniek(token, [c for c in token["certificates"] if c.chosen.dump() in nodig])


def _canoniek(zegel: cms.SignedData, meegegeven: Iterable[Any] | None = None) -> bytes:
    """The DER of a signature by one signer, from the covered parts of this one.

    Of a document it is detached, and may have a time stamp of its own; a time stamp carries the stated moment.
    """
    (info,) = zegel["signer_infos"]
    tijd = zegel["encap_content_info"]["content_type"].native == "tst_info"
    digest = bytes(cms.DigestAlgorithm({"algorithm": info["digest_algorithm"]["algorithm"].native}).dump())
    ondertekening = _reeks(
        _V1,
        _ondertekenaar(info, zegel["certificates"]),
        digest,
        _emit(_CONTEXT, 0, info["signed_attrs"].contents),
        _algoritme(info),
        core.OctetString(info["signature"].native).dump(),
        _tijd_erbij(zegel),
    )
    certificaten = b"".join(c.chosen.dump() for c in meegegeven or zegel["certificates"])
    inhoud = _reeks(
        _V3 if tijd else _V1,
        _emit(_UNIVERSAL, _SET, digest),
        _moment(zegel) if tijd else _reeks(_DATA),
        _emit(_CONTEXT, 0, certificaten),
        _emit(_UNIVERSAL, _SET, ondertekening),
    )
    return _reeks(_SIGNED_DATA, _emit(_CONTEXT, 0, inhoud))


def stempel_in(zegel: cms.SignedData) -> cms.SignedData | None:
    """The time stamp on the signature itself; ValueError when there is anything else beside the signature."""
    (info,) = zegel["signer_infos"]
    if zegel["encap_content_info"]["content_type"].native == "tst_info" or not info["unsigned_attrs"]:
        return None
    (erbij,) = info["unsigned_attrs"]
    (token,) = erbij["values"]
    if erbij["type"].native != _STEMPEL:
        raise ValueError("Something stands beside the signature that is not a time stamp")
    return token["content"]


def _tijd_erbij(zegel: cms.SignedData) -> bytes:
    token = stempel_in(zegel)
    if token is None:
        return b""
    erbij = _reeks(cms.CMSAttributeType(_STEMPEL).dump(), _emit(_UNIVERSAL, _SET, _canoniek(token)))
    return _emit(_CONTEXT, 1, erbij)


def _moment(zegel: cms.SignedData) -> bytes:
    gesteld = core.OctetString(bytes(zegel["encap_content_info"]["content"])).dump()
    return _reeks(_TST_INFO, _emit(_CONTEXT, 0, gesteld))


def _algoritme(info: cms.SignerInfo) -> bytes:
    """How was signed. RSA in its plain form has one spelling; of other forms the parameters take part in the check."""
    algoritme = info["signature_algorithm"]
    if algoritme.signature_algo == "rsassa_pkcs1v15":
        return bytes(algos.SignedDigestAlgorithm({"algorithm": algoritme["algorithm"].native}).dump())
    return bytes(algoritme.dump())


def _ondertekenaar(info: cms.SignerInfo, certificaten: cms.CertificateSet) -> bytes:
    """Issuer and serial number as the certificate spells them: names would compare without regard to case."""
    (eigen,) = (c.chosen for c in certificaten if _is(c.chosen, info["sid"]))
    return _reeks(eigen.issuer.dump(), core.Integer(eigen.serial_number).dump())


def _is(certificaat: x509.Certificate, sid: cms.SignerIdentifier) -> bool:
    if sid.name == "subject_key_identifier":
        return bool(certificaat.key_identifier == sid.chosen.native)
    return bool(certificaat.serial_number == sid.chosen["serial_number"].native)


def _reeks(*delen: bytes) -> bytes:
    return _emit(_UNIVERSAL, _SEQUENCE, b"".join(delen))


def _emit(klasse: int, tag: int, inhoud: bytes) -> bytes:
    """A constructed DER value."""
    return bytes(parser.emit(klasse, 1, tag, inhoud))
