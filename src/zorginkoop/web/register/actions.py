"""Writes to the register: deliveries come in, nothing is edited by hand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import IntegrityError, connection, transaction

from zorginkoop.adapters import agb
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.register.models import Feit, Kernregio, Onderneming, Relatie, Vestiging, Zorgverlener
from zorginkoop.web.register.overname import PER_SOORT, Rij
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Persoon

SOORTEN: dict[str, type[Feit]] = {
    "zorgverleners": Zorgverlener,
    "vestigingen": Vestiging,
    "ondernemingen": Onderneming,
    "relaties": Relatie,
}
Sleutel = tuple[str, ...]


@dataclass
class ImportResultaat:
    """What a delivery brought, per kind of fact and counted per subject (AGB code or relation)."""

    nieuw: dict[str, int] = field(default_factory=dict)
    gewijzigd: dict[str, int] = field(default_factory=dict)
    ongewijzigd: dict[str, int] = field(default_factory=dict)
    gewijzigde_sleutels: dict[str, list[Sleutel]] = field(default_factory=dict)
    """The subjects that were known and changed: what follows from that is for contract management."""


def import_register(*, bestand: Path, by: Persoon | str, now: datetime) -> ImportResultaat:
    """Take over an AGB delivery; the same delivery twice changes nothing the second time.

    A delivery tells the whole story of each subject it names. A subject it does not name stays as it was: absence is
    not an ending. Raises Gebruikersfout when the file is wrong, or older than what is known; then nothing changes.
    """
    register = agb.lees_register(bestand)
    resultaat = ImportResultaat()
    with acting(by):
        _one_import_at_a_time()
        for soort, model in SOORTEN.items():
            _take_over(model, soort, map(PER_SOORT[soort], getattr(register, soort)), now=now, resultaat=resultaat)
    return resultaat


def set_kernregios(
    *, uzovi: str, regios: Iterable[str], van: date, tot: date | None, by: Persoon | str, now: datetime
) -> None:
    """State which regions an insurer calls its own from `van`; regions not named stay as they were."""
    rijen = ({"uzovi": uzovi, "regio": regio, "geldig_van": van, "geldig_tot": tot} for regio in regios)
    with acting(by):
        _one_import_at_a_time()
        _take_over(Kernregio, "kernregios", rijen, now=now, resultaat=ImportResultaat())


def _one_import_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('register', 0))")


def _take_over(
    model: type[Feit], soort: str, rijen: Iterable[Rij], *, now: datetime, resultaat: ImportResultaat
) -> None:
    """Compare what is delivered with what is known, subject by subject; close and add only what differs."""
    velden = model.inhoud()
    aangeleverd = _per_subject(model, rijen)
    bekend = _per_subject(model, model.objects.known().values("id", *model.SLEUTEL, *velden))
    te_sluiten: list[int] = []
    toe_te_voegen: list[Feit] = []
    gewijzigd: list[Sleutel] = []
    for sleutel, nieuw in aangeleverd.items():
        oud = {_content(rij, velden): rij for rij in bekend.get(sleutel, ())}
        vers = {_content(rij, velden): rij for rij in nieuw}
        te_sluiten += [rij["id"] for inhoud, rij in oud.items() if inhoud not in vers]
        toe_te_voegen += [model(**rij, bekend_van=now) for inhoud, rij in vers.items() if inhoud not in oud]
        if oud and oud.keys() != vers.keys():
            gewijzigd.append(sleutel)
    _write(model, te_sluiten, toe_te_voegen, now)
    resultaat.nieuw[soort] = sum(sleutel not in bekend for sleutel in aangeleverd)
    resultaat.gewijzigd[soort] = len(gewijzigd)
    resultaat.ongewijzigd[soort] = len(aangeleverd) - resultaat.nieuw[soort] - len(gewijzigd)
    resultaat.gewijzigde_sleutels[soort] = gewijzigd


def _write(model: type[Feit], te_sluiten: list[int], toe_te_voegen: list[Feit], now: datetime) -> None:
    sluiten = model.objects.filter(id__in=te_sluiten)
    if sluiten.filter(bekend_van__gte=now).exists():
        raise Gebruikersfout("Er is al een latere aanlevering verwerkt", plaats=str(model._meta.verbose_name_plural))
    sluiten.update(bekend_tot=now)
    try:
        with transaction.atomic():
            model.objects.bulk_create(toe_te_voegen, batch_size=2000)
    except IntegrityError as fout:
        melding = "De aanlevering spreekt zichzelf tegen: zij zegt over dezelfde dag twee dingen"
        raise Gebruikersfout(melding, plaats=str(model._meta.verbose_name_plural)) from fout


def _per_subject(model: type[Feit], rijen: Iterable[Mapping[str, Any]]) -> dict[Sleutel, list[Rij]]:
    """Rows by what they are about."""
    per: dict[Sleutel, list[Rij]] = {}
    for rij in rijen:
        per.setdefault(tuple(rij[veld] for veld in model.SLEUTEL), []).append(dict(rij))
    return per


def _content(rij: Mapping[str, Any], velden: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(rij[veld] for veld in velden)
