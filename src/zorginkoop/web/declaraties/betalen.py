"""Pay what was awarded: one batch per run, one payment per practice, net of what credit lines take back."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from zorginkoop.adapters import sepa
from zorginkoop.engine.totals import Aansluitfout
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.kern.nummers import controleer_iban
from zorginkoop.web.contractering.gezag import require_rol
from zorginkoop.web.contractering.rekening import ibans
from zorginkoop.web.declaraties.models import (
    Betaalbatch,
    Betaalrekening,
    Betaling,
    Deeldeclaratie,
    new_batch_kenmerk,
    new_betaling_kenmerk,
)
from zorginkoop.web.declaraties.states import move
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Organisatie, Persoon
from zorginkoop.web.toegang.rollen import Rol

SLOT = 48_502
"""Namespace of the lock that lets one batch at a time be made per insurer."""

IBAN_ONTBREEKT, SALDO_NIET_POSITIEF = "IBAN_ONTBREEKT", "SALDO_NIET_POSITIEF"

TOEGEKEND = """
    SELECT coalesce(sum(CASE r.debetcredit WHEN 'C' THEN -r.toegekend_cent ELSE r.toegekend_cent END), 0)
    FROM declaraties_declaratieregel r
    JOIN declaraties_deeldeclaratie d ON d.bestand_id = r.bestand_id AND d.agb = r.agb
    JOIN declaraties_betaling b ON b.id = d.betaling_id WHERE b.batch_id = %s
