"""Proof with an application: bounded, recognised by its content, and never opened, shown or executed here."""

import hashlib
import re
from datetime import datetime

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering.feiten import policy_of
from zorginkoop.web.contractering.gezag import PRAKTIJK_VULT_IN, require_rol
from zorginkoop.web.contractering.models import Aanvraag, Bewijsstuk
from zorginkoop.web.contractering.states import Toestandsfout
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Persoon
from zorginkoop.web.toegang.taal import Zin

MAX_BYTES, MAX_STUKKEN = 5_000_000, 10
_BEGIN = ((b"%PDF-", "application/pdf"), (b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))
_UITGANG = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
_INGEDIEND = "Deze aanvraag is al ingediend; het bewijs ligt vast"


def kind_of(inhoud: bytes) -> str:
    """What a file is by how it begins, whatever it is called; Gebruikersfout for anything else."""
    for begin, soort in _BEGIN:
        if inhoud.startswith(begin):
            return soort
    raise Gebruikersfout("Dit is geen PDF, JPEG of PNG. Maak er een PDF van en kies dat bestand", plaats="bestand")


def safe_name(naam: str, soort: str) -> str:
    """A name without folders or tricks, that ends as the content is."""
    stam = re.sub(r"[^\w .()-]", "_", naam.replace("\\", "/").rsplit("/", 1)[-1]).rsplit(".", 1)[0].strip(" .")
    return f"{stam[:90] or 'bewijs'}.{_UITGANG[soort]}"


def _draft(aanvraag: Aanvraag, by: Persoon, now: datetime) -> None:
    """Only people of the practice, and only while it is a draft; whoever submits at the same moment waits."""
    require_rol(by, aanvraag.praktijk, *PRAKTIJK_VULT_IN, now=now)
    if Aanvraag.objects.select_for_update(no_key=True).get(pk=aanvraag.pk).status != "CONCEPT":
        raise Toestandsfout(_INGEDIEND)


def add_proof(*, aanvraag: Aanvraag, eis: str, naam: str, inhoud: bytes, by: Persoon, now: datetime) -> Bewijsstuk:
    """Keep a file as proof for a requirement of the policy."""
    if eis not in policy_of(aanvraag).eisen:
        raise Gebruikersfout("Kies bij welke eis het bewijs hoort", plaats="eis")
    if len(inhoud) > MAX_BYTES:
        raise Gebruikersfout(Zin("Het bestand is groter dan %(mb)s MB", mb=MAX_BYTES // 1_000_000), plaats="bestand")
    soort, som = kind_of(inhoud), hashlib.sha256(inhoud).hexdigest()
    with acting(by):
        _draft(aanvraag, by, now)
        if aanvraag.bewijsstukken.count() >= MAX_STUKKEN:
            raise Gebruikersfout(
                Zin("Bij een aanvraag kunnen hoogstens %(aantal)s bestanden", aantal=MAX_STUKKEN), plaats="bestand"
            )
        if aanvraag.bewijsstukken.filter(eis=eis, sha256=som).exists():
            raise Gebruikersfout("Dit bestand hebt u al bij deze eis gezet", plaats="bestand")
        return Bewijsstuk.objects.create(
            aanvraag=aanvraag,
            eis=eis,
            naam=safe_name(naam, soort),
            soort=soort,
            grootte=len(inhoud),
            sha256=som,
            inhoud=inhoud,
            geplaatst_op=now,
            geplaatst_door=by,
        )


def remove_proof(*, bewijsstuk: Bewijsstuk, by: Persoon, now: datetime) -> None:
    """Take a file back, while the application is a draft."""
    with acting(by):
        _draft(bewijsstuk.aanvraag, by, now)
        bewijsstuk.delete()
