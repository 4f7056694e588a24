"""The seal on an agreement: one PAdES signature that certifies the whole file and allows no change after it.

On its own it is of level B-B; what `naschrift` adds behind it makes it last (B-T, B-LTA) and changes nothing else.

Verification checks the cryptography first and opens the PDF only when it is exactly what a trusted key sealed, so a
hostile file is never parsed. A seal covers everything but itself; that its own text is the one canonical text is
checked in `cms_strict`. No byte of the file is free.
"""

import hashlib
import io
import json
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pikepdf
from asn1crypto import cms, x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigMDPSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
from pyhanko_certvalidator import ValidationContext

from zorginkoop.adapters import cms_strict
from zorginkoop.adapters.bewijs import Bewijsmiddelen
from zorginkoop.adapters.ca import Sleutels
from zorginkoop.adapters.naschrift import BB, BT, check_naschrift, find_naschrift, reserve_field
from zorginkoop.adapters.pdf import BIJLAGE, vingerafdruk
from zorginkoop.adapters.pdf_veld import open_writer, tag, wait
from zorginkoop.adapters.stempelen import authority, check_own
from zorginkoop.adapters.tijdstempel import GeenTijdstempel
from zorginkoop.kern.fouten import Gebruikersfout

GROOTSTE = 20_000_000
"""Bytes. An agreement is some tens of kilobytes; a file above this is refused unread."""

# What pyHanko finds wrong comes back as a reason; on a screen its log would look like a crash.
logging.getLogger("pyhanko").addHandler(logging.NullHandler())

_VELD = "Zegel"
_BYTERANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
# A colon may be written as its octal escape, which is what pyHanko does.
_TIJD = re.compile(rb"/M\s*\(D(?::|\\072)([0-9+\-'Z]{14,24})\)")


@dataclass(frozen=True)
class Controle:
    """What verification found. `inhoud` is the attached JSON, and None unless the seal is valid.

    `ondertekend_op` is the moment the sealing party states; `ondertekenaar` the name in its certificate. `niveau` is
    the PAdES baseline level reached, and `gestempeld_op` what a time-stamping authority says of the moment.
    """

    geldig: bool
    redenen: list[str]
    inhoud: dict[str, Any] | None = None
    ondertekend_op: datetime | None = None
    ondertekenaar: str | None = None
    niveau: str = BB
    gestempeld_op: datetime | None = None


def seal(
    pdf: bytes, *, sleutels: Sleutels, reden: str, moment: datetime, middelen: Bewijsmiddelen | None = None
) -> bytes:
    """The PDF with an invisible, tagged seal over the whole file, stating `reden` and `moment` (with time zone).

    An empty field for a time stamp is part of what is sealed, so that filling it later changes no page and no tag.
    With `middelen` the seal itself is stamped (B-T) when an authority answers; `naschrift` makes it last.
    """
    if moment.tzinfo is None:
        raise ValueError("The moment of sealing needs a time zone")
    writer = open_writer(pdf)
    reserve_field(writer)
    steps = PdfCMSEmbedder(SigFieldSpec(_VELD)).write_cms(_VELD, writer)
    tag(writer, next(steps), "Zegel van de zorgverzekeraar")
    plek = SignatureObject(
        timestamp=moment.astimezone(UTC),
        subfilter=SigSeedSubFilter.PADES,
        reason=reden,
        bytes_reserved=_ruimte(sleutels) + 2 * _room(middelen, moment),
    )
    steps.send(SigObjSetup(plek, SigMDPSetup("sha256", certify=True, docmdp_perms=MDPPerm.NO_CHANGES)))
    voorbereid, uit = steps.send(SigIOSetup("sha256"))
    zegel = wait(lambda: sleutels.signer.async_sign(voorbereid.document_digest, "sha256", use_pades=True))
    steps.send(_stamped(zegel, middelen, moment))
    return bytes(uit.getvalue())


