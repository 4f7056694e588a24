"""What stands behind a seal to make it last: the proof that its certificates held, under a time stamp over it all.

PAdES baseline (ETSI EN 319 142-1): with a time stamp, on the seal or on the document, the level is B-T; with the
certificates and the lists of withdrawn ones in the file as well, all under a stamp on the document, it is B-LTA. One
addition serves a document that was just sealed and one that is years old, and leaves the sealed bytes as they are.

Anyone can have anything stamped, so the stamp itself proves nothing about who added what. Verification therefore
writes the addition again from the certificates and lists found in it, and every byte must come out the same.
"""

import asyncio
import hashlib
import re
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from asn1crypto import cms, crl, x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.sign.fields import prepare_sig_field
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from zorginkoop.adapters import cms_strict
from zorginkoop.adapters.bewijs import Bewijsmiddelen
from zorginkoop.adapters.pdf_veld import dictionary, open_writer, tag, wait
from zorginkoop.adapters.stempelen import authority, check_own
from zorginkoop.adapters.tijdstempel import GeenTijdstempel
from zorginkoop.kern.fouten import Gebruikersfout

BB, BT, BLTA = "B-B", "B-T", "B-LTA"
NIVEAUS = (BB, BT, BLTA)
"""From least to most lasting."""

_VELD = "Tijdstempel"
_STEMPEL = cms.CMSAttributeType("signature_time_stamp_token").dump().hex().upper().encode()
_BYTERANGE = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
_STROOM = re.compile(rb"\bstream\r?\n(\x30.*?)\nendstream", re.DOTALL)
"""As we write it; a carriage return before the end is the last byte of what stands inside."""


@dataclass(frozen=True)
class Naschrift:
    """Where the sealed document ends (`kern`) and where the time stamp stands in what follows."""

    kern: int
    begin: int
    einde: int


@dataclass(frozen=True)
class Bewijs:
    """Certificates and lists for in the file."""

    certificaten: tuple[x509.Certificate, ...] = ()
    lijsten: tuple[crl.CertificateList, ...] = ()


def versterk(
    pdf: bytes,
    *,
    middelen: Bewijsmiddelen,
    certificaat: x509.Certificate,
    keten: Iterable[x509.Certificate],
    vertrouwd: Sequence[x509.Certificate],
    moment: datetime,
) -> bytes:
    """The sealed PDF with proof and a time stamp behind it; as it was when no time stamp is to be had.

    `certificaat`, `keten` and `vertrouwd` are those of the seal. `moment` is what our own authority states. Without
    a list for every certificate the proof is left out, and the level is B-T.
    """
    try:
        autoriteit = authority(middelen, moment=moment)
        lijsten = tuple(middelen.intrekkingen())
        alle = (certificaat, *keten, *autoriteit.pad)
        bewijs = _proof(alle, tuple(vertrouwd), middelen.vertrouwd, lijsten, moment)
        digest, uit, stappen = _write(pdf, bewijs, 2 * autoriteit.ruimte)
        stappen.send(cms.ContentInfo.load(autoriteit.stamp(digest, moment=moment)))
    except GeenTijdstempel:
        return pdf
    return bytes(uit.getvalue())


def niveau_van(pdf: bytes) -> str:
    """The level a document of our own has; for one from elsewhere only `verify` tells."""
    naschrift = find_naschrift(pdf)
    if naschrift is None:
        return BT if _STEMPEL in pdf else BB
    return BLTA if b"/Type /DSS" in pdf[naschrift.kern :] else BT


def find_naschrift(pdf: bytes) -> Naschrift | None:
    """The addition behind a seal, when the file claims to have one; nothing about it is checked yet."""
    gaten = [tuple(int(getal) for getal in m.groups()) for m in _BYTERANGE.finditer(pdf)]
    heel = [(b, c) for b, c, d in gaten if b + 2 < c and c + d == len(pdf)]
    deel = [c + d for b, c, d in gaten if b + 2 < c and c + d < len(pdf)]
    if len(heel) != 1 or len(deel) != 1 or len(gaten) != 2 or heel[0][0] <= deel[0]:
        return None
    return Naschrift(deel[0], *heel[0])


def check_naschrift(
    pdf: bytes, naschrift: Naschrift, *, zegel: Sequence[x509.Certificate], stempels: Sequence[x509.Certificate]
) -> tuple[str, datetime]:
    """The level reached and the moment stamped; Gebruikersfout when a single byte is not as we would write it.

    The sealed document before it must have been verified already.
    """
    gedekt = pdf[: naschrift.begin] + pdf[naschrift.einde :]
    try:
        token = cms_strict.lees(pdf[naschrift.begin : naschrift.einde])
        moment = check_own(token, hashlib.sha256(gedekt).digest(), stempels)
        bewijs = _found(pdf[naschrift.kern : naschrift.begin])
        opnieuw = _write(pdf[: naschrift.kern], bewijs, naschrift.einde - naschrift.begin - 2)[1].getvalue()
    except Exception as fout:  # whatever a library makes of damaged input: the user gets one answer
        raise Gebruikersfout("Het tijdstempel achter het zegel is beschadigd of veranderd") from fout
    if opnieuw[: naschrift.begin] + opnieuw[naschrift.einde :] != gedekt:
        raise Gebruikersfout("Er is iets toegevoegd of veranderd nadat het document is verzegeld")
    return (BLTA if bewijs.lijsten and _lasting(bewijs, zegel, stempels, moment) else BT), moment


