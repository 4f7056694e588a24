"""Assess a practice against a policy: requirement by requirement, what is unknown, and what could be agreed."""

from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from functools import reduce
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, ConfigDict

from zorginkoop.beleid import feiten as facts
from zorginkoop.beleid.afspraak import Bron, Status
from zorginkoop.beleid.library import all_policies
from zorginkoop.beleid.model import Gevolg, Prestatie, Tarief
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.kern.geld import uit_decimaal
from zorginkoop.kern.periode import Periode
from zorginkoop.regels.verklaring import Verklaring, verklaar

Uitkomst = Literal["VOLDOET", "VOLDOET_NIET", "ONBEKEND", "BEOORDELEN"]
ONBEKENDE_MODULE = "Dit beleid kent deze prestatie niet"


class _Rij(BaseModel):
    model_config = ConfigDict(frozen=True)


class Deeluitkomst(_Rij):
    """One part of a rule as written, and whether it is met."""

    tekst: str
    uitkomst: bool | None


class Eisuitkomst(_Rij):
    """A requirement: met, not met or unknown, with the values it looked at and the passage it comes from."""

    eis: str
    titel: str
    uitkomst: bool | None
    gevolg: Gevolg
    weigering: str
    regel: str
    verbinding: str
    delen: tuple[Deeluitkomst, ...]
    waarden: dict[str, Any]
    bron: Bron
    botst_met: tuple[str, ...]


class Vraag(_Rij):
    """A fact nobody gave yet and that a rule looks at."""

    gegeven: str
    vraag: str
    type: str
    hulp: str
    keuzes: dict[str, str]


class Tariefperiode(_Rij):
    """The tariff in eurocents in one part of the term; NULL when it depends on something unknown."""

    van: date
    tot: date
    tarief: int | None
    tariefstatus: Status
    bron: Bron


class Mogelijkheid(_Rij):
    """Whether one Prestatie can be agreed, why not, and what it pays. `gewenst`: part of what was asked for."""

    prestatie: str
    naam: str
    mogelijk: bool | None
    redenen: tuple[str, ...]
    gewenst: bool
    prestatiecode: str
    codestatus: Status
    segment: str
    eenheid: str
    tarief: int | None
    tariefstatus: Status | None
    van: date | None
    tot: date | None
    tarieven: tuple[Tariefperiode, ...]
    bron: Bron


class Toets(_Rij):
    """The whole assessment of one practice against one policy version.

    `vragen` decide something; `aanvullende_vragen` are asked too, but their answers hold nothing up.
    """

    beleid: str
    versie: str
    uitkomst: Uitkomst
    ingangsdatum: date | None
    ingangsdatum_uitleg: str
    eisen: tuple[Eisuitkomst, ...]
    vragen: tuple[Vraag, ...]
    aanvullende_vragen: tuple[Vraag, ...]
    afspraken: tuple[Mogelijkheid, ...]


def assess(beleid: Beleid, ruw: Mapping[str, object]) -> Toets:
    """Assess one practice on raw facts (JSON values); raises Gebruikersfout for a fact that makes no sense."""
    rij = beleid.programma.een(facts.read(beleid, ruw))
    gewenst = _wanted(beleid, rij["gewenste_prestaties"])
    uitleg = {naam: verklaar(beleid.programma, regel, rij) for naam, regel in beleid.programma.regels.items()}
    eisen = tuple(_requirement(beleid, naam, uitleg[f"eis.{naam}"]) for naam in beleid.eisen)
    beslissend = set(_deciding(beleid, uitleg, gewenst))
    start = rij["ingangsdatum"]
    assert start is None or isinstance(start, date)
    return Toets(
        beleid=beleid.document.beleid,
        versie=beleid.document.versie,
        uitkomst=_outcome(eisen),
        ingangsdatum=start,
        ingangsdatum_uitleg=beleid.inhoud.ingangsdatum.uitleg,
        eisen=eisen,
        vragen=_questions(beleid, beslissend),
        aanvullende_vragen=_questions(beleid, set(_reported(beleid, uitleg)) - beslissend),
        afspraken=(
            *_options(beleid, rij, uitleg, start, gewenst),
            *(_foreign(beleid, naam) for naam in gewenst if naam not in beleid.prestaties),
        ),
    )