"""


def set_betaalrekening(*, verzekeraar: Organisatie, iban: str, bic: str, by: Persoon | str) -> Betaalrekening:
    """The account this insurer pays from, from now on."""
    waarden = {"iban": controleer_iban(iban), "bic": bic.strip().upper()}
    with acting(by):
        return Betaalrekening.objects.update_or_create(verzekeraar=verzekeraar, defaults=waarden)[0]


def make_betaalbatch(*, verzekeraar: Organisatie, uitvoerdatum: date, by: Persoon, now: datetime) -> Betaalbatch:
    """Pay every payable part of a file that is not paid yet; another person must release the batch.

    A practice without a known account, or whose credits outweigh its debits, is held back with the reason; its parts
    wait for a next batch. Gebruikersfout when there is nothing to pay or the insurer has no account. Aansluitfout, and
    no batch, when the payments are not the sum of the awarded lines.
    """
    with acting(by):
        require_rol(by, verzekeraar, Rol.DECLARATIES, Rol.CONTRACTBEHEER, now=now)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [SLOT, verzekeraar.pk])
        rekening = Betaalrekening.objects.filter(verzekeraar=verzekeraar).first()
        if rekening is None:
            raise Gebruikersfout("Van deze verzekeraar is geen rekening bekend om van te betalen", plaats="betaalbatch")
        betalingen, aangehouden = _payments(verzekeraar)
        batch = _sepa_batch(rekening, betalingen, aangehouden, uitvoerdatum=uitvoerdatum, by=by, now=now)
        batch.save(force_insert=True)
        _store(batch, betalingen)
        _check_sum(batch)
    return batch


def release_betaalbatch(*, batch: Betaalbatch, by: Persoon, now: datetime) -> Betaalbatch:
    """The second pair of eyes: by someone who neither made the batch nor delivered a file in it."""
    with acting(by):
        require_rol(by, batch.verzekeraar, Rol.DECLARATIES, Rol.CONTRACTBEHEER, now=now)
        if by.is_same(batch.gemaakt_door_id) or uploaded_part_of(batch, by):
            raise Gebruikersfout(
                "Een ander dan wie de batch maakte of een bestand aanleverde, moet haar vrijgeven", plaats=batch.kenmerk
            )
        move(batch, "VRIJGEGEVEN", van="GEMAAKT", vrijgegeven_op=now, vrijgegeven_door_id=by.pk)
    return batch


def uploaded_part_of(batch: Betaalbatch, persoon: Persoon) -> bool:
    """Whether this person delivered a file that the batch pays."""
    return Deeldeclaratie.objects.filter(betaling__batch=batch, bestand__ontvangen_door__in=persoon.accounts()).exists()


def open_parts(verzekeraar: Organisatie) -> Any:
    """The parts of payable files that no payment covers yet."""
    return Deeldeclaratie.objects.filter(bestand__verzekeraar=verzekeraar, bestand__status="BETAALBAAR", betaling=None)


def _payments(verzekeraar: Organisatie) -> tuple[list[tuple[Betaling, list[int]]], list[dict[str, Any]]]:
    """The payments with the parts they cover, and per practice what is held back."""
    delen: dict[str, list[Deeldeclaratie]] = defaultdict(list)
    for deel in open_parts(verzekeraar).order_by("agb", "id").select_for_update(of=("self",), no_key=True):
        delen[deel.agb].append(deel)
    rekeningen = ibans(verzekeraar, delen)
    praktijken = {p.agb: p for p in Organisatie.objects.filter(agb__in=list(delen))}
    betalingen, aangehouden = [], []
    for agb, van_praktijk in delen.items():
        cent = sum(deel.toegekend_cent for deel in van_praktijk)
        iban = rekeningen.get(agb)
        if cent <= 0 or iban is None:
            if any(deel.toegekend_cent for deel in van_praktijk):
                reden = IBAN_ONTBREEKT if iban is None else SALDO_NIET_POSITIEF
                aangehouden.append({"agb": agb, "reden": reden, "bedrag_cent": cent})
            continue
        betaling = Betaling(praktijk=praktijken[agb], kenmerk=new_betaling_kenmerk(), iban=iban, bedrag_cent=cent)
        betalingen.append((betaling, [deel.pk for deel in van_praktijk]))
    if not betalingen:
        aantal = "1 praktijk wordt" if len(aangehouden) == 1 else f"{len(aangehouden)} praktijken worden"
        waarom = f"; {aantal} aangehouden" if aangehouden else ""
        raise Gebruikersfout(f"Er is nu niets te betalen{waarom}", plaats="betaalbatch")
    return betalingen, aangehouden


def _sepa_batch(
    rekening: Betaalrekening,
    betalingen: list[tuple[Betaling, list[int]]],
    aangehouden: list[dict[str, Any]],
    *,
    uitvoerdatum: date,
    by: Persoon,
    now: datetime,
) -> Betaalbatch:
    kenmerk, verzekeraar = new_batch_kenmerk(), rekening.verzekeraar
    posten = [
        sepa.Betaling(b.praktijk.naam, b.iban, b.bedrag_cent, f"Declaraties, AGB {b.praktijk.agb}", b.kenmerk)
        for b, _ in betalingen
    ]
    bestand = sepa.write_batch(
        opdrachtgever=sepa.Opdrachtgever(verzekeraar.naam, rekening.iban, rekening.bic),
        betalingen=posten,
        uitvoerdatum=uitvoerdatum,
        batchkenmerk=kenmerk,
        moment=timezone.localtime(now),
    )
    return Betaalbatch(
        verzekeraar=verzekeraar,
        kenmerk=kenmerk,
        uitvoerdatum=uitvoerdatum,
        aantal=bestand.aantal,
        totaal_cent=bestand.totaal_cent,
        aangehouden=aangehouden,
        xml=bestand.xml,
        gemaakt_op=now,
        gemaakt_door=by,
    )


def _store(batch: Betaalbatch, betalingen: list[tuple[Betaling, list[int]]]) -> None:
    for betaling, _ in betalingen:
        betaling.batch = batch
    Betaling.objects.bulk_create([betaling for betaling, _ in betalingen])
    for betaling, delen in betalingen:
        if Deeldeclaratie.objects.filter(pk__in=delen, betaling=None).update(betaling=betaling) != len(delen):
            raise Aansluitfout(f"Een deel van {betaling.kenmerk} is al betaald")


def _check_sum(batch: Betaalbatch) -> None:
    """The payments are what the judged lines behind them are awarded, to the cent."""
    with connection.cursor() as cursor:
        cursor.execute(TOEGEKEND, [batch.pk])
        toegekend = int(cursor.fetchone()[0])
    betaald = sum(Betaling.objects.filter(batch=batch).values_list("bedrag_cent", flat=True))
    if not toegekend == betaald == batch.totaal_cent:
        raise Aansluitfout(f"Batch {batch.kenmerk}: toegekend {toegekend}, betaald {betaald}, {batch.totaal_cent}")
