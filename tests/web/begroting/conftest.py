"""A partnership with its insurer in the autumn before its year, and an out-of-hours service with two insurers."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.web.contractering.conftest import person
from tests.web.contractering.doorlopen import Partijen
from zorginkoop.beleid import library
from zorginkoop.web.begroting import actions
from zorginkoop.web.begroting.inhoud import Activiteit, Inhoud, Regel, Resultaat
from zorginkoop.web.begroting.models import Begroting
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.rollen import Rol

WSV, HDS, S3 = "zz-wsv-ro-2021", "zz-hds-2024", "zz-zorgvernieuwing-2025"
AUGUSTUS = datetime(2020, 8, 28, 9, tzinfo=UTC)
OKTOBER = datetime(2020, 10, 12, 9, tzinfo=UTC)
KOSTEN = (
    ("B01", "samenwerking", "Coördinator", "0.5", 8_000_000),
    ("B02", "samenwerking", "Overleg", "12", 75_050),
    ("B03", "programma_dm2", "Diabetes", "1600", 2_750),
    ("B04", "programma_cvrm", "CVRM", "2000", 1_300),
    ("B05", "programma_copd", "COPD", "400", 2_100),
    ("B06", "programma_astma", "Astma", "500", 1_200),
    ("B07", "programma_angst_stemming", "Angst en stemming", "300", 1_600),
)
INHOUD = Inhoud(
    regels=tuple(
        Regel(code=code, prestatie=prestatie, omschrijving=wat, aantal=Decimal(aantal), eenheid_cent=cent)
        for code, prestatie, wat, aantal, cent in KOSTEN
    ),
    jaarplan=(Activiteit(code="P01", activiteit="Wijkoverleg inrichten", gereed_op=date(2021, 6, 1)),),
    resultaten=(
        Resultaat(code="R01", onderwerp="Jaarcontrole DM2", richting="ten minste", norm=Decimal(80), eenheid="procent"),
        Resultaat(code="R02", onderwerp="Wachttijd", richting="hoogstens", norm=Decimal("2.5"), eenheid="weken"),
    ),
)
ANW = Inhoud(
    regels=(
        Regel(code="A1", prestatie="anw_zorg", omschrijving="Diensten", aantal=Decimal(1), eenheid_cent=400_000_000),
        Regel(code="A2", prestatie="anw_zorg", omschrijving="Triage", aantal=Decimal(1), eenheid_cent=100_000_000),
    ),
    resultaten=(Resultaat(code="R1", onderwerp="U2", richting="ten minste", norm=Decimal(90), eenheid="procent"),),
)


@pytest.fixture
def wsv(db) -> Partijen:
    """A partnership and its insurer."""
    return Partijen(WSV, agb="53000011", naam="WSV De Wijk")


@pytest.fixture
def papieren(monkeypatch) -> None:
    """The policy asks papers. None of the published ones does: document 004 says what to think of, not what to send."""
    eisen = library.load(WSV).inhoud.eis
    for naam, wat in {
        "rechtspersoon": "De statuten van de rechtspersoon.",
        "kvk_inschrijving": "Een uittreksel van de inschrijving.",
        "huisartsenzorg_via_wsv": "Het plan.",
    }.items():
        monkeypatch.setitem(eisen, naam, eisen[naam].model_copy(update={"bewijs": wat}))


@pytest.fixture
def hds(db) -> Partijen:
    """An out-of-hours service, its first insurer, and a second one with a purchaser."""
    partijen = Partijen(HDS, agb="21000011", naam="Huisartsenpost De Nacht")
    v = library.load("zk-huisartsenzorg-2024-2025").verzekeraar
    partijen.tweede = Organisatie.objects.create(soort="VERZEKERAAR", naam=v.naam, uzovi=v.uzovi)
    partijen.inkoper_tweede = person("Tom", partijen.tweede, Rol.INKOPER)
    partijen.inkoper_tweede2 = person("Tina", partijen.tweede, Rol.INKOPER)
    return partijen


def started(p: Partijen, *, jaar: int, now: datetime) -> Begroting:
    return actions.start_begroting(
        praktijk=p.praktijk,
        verzekeraar=p.verzekeraar,
        tweede=getattr(p, "tweede", None),
        beleid=p.beleid,
        jaar=jaar,
        by=p.tekenbevoegde,
        now=now,
    )


def sent(p: Partijen, *, jaar: int = 2021, now: datetime = AUGUSTUS, inhoud: Inhoud = INHOUD) -> Begroting:
    """A budget that was sent in."""
    begroting = started(p, jaar=jaar, now=now)
    actions.hand_in(begroting=begroting, inhoud=inhoud, bestandsnaam="b.xlsx", by=p.tekenbevoegde, now=now)
    return begroting


def agree(begroting: Begroting, *besluiten: tuple[object, Organisatie], now: datetime = OKTOBER) -> Begroting:
    """Each of these people agrees to the last version, for this insurer."""
    nummer = begroting.last_version().nummer
    for by, namens in besluiten:
        actions.decide(begroting=begroting, namens=namens, nummer=nummer, akkoord=True, by=by, now=now)
    return begroting


def agreed(p: Partijen, **anders) -> Begroting:
    """A budget two people of one insurer agreed to."""
    return agree(sent(p, **anders), (p.inkoper, p.verzekeraar), (p.inkoper2, p.verzekeraar))