def assess_table(beleid: Beleid, tabel: pa.Table) -> pa.Table:
    """Every rule on every row at once, by the statement `assess` uses; adds the column `uitkomst`.

    Columns of requirements are named "=eis.<naam>". Facts are taken as they are: of the right Arrow type.
    """
    for naam, feit in beleid.feiten.items():
        if feit.standaard is not None:
            tabel = _with_default(tabel, naam, feit.standaard)
    uit = beleid.programma.tabel(tabel)
    return uit.append_column("uitkomst", _outcomes(beleid, uit))


def _with_default(tabel: pa.Table, naam: str, standaard: object) -> pa.Table:
    """The table with what holds until recorded otherwise where nothing is recorded."""
    if naam not in tabel.column_names:
        return tabel.append_column(naam, pa.repeat(standaard, tabel.num_rows))
    plek = tabel.column_names.index(naam)
    return tabel.set_column(plek, naam, pc.fill_null(tabel.column(naam), standaard))


def _outcome(eisen: tuple[Eisuitkomst, ...]) -> Uitkomst:
    """Not met excludes; what is unknown must be known first; then what a human decides."""
    gevallen = {(eis.gevolg, eis.uitkomst) for eis in eisen if eis.gevolg != "melden"}
    if ("uitsluiten", False) in gevallen:
        return "VOLDOET_NIET"
    if any(uitkomst is None or (gevolg, uitkomst) == ("opschorten", False) for gevolg, uitkomst in gevallen):
        return "ONBEKEND"
    return "BEOORDELEN" if ("beoordelen", False) in gevallen else "VOLDOET"


def _outcomes(beleid: Beleid, uit: pa.Table) -> pa.Array:
    """The same decision as `_outcome`, for a whole table."""

    def kolommen(*gevolgen: str) -> list[pa.ChunkedArray]:
        return [uit.column(f"=eis.{naam}") for naam, eis in beleid.eisen.items() if eis.gevolg in gevolgen]

    def een_van(maskers: list[pa.ChunkedArray]) -> pa.Array:
        return reduce(pc.or_, maskers, pa.repeat(False, uit.num_rows))

    def onwaar(kolom: pa.ChunkedArray) -> pa.ChunkedArray:
        return pc.fill_null(pc.invert(kolom), False)

    uitgesloten = een_van([onwaar(k) for k in kolommen("uitsluiten")])
    onbekend = een_van([pc.is_null(k) for k in kolommen("uitsluiten", "opschorten", "beoordelen")])
    onbekend = pc.or_(onbekend, een_van([onwaar(k) for k in kolommen("opschorten")]))
    mens = een_van([onwaar(k) for k in kolommen("beoordelen")])
    keuze = pc.if_else(mens, "BEOORDELEN", "VOLDOET")
    return pc.if_else(uitgesloten, "VOLDOET_NIET", pc.if_else(onbekend, "ONBEKEND", keuze))


def _requirement(beleid: Beleid, naam: str, verklaring: Verklaring) -> Eisuitkomst:
    eis = beleid.eisen[naam]
    return Eisuitkomst(
        eis=naam,
        titel=eis.titel,
        uitkomst=_bool(verklaring.uitkomst),
        gevolg=eis.gevolg,
        weigering=eis.weigering,
        regel=verklaring.tekst,
        verbinding=verklaring.verbinding,
        delen=tuple(Deeluitkomst(tekst=d.tekst, uitkomst=_bool(d.uitkomst)) for d in verklaring.delen),
        waarden={gegeven: _shown(beleid, gegeven, waarde) for gegeven, waarde in verklaring.waarden.items()},
        bron=eis.bron,
        botst_met=eis.botst_met,
    )