def _room(middelen: Bewijsmiddelen | None, moment: datetime) -> int:
    """Bytes for a time stamp on the seal."""
    try:
        return 0 if middelen is None else authority(middelen, moment=moment).ruimte
    except GeenTijdstempel:
        return 0


def _stamped(zegel: cms.ContentInfo, middelen: Bewijsmiddelen | None, moment: datetime) -> cms.ContentInfo:
    """The seal with a time stamp on it, or as it is when there is none to be had."""
    if middelen is None:
        return zegel
    (info,) = zegel["content"]["signer_infos"]
    digest = hashlib.sha256(info["signature"].native).digest()
    try:
        token = authority(middelen, moment=moment).stamp(digest, moment=moment)
    except GeenTijdstempel:
        return zegel
    return cms_strict.with_stempel(zegel, token)


def verify(
    pdf: bytes,
    *,
    vertrouwd: Sequence[x509.Certificate],
    verwacht: str | None = None,
    peilmoment: datetime | None = None,
    stempels: Sequence[x509.Certificate] | None = None,
) -> Controle:
    """Whether this is, byte for byte, a document sealed with a certificate under one of the `vertrouwd` roots.

    A time stamp behind the seal must come from an authority under one of the `stempels` roots; those of the seal
    when not given.

    `verwacht` is the canonical JSON the caller has on record; the attachment must equal it. Certificates are judged at
    `peilmoment`, or at the stated moment of sealing, so that an agreement outlives the certificate. Never raises.
    """
    try:
        naschrift = find_naschrift(pdf) if len(pdf) <= GROOTSTE else None
        kern = pdf if naschrift is None else pdf[: naschrift.kern]
        begin, einde = _gat(kern)
        tijd = _tijd(kern, begin, einde)
        autoriteiten = vertrouwd if stempels is None else stempels
        naam, gestempeld = _controleer_zegel(kern, (begin, einde), vertrouwd, autoriteiten, peilmoment or tijd)
        duur = (BT, gestempeld) if gestempeld else (BB, None)
        if naschrift is not None:
            duur = check_naschrift(pdf, naschrift, zegel=vertrouwd, stempels=autoriteiten)
        inhoud = _bijlage(kern, verwacht)
    except Gebruikersfout as fout:
        return Controle(False, [fout.melding])
    return Controle(True, [], inhoud, tijd, naam, *duur)


def _gat(pdf: bytes) -> tuple[int, int]:
    """Where the seal stands, angle brackets included: the only part of the file it does not cover."""
    if not pdf:
        raise Gebruikersfout("Het bestand is leeg")
    if len(pdf) > GROOTSTE:
        raise Gebruikersfout(f"Het bestand is groter dan {GROOTSTE // 1_000_000} MB; een overeenkomst is dat nooit")
    if not pdf.startswith(b"%PDF-"):
        raise Gebruikersfout("Dit is geen PDF-bestand")
    bereiken = [[int(getal) for getal in m.groups()] for m in _BYTERANGE.finditer(pdf)]
    dekkend = [(b, c) for a, b, c, d in bereiken if a == 0 and b + 2 < c and c + d == len(pdf)]
    if len(dekkend) == 1:
        return dekkend[0]
    if bereiken:
        raise Gebruikersfout("Het zegel dekt niet het hele bestand: er is iets toegevoegd, veranderd of weggehaald")
    if b"/Encrypt" in pdf:
        raise Gebruikersfout("Het bestand is met een wachtwoord beveiligd; een overeenkomst is dat nooit")
    raise Gebruikersfout("Het document is niet verzegeld")


