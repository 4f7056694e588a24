"""What goes into the document of an offer or agreement, and the seal on it."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from zorginkoop.adapters.pdf import als_dag
from zorginkoop.beleid.afspraak import Afspraak, canonical_json
from zorginkoop.web.contractering.artikelen import ZORGSOORTEN, Partijen, artikelen
from zorginkoop.web.contractering.feiten import mask_iban, policy_of
from zorginkoop.web.contractering.models import Aanbod, Aanvraag, Mutatie, Overeenkomst
from zorginkoop.web.contractering.pers import Opdracht, Zegel, evidence, keys, make_lasting, print_one
from zorginkoop.web.contractering.rekening import iban_of


@dataclass(frozen=True)
class Kop:
    """What stands above the rows, the same in the canonical text and on the page."""

    kenmerk: str
    versie: int
    partijen: Partijen
    beleid: str
    beleidversie: str
    van: date
    tot: date
    vestigingen: tuple[dict[str, str], ...] = ()
    """The places of care of an enterprise, as they were when it applied; empty for a single practice."""

    def canonical(self, rijen: Iterable[Afspraak], **meer: Any) -> str:
        """The one text that is signed and that followers receive. It never holds an account number."""
        p = self.partijen
        if self.vestigingen:
            meer["vestigingen"] = list(self.vestigingen)
        return canonical_json(
            rijen,
            kenmerk=self.kenmerk,
            versie=self.versie,
            verzekeraar={"naam": p.verzekeraar, "uzovi": p.uzovi},
            praktijk={"naam": p.praktijk, "agb": p.agb},
            beleid={"beleid": self.beleid, "versie": self.beleidversie},
            van=self.van.isoformat(),
            tot=self.tot.isoformat(),
            **meer,
        )


def keys_dir() -> Path:
    """Where the development keys live when no real certificate is configured."""
    return Path(settings.VAR) / "ca"


def trust() -> Any:
    """The root certificates whose seals we accept, for `adapters.signature.verify`."""
    return keys(str(keys_dir()), "Zorginkoop").vertrouwd


def trusted_authorities() -> Any:
    """The root certificates whose time stamps we accept."""
    return evidence(str(keys_dir())).vertrouwd


def kop_of_aanbod(aanbod: Aanbod) -> Kop:
    """The head of an offer; it has the reference of the application."""
    a = aanbod.aanvraag
    partijen = Partijen(a.verzekeraar.naam, a.verzekeraar.uzovi or "", a.praktijk.naam, a.praktijk.agb or "")
    periode = (aanbod.ingangsdatum, aanbod.looptijd_tot)
    return Kop(a.kenmerk, 0, partijen, a.beleid, a.beleidversie, *periode, locations_in(a))


def kop_of(overeenkomst: Overeenkomst, versie: int) -> Kop:
    """The head of one version of an agreement."""
    o = overeenkomst
    partijen = Partijen(o.verzekeraar.naam, o.verzekeraar.uzovi or "", o.praktijk.naam, o.praktijk.agb or "")
    return Kop(o.kenmerk, versie, partijen, o.beleid, o.beleidversie, o.van, o.tot, locations_in(o.aanbod.aanvraag))


def locations_in(aanvraag: Aanvraag) -> tuple[dict[str, str], ...]:
    """The places of care an application of an enterprise covers, as frozen with it."""
    return tuple(aanvraag.registerfeiten.get("vestigingen", ()))


def offer_order(aanbod: Aanbod) -> Opdracht:
    """The order to print an offer; unsigned, so without seal."""
    kop, rijen = kop_of_aanbod(aanbod), aanbod.rows()
    inhoud = _inhoud(aanbod.aanvraag, kop, rijen, kop.canonical(rijen), iban=aanbod.aanvraag.iban)
    return Opdracht({**inhoud, "ondertekend": None, "opgesteld": timezone.localdate(aanbod.aangeboden_op)})


def agreement_order(
    overeenkomst: Overeenkomst,
    rijen: Sequence[Afspraak],
    *,
    versie: int,
    op: datetime,
    wijzigingen: Sequence[str] = (),
) -> Opdracht:
    """The order to print and seal one version of an agreement; `wijzigingen` are its changes so far, in sentences."""
    kop = kop_of(overeenkomst, versie)
    handtekeningen = _signatures(overeenkomst)
    samen = {"handtekeningen": handtekeningen} if len(handtekeningen) > 1 else {}
    canoniek = kop.canonical(rijen, ondertekend=handtekeningen[-1], wijzigingen=list(wijzigingen), **samen)
    aanvraag = overeenkomst.aanbod.aanvraag
    iban = aanvraag.iban if versie == 1 else iban_of(aanvraag)
    inhoud = _inhoud(aanvraag, kop, rijen, canoniek, iban=iban, wijzigingen=wijzigingen)
    return _sealed({**inhoud, "ondertekend": handtekeningen, "op_te_zoeken": True}, kop, op)


def follower_order(overeenkomst: Overeenkomst, rijen: Sequence[Afspraak], *, versie: int, op: datetime) -> Opdracht:
    """The order to print and seal what a follower receives: without any trace of the account number, and without
    what the parties disagree on."""
    kop = kop_of(overeenkomst, versie)
    inhoud = _inhoud(overeenkomst.aanbod.aanvraag, kop, rijen, kop.canonical(rijen), iban="")
    handtekeningen = [{**h, "onder_protest": ""} for h in _signatures(overeenkomst)]
    return _sealed({**inhoud, "ondertekend": handtekeningen}, kop, op)


def _sealed(inhoud: dict[str, Any], kop: Kop, op: datetime) -> Opdracht:
    """The order with the seal of the insurer on it, stating the moment."""
    zegel = Zegel(str(keys_dir()), kop.partijen.verzekeraar, f"Overeenkomst {kop.kenmerk}, versie {kop.versie}", op)
    return Opdracht({**inhoud, "opgesteld": timezone.localdate(op)}, zegel)


def print_now(opdracht: Opdracht) -> bytes:
    """The document, made here and now."""
    return print_one(opdracht)


def strengthen(pdf: bytes, verzekeraar: str, *, now: datetime) -> bytes:
    """A sealed document with the proof behind it that makes it last; as it was when no authority answers."""
    return make_lasting(pdf, map=str(keys_dir()), organisatie=verzekeraar, moment=now)


def digest(pdf: bytes) -> str:
    """SHA-256 of the document, as kept beside it."""
    return hashlib.sha256(pdf).hexdigest()


def change_text(mutatie: Mutatie) -> str:
    """One processed change in one sentence."""
    gronden = {
        "MUTATIE_PRAKTIJK": "op verzoek van de praktijk",
        "EENZIJDIG": "door de verzekeraar, gunstig voor de praktijk",
        "NZA": "door een besluit van de NZa",
    }
    delen = [f"toegevoegd {', '.join(mutatie.toevoegen)}"] if mutatie.toevoegen else []
    delen += [f"beëindigd {', '.join(mutatie.beeindigen)}"] if mutatie.beeindigen else []
    delen += ["tarieven of voorwaarden aangepast"] if mutatie.rijen else []
    toelichting = f" {mutatie.toelichting}" if mutatie.toelichting else ""
    return f"Per {als_dag(mutatie.ingangsdatum)}, {gronden[mutatie.grond]}: {'; '.join(delen)}.{toelichting}"


def _signatures(overeenkomst: Overeenkomst) -> list[dict[str, str]]:
    """Who signed for the practice, in what capacity and when, and what was objected to; the last one made it hold."""
    gezet = overeenkomst.aanbod.handtekeningen.select_related("persoon").order_by("op", "pk")
    regels = [(h.persoon.naam, h.op, h.protest) for h in gezet]
    regels = regels or [(overeenkomst.ondertekend_door.naam, overeenkomst.ondertekend_op, "")]
    return [
        {
            "naam": naam,
            "functie": "tekenbevoegde",
            "organisatie": overeenkomst.praktijk.naam,
            "tijdstip": op.isoformat(),
            **({"onder_protest": protest} if protest else {}),
        }
        for naam, op, protest in regels
    ]


def _inhoud(
    aanvraag: Any, kop: Kop, rijen: Sequence[Afspraak], canoniek: str, *, iban: str, wijzigingen: Iterable[str] = ()
) -> dict[str, Any]:
    """The content for the printer. Of the IBAN only what may be shown."""
    policy, p = policy_of(aanvraag), kop.partijen
    return {
        "kenmerk": kop.kenmerk if kop.versie < 2 else f"{kop.kenmerk}, versie {kop.versie}",
        "titel": f"Overeenkomst {ZORGSOORTEN.get(policy.document.zorgsoort, policy.document.zorgsoort)}",
        "verzekeraar": {"naam": p.verzekeraar, "uzovi": p.uzovi},
        "praktijk": {"naam": p.praktijk, "agb": p.agb, "adres": aanvraag.registerfeiten.get("adres", "")},
        "beleid": {"beleid": kop.beleid, "versie": kop.beleidversie, "titel": policy.document.titel},
        "van": kop.van,
        "tot": kop.tot,
        "artikelen": artikelen(
            policy, p, van=kop.van, tot=kop.tot, rijen=rijen, wijzigingen=wijzigingen, vestigingen=kop.vestigingen
        ),
        "afspraken": [rij.model_dump(mode="json") for rij in rijen],
        "canoniek": canoniek,
        **({"iban": mask_iban(iban)[-4:]} if iban else {}),
    }