def reserve_field(writer: Any) -> None:
    """An empty field for the time stamp, among the tags."""
    _, veld_ref = prepare_sig_field(
        _VELD,
        writer.root,
        update_writer=writer,
        existing_fields_only=False,
        include_on_page=writer.find_page_for_modification(0)[0],
    )
    tag(writer, veld_ref, "Tijdstempel op het zegel")


def _write(pdf: bytes, bewijs: Bewijs, ruimte: int) -> tuple[bytes, Any, Generator[Any, Any, Any]]:
    """Write the addition with room for the token: what must be stamped, the file so far, and where the token goes."""
    writer = open_writer(pdf)
    stappen = PdfCMSEmbedder().write_cms(_VELD, writer, existing_fields_only=True)
    next(stappen)
    if bewijs.lijsten:
        _store(writer, bewijs)
    stappen.send(SigObjSetup(DocumentTimestamp(bytes_reserved=ruimte)))
    voorbereid, uit = stappen.send(SigIOSetup("sha256"))
    return voorbereid.document_digest, uit, stappen


def _store(writer: Any, bewijs: Bewijs) -> None:
    """The document security store, and the extension of the standard that knows it."""

    def kept(delen: Iterable[Any]) -> generic.ArrayObject:
        return generic.ArrayObject(writer.add_object(generic.StreamObject(stream_data=deel.dump())) for deel in delen)

    inhoud = {"/Type": pdf_name("/DSS"), "/Certs": kept(bewijs.certificaten), "/CRLs": kept(bewijs.lijsten)}
    writer.root[pdf_name("/DSS")] = writer.add_object(dictionary(inhoud))
    uitbreiding = {"/BaseVersion": pdf_name("/1.7"), "/ExtensionLevel": generic.NumberObject(5)}
    writer.root[pdf_name("/Extensions")] = dictionary({"/ESIC": dictionary(uitbreiding)})
    writer.update_root()


def _found(toevoeging: bytes) -> Bewijs:
    """The certificates and lists in an addition, in their order. What else is in there shows when it is rewritten."""
    delen = [gevonden[1] for gevonden in _STROOM.finditer(toevoeging)]
    # The first element inside: the version of a certificate has a tag of its own, that of a list is a plain number.
    kenmerk = [x509.Certificate.load(deel)["tbs_certificate"].contents[:1] for deel in delen]
    return Bewijs(
        tuple(x509.Certificate.load(d) for d, k in zip(delen, kenmerk, strict=True) if k == b"\xa0"),
        tuple(crl.CertificateList.load(d) for d, k in zip(delen, kenmerk, strict=True) if k != b"\xa0"),
    )


def _proof(
    certificaten: Iterable[x509.Certificate],
    zegel: tuple[x509.Certificate, ...],
    stempels: tuple[x509.Certificate, ...],
    lijsten: tuple[crl.CertificateList, ...],
    moment: datetime,
) -> Bewijs:
    """Everything the seal and the stamp rest on, when the lists speak about all of it; else nothing."""
    uniek = {c.dump(): c for c in certificaten}
    bewijs = Bewijs(tuple(uniek.values()), lijsten)
    vraag = (frozenset(uniek), frozenset(lijst.dump() for lijst in lijsten), moment.date())
    if vraag not in _DUURZAAM:
        if len(_DUURZAAM) > 100:
            _DUURZAAM.clear()
        _DUURZAAM[vraag] = bool(lijsten) and _lasting(bewijs, zegel, stempels, moment)
    return bewijs if _DUURZAAM[vraag] else Bewijs()


_DUURZAAM: dict[tuple[frozenset[bytes], frozenset[bytes], date], bool] = {}
"""Whether the lists cover all certificates on a day: the same for thousands of documents."""


def _lasting(
    bewijs: Bewijs, zegel: Sequence[x509.Certificate], stempels: Sequence[x509.Certificate], moment: datetime
) -> bool:
    """Whether, with nothing but this proof, every certificate up to the roots was good at that moment."""
    wortels = {c.dump() for c in (*zegel, *stempels)}
    context = ValidationContext(
        trust_roots=[*zegel, *stempels],
        other_certs=list(bewijs.certificaten),
        crls=list(bewijs.lijsten),
        allow_fetching=False,
        revocation_mode="require",
        moment=moment,
    )

    async def all_good() -> bool:
        try:
            for c in bewijs.certificaten:
                if not c.ca and c.dump() not in wortels:
                    await CertificateValidator(c, validation_context=context).async_validate_path()
        except (PathError, ValidationError, asyncio.InvalidStateError):
            return False
        return True

    return bool(wait(all_good))
