"""A simulation as the page tells it: first in sentences, then per module, per practice and per requirement."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from zorginkoop.beleid.afspraak import Bron
from zorginkoop.beleid.simulate import Modulegevolg, Simulatie, Totaal
from zorginkoop.web.redactie import grafiek, histogram
from zorginkoop.web.redactie.schaal import bedrag, sign, signed
from zorginkoop.web.redactie.vergelijking import Zijde

UITKOMSTEN = {
    "VOLDOET": "komt in aanmerking",
    "BEOORDELEN": "een mens beoordeelt",
    "ONBEKEND": "er ontbreekt een gegeven",
    "VOLDOET_NIET": "komt niet in aanmerking",
}


ALS_GEHEEL = "de praktijk komt niet in aanmerking"
"""How a reason begins that is not about the module: the requirements tell it once for all modules."""


@dataclass(frozen=True)
class Reden:
    """Why, at how many practices, and the passage it comes from when it has one."""

    tekst: str
    aantal: int
    bron: str = ""
    url: str = ""
    richting: str = ""


@dataclass(frozen=True)
class Module:
    """One module: what it is called, what changes, and why practices lose or gain it."""

    naam: str
    gevolg: Modulegevolg
    geteld: bool
    demonstratie: bool
    redenen: list[Reden]

    @property
    def verschil(self) -> str:
        return signed(self.gevolg.verschil_cent)

    @property
    def anders(self) -> bool:
        g = self.gevolg
        return bool(g.vooruit or g.achteruit or g.valt_af or g.komt_erbij)


def sentence(uit: Simulatie) -> str:
    """Who gains and who loses, in one sentence."""
    t, n = uit.totaal, uit.aantal
    if t.gelijk == n:
        return (
            "Voor deze praktijk verandert er niets."
            if n == 1
            else f"Voor geen van de {count(n)} praktijken verandert het bedrag."
        )
    delen = [f"{count(t.vooruit)} van de {_practices(n)} {_go(t.vooruit)} erop vooruit"]
    if t.achteruit:
        delen.append(f"{count(t.achteruit)} {_go(t.achteruit)} erop achteruit")
    if t.gelijk:
        delen.append(f"voor {count(t.gelijk)} blijft het bedrag gelijk")
    return f"{', '.join(delen[:-1])}{' en ' if len(delen) > 1 else ''}{delen[-1]}."


def money_sentence(t: Totaal) -> str:
    """What all practices together can agree on, before and after."""
    if t.verschil_cent == 0:
        return f"Samen kunnen zij onder beide versies {bedrag(t.waarde_van_cent)} per jaar afspreken."
    meer = "meer" if t.verschil_cent > 0 else "minder"
    deel = f" ({percentage(t)})" if t.waarde_van_cent else ""
    return (
        f"Samen kunnen zij {bedrag(t.waarde_naar_cent)} per jaar afspreken in plaats van "
        f"{bedrag(t.waarde_van_cent)}: {bedrag(abs(t.verschil_cent))} {meer}{deel}."
    )


def admission_sentence(t: Totaal) -> str:
    """Who falls out and who comes in."""
    if not t.valt_af and not t.komt_erbij:
        return "Er valt niemand af en er komt niemand bij."
    af = f"{_practices(t.valt_af)} {'valt' if t.valt_af == 1 else 'vallen'} af" if t.valt_af else "er valt niemand af"
    bij = (
        f"{count(t.komt_erbij)} {'komt' if t.komt_erbij == 1 else 'komen'} erbij"
        if t.komt_erbij
        else "er komt niemand bij"
    )
    return f"{af[0].upper()}{af[1:]} en {bij}."


def percentage(t: Totaal) -> str:
    """The difference as a share of what it was, with one decimal."""
    deel = f"{abs(t.verschil_cent) * 100 / t.waarde_van_cent:.1f}".replace(".", ",") if t.waarde_van_cent else "0,0"
    return f"{sign(t.verschil_cent)}{deel}%"


def count(aantal: int) -> str:
    return f"{aantal:,}".replace(",", ".")


def modules(uit: Simulatie, van: Zijde, naar: Zijde) -> list[Module]:
    """Every module that a practice can agree on, the largest difference first."""
    rijen = [
        Module(
            naam=_module_name(m, van, naar),
            gevolg=m,
            geteld=not _left_out(uit, m, van, naar),
            demonstratie=_is_demonstration(m, van, naar),
            redenen=list(_reasons(m, van, naar)),
        )
        for m in uit.modules
    ]
    gezien = [rij for rij in rijen if rij.anders or rij.gevolg.waarde_van_cent or rij.gevolg.waarde_naar_cent]
    return sorted(gezien, key=lambda rij: (not rij.geteld, -abs(rij.gevolg.verschil_cent), not rij.anders))


def _module_name(m: Modulegevolg, van: Zijde, naar: Zijde) -> str:
    prestatie = naar.beleid.prestaties.get(m.module) or van.beleid.prestaties[m.module]
    eerder = van.beleid.prestaties.get(m.heette or "")
    heette = f" (heette {eerder.naam})" if eerder and eerder.naam != prestatie.naam else ""
    return f"{prestatie.naam}{heette}"


def _left_out(uit: Simulatie, m: Modulegevolg, van: Zijde, naar: Zijde) -> bool:
    """Whether neither version says what this module is worth."""
    kanten = ((van, m.heette or m.module), (naar, m.module))
    return all(naam in uit.niet_meegeteld[z.beleid.naam] for z, naam in kanten if naam in z.beleid.prestaties)


def _is_demonstration(m: Modulegevolg, van: Zijde, naar: Zijde) -> bool:
    """Whether a tariff that counts on either side is not an official figure."""
    kanten = (van.beleid.prestaties.get(m.heette or m.module), naar.beleid.prestaties.get(m.module))
    return any(t.status == "demonstratie" for prestatie in kanten if prestatie for t in prestatie.tarief)


def _reasons(m: Modulegevolg, van: Zijde, naar: Zijde) -> Iterator[Reden]:
    for verteld, aantal in m.redenen.items():
        richting, _, tekst = verteld.partition(": ")
        if tekst.startswith(ALS_GEHEEL):
            continue
        zijde = naar if richting == "valt af" else van
        naam = m.heette or m.module if zijde is van else m.module
        gevonden = _condition(zijde, naam, tekst)
        if gevonden:
            reden, bron, plek = gevonden
            yield Reden(reden, aantal, str(bron), zijde.url(bron, plek), richting)
        else:
            yield Reden(tekst.replace(zijde.beleid.naam, f"‘{zijde.label}’"), aantal, richting=richting)


def _condition(zijde: Zijde, naam: str, tekst: str) -> tuple[str, Bron, str] | None:
    """The condition that reads like this, with its passage and its place in the file."""
    prestatie = zijde.beleid.prestaties.get(naam)
    if prestatie is None:
        return None
    for n, voorwaarde in enumerate(zijde.beleid.voorwaarden(naam)):
        if tekst == f"{voorwaarde.reden} ({voorwaarde.bron})":
            eigen = f"/voorwaarde/{n}" if n < len(prestatie.voorwaarde) else ""
            return voorwaarde.reden, voorwaarde.bron, f"prestatie/{naam}{eigen}"
    return (tekst, prestatie.bron, f"prestatie/{naam}") if tekst == prestatie.zonder_tarief else None


def outcomes(uit: Simulatie) -> list[dict[str, Any]]:
    """How many practices went from which outcome to which, those that changed first."""
    rijen = []
    for paar, aantal in uit.uitkomsten.items():
        ervoor, erna = paar.split(" → ")
        rijen.append(
            {
                "van": UITKOMSTEN[ervoor],
                "naar": UITKOMSTEN[erna],
                "aantal": count(aantal),
                "anders": ervoor != erna,
                "n": aantal,
            }
        )
    return sorted(rijen, key=lambda rij: (not rij["anders"], -rij["n"]))


def requirements(uit: Simulatie, van: Zijde, naar: Zijde) -> list[dict[str, Any]]:
    """The requirements that came out differently, each with its passage in the version that has it."""
    rijen = []
    for e in uit.eisen:
        zijde = naar if e.eis in naar.beleid.eisen else van
        url = zijde.url(zijde.beleid.eisen[e.eis].bron, f"eis/{e.eis}")
        rijen.append(
            {"titel": e.titel, "van": e.van, "naar": e.naar, "aantal": count(e.aantal), "bron": e.bron, "url": url}
        )
    return rijen


def plots(uit: Simulatie, rijen: list[Module]) -> dict[str, Any]:
    """Both plots, each wide and narrow, with what stands in them as a table; nothing where nothing changes."""
    anders = [(m.naam, m.gevolg.verschil_cent) for m in rijen if m.gevolg.verschil_cent]
    klassen = histogram.classes(uit.praktijken.column("verschil_cent").to_pylist())
    return {
        "staven": [grafiek.bars(anders, smal=smal) for smal in (False, True)] if anders else [],
        "histogram": [histogram.histogram(klassen, smal=smal) for smal in (False, True)] if klassen else [],
        "klassen": [(histogram.class_label(k), count(k.aantal)) for k in klassen],
    }


def _practices(aantal: int) -> str:
    return "1 praktijk" if aantal == 1 else f"{count(aantal)} praktijken"


def _go(aantal: int) -> str:
    return "gaat" if aantal == 1 else "gaan"
