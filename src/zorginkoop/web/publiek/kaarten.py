"""Every rule of a policy as a card that people can read: a title, what follows from it, and the rule as it runs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from zorginkoop.adapters.pdf import als_dag
from zorginkoop.beleid.afspraak import Bron
from zorginkoop.beleid.model import Prestatie, Tarief
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.geld import als_euro, uit_decimaal
from zorginkoop.web.publiek.opbrengst import term

GEVOLGEN = {
    "uitsluiten": "Voldoet u niet, dan is er geen overeenkomst mogelijk.",
    "opschorten": "Zolang dit niet in orde is, wacht de aanvraag.",
    "beoordelen": "Voldoet u niet, dan beslist een zorginkoper.",
    "melden": "Het antwoord wordt gemeld en houdt niets tegen.",
}
SEGMENTEN = {"S1": "segment 1", "S2": "segment 2", "S3": "segment 3", "BUITEN": "buiten de segmenten"}
FREQUENTIES = {"kwartaal": "Elk kwartaal", "niet_geregeld": "Het document regelt geen vast moment"}
VOORVALLEN = {
    "agb_code": "De AGB-code verandert",
    "maatschap": "De maatschap verandert van samenstelling",
    "rechtsvorm": "De rechtsvorm verandert",
    "iban": "Het rekeningnummer (IBAN) verandert",
    "samenstelling": "De praktijk verandert van naam, mensen of specialisaties",
    "overname": "U neemt een bestaande praktijk over",
}
VOORTGANG = {
    "NIEUWE_OVEREENKOMST": "Er is een nieuwe overeenkomst nodig",
    "DOORLOPEN": "De overeenkomst kan doorlopen",
    "NIET_GEREGELD": "Het document regelt het gevolg niet",
}
LOKETTEN = {
    "vektis": "Vektis",
    "contractbeheer": "contractbeheer van de verzekeraar",
    "zorginkoop": "zorginkoop van de verzekeraar",
    "andere_verzekeraars": "de andere verzekeraars",
}
EENZIJDIG = {
    "alleen_gunstig": "De verzekeraar past alleen aan wat gunstig is voor de praktijk",
    "niet_geregeld": "Het document regelt niets over eenzijdig aanpassen",
}
INDEXATIES = {
    "hoogstens_nza_na_vol_kalenderjaar": "Hoogstens het percentage van de NZa, na een vol kalenderjaar",
    "nza": "Het percentage van de NZa",
    "niet_geregeld": "Het document regelt geen indexatie",
}


@dataclass(frozen=True)
class Kaart:
    """A rule: `gegevens` are the questions behind its facts, `tarieven` the rows of a Prestatie, `plek` its anchor."""

    plek: str
    soort: str
    titel: str
    bron: tuple[Bron, ...]
    regel: str = ""
    tekst: str = ""
    demonstratie: str = ""
    details: tuple[tuple[str, str], ...] = ()
    gegevens: tuple[tuple[str, str], ...] = ()
    tarieven: tuple["Tariefregel", ...] = field(default=())


@dataclass(frozen=True)
class Tariefregel:
    """A tariff as a row: the period, the amount or the rule that yields it, and where it stands."""

    periode: str
    bedrag: str
    regel: str
    demonstratie: bool
    bron: Bron


def cards(beleid: Beleid) -> list[Kaart]:
    """All cards of a policy, in the order in which a reader wants them."""
    return [
        *_term(beleid),
        *_requirements(beleid),
        *_start(beleid),
        *_prestaties(beleid),
        *_derived(beleid),
        *_change(beleid),
        *_events(beleid),
        *_offer(beleid),
        *_calendar(beleid),
        *_contradictions(beleid),
        *_precedence(beleid),
    ]


def _term(beleid: Beleid) -> Iterator[Kaart]:
    d = beleid.document
    tekst = f"Overeenkomsten onder dit beleid lopen van {term(d.looptijd_van, d.looptijd_tot)}."
    yield Kaart("looptijd", "Looptijd", "De looptijd van de overeenkomst", (d.bron_looptijd,), tekst=tekst)


def _requirements(beleid: Beleid) -> Iterator[Kaart]:
    for naam, eis in beleid.eisen.items():
        yield Kaart(
            f"eis-{naam}",
            "Eis",
            eis.titel,
            (eis.bron,),
            regel=eis.regel.strip(),
            tekst=GEVOLGEN[eis.gevolg],
            details=(
                *((("Bewijs bij uw aanvraag", eis.bewijs),) if eis.bewijs else ()),
                ("Als u niet voldoet", eis.weigering),
            ),
            gegevens=_facts(beleid, f"eis.{naam}"),
        )


def _start(beleid: Beleid) -> Iterator[Kaart]:
    start = beleid.inhoud.ingangsdatum
    namen = beleid.programma.afleidingen["ingangsdatum"].feiten
    gegevens = _questions(beleid, namen)
    yield Kaart(
        "ingangsdatum", "Ingangsdatum", "Wanneer de overeenkomst ingaat", start.bron, start.regel.strip(), start.uitleg,
        gegevens=gegevens,
    )  # fmt: skip


def _prestaties(beleid: Beleid) -> Iterator[Kaart]:
    for naam, p in beleid.prestaties.items():
        yield Kaart(
            f"prestatie-{naam}",
            "Basis" if p.basis else "Module",
            p.naam,
            (p.bron,),
            tekst=p.uitleg,
            demonstratie="De prestatiecode is een demonstratiecode." if p.codestatus == "demonstratie" else "",
            details=tuple(_properties(beleid, p)),
            gegevens=_questions(beleid, _tariff_facts(beleid, naam)),
            tarieven=tuple(_tariff(tarief) for tarief in p.tarief),
        )
        for n, voorwaarde in enumerate(beleid.voorwaarden(naam)):
            yield Kaart(
                f"voorwaarde-{naam}-{n}",
                "Voorwaarde",
                f"Voorwaarde bij {p.naam}",
                (voorwaarde.bron,),
                regel=voorwaarde.regel.strip(),
                details=(("Als u niet voldoet", voorwaarde.reden),),
                gegevens=_facts(beleid, f"prestatie.{naam}.{n}"),
            )


def _properties(beleid: Beleid, p: Prestatie) -> Iterator[tuple[str, str]]:
    yield "Prestatiecode", f"{p.code} ({SEGMENTEN[p.segment]})"
    yield "Eenheid", p.eenheid
    if p.max_aantal:
        yield "Hoogstens", f"{p.max_aantal} keer per {p.per} per verzekerde"
    if p.leeftijd_van is not None or p.leeftijd_tot is not None:
        yield "Leeftijd", _ages(p)
    if p.inschrijving_vereist:
        yield "Inschrijving", "De verzekerde staat op naam ingeschreven (ION)"
    if p.vereist:
        yield "Alleen samen met", ", ".join(beleid.prestaties[ander].naam for ander in p.vereist)
    if p.heette:
        yield "Heette eerder", ", ".join(naam.replace("_", " ") for naam in p.heette)
    if p.zonder_tarief:
        yield "Zonder tarief", p.zonder_tarief
    if not p.contractvereiste:
        yield "Zonder overeenkomst", "Ook zonder overeenkomst te declareren tegen het NZa-tarief"


def _tariff_facts(beleid: Beleid, naam: str) -> set[str]:
    """The facts on which the amounts of a Prestatie depend."""
    regels = (beleid.programma.regels.get(f"tarief.{naam}.{n}") for n in range(len(beleid.prestaties[naam].tarief)))
    return {feit for regel in regels if regel is not None for feit in regel.feiten}


def _ages(p: Prestatie) -> str:
    if p.leeftijd_tot is None:
        return f"{p.leeftijd_van} jaar en ouder"
    return f"jonger dan {p.leeftijd_tot} jaar" if not p.leeftijd_van else f"{p.leeftijd_van} tot {p.leeftijd_tot} jaar"


def _tariff(tarief: Tarief) -> Tariefregel:
    bedrag = "" if tarief.bedrag is None else als_euro(uit_decimaal(tarief.bedrag))
    demonstratie = tarief.status == "demonstratie"
    return Tariefregel(term(tarief.van, tarief.tot), bedrag, (tarief.regel or "").strip(), demonstratie, tarief.bron)


def _derived(beleid: Beleid) -> Iterator[Kaart]:
    regels = [*beleid.programma.regels.values(), *beleid.programma.afleidingen.values()]
    gebruikt = {naam for regel in regels for naam in regel.feiten}
    for naam, a in beleid.afleidingen.items():
        if naam in gebruikt:
            vragen = _questions(beleid, beleid.programma.afleidingen[naam].feiten)
            yield Kaart(f"afleiding-{naam}", "Afgeleid gegeven", a.titel, (a.bron,), a.regel.strip(), gegevens=vragen)


def _change(beleid: Beleid) -> Iterator[Kaart]:
    w, v = beleid.inhoud.wijziging, beleid.inhoud.volgen
    details = [("Hoe vaak", FREQUENTIES[w.frequentie])]
    details += [("Termijn", f"{w.termijn_maanden} maand vooraf")] if w.termijn_maanden else []
    details += [("Eenzijdig", EENZIJDIG[w.eenzijdig]), ("Indexatie", INDEXATIES[w.indexatie])]
    yield Kaart(
        "wijziging", "Wijziging", "Wijzigen tijdens de looptijd", w.bron, tekst=w.uitleg, details=tuple(details)
    )
    toestemming = "Vooraf gemeld" if v.toestemming == "impliciet" else "Alleen na uw toestemming"
    delen = [("Delen", toestemming)]
    delen += [("Verwerking", f"{v.verwerking_maanden} maand")] if v.verwerking_maanden else []
    yield Kaart(
        "volgen", "Volgen", "Andere verzekeraars volgen de afspraken", (v.bron,), tekst=v.uitleg, details=tuple(delen)
    )


def _events(beleid: Beleid) -> Iterator[Kaart]:
    for g in beleid.inhoud.gevolg:
        details = [("Gevolg", VOORTGANG[g.gevolg])]
        details += [("Bij een andere AGB-code", VOORTGANG[g.bij_andere_agb_code])] if g.bij_andere_agb_code else []
        details += [("Bij dezelfde AGB-code", VOORTGANG[g.bij_zelfde_agb_code])] if g.bij_zelfde_agb_code else []
        details += [("Doorgeven aan", ", ".join(LOKETTEN[loket] for loket in g.melden_bij))] if g.melden_bij else []
        titel = VOORVALLEN[g.gebeurtenis]
        yield Kaart(f"gevolg-{g.gebeurtenis}", "Gevolg", titel, (g.bron,), tekst=g.uitleg, details=tuple(details))


def _offer(beleid: Beleid) -> Iterator[Kaart]:
    a, b = beleid.inhoud.aanbod, beleid.inhoud.betaling
    yield Kaart(
        "aanbod", "Aanbod", f"Een aanbod blijft {a.geldig_dagen} dagen open", (), tekst=a.uitleg,
        demonstratie=_demo(a.status),
    )  # fmt: skip
    yield Kaart(
        "betaling", "Betaling", f"Betaald binnen {b.termijn_dagen} dagen, gestreefd wordt naar {b.streef_dagen}",
        (b.bron,), tekst=b.uitleg, demonstratie=_demo(b.status),
    )  # fmt: skip
    for n, k in enumerate(beleid.inhoud.kanaal):
        waarvoor = {"nieuw": "een nieuwe overeenkomst", "wijziging": "een wijziging", "vraag": "een vraag"}[k.soort]
        yield Kaart(f"kanaal-{n}", "Loket", f"Voor {waarvoor}: {k.afdeling}", (k.bron,), tekst=k.adres)


def _demo(status: str) -> str:
    return "Dit is een demonstratiewaarde." if status == "demonstratie" else ""


def _calendar(beleid: Beleid) -> Iterator[Kaart]:
    for n, t in enumerate(beleid.inhoud.termijn):
        hard = "" if t.hard else " (streven)"
        dag = f"Elk jaar, {als_dag(t.datum).rpartition(' ')[0]}" if t.jaarlijks else als_dag(t.datum)
        yield Kaart(f"termijn-{n}", "Termijn", f"{dag}: {t.titel}{hard}", (t.bron,))


def _contradictions(beleid: Beleid) -> Iterator[Kaart]:
    for naam, t in beleid.inhoud.tegenstrijdigheid.items():
        details = (("Wij doen", t.beslissing), ("Omdat", t.grond))
        yield Kaart(naam, "Tegenstrijdigheid", t.titel, t.passages, details=details)


def _precedence(beleid: Beleid) -> Iterator[Kaart]:
    for n, v in enumerate(beleid.gaat_voor):
        tekst = "Het algemene beleid zegt hier iets anders. Bij tegenstrijdigheid geldt dit beleid."
        yield Kaart(f"voorrang-{n}", "Voorrang", f"Gaat voor: {v.titel}", (v.geldt, v.wijkt), tekst=tekst)


def _facts(beleid: Beleid, regel: str) -> tuple[tuple[str, str], ...]:
    return _questions(beleid, beleid.programma.regels[regel].feiten)


def _questions(beleid: Beleid, namen: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Each fact with its question; a derived fact has a title instead."""
    return tuple((naam, _question(beleid, naam)) for naam in sorted(namen))


def _question(beleid: Beleid, naam: str) -> str:
    if naam in beleid.feiten:
        return beleid.feiten[naam].vraag
    if naam in beleid.afleidingen:
        return f"Volgt uit andere gegevens: {beleid.afleidingen[naam].titel}"
    return "Volgt uit de regel voor de ingangsdatum"
