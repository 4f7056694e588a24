"""The signed rows as tables for the claims engine: an insurer's own agreements and those it follows."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pyarrow as pa
from django.db.models import Q, QuerySet

from zorginkoop.web.contractering.models import AfspraakRij, Overeenkomst, Volging, VolgRij

OVEREENKOMSTEN = pa.schema(
    [
        ("overeenkomst_id", pa.int64()),
        ("agb", pa.int64()),
        ("uzovi", pa.int32()),
        ("van", pa.date32()),
        ("tot", pa.date32()),
    ]
)
AFSPRAKEN = pa.schema(
    [
        ("afspraak_id", pa.int64()),
        ("overeenkomst_id", pa.int64()),
        ("prestatiecode", pa.string()),
        ("tarief_cent", pa.int64()),
        ("van", pa.date32()),
        ("tot", pa.date32()),
        ("inschrijving_vereist", pa.bool_()),
        ("leeftijd_van", pa.int32()),
        ("leeftijd_tot", pa.int32()),
        ("max_aantal", pa.int32()),
        ("per", pa.string()),
    ]
)


def export_afspraken(*, uzovi: str, moment: datetime) -> tuple[pa.Table, pa.Table]:
    """Agreements and rows of this insurer as known at the moment. Followed ones have the negative id of their Volging
    and VolgRij, so that both kinds live in one column; `source_of` leads back to the signed row."""
    eigen = Overeenkomst.objects.filter(verzekeraar__uzovi=uzovi, status="GELDIG")
    gevolgd = _known(VolgRij.objects.filter(volging__volger__uzovi=uzovi), moment)
    rijen = _known(AfspraakRij.objects.filter(overeenkomst__in=eigen), moment)
    kolommen = AFSPRAKEN.names[2:]
    afspraken = [
        *rijen.order_by("id").values_list("id", "overeenkomst_id", *kolommen),
        *(
            (-rij, -volging, *rest)
            for rij, volging, *rest in gevolgd.order_by("id").values_list(
                "id", "volging_id", *(f"bron__{kolom}" for kolom in kolommen)
            )
        ),
    ]
    volgingen = Volging.objects.filter(pk__in=gevolgd.values("volging"))
    overeenkomsten = [
        *_heads(eigen.filter(ondertekend_op__lte=moment).order_by("id"), "", 1, uzovi),
        *_heads(volgingen.order_by("id"), "overeenkomst__", -1, uzovi),
    ]
    return _table(overeenkomsten, OVEREENKOMSTEN), _table(afspraken, AFSPRAKEN)


def source_of(afspraak_id: int) -> AfspraakRij:
    """The signed row behind an id of the export, the insurer's own or a followed one."""
    if afspraak_id > 0:
        return AfspraakRij.objects.get(pk=afspraak_id)
    return VolgRij.objects.select_related("bron").get(pk=-afspraak_id).bron


def _known(rijen: QuerySet[Any], moment: datetime) -> QuerySet[Any]:
    return rijen.filter(Q(bekend_tot=None) | Q(bekend_tot__gt=moment), bekend_van__lte=moment)


def _heads(bron: QuerySet[Any], pad: str, teken: int, uzovi: str) -> Iterable[tuple[Any, ...]]:
    """One head per agreement, and one for each of its places of care when an enterprise made it."""
    vestigingen = f"{pad}aanbod__aanvraag__registerfeiten__vestigingen"
    kolommen = ("pk", f"{pad}praktijk__agb", f"{pad}van", f"{pad}tot", vestigingen)
    for pk, agb, van, tot, plaatsen in bron.values_list(*kolommen):
        codes = [agb, *(plaats["agb"] for plaats in plaatsen or ())]
        yield from ((teken * pk, int(code), int(uzovi), van, tot) for code in codes)


def _table(rijen: list[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    kolommen = zip(*rijen, strict=True) if rijen else ([] for _ in schema)
    return pa.table([pa.array(k, type=veld.type) for k, veld in zip(kolommen, schema, strict=True)], schema=schema)