def _bool(waarde: object) -> bool | None:
    assert waarde is None or isinstance(waarde, bool)
    return waarde


def _shown(beleid: Beleid, gegeven: str, waarde: object) -> object:
    """The value as an explanation may show it: an account number is never written out."""
    feit = beleid.feiten.get(gegeven)
    if feit is not None and feit.type == "iban" and isinstance(waarde, str):
        return f"{waarde[:2]}••{waarde[-4:]}"
    return waarde


def _wanted(beleid: Beleid, waarde: object) -> tuple[str, ...]:
    """The modules asked for, under the names this policy gives them."""
    namen = {oud: naam for naam, prestatie in beleid.prestaties.items() for oud in prestatie.heette}
    gevraagd = tuple(namen.get(str(naam), str(naam)) for naam in waarde) if isinstance(waarde, list) else ()
    bekend = {naam for ander in all_policies() for naam in ander.prestaties} | set(beleid.prestaties)
    for naam in gevraagd:
        if naam not in bekend:
            voorstel = get_close_matches(naam, bekend, n=1)
            hint = f"; bedoelt u '{voorstel[0]}'?" if voorstel else ""
            raise Gebruikersfout(f"de prestatie '{naam}' bestaat niet{hint}", plaats="gewenste_prestaties")
    return gevraagd


def _deciding(beleid: Beleid, uitleg: Mapping[str, Verklaring], gewenst: tuple[str, ...]) -> Iterator[str]:
    """Unknown facts of undecided requirements, and of undecided conditions and tariffs of what is wanted."""
    for naam, eis in beleid.eisen.items():
        if eis.gevolg != "melden":
            yield from uitleg[f"eis.{naam}"].onbekend
    for regel, verklaring in uitleg.items():
        soort, _, rest = regel.partition(".")
        if soort in ("prestatie", "tarief") and rest.rpartition(".")[0] in gewenst:
            yield from verklaring.onbekend


def _reported(beleid: Beleid, uitleg: Mapping[str, Verklaring]) -> Iterator[str]:
    """Unknown facts of requirements that are only reported."""
    for naam, eis in beleid.eisen.items():
        if eis.gevolg == "melden":
            yield from uitleg[f"eis.{naam}"].onbekend


def _questions(beleid: Beleid, gegevens: set[str]) -> tuple[Vraag, ...]:
    """The questions for these facts, in the order of the dictionary."""
    return tuple(
        Vraag(gegeven=naam, vraag=f.vraag, type=f.type, hulp=f.hulp, keuzes=_choices(beleid, naam, f.keuzes))
        for naam, f in beleid.feiten.items()
        if naam in gegevens
    )


def _choices(beleid: Beleid, gegeven: str, keuzes: Mapping[str, str]) -> dict[str, str]:
    if gegeven == "gewenste_prestaties":
        return {naam: prestatie.naam for naam, prestatie in beleid.prestaties.items() if not prestatie.basis}
    return dict(keuzes)


def _options(
    beleid: Beleid,
    rij: Mapping[str, object],
    uitleg: Mapping[str, Verklaring],
    start: date | None,
    gewenst: tuple[str, ...],
) -> Iterator[Mogelijkheid]:
    """Every Prestatie; one that needs another cannot be agreed when that other cannot."""
    los = {naam: _option(beleid, naam, rij, uitleg, start, gewenst=naam in gewenst) for naam in beleid.prestaties}
    for naam, mogelijkheid in los.items():
        onmogelijk = [los[ander].naam for ander in beleid.prestaties[naam].vereist if los[ander].mogelijk is False]
        if onmogelijk and mogelijkheid.mogelijk is not False:
            reden = f"Hoort bij {', '.join(onmogelijk)}, en die kan niet worden afgesproken"
            yield mogelijkheid.model_copy(update={"mogelijk": False, "redenen": (reden,)})
        else:
            yield mogelijkheid


