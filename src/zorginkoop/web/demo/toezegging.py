"""From an agreed budget to a signed agreement in the demonstration: who decides, the papers, the signature."""

from datetime import datetime
from typing import Any

from zorginkoop.beleid.versie import Beleid
from zorginkoop.web.begroting import actions
from zorginkoop.web.begroting.models import Begroting
from zorginkoop.web.contractering import actions as contracteren
from zorginkoop.web.contractering import vragen
from zorginkoop.web.contractering.models import Aanvraag, Overeenkomst
from zorginkoop.web.demo.begrotingen import Besluiter
from zorginkoop.web.demo.dagen import on
from zorginkoop.web.demo.getallen import iban
from zorginkoop.web.demo.rolverdeling import Bezetting
from zorginkoop.web.toegang.models import Organisatie, Persoon
from zorginkoop.web.toegang.rollen import Rol

PAPIER = (
    b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
    b"4 0 obj<</Length %d>>stream\n%s\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%%%EOF\n"
)


def purchasers(bezetting: Bezetting, policy: Beleid) -> tuple[Besluiter, Besluiter]:
    """The two people who decide for the insurer of a policy."""
    uzovi = policy.verzekeraar.uzovi
    namens = bezetting.verzekeraars[uzovi]
    return (bezetting.mensen[uzovi, Rol.INKOPER], namens), (bezetting.tweede_inkopers[uzovi], namens)


def start(
    bezetting: Bezetting,
    policy: Beleid,
    wie: Organisatie,
    *,
    jaar: int,
    now: datetime,
    tweede: Organisatie | None = None,
) -> Begroting:
    """A draft budget of a year."""
    return actions.start_begroting(
        praktijk=wie,
        verzekeraar=bezetting.verzekeraars[policy.verzekeraar.uzovi],
        tweede=tweede,
        beleid=policy.document.beleid,
        jaar=jaar,
        by=bezetting.tekenbevoegde(wie),
        now=now,
    )


def agreement(
    bezetting: Bezetting, policy: Beleid, wie: Organisatie, antwoorden: dict[str, Any], *, jaar: int, op: datetime
) -> Overeenkomst:
    """From application to signature, for the year `jaar`."""
    by, inkoper = bezetting.tekenbevoegde(wie), bezetting.mensen[policy.verzekeraar.uzovi, Rol.INKOPER]
    aanvraag = apply_for(bezetting, policy, wie, antwoorden, op=op)
    contracteren.submit_aanvraag(aanvraag=aanvraag, registerfeiten={}, by=by, now=op)
    aanbod = contracteren.offer_overeenkomst(aanvraag=aanvraag, by=inkoper, now=on(jaar - 1, 10, 26))
    overeenkomst = contracteren.sign_overeenkomst(aanbod=aanbod, by=by, now=on(jaar - 1, 11, 16))
    assert overeenkomst is not None
    return overeenkomst


def apply_for(
    bezetting: Bezetting, policy: Beleid, wie: Organisatie, antwoorden: dict[str, Any], *, op: datetime
) -> Aanvraag:
    """A draft with every answer and every paper."""
    by = bezetting.tekenbevoegde(wie)
    aanvraag = contracteren.start_aanvraag(
        praktijk=wie,
        verzekeraar=bezetting.verzekeraars[policy.verzekeraar.uzovi],
        beleid=policy.document.beleid,
        by=by,
        now=op,
    )
    eigen = {"iban": iban(int(wie.agb or 0)), **antwoorden} if "iban" in policy.feiten else antwoorden
    contracteren.answer(aanvraag=aanvraag, antwoorden=eigen, by=by, now=op)
    send_papers(aanvraag, by=by, now=op)
    return aanvraag


def send_papers(aanvraag: Aanvraag, *, by: Persoon, now: datetime) -> None:
    """Every paper the policy asks with an application, as a file of one page."""
    for gevraagd in vragen.journey(aanvraag, op=now).mist_bewijs:
        regel = f"BT /F 14 Tf 60 760 Td (Demonstratie: {gevraagd.eis.replace('_', ' ')}) Tj ET".encode("ascii")
        inhoud = PAPIER % (len(regel), regel)
        contracteren.add_proof(
            aanvraag=aanvraag, eis=gevraagd.eis, naam=f"{gevraagd.eis}.pdf", inhoud=inhoud, by=by, now=now
        )