def _tijd(pdf: bytes, begin: int, einde: int) -> datetime:
    """The moment stated in the dictionary around the seal, which the seal itself covers."""
    woordenboek = pdf[pdf.rfind(b" obj", 0, begin) : begin] + pdf[einde : pdf.find(b"endobj", einde)]
    gevonden = _TIJD.search(woordenboek)
    if gevonden is None:
        raise Gebruikersfout("In het zegel staat niet wanneer het is gezet")
    try:
        moment: datetime = generic.parse_pdf_date("D:" + gevonden[1].decode())
    except (ValueError, PdfReadError) as fout:
        raise Gebruikersfout("Het moment van verzegelen is geen geldig tijdstip") from fout
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _controleer_zegel(
    pdf: bytes,
    gat: tuple[int, int],
    vertrouwd: Sequence[x509.Certificate],
    autoriteiten: Sequence[x509.Certificate],
    moment: datetime,
) -> tuple[str, datetime | None]:
    """The name of who sealed and the moment stamped on it, when the seal is whole, over these bytes, and trusted."""
    begin, einde = gat
    gedekt = pdf[:begin] + pdf[einde:]
    try:
        zegel = cms_strict.lees(pdf[begin:einde])
        context = ValidationContext(
            trust_roots=list(vertrouwd), allow_fetching=False, revocation_mode="soft-fail", moment=moment
        )
        gestempeld = _moment_of(zegel, autoriteiten)
        status = wait(lambda: async_validate_detached_cms(gedekt, zegel, signer_validation_context=context))
    except Exception as fout:  # whatever a library makes of damaged ASN.1: the user gets one answer
        raise Gebruikersfout("Het zegel zelf is beschadigd of veranderd") from fout
    if not (status.intact and status.valid):
        raise Gebruikersfout("De inhoud is veranderd nadat het document is verzegeld")
    if not status.trusted:
        raise Gebruikersfout("Het zegel is niet gezet met een certificaat dat hier vertrouwd wordt")
    if not cms_strict.alleen_van_pad(zegel, status.validation_path):
        raise Gebruikersfout("Het zegel zelf is beschadigd of veranderd")
    naam = status.signing_cert.subject
    return str(naam.native.get("common_name") or naam.human_friendly), gestempeld


def _moment_of(zegel: cms.SignedData, autoriteiten: Sequence[x509.Certificate]) -> datetime | None:
    """What the time stamp on the seal itself says; None when it has none, ValueError when it is not to be trusted."""
    token = cms_strict.stempel_in(zegel)
    if token is None:
        return None
    (info,) = zegel["signer_infos"]
    return check_own(token, hashlib.sha256(info["signature"].native).digest(), autoriteiten)


def _bijlage(pdf: bytes, verwacht: str | None) -> dict[str, Any]:
    """The attached JSON, when it is the canonical text whose fingerprint the document prints."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            if BIJLAGE not in document.attachments:
                raise Gebruikersfout(f"In het document ontbreekt de bijlage {BIJLAGE}")
            rauw = document.attachments[BIJLAGE].get_file().read_bytes()
            woorden = str(document.docinfo.get("/Keywords", ""))
        inhoud = json.loads(rauw)
        canoniek = json.dumps(inhoud, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    except (pikepdf.PdfError, ValueError, RecursionError) as fout:
        if isinstance(fout, Gebruikersfout):
            raise
        raise Gebruikersfout(f"De bijlage {BIJLAGE} is niet te lezen") from fout
    if not isinstance(inhoud, dict) or canoniek.encode() != rauw or vingerafdruk(rauw) not in woorden:
        raise Gebruikersfout(f"De bijlage {BIJLAGE} hoort niet bij dit document")
    if verwacht is not None and verwacht != canoniek:
        raise Gebruikersfout(f"De bijlage {BIJLAGE} verschilt van de vastgelegde afspraken")
    return inhoud


def _ruimte(sleutels: Sleutels) -> int:
    """Hex digits to reserve: the certificates, and 1.5 kB for the signature (RSA 4096 at most) and its attributes."""
    return 2 * (sum(len(c.dump()) for c in (sleutels.certificaat, *sleutels.keten)) + 1536)