def _option(
    beleid: Beleid,
    naam: str,
    rij: Mapping[str, object],
    uitleg: Mapping[str, Verklaring],
    start: date | None,
    *,
    gewenst: bool,
) -> Mogelijkheid:
    prestatie = beleid.prestaties[naam]
    perioden = tuple(_tariffs(beleid, naam, prestatie, rij, start))
    mogelijk, redenen = _possible(beleid, naam, uitleg, start, perioden)
    eerste = perioden[0] if perioden else None
    return Mogelijkheid(
        prestatie=naam,
        naam=prestatie.naam,
        mogelijk=mogelijk,
        redenen=redenen,
        gewenst=gewenst or prestatie.basis,
        prestatiecode=prestatie.code,
        codestatus=prestatie.codestatus,
        segment=prestatie.segment,
        eenheid=prestatie.eenheid,
        tarief=eerste.tarief if eerste else None,
        tariefstatus=eerste.tariefstatus if eerste else None,
        van=eerste.van if eerste else None,
        tot=eerste.tot if eerste else None,
        tarieven=perioden,
        bron=prestatie.bron,
    )


def _possible(
    beleid: Beleid,
    naam: str,
    uitleg: Mapping[str, Verklaring],
    start: date | None,
    perioden: tuple[Tariefperiode, ...],
) -> tuple[bool | None, tuple[str, ...]]:
    """TRUE when every condition is met and there is a tariff in the term; all reasons against it are kept."""
    prestatie, redenen, onbekend = beleid.prestaties[naam], list[str](), list[str]()
    for n, voorwaarde in enumerate(beleid.voorwaarden(naam)):
        verklaring = uitleg[f"prestatie.{naam}.{n}"]
        if verklaring.uitkomst is False:
            redenen.append(f"{voorwaarde.reden} ({voorwaarde.bron})")
        elif verklaring.uitkomst is None:
            onbekend += [f"Nog niet bekend: {beleid.feiten[g].vraag}" for g in verklaring.onbekend]
    if start is not None and not perioden:
        redenen.append(prestatie.zonder_tarief or "Op de ingangsdatum is voor deze prestatie geen tarief vastgesteld")
    if redenen:
        return False, tuple(redenen)
    if start is None:
        onbekend.append("De ingangsdatum is nog niet bekend")
    return (None, tuple(dict.fromkeys(onbekend))) if onbekend else (True, ())


def _tariffs(
    beleid: Beleid, naam: str, prestatie: Prestatie, rij: Mapping[str, object], start: date | None
) -> Iterator[Tariefperiode]:
    """The tariffs from the start date to the end of the term; without a start date those of the policy's validity."""
    document = beleid.document
    if start is not None and start >= document.looptijd_tot:
        return
    looptijd = Periode(max(start or document.geldig_van, document.looptijd_van), document.looptijd_tot)
    for n, tarief in enumerate(prestatie.tarief):
        deel = looptijd.doorsnede(Periode(tarief.van, tarief.tot))
        if deel is not None and deel.tot is not None:
            yield Tariefperiode(
                van=deel.van,
                tot=deel.tot,
                tarief=_amount(tarief, rij.get(f"=tarief.{naam}.{n}")),
                tariefstatus=tarief.status,
                bron=tarief.bron,
            )


def _amount(tarief: Tarief, uitkomst: object) -> int | None:
    if tarief.bedrag is not None:
        return uit_decimaal(tarief.bedrag)
    return None if uitkomst is None else int(str(uitkomst))


def _foreign(beleid: Beleid, naam: str) -> Mogelijkheid:
    """A module that another policy knows and this one does not."""
    return Mogelijkheid(
        prestatie=naam,
        naam=naam,
        mogelijk=False,
        redenen=(ONBEKENDE_MODULE,),
        gewenst=True,
        prestatiecode="",
        codestatus="demonstratie",
        segment="",
        eenheid="",
        tarief=None,
        tariefstatus=None,
        van=None,
        tot=None,
        tarieven=(),
        bron=beleid.document.bron_looptijd,
    )
