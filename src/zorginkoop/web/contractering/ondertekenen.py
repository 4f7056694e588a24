"""Sign: of many at once exactly one succeeds. The seal is made outside the lock, and a crash in between is repaired."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError
from django.db.models import Q
from django.utils import timezone

from zorginkoop.adapters.naschrift import BLTA, niveau_van
from zorginkoop.adapters.pdf import controlecode
from zorginkoop.beleid.afspraak import Afspraak
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering import rekening
from zorginkoop.web.contractering.documenten import agreement_order, digest, print_now, strengthen
from zorginkoop.web.contractering.gezag import require_rol
from zorginkoop.web.contractering.models import (
    Aanbod,
    AfspraakRij,
    Handtekening,
    Mutatie,
    Overeenkomst,
    OvereenkomstDocument,
)
from zorginkoop.web.contractering.pers import Opdracht
from zorginkoop.web.contractering.states import Toestandsfout, move
from zorginkoop.web.contractering.tekenregeling import needed
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Persoon
from zorginkoop.web.toegang.rollen import Rol
from zorginkoop.web.toegang.taal import Zin

MAX_PROTEST = 2000
ZEGELTIJD = timedelta(minutes=2)
"""After this a signature without seal counts as interrupted."""


def sign_overeenkomst(*, aanbod: Aanbod, by: Persoon, now: datetime, protest: str = "") -> Overeenkomst | None:
    """Accept the offer in the name of the practice, then seal the document and put the rows in force.

    None while the practice is bound by several signatories together and not all have signed. `protest` is what `by`
    objects to while signing; it stands in the agreement.
    """
    overeenkomst = accept(aanbod=aanbod, by=by, now=now, protest=protest)
    return overeenkomst and finish_signing(overeenkomst=overeenkomst, now=now, actor=by)


def accept(*, aanbod: Aanbod, by: Persoon, now: datetime, protest: str = "") -> Overeenkomst | None:
    """The signature itself. The last one needed makes the agreement: one conditional UPDATE on the offer and one row
    under UNIQUE(aanbod)."""
    if len(protest) > MAX_PROTEST:
        raise Gebruikersfout(
            Zin("Houd uw protest korter: hoogstens %(aantal)s tekens", aantal=MAX_PROTEST), plaats="protest"
        )
    aanvraag = aanbod.aanvraag
    try:
        with acting(by):
            require_rol(by, aanvraag.praktijk, Rol.TEKENBEVOEGDE, now=now)
            if _put_signature(aanbod, by, now, protest.strip()) < needed(aanvraag.praktijk):
                return None
            move(
                aanbod,
                "ONDERTEKENEN",
                van="AANGEBODEN",
                waar=Q(vervalt_op__gt=now),
                melding=lambda: refusal(aanbod, now),
                ondertekend_op=now,
                ondertekend_door=by,
            )
            return Overeenkomst.objects.create(**agreement_fields(aanbod))
    except IntegrityError as fout:
        if "overeenkomst_geen_overlap" not in str(fout):
            raise
        raise Gebruikersfout("Er loopt al een overeenkomst in deze periode", plaats=aanvraag.kenmerk) from fout


def _put_signature(aanbod: Aanbod, by: Persoon, now: datetime, protest: str) -> int:
    """Add the signature, and say how many there are; signatories wait for each other here."""
    nu = Aanbod.objects.select_for_update(no_key=True).only("status", "vervalt_op").get(pk=aanbod.pk)
    if nu.status != "AANGEBODEN" or nu.vervalt_op <= now:
        raise Toestandsfout(refusal(aanbod, now))
    if aanbod.handtekeningen.filter(persoon=by).exists():
        raise Toestandsfout("U hebt dit aanbod al ondertekend; het wacht nog op een andere tekenbevoegde")
    Handtekening.objects.create(aanbod=aanbod, persoon=by, op=now, protest=protest)
    return aanbod.handtekeningen.count()


def agreement_fields(aanbod: Aanbod) -> dict[str, object]:
    """What an agreement takes over from its signed offer."""
    a = aanbod.aanvraag
    return {
        "aanbod": aanbod,
        "praktijk": a.praktijk,
        "verzekeraar": a.verzekeraar,
        "beleid": a.beleid,
        "beleidversie": a.beleidversie,
        "van": aanbod.ingangsdatum,
        "tot": aanbod.looptijd_tot,
        "ondertekend_op": aanbod.ondertekend_op,
        "ondertekend_door": aanbod.ondertekend_door,
    }


def refusal(aanbod: Aanbod, now: datetime) -> str:
    """Why the offer cannot be signed (any more), in the words of the reader."""
    actual = Aanbod.objects.select_related("ondertekend_door").get(pk=aanbod.pk)
    if actual.ondertekend_op and actual.ondertekend_door:
        op = timezone.localtime(actual.ondertekend_op)
        return Zin(
            "Dit aanbod is al ondertekend door %(naam)s op %(dag)s om %(tijd)s",
            naam=actual.ondertekend_door.naam,
            dag=f"{op:%d-%m-%Y}",
            tijd=f"{op:%H:%M}",
        )
    if actual.status == "VERVALLEN" or actual.vervalt_op <= now:
        laatste = timezone.localdate(actual.vervalt_op) - timedelta(1)
        return Zin("Dit aanbod is vervallen; u kon het ondertekenen tot en met %(dag)s", dag=f"{laatste:%d-%m-%Y}")
    if actual.status == "GEWEIGERD":
        return Zin("Uw praktijk heeft dit aanbod niet aangenomen")
    return Zin("Dit aanbod is ingetrokken door de verzekeraar")


def finish_signing(*, overeenkomst: Overeenkomst, now: datetime, actor: Persoon | str) -> Overeenkomst:
    """Seal the first version and put its rows in force. When someone else did so meanwhile, that one stands."""
    opdracht = first_order(overeenkomst)
    return put_in_force(overeenkomst, opdracht, print_now(opdracht), now=now, actor=actor)


def first_order(overeenkomst: Overeenkomst) -> Opdracht:
    """The order to print and seal what was signed."""
    return agreement_order(overeenkomst, overeenkomst.aanbod.rows(), versie=1, op=overeenkomst.ondertekend_op)


def put_in_force(
    overeenkomst: Overeenkomst, opdracht: Opdracht, pdf: bytes, *, now: datetime, actor: Persoon | str
) -> Overeenkomst:
    """Keep the sealed document and the rows, in one transaction, once."""
    try:
        with acting(actor):
            move(overeenkomst, "GELDIG", van="ONDERTEKENEN", melding="al verzegeld")
            document(overeenkomst, 1, opdracht.inhoud["canoniek"], pdf, now).save(force_insert=True)
            AfspraakRij.objects.bulk_create(as_rows(overeenkomst, overeenkomst.aanbod.rows(), now=now))
            move(overeenkomst.aanbod, "ONDERTEKEND", van="ONDERTEKENEN", melding="al verzegeld")
            move(overeenkomst.aanbod.aanvraag, "OVEREENGEKOMEN", van="AANGEBODEN", melding="al verzegeld")
            rekening.signed(overeenkomst.aanbod.aanvraag, now)
    except Toestandsfout:
        overeenkomst.refresh_from_db()
        if overeenkomst.status != "GELDIG":
            raise
    return overeenkomst


def document(overeenkomst: Overeenkomst, versie: int, canoniek: str, pdf: bytes, now: datetime) -> OvereenkomstDocument:
    """One sealed version, not yet saved."""
    return OvereenkomstDocument(
        overeenkomst=overeenkomst,
        versie=versie,
        canoniek=canoniek,
        pdf=pdf,
        sha256=digest(pdf),
        niveau=niveau_van(pdf),
        controlecode=controlecode(canoniek),
        gemaakt_op=now,
    )


def as_rows(
    overeenkomst: Overeenkomst, rijen: Sequence[Afspraak], *, now: datetime, mutatie: Mutatie | None = None
) -> list[AfspraakRij]:
    """The rows for the database, known from now on, not yet saved."""
    return [
        AfspraakRij(
            overeenkomst=overeenkomst,
            mutatie=mutatie,
            bekend_van=now,
            bron_document=rij.bron.document,
            bron_plaats=rij.bron.plaats,
            **{naam: getattr(rij, naam) for naam in Afspraak.model_fields if naam != "bron"},
        )
        for rij in rijen
    ]


def repair_signing(*, now: datetime) -> list[Overeenkomst]:
    """Finish every signature that was interrupted before its seal; returns those agreements."""
    interrupted = Overeenkomst.objects.filter(status="ONDERTEKENEN", ondertekend_op__lte=now - ZEGELTIJD)
    found = interrupted.select_related("aanbod__aanvraag", "praktijk", "verzekeraar", "ondertekend_door")
    return [finish_signing(overeenkomst=o, now=now, actor="herstel ondertekening") for o in found]


def repair_seals(*, now: datetime, hoogstens: int = 500) -> int:
    """Make seals last that were set while no time stamp was to be had; returns how many reached the highest level.

    The sealed bytes stay as they are, the proof comes behind them. Stops at the first one that cannot be helped:
    then the authority is still away, and the next run tries again.
    """
    zwak = OvereenkomstDocument.objects.exclude(niveau=BLTA).select_related("overeenkomst__verzekeraar").order_by("pk")
    hersteld = 0
    for document in zwak[:hoogstens].iterator(chunk_size=50):
        pdf = strengthen(bytes(document.pdf), document.overeenkomst.verzekeraar.naam, now=now)
        niveau = niveau_van(pdf)
        if niveau == document.niveau:
            break
        with acting("herstel zegel"):
            nog = OvereenkomstDocument.objects.filter(pk=document.pk, sha256=document.sha256)
            hersteld += nog.update(pdf=pdf, sha256=digest(pdf), niveau=niveau)
    return hersteld
