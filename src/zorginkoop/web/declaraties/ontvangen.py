"""A claim file comes in: kept, checked technically, and either ready to be judged or rejected with a return file."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from zorginkoop.adapters import vektis
from zorginkoop.adapters.vektis.lezer import MAX_BYTES
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.declaraties import oordelen, opslag
from zorginkoop.web.declaraties.beleidskeuze import payment_terms
from zorginkoop.web.declaraties.inlezen import Inhoud, period, read, sender
from zorginkoop.web.declaraties.models import Declaratiebestand
from zorginkoop.web.declaraties.states import move
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Organisatie, Persoon
from zorginkoop.web.toegang.taal import Zin

TE_TONEN = 1000
"""So many technical findings are kept to show; all of them count, and all go into the return file."""


def receive_bestand(
    *,
    verzekeraar: Organisatie,
    by: Persoon,
    now: datetime,
    inhoud: bytes | None = None,
    pad: Path | None = None,
    naam: str = "",
) -> Declaratiebestand:
    """Take in one file, given as bytes or as a path. It ends as GECONTROLEERD, or AFGEKEURD with a return file.

    Gebruikersfout, and nothing kept, when it is no claim file, is meant for another insurer, came in before, or has an
    invoice number this sender used before.
    """
    naam = (naam or (pad.name if pad else "bestand"))[:200]
    ruw = inhoud if inhoud is not None else read_path(pad)
    som = opslag.digest(ruw)
    _refuse_repeat(verzekeraar, naam, sha256=som)
    gelezen = read(ruw, naam=naam)
    _refuse_other_insurer(gelezen, verzekeraar, naam)
    bestand = _record(gelezen, verzekeraar=verzekeraar, naam=naam, som=som, by=by, now=now)
    if not gelezen.afgekeurd:
        _refuse_repeat(verzekeraar, naam, afzender=bestand.afzender, factuurnummer=bestand.factuurnummer)
    opslag.keep(ruw)
    try:
        with acting(by):
            bestand.save(force_insert=True)
            _checked(bestand, gelezen, now)
    except IntegrityError as fout:
        raise Gebruikersfout("Dit bestand of dit factuurnummer kwam zojuist ook al binnen", plaats=naam) from fout
    return bestand


def read_path(pad: Path | None) -> bytes:
    """The bytes at a path; Gebruikersfout when it cannot be read or is too large."""
    if pad is None:
        raise ValueError("receive_bestand wants bytes or a path")
    try:
        if pad.stat().st_size > MAX_BYTES:
            raise Gebruikersfout(f"Het bestand is te groot: hoogstens {MAX_BYTES} bytes", plaats=pad.name)
        return pad.read_bytes()
    except OSError as fout:
        raise Gebruikersfout("Het bestand is niet te lezen", plaats=pad.name) from fout


def _refuse_repeat(verzekeraar: Organisatie, naam: str, **zelfde: str) -> None:
    eerder = Declaratiebestand.objects.filter(verzekeraar=verzekeraar, **zelfde)
    if "factuurnummer" in zelfde:
        eerder = eerder.exclude(status="AFGEKEURD")
    if eerste := eerder.first():
        wat = "Dit bestand is" if "sha256" in zelfde else f"Factuurnummer {eerste.factuurnummer} van deze afzender is"
        dag = timezone.localdate(eerste.ontvangen_op)
        raise Gebruikersfout(
            f"{wat} al ontvangen op {dag:%d-%m-%Y} als {eerste.bestandsnaam}, nummer {eerste.pk}", plaats=naam
        )


def _refuse_other_insurer(gelezen: Inhoud, verzekeraar: Organisatie, naam: str) -> None:
    uzovi = gelezen.bericht.voorloop.get("uzovi")
    if uzovi and f"{uzovi:04d}" != verzekeraar.uzovi:
        raise Gebruikersfout(
            Zin(
                "Dit bestand is bedoeld voor UZOVI %(ander)s, niet voor %(eigen)s",
                ander=f"{uzovi:04d}",
                eigen=verzekeraar.uzovi,
            ),
            plaats=f"{naam}, regel 1",
        )


def _record(
    gelezen: Inhoud, *, verzekeraar: Organisatie, naam: str, som: str, by: Persoon, now: datetime
) -> Declaratiebestand:
    dag = timezone.localdate(now)
    termijn, streef = payment_terms(str(verzekeraar.uzovi), dag)
    van, tot = period(gelezen.bericht)
    return Declaratiebestand(
        verzekeraar=verzekeraar,
        afzender=sender(gelezen.bericht),
        bestandsnaam=naam,
        sha256=som,
        standaard=gelezen.bericht.layout.naam,
        voorlopig=gelezen.bericht.layout.provisional,
        factuurnummer=gelezen.bericht.voorloop.get("factuurnummer") or "",
        periode_van=van,
        periode_tot=tot,
        ontvangen_op=now,
        ontvangen_door=by,
        streefdag=dag + timedelta(streef),
        uiterste_betaaldag=dag + timedelta(termijn),
        technische_fouten=[fout._asdict() for fout in gelezen.fouten[:TE_TONEN]],
        aantal_fouten=len(gelezen.fouten),
        regels=gelezen.regels.num_rows,
        ingediend_cent=gelezen.ingediend_cent,
    )


def _checked(bestand: Declaratiebestand, gelezen: Inhoud, now: datetime) -> None:
    if not gelezen.afgekeurd:
        move(bestand, "GECONTROLEERD", van="ONTVANGEN")
        return
    velden: dict[str, Any] = {}
    if gelezen.bericht.voorloop:
        retour = vektis.schrijf_retour(
            gelezen.bericht,
            oordelen.no_lines(gelezen),
            referentie=f"{bestand.pk}",
            dagtekening=timezone.localdate(now),
            fouten=gelezen.fouten,
        )
        velden = {"retour_sha256": opslag.keep(retour), "retour_op": now}
    move(bestand, "AFGEKEURD", van="ONTVANGEN", **velden)


def locked(bestand: Declaratiebestand) -> Declaratiebestand:
    """The file as it is now, held until the transaction ends."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a lock needs a transaction")
    return Declaratiebestand.objects.select_for_update(of=("self",), no_key=True).get(pk=bestand.pk)
