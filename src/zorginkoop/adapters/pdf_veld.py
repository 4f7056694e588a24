"""What a seal and a time stamp share: a signature field with its place among the tags, and waiting for pyHanko."""

import asyncio
import hashlib
import io
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter


def open_writer(pdf: bytes) -> IncrementalPdfFileWriter:
    """A writer that adds to the file. The same addition to the same file gives the same bytes, always."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    # pyHanko would rewrite the XMP metadata in a shape PDF/A does not know; what the typesetter wrote stays.
    writer._update_meta = lambda: None
    eerste, _ = writer._document_id
    tweede = generic.ByteStringObject(hashlib.sha256(pdf).digest()[:16])
    writer._document_id = generic.ArrayObject([eerste, tweede])
    return writer


def tag(writer: IncrementalPdfFileWriter, veld_ref: generic.IndirectObject, omschrijving: str) -> None:
    """Give the field a name and a place in the structure tree: PDF/UA wants every widget inside a Form element."""
    veld = veld_ref.get_object()
    veld[pdf_name("/TU")] = generic.TextStringObject(omschrijving)
    if "/StructTreeRoot" not in writer.root:
        return
    boom = writer.root["/StructTreeRoot"]
    pagina_ref = writer.find_page_for_modification(0)[0]
    pagina, nummer = pagina_ref.get_object(), int(boom["/ParentTreeNextKey"])
    document_ref = boom["/K"].raw_get(0)
    verwijzing = {"/Type": pdf_name("/OBJR"), "/Obj": veld_ref, "/Pg": pagina_ref}
    vorm = {"/Type": pdf_name("/StructElem"), "/S": pdf_name("/Form"), "/P": document_ref, "/Pg": pagina_ref}
    vorm_ref = writer.add_object(dictionary({**vorm, "/K": dictionary(verwijzing)}))
    document_ref.get_object()["/K"].append(vorm_ref)
    boom["/ParentTree"]["/Nums"] += [generic.NumberObject(nummer), vorm_ref]
    boom[pdf_name("/ParentTreeNextKey")] = generic.NumberObject(nummer + 1)
    veld[pdf_name("/StructParent")] = generic.NumberObject(nummer)
    pagina[pdf_name("/Tabs")] = pdf_name("/S")
    for gewijzigd in (boom, boom["/ParentTree"], document_ref.get_object(), pagina):
        writer.update_container(gewijzigd)


def dictionary(inhoud: dict[str, Any]) -> generic.DictionaryObject:
    """A PDF dictionary from plain names."""
    return generic.DictionaryObject({pdf_name(naam): waarde for naam, waarde in inhoud.items()})


def wait(maak: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    """The result of a coroutine that never really waits, also where an event loop is already running."""
    if not _in_a_loop():
        return asyncio.run(maak())
    with ThreadPoolExecutor(1) as draad:
        return draad.submit(lambda: asyncio.run(maak())).result()


def _in_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
