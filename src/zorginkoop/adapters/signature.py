"""The seal on an agreement: one PAdES signature (B-B) that certifies the whole file and allows no change after it.

Verification checks the cryptography first and opens the PDF only when it is exactly what a trusted key sealed, so a
hostile file is never parsed. A seal covers everything but itself; that its own text is the one canonical text is
checked in `cms_strict`. No byte of the file is free.
"""

import asyncio
import io
import json
import logging
import re
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pikepdf
from asn1crypto import x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigMDPSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
from pyhanko_certvalidator import ValidationContext

from zorginkoop.adapters import cms_strict
from zorginkoop.adapters.ca import Sleutels
from zorginkoop.adapters.pdf import BIJLAGE, vingerafdruk
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

    `ondertekend_op` is the moment the sealing party states; `ondertekenaar` the name in its certificate.
    """

    geldig: bool
    redenen: list[str]
    inhoud: dict[str, Any] | None = None
    ondertekend_op: datetime | None = None
    ondertekenaar: str | None = None


def seal(pdf: bytes, *, sleutels: Sleutels, reden: str, moment: datetime) -> bytes:
    """The PDF with an invisible, tagged seal over the whole file, stating `reden` and `moment` (with time zone)."""
    if moment.tzinfo is None:
        raise ValueError("The moment of sealing needs a time zone")
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    # pyHanko would rewrite the XMP metadata in a shape PDF/A does not know; what the typesetter wrote stays.
    writer._update_meta = lambda: None
    steps = PdfCMSEmbedder(SigFieldSpec(_VELD)).write_cms(_VELD, writer)
    _tag(writer, next(steps))
    plek = SignatureObject(
        timestamp=moment.astimezone(UTC),
        subfilter=SigSeedSubFilter.PADES,
        reason=reden,
        bytes_reserved=_ruimte(sleutels),
    )
    steps.send(SigObjSetup(plek, SigMDPSetup("sha256", certify=True, docmdp_perms=MDPPerm.NO_CHANGES)))
    voorbereid, uit = steps.send(SigIOSetup("sha256"))
    zegel = _wacht(lambda: sleutels.signer.async_sign(voorbereid.document_digest, "sha256", use_pades=True))
    steps.send(zegel)
    return bytes(uit.getvalue())


def verify(
    pdf: bytes,
    *,
    vertrouwd: Sequence[x509.Certificate],
    verwacht: str | None = None,
    peilmoment: datetime | None = None,
) -> Controle:
    """Whether this is, byte for byte, a document sealed with a certificate under one of the `vertrouwd` roots.

    `verwacht` is the canonical JSON the caller has on record; the attachment must equal it. Certificates are judged at
    `peilmoment`, or at the stated moment of sealing, so that an agreement outlives the certificate. Never raises.
    """
    try:
        begin, einde = _gat(pdf)
        tijd = _tijd(pdf, begin, einde)
        naam = _controleer_zegel(pdf, begin, einde, vertrouwd, peilmoment or tijd)
        inhoud = _bijlage(pdf, verwacht)
    except Gebruikersfout as fout:
        return Controle(False, [fout.melding])
    return Controle(True, [], inhoud, tijd, naam)


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
    pdf: bytes, begin: int, einde: int, vertrouwd: Sequence[x509.Certificate], moment: datetime
) -> str:
    """The name of who sealed, when the seal is whole, over exactly these bytes, and trusted."""
    gedekt = pdf[:begin] + pdf[einde:]
    try:
        zegel = cms_strict.lees(pdf[begin:einde])
        context = ValidationContext(
            trust_roots=list(vertrouwd), allow_fetching=False, revocation_mode="soft-fail", moment=moment
        )
        status = _wacht(lambda: async_validate_detached_cms(gedekt, zegel, signer_validation_context=context))
    except Exception as fout:  # whatever a library makes of damaged ASN.1: the user gets one answer
        raise Gebruikersfout("Het zegel zelf is beschadigd of veranderd") from fout
    if not (status.intact and status.valid):
        raise Gebruikersfout("De inhoud is veranderd nadat het document is verzegeld")
    if not status.trusted:
        raise Gebruikersfout("Het zegel is niet gezet met een certificaat dat hier vertrouwd wordt")
    if not cms_strict.alleen_van_pad(zegel, status.validation_path):
        raise Gebruikersfout("Het zegel zelf is beschadigd of veranderd")
    return str(status.signing_cert.subject.native.get("common_name") or status.signing_cert.subject.human_friendly)


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


def _tag(writer: IncrementalPdfFileWriter, veld_ref: generic.IndirectObject) -> None:
    """Give the field a name and a place in the structure tree: PDF/UA wants every widget inside a Form element."""
    veld = veld_ref.get_object()
    veld[pdf_name("/TU")] = generic.TextStringObject("Zegel van de zorgverzekeraar")
    if "/StructTreeRoot" not in writer.root:
        return
    boom = writer.root["/StructTreeRoot"]
    pagina_ref = writer.find_page_for_modification(0)[0]
    pagina, nummer = pagina_ref.get_object(), int(boom["/ParentTreeNextKey"])
    document_ref = boom["/K"].raw_get(0)
    verwijzing = {"/Type": pdf_name("/OBJR"), "/Obj": veld_ref, "/Pg": pagina_ref}
    vorm = {"/Type": pdf_name("/StructElem"), "/S": pdf_name("/Form"), "/P": document_ref, "/Pg": pagina_ref}
    vorm_ref = writer.add_object(_woordenboek({**vorm, "/K": _woordenboek(verwijzing)}))
    document_ref.get_object()["/K"].append(vorm_ref)
    boom["/ParentTree"]["/Nums"] += [generic.NumberObject(nummer), vorm_ref]
    boom[pdf_name("/ParentTreeNextKey")] = generic.NumberObject(nummer + 1)
    veld[pdf_name("/StructParent")] = generic.NumberObject(nummer)
    pagina[pdf_name("/Tabs")] = pdf_name("/S")
    for gewijzigd in (boom, boom["/ParentTree"], document_ref.get_object(), pagina):
        writer.update_container(gewijzigd)


def _woordenboek(inhoud: dict[str, Any]) -> generic.DictionaryObject:
    return generic.DictionaryObject({pdf_name(naam): waarde for naam, waarde in inhoud.items()})


def _ruimte(sleutels: Sleutels) -> int:
    """Hex digits to reserve: the certificates, and 1.5 kB for the signature (RSA 4096 at most) and its attributes."""
    return 2 * (sum(len(c.dump()) for c in (sleutels.certificaat, *sleutels.keten)) + 1536)


def _wacht(maak: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    """The result of a coroutine that never really waits, also where an event loop is already running."""
    if not _in_een_lus():
        return asyncio.run(maak())
    with ThreadPoolExecutor(1) as draad:
        return draad.submit(lambda: asyncio.run(maak())).result()


def _in_een_lus() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
