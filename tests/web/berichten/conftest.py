"""The cast of contracting, on the day of its policies."""

from datetime import date, timedelta

import pytest

from tests.web.contractering.conftest import BELEID, NOW, markt, policies, policy_folder
from zorginkoop.web.contractering.models import Aanbod, Aanvraag, Mutatie, Overeenkomst, Volging
from zorginkoop.web.toegang.models import Organisatie

__all__ = ["markt", "policies", "policy_folder"]


@pytest.fixture(autouse=True)
def _day(settings):
    settings.DEMO_DATUM = date(2025, 2, 10)


def many(markt, n: int, praktijk: Organisatie | None = None) -> None:
    """One more record of everything that carries a term, without its papers."""
    praktijk = praktijk or Organisatie.objects.create(soort="PRAKTIJK", naam=f"Praktijk {n}", agb=f"0101{n:04d}")
    partijen = {"praktijk": praktijk, "verzekeraar": markt.verzekeraar, "beleid": BELEID, "beleidversie": "1.0"}
    moment, by = NOW - timedelta(days=n), markt.tekenbevoegde
    toets = {"eisen": [], "afspraken": [], "uitkomst": "BEOORDELEN", "ingangsdatum": "2025-04-01"}
    op = {"aangemaakt_op": moment, "aangemaakt_door": by, "ingediend_op": moment, "volledig_op": moment}
    soort = {**partijen, **op, "contractvorm": "nieuw", "toets": toets, "ingediend_door": by}
    if praktijk != markt.praktijk:
        Aanvraag.objects.create(**soort, status=("TOEGELATEN", "BEOORDELING")[n % 2])
    klaar = Aanvraag.objects.create(**soort, status="OVEREENGEKOMEN")
    van = date(2025, 4, 1) + timedelta(days=5 * n)
    aanbod = Aanbod.objects.create(
        aanvraag=klaar, afspraken=[], ingangsdatum=van, looptijd_tot=date(2026, 1, 1), status="ONDERTEKEND", pdf=b"",
        aangeboden_op=moment, aangeboden_door=markt.inkoper, vervalt_op=NOW + timedelta(1), ondertekend_op=moment,
    )  # fmt: skip
    overeenkomst = Overeenkomst.objects.create(
        aanbod=aanbod, **partijen, van=van, tot=van + timedelta(days=5), status="GELDIG", ondertekend_op=moment,
        ondertekend_door=by,
    )  # fmt: skip
    Mutatie.objects.create(
        overeenkomst=overeenkomst, grond="MUTATIE_PRAKTIJK", gewenste_ingangsdatum=van, toevoegen=["poh_s"],
        volledig_op=moment, ingangsdatum=van, aangevraagd_door=by,
    )  # fmt: skip
    Volging.objects.create(
        overeenkomst=overeenkomst, volger=markt.volger, toestemming="IMPLICIET", toestemming_op=moment, versie=1,
        pakket='{"afspraken":[]}', beschikbaar_op=moment,
    )  # fmt: skip
