"""Every rule of a policy as a card that people can read: a title, what follows from it, and the rule as it runs.

On an English page our own words are English, and what the policy says is a Dutch passage in them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from zorginkoop.beleid.afspraak import Bron
from zorginkoop.beleid.model import Prestatie, Tarief
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.geld import als_euro, uit_decimaal
from zorginkoop.web.toegang.taal import day, in_dutch

GEVOLGEN = {
    "uitsluiten": _("Voldoet u niet, dan is er geen overeenkomst mogelijk."),
    "opschorten": _("Zolang dit niet in orde is, wacht de aanvraag."),
    "beoordelen": _("Voldoet u niet, dan beslist een zorginkoper."),
    "melden": _("Het antwoord wordt gemeld en houdt niets tegen."),
}
SEGMENTEN = {"S1": _("segment 1"), "S2": _("segment 2"), "S3": _("segment 3"), "BUITEN": _("buiten de segmenten")}
FREQUENTIES = {"kwartaal": _("Elk kwartaal"), "niet_geregeld": _("Het document regelt geen vast moment")}
VOORVALLEN = {
    "agb_code": _("De AGB-code verandert"),
    "maatschap": _("De maatschap verandert van samenstelling"),
    "rechtsvorm": _("De rechtsvorm verandert"),
    "iban": _("Het rekeningnummer (IBAN) verandert"),
    "samenstelling": _("De praktijk verandert van naam, mensen of specialisaties"),
    "overname": _("U neemt een bestaande praktijk over"),
}
VOORTGANG = {
    "NIEUWE_OVEREENKOMST": _("Er is een nieuwe overeenkomst nodig"),
    "DOORLOPEN": _("De overeenkomst kan doorlopen"),
    "NIET_GEREGELD": _("Het document regelt het gevolg niet"),
}
LOKETTEN = {
    "vektis": "Vektis",
    "contractbeheer": _("contractbeheer van de verzekeraar"),
    "zorginkoop": _("zorginkoop van de verzekeraar"),
    "andere_verzekeraars": _("de andere verzekeraars"),
}
EENZIJDIG = {
    "alleen_gunstig": _("De verzekeraar past alleen aan wat gunstig is voor de praktijk"),
    "niet_geregeld": _("Het document regelt niets over eenzijdig aanpassen"),
}
INDEXATIES = {
    "hoogstens_nza_na_vol_kalenderjaar": _("Hoogstens het percentage van de NZa, na een vol kalenderjaar"),
    "nza": _("Het percentage van de NZa"),
    "niet_geregeld": _("Het document regelt geen indexatie"),
}
PER = {"dag": _("dag"), "kwartaal": _("kwartaal"), "jaar": _("jaar")}
KANALEN = {
    "nieuw": _("Voor een nieuwe overeenkomst: {afdeling}"),
    "wijziging": _("Voor een wijziging: {afdeling}"),
    "vraag": _("Voor een vraag: {afdeling}"),
}
DEMONSTRATIEWAARDE = _("Dit is een demonstratiewaarde.")


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
    tekst = gettext("Overeenkomsten onder dit beleid lopen van %(van)s tot en met %(tot)s.")
    yield Kaart(
        "looptijd", gettext("Looptijd"), gettext("De looptijd van de overeenkomst"), (d.bron_looptijd,),
        tekst=tekst % _days(d.looptijd_van, d.looptijd_tot),
    )  # fmt: skip


def _days(van: date, tot: date) -> dict[str, str]:
    """First and last day of a half-open period, in words."""
    return {"van": day(van), "tot": day(tot - timedelta(days=1))}


def _requirements(beleid: Beleid) -> Iterator[Kaart]:
    for naam, eis in beleid.eisen.items():
        bewijs = ((gettext("Bewijs bij uw aanvraag"), in_dutch(eis.bewijs)),) if eis.bewijs else ()
        yield Kaart(
            f"eis-{naam}",
            gettext("Eis"),
            in_dutch(eis.titel),
            (eis.bron,),
            regel=eis.regel.strip(),
            tekst=str(GEVOLGEN[eis.gevolg]),
            details=(*bewijs, (gettext("Als u niet voldoet"), in_dutch(eis.weigering))),
            gegevens=_facts(beleid, f"eis.{naam}"),
        )


def _start(beleid: Beleid) -> Iterator[Kaart]:
    start = beleid.inhoud.ingangsdatum
    namen = beleid.programma.afleidingen["ingangsdatum"].feiten
    gegevens = _questions(beleid, namen)
    yield Kaart(
        "ingangsdatum", gettext("Ingangsdatum"), gettext("Wanneer de overeenkomst ingaat"), start.bron,
        start.regel.strip(), in_dutch(start.uitleg), gegevens=gegevens,
    )  # fmt: skip


def _prestaties(beleid: Beleid) -> Iterator[Kaart]:
    for naam, p in beleid.prestaties.items():
        demonstratie = gettext("De prestatiecode is een demonstratiecode.") if p.codestatus == "demonstratie" else ""
        yield Kaart(
            f"prestatie-{naam}",
            gettext("Basis") if p.basis else gettext("Module"),
            in_dutch(p.naam),
            (p.bron,),
            tekst=_passage(p.uitleg),
            demonstratie=demonstratie,
            details=tuple(_properties(beleid, p)),
            gegevens=_questions(beleid, _tariff_facts(beleid, naam)),
            tarieven=tuple(_tariff(tarief) for tarief in p.tarief),
        )
        yield from _conditions(beleid, naam, p)


def _conditions(beleid: Beleid, naam: str, p: Prestatie) -> Iterator[Kaart]:
    for n, voorwaarde in enumerate(beleid.voorwaarden(naam)):
        yield Kaart(
            f"voorwaarde-{naam}-{n}",
            gettext("Voorwaarde"),
            format_html(gettext("Voorwaarde bij {naam}"), naam=in_dutch(p.naam)),
            (voorwaarde.bron,),
            regel=voorwaarde.regel.strip(),
            details=((gettext("Als u niet voldoet"), in_dutch(voorwaarde.reden)),),
            gegevens=_facts(beleid, f"prestatie.{naam}.{n}"),
        )


def _passage(tekst: str) -> str:
    """What a policy says, when it says something."""
    return in_dutch(tekst) if tekst else ""


def _properties(beleid: Beleid, p: Prestatie) -> Iterator[tuple[str, str]]:
    yield gettext("Prestatiecode"), f"{p.code} ({SEGMENTEN[p.segment]})"
    yield gettext("Eenheid"), in_dutch(p.eenheid)
    if p.max_aantal and p.per:
        hoogstens = gettext("%(aantal)s keer per %(per)s per verzekerde")
        yield gettext("Hoogstens"), hoogstens % {"aantal": p.max_aantal, "per": PER[p.per]}
    if p.leeftijd_van is not None or p.leeftijd_tot is not None:
        yield gettext("Leeftijd"), _ages(p)
    if p.inschrijving_vereist:
        yield gettext("Inschrijving"), gettext("De verzekerde staat op naam ingeschreven (ION)")
    if p.vereist:
        yield gettext("Alleen samen met"), in_dutch(", ".join(beleid.prestaties[ander].naam for ander in p.vereist))
    if p.heette:
        yield gettext("Heette eerder"), in_dutch(", ".join(naam.replace("_", " ") for naam in p.heette))
    if p.zonder_tarief:
        yield gettext("Zonder tarief"), in_dutch(p.zonder_tarief)
    if not p.contractvereiste:
        zonder = gettext("Ook zonder overeenkomst te declareren tegen het NZa-tarief")
        yield gettext("Zonder overeenkomst"), zonder


def _tariff_facts(beleid: Beleid, naam: str) -> set[str]:
    """The facts on which the amounts of a Prestatie depend."""
    regels = (beleid.programma.regels.get(f"tarief.{naam}.{n}") for n in range(len(beleid.prestaties[naam].tarief)))
    return {feit for regel in regels if regel is not None for feit in regel.feiten}


def _ages(p: Prestatie) -> str:
    leeftijden = {"van": p.leeftijd_van, "tot": p.leeftijd_tot}
    if p.leeftijd_tot is None:
        return gettext("%(van)s jaar en ouder") % leeftijden
    return (gettext("%(van)s tot %(tot)s jaar") if p.leeftijd_van else gettext("jonger dan %(tot)s jaar")) % leeftijden


def _tariff(tarief: Tarief) -> Tariefregel:
    bedrag = "" if tarief.bedrag is None else als_euro(uit_decimaal(tarief.bedrag))
    demonstratie = tarief.status == "demonstratie"
    periode = gettext("%(van)s tot en met %(tot)s") % _days(tarief.van, tarief.tot)
    return Tariefregel(periode, bedrag, (tarief.regel or "").strip(), demonstratie, tarief.bron)


def _derived(beleid: Beleid) -> Iterator[Kaart]:
    regels = [*beleid.programma.regels.values(), *beleid.programma.afleidingen.values()]
    gebruikt = {naam for regel in regels for naam in regel.feiten}
    for naam, a in beleid.afleidingen.items():
        if naam in gebruikt:
            vragen = _questions(beleid, beleid.programma.afleidingen[naam].feiten)
            yield Kaart(
                f"afleiding-{naam}", gettext("Afgeleid gegeven"), in_dutch(a.titel), (a.bron,), a.regel.strip(),
                gegevens=vragen,
            )  # fmt: skip


def _change(beleid: Beleid) -> Iterator[Kaart]:
    w = beleid.inhoud.wijziging
    details = [(gettext("Hoe vaak"), str(FREQUENTIES[w.frequentie]))]
    if w.termijn_maanden:
        vooraf = ngettext("%(aantal)s maand vooraf", "%(aantal)s maanden vooraf", w.termijn_maanden)
        details.append((gettext("Termijn"), vooraf % {"aantal": w.termijn_maanden}))
    details.append((gettext("Eenzijdig"), str(EENZIJDIG[w.eenzijdig])))
    details.append((gettext("Indexatie"), str(INDEXATIES[w.indexatie])))
    yield Kaart(
        "wijziging", gettext("Wijziging"), gettext("Wijzigen tijdens de looptijd"), w.bron,
        tekst=_passage(w.uitleg), details=tuple(details),
    )  # fmt: skip
    yield _following(beleid)


def _following(beleid: Beleid) -> Kaart:
    v = beleid.inhoud.volgen
    vooraf = v.toestemming == "impliciet"
    delen = [(gettext("Delen"), gettext("Vooraf gemeld") if vooraf else gettext("Alleen na uw toestemming"))]
    if v.verwerking_maanden:
        duur = ngettext("%(aantal)s maand", "%(aantal)s maanden", v.verwerking_maanden)
        delen.append((gettext("Verwerking"), duur % {"aantal": v.verwerking_maanden}))
    return Kaart(
        "volgen", gettext("Volgen"), gettext("Andere verzekeraars volgen de afspraken"), (v.bron,),
        tekst=_passage(v.uitleg), details=tuple(delen),
    )  # fmt: skip


def _events(beleid: Beleid) -> Iterator[Kaart]:
    for g in beleid.inhoud.gevolg:
        gevolgen = (
            (gettext("Gevolg"), g.gevolg),
            (gettext("Bij een andere AGB-code"), g.bij_andere_agb_code),
            (gettext("Bij dezelfde AGB-code"), g.bij_zelfde_agb_code),
        )
        details = [(kop, str(VOORTGANG[gevolg])) for kop, gevolg in gevolgen if gevolg]
        if g.melden_bij:
            details.append((gettext("Doorgeven aan"), ", ".join(str(LOKETTEN[loket]) for loket in g.melden_bij)))
        yield Kaart(
            f"gevolg-{g.gebeurtenis}", gettext("Gevolg"), str(VOORVALLEN[g.gebeurtenis]), (g.bron,),
            tekst=_passage(g.uitleg), details=tuple(details),
        )  # fmt: skip


def _offer(beleid: Beleid) -> Iterator[Kaart]:
    a, b = beleid.inhoud.aanbod, beleid.inhoud.betaling
    open_dagen = gettext("Een aanbod blijft %(dagen)s dagen open") % {"dagen": a.geldig_dagen}
    yield Kaart("aanbod", gettext("Aanbod"), open_dagen, (), tekst=_passage(a.uitleg), demonstratie=_demo(a.status))
    betaald = gettext("Betaald binnen %(dagen)s dagen, gestreefd wordt naar %(streven)s")
    yield Kaart(
        "betaling", gettext("Betaling"), betaald % {"dagen": b.termijn_dagen, "streven": b.streef_dagen}, (b.bron,),
        tekst=_passage(b.uitleg), demonstratie=_demo(b.status),
    )  # fmt: skip
    for n, k in enumerate(beleid.inhoud.kanaal):
        titel = format_html(str(KANALEN[k.soort]), afdeling=in_dutch(k.afdeling))
        yield Kaart(f"kanaal-{n}", gettext("Loket"), titel, (k.bron,), tekst=_passage(k.adres))


def _demo(status: str) -> str:
    return str(DEMONSTRATIEWAARDE) if status == "demonstratie" else ""


def _calendar(beleid: Beleid) -> Iterator[Kaart]:
    for n, t in enumerate(beleid.inhoud.termijn):
        jaarlijks = {"datum": date_format(t.datum, "j F")}
        dag = gettext("Elk jaar, %(datum)s") % jaarlijks if t.jaarlijks else day(t.datum)
        streven = "" if t.hard else f" ({gettext('streven')})"
        titel = format_html("{}: {}{}", dag, in_dutch(t.titel), streven)
        yield Kaart(f"termijn-{n}", gettext("Termijn"), titel, (t.bron,))


def _contradictions(beleid: Beleid) -> Iterator[Kaart]:
    for naam, t in beleid.inhoud.tegenstrijdigheid.items():
        details = ((gettext("Wij doen"), in_dutch(t.beslissing)), (gettext("Omdat"), in_dutch(t.grond)))
        yield Kaart(naam, gettext("Tegenstrijdigheid"), in_dutch(t.titel), t.passages, details=details)


def _precedence(beleid: Beleid) -> Iterator[Kaart]:
    tekst = gettext("Het algemene beleid zegt hier iets anders. Bij tegenstrijdigheid geldt dit beleid.")
    for n, v in enumerate(beleid.gaat_voor):
        titel = format_html(gettext("Gaat voor: {titel}"), titel=in_dutch(v.titel))
        yield Kaart(f"voorrang-{n}", gettext("Voorrang"), titel, (v.geldt, v.wijkt), tekst=tekst)


def _facts(beleid: Beleid, regel: str) -> tuple[tuple[str, str], ...]:
    return _questions(beleid, beleid.programma.regels[regel].feiten)


def _questions(beleid: Beleid, namen: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Each fact with its question; a derived fact has a title instead."""
    return tuple((naam, _question(beleid, naam)) for naam in sorted(namen))


def _question(beleid: Beleid, naam: str) -> str:
    if naam in beleid.feiten:
        return in_dutch(beleid.feiten[naam].vraag)
    if naam in beleid.afleidingen:
        afgeleid = gettext("Volgt uit andere gegevens: {titel}")
        return format_html(afgeleid, titel=in_dutch(beleid.afleidingen[naam].titel))
    return gettext("Volgt uit de regel voor de ingangsdatum")
