"""What an application learns from an approved innovation, and which earlier requests a new one resembles."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from zorginkoop.beleid import library
from zorginkoop.beleid.afspraak import Afspraak
from zorginkoop.beleid.assess import Toets
from zorginkoop.beleid.offer import row
from zorginkoop.web.begroting.models import Antwoord, Vernieuwing
from zorginkoop.web.begroting.vernieuwen import decision_facts
from zorginkoop.web.contractering.bijdragen import Antwoorden
from zorginkoop.web.contractering.feiten import policy_of
from zorginkoop.web.contractering.models import Aanvraag
from zorginkoop.web.toegang.models import Organisatie

MEESTE = 5
SIMILAR = """
    WITH ons AS (
        SELECT string_agg(quote_literal(lexeme), ' | ')::tsquery AS vraag
        FROM begroting_vernieuwing, unnest(to_tsvector('dutch', titel || ' ' || beschrijving))
        WHERE id = %(pk)s
    )
    SELECT v.id, ts_rank(to_tsvector('dutch', v.titel || ' ' || v.beschrijving), ons.vraag, 1) AS gelijkenis
    FROM begroting_vernieuwing v, ons
    WHERE v.verzekeraar_id = %(verzekeraar)s AND v.id <> %(pk)s AND v.ingediend_op <= %(op)s
        AND to_tsvector('dutch', v.titel || ' ' || v.beschrijving) @@ ons.vraag
    ORDER BY gelijkenis DESC, v.id LIMIT %(meeste)s
"""
"""By shared words in Dutch form; longer texts count for less. The embedded PostgreSQL has no trigram extension."""


def similar(record: Vernieuwing) -> list[Vernieuwing]:
    """Earlier requests to the same insurer that use the same words, most alike first."""
    waarden = {"pk": record.pk, "verzekeraar": record.verzekeraar_id, "op": record.ingediend_op, "meeste": MEESTE}
    with connection.cursor() as cursor:
        cursor.execute(SIMILAR, waarden)
        volgorde = [pk for pk, _ in cursor.fetchall()]
    gevonden = Vernieuwing.objects.select_related("praktijk").in_bulk(volgorde)
    return [gevonden[pk] for pk in volgorde]


def approved(praktijk: Organisatie, verzekeraar: Organisatie, beleid: str) -> Antwoord | None:
    """The last confirmed yes for this practice."""
    return (
        Antwoord.objects.filter(
            vernieuwing__praktijk=praktijk,
            vernieuwing__verzekeraar=verzekeraar,
            vernieuwing__beleid=beleid,
            vernieuwing__status="START",
            bevestigd=True,
            uitkomst="start",
        )
        .select_related("vernieuwing")
        .order_by("-besloten_op")
        .first()
    )


def facts(
    praktijk: Organisatie, verzekeraar: Organisatie, beleid: str, dag: date, antwoorden: Antwoorden
) -> dict[str, Any]:
    """The approval as facts; the request itself was made before the application that follows from it."""
    if "besluit_zorgvernieuwing" not in library.load(beleid).feiten:
        return {}
    antwoord = approved(praktijk, verzekeraar, beleid)
    if antwoord is None or antwoord.besloten_op is None:
        return {}
    besluit = {
        "prestatiecode": antwoord.prestatiecode,
        "bekostiging": antwoord.bekostiging,
        "voor_verre_verzekeraars": antwoord.voor_verre_verzekeraars,
        "eerdere_aanvraag": antwoord.eerdere_aanvraag,
    }
    gevraagd = timezone.localdate(antwoord.vernieuwing.ingediend_op)
    return {**decision_facts(besluit, timezone.localdate(antwoord.besloten_op)), "aanvraagdatum": gevraagd}


def rows(aanvraag: Aanvraag, toets: Toets) -> Iterator[Afspraak]:
    """The one row of an approved project: the form that was chosen, with the code and amount of the approval."""
    antwoord = approved(aanvraag.praktijk, aanvraag.verzekeraar, aanvraag.beleid)
    if antwoord is None or toets.ingangsdatum is None or antwoord.bedrag_cent is None:
        return
    policy = policy_of(aanvraag)
    for mogelijk in toets.afspraken:
        prestatie = policy.prestaties.get(mogelijk.prestatie)
        if prestatie is not None and mogelijk.redenen == (prestatie.zonder_tarief,):
            yield row(
                policy,
                mogelijk.prestatie,
                tarief_cent=antwoord.bedrag_cent,
                tariefstatus="geverifieerd",
                van=toets.ingangsdatum,
                tot=policy.document.looptijd_tot,
                naam=f"{prestatie.naam} ({antwoord.vernieuwing.titel})"[:200],
                prestatiecode=antwoord.prestatiecode,
                codestatus=prestatie.codestatus if antwoord.prestatiecode == prestatie.code else "geverifieerd",
            )
