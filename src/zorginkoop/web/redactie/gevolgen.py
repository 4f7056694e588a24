"""A simulation as the page tells it: first in sentences, then per module, per practice and per requirement."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from zorginkoop.beleid.afspraak import Bron
from zorginkoop.beleid.simulate import Modulegevolg, Simulatie, Totaal
from zorginkoop.web.redactie import grafiek, histogram
from zorginkoop.web.redactie.schaal import bedrag, sign, signed
from zorginkoop.web.redactie.vergelijking import Zijde

UITKOMSTEN = {
    "VOLDOET": _("komt in aanmerking"),
    "BEOORDELEN": _("een mens beoordeelt"),
    "ONBEKEND": _("er ontbreekt een gegeven"),
    "VOLDOET_NIET": _("komt niet in aanmerking"),
}
STANDEN = {
    "niet gehaald": _("niet gehaald"),
    "gehaald": _("gehaald"),
    "onbekend": _("onbekend"),
    "geen eis": _("geen eis"),
}
"""How a requirement can come out, see beleid/redenen.py."""
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
        if n == 1:
            return gettext("Voor deze praktijk verandert er niets.")
        return gettext("Voor geen van de %(aantal)s praktijken verandert het bedrag.") % {"aantal": count(n)}
    vooruit = ngettext(
        "%(aantal)s van de %(praktijken)s gaat erop vooruit",
        "%(aantal)s van de %(praktijken)s gaan erop vooruit",
        t.vooruit,
    )
    delen = [vooruit % {"aantal": count(t.vooruit), "praktijken": _practices(n)}]
    if t.achteruit:
        achteruit = ngettext("%(aantal)s gaat erop achteruit", "%(aantal)s gaan erop achteruit", t.achteruit)
        delen.append(achteruit % {"aantal": count(t.achteruit)})
    if t.gelijk:
        delen.append(gettext("voor %(aantal)s blijft het bedrag gelijk") % {"aantal": count(t.gelijk)})
    begin = ", ".join(delen[:-1])
    return f"{_and(begin, delen[-1]) if begin else delen[-1]}."


def money_sentence(t: Totaal) -> str:
    """What all practices together can agree on, before and after."""
    bedragen = {"nu": bedrag(t.waarde_van_cent), "straks": bedrag(t.waarde_naar_cent)}
    if t.verschil_cent == 0:
        return gettext("Samen kunnen zij onder beide versies %(nu)s per jaar afspreken.") % bedragen
    zin = (
        gettext("Samen kunnen zij %(straks)s per jaar afspreken in plaats van %(nu)s: %(verschil)s meer%(deel)s.")
        if t.verschil_cent > 0
        else gettext(
            "Samen kunnen zij %(straks)s per jaar afspreken in plaats van %(nu)s: %(verschil)s minder%(deel)s."
        )
    )
    deel = f" ({percentage(t)})" if t.waarde_van_cent else ""
    return zin % {**bedragen, "verschil": bedrag(abs(t.verschil_cent)), "deel": deel}


def admission_sentence(t: Totaal) -> str:
    """Who falls out and who comes in."""
    if not t.valt_af and not t.komt_erbij:
        return gettext("Er valt niemand af en er komt niemand bij.")
    af, bij = gettext("er valt niemand af"), gettext("er komt niemand bij")
    if t.valt_af:
        af = ngettext("%(praktijken)s valt af", "%(praktijken)s vallen af", t.valt_af) % {
            "praktijken": _practices(t.valt_af)
        }
    if t.komt_erbij:
        bij = ngettext("%(aantal)s komt erbij", "%(aantal)s komen erbij", t.komt_erbij) % {
            "aantal": count(t.komt_erbij)
        }
    return f"{_and(f'{af[0].upper()}{af[1:]}', bij)}."


def _and(eerste: str, laatste: str) -> str:
    return gettext("%(eerste)s en %(laatste)s") % {"eerste": eerste, "laatste": laatste}


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
    if eerder is None or eerder.naam == prestatie.naam:
        return prestatie.naam
    return gettext("%(naam)s (heette %(eerder)s)") % {"naam": prestatie.naam, "eerder": eerder.naam}


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
            {"titel": e.titel, "van": STANDEN[e.van], "naar": STANDEN[e.naar], "aantal": count(e.aantal)}
            | {"bron": e.bron, "url": url}
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
    return ngettext("%(aantal)s praktijk", "%(aantal)s praktijken", aantal) % {"aantal": count(aantal)}
