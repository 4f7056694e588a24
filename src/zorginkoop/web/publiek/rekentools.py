"""The calculators of the policies as public pages: the questions they need, and every step with its source.

Answers travel in the address, so that a calculation can be shared and nothing is kept.
"""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zorginkoop.beleid import calculate, library
from zorginkoop.beleid.afspraak import Bron
from zorginkoop.beleid.assess import Vraag
from zorginkoop.beleid.calculate import Berekening, Rekentool
from zorginkoop.beleid.model import Feit
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.publiek.paragrafen import page_url, source_url
from zorginkoop.web.publiek.rekenstappen import rows
from zorginkoop.web.toegang import klok
from zorginkoop.web.toegang.taal import in_dutch
from zorginkoop.web.toegang.vragenlijst import Vragenlijst, answers, form_for, initial

OP = Vraag(
    gegeven="op",
    vraag="Voor welke dag rekent u?",
    type="datum",
    hulp="De bedragen en maxima van die dag tellen.",
    keuzes={},
)
BEKEND_OP = Vraag(
    gegeven="bekend_op",
    vraag="Met besluiten tot en met welke dag rekent u?",
    type="datum",
    hulp="Laat dit leeg om te rekenen met alles wat nu bekend is.",
    keuzes={},
)


@dataclass(frozen=True)
class Kaart:
    """A calculator in the list; `opvolger` is the version that took its place."""

    tool: Rekentool
    opvolger: Rekentool | None = None

    @property
    def adres(self) -> str:
        return address(self.tool)

    @property
    def adres_opvolger(self) -> str:
        return address(self.opvolger) if self.opvolger else ""

    @property
    def beleiden(self) -> list[Beleid]:
        """The policies it belongs to; without a version the latest of each."""
        return [library.load(naam) for naam in self.tool.document.beleid]

    @property
    def verzekeraars(self) -> str:
        return " en ".join(dict.fromkeys(beleid.verzekeraar.naam for beleid in self.beleiden))

    @property
    def paginas(self) -> list[tuple[str, str]]:
        """Name and address of each policy; one without a version stands for all of them."""
        namen = [
            f"{beleid.document.titel}, versie {beleid.document.versie}" if "@" in naam else beleid.document.titel
            for naam, beleid in zip(self.tool.document.beleid, self.beleiden, strict=True)
        ]
        return list(zip(namen, map(page_url, self.beleiden), strict=True))

    def place(self, bron: Bron | None) -> str:
        """Where the passage can be read, when it is one of these policies."""
        gevonden = (source_url(b, bron) for b in self.beleiden if bron is not None and b.paragraph(bron) is not None)
        return next(gevonden, "")


@require_safe
def rekentools(request: HttpRequest) -> HttpResponse:
    """Every published version of every calculator."""
    return render(request, "publiek/rekentools.html", {"kaarten": cards()})


@require_safe
def rekentool(request: HttpRequest, van: str, naam: str, versie: str) -> HttpResponse:
    """One calculator: its questions, and the calculation for the answers in the address."""
    kaart = _card(van, naam, versie)
    form = _form(kaart.tool, request)
    berekening = _calculate(kaart.tool, form) if form.is_bound and form.is_valid() else None
    context = {"kaart": kaart, "tool": kaart.tool, "form": form, "berekening": berekening}
    if berekening is not None:
        context |= {"rijen": rows(kaart.tool, berekening, kaart.place), "open": _missing(kaart.tool, berekening)}
    return render(request, "publiek/rekentool.html", context)


def cards(beleid: Beleid | None = None) -> list[Kaart]:
    """The calculators, by insurer and name, the latest version of each first; of one policy version, or all."""
    alle = calculate.all_calculators()
    gekozen = [t for t in alle if beleid is None or {beleid.naam, beleid.document.beleid} & set(t.document.beleid)]
    op_volgorde = sorted(gekozen, key=_version, reverse=True)
    kaarten = [Kaart(tool, _successor(tool, alle)) for tool in op_volgorde]
    return sorted(kaarten, key=lambda kaart: (kaart.verzekeraars, kaart.tool.document.rekentool))


def maker(tool: Rekentool) -> str:
    """The folder it was published in: an insurer, or all of them together."""
    return tool.pad.parents[2].name


def address(tool: Rekentool) -> str:
    """The page of one version of a calculator."""
    return reverse("publiek:rekentool", args=[maker(tool), tool.document.rekentool, tool.document.versie])


def _version(tool: Rekentool) -> tuple[int, ...]:
    return tuple(int(deel) for deel in tool.document.versie.split("."))


def _successor(tool: Rekentool, alle: tuple[Rekentool, ...]) -> Rekentool | None:
    zelfde = [t for t in alle if (maker(t), t.document.rekentool) == (maker(tool), tool.document.rekentool)]
    return min((t for t in zelfde if _version(t) > _version(tool)), key=_version, default=None)


def _card(van: str, naam: str, versie: str) -> Kaart:
    for kaart in cards():
        document = kaart.tool.document
        if (maker(kaart.tool), document.rekentool, document.versie) == (van, naam, versie):
            return kaart
    raise Http404(f"De rekentool {naam} {versie} is niet gepubliceerd")


def _form(tool: Rekentool, request: HttpRequest) -> Vragenlijst:
    vragen = [
        Vraag(gegeven=naam, vraag=feit.vraag, type=feit.type, hulp=_help(feit), keuzes=dict(feit.keuzes))
        for naam, feit in tool.feiten.items()
    ]
    vragen += [OP, BEKEND_OP] if tool.inhoud.parameter else [OP]
    soort = form_for(vragen, required=False)
    dag = default_day(tool, klok.today()).isoformat()
    if not request.GET.keys() & soort.base_fields.keys():
        return soort(initial=initial(vragen, {OP.gegeven: dag}))
    data = request.GET.copy()
    if not data.get(OP.gegeven):
        data[OP.gegeven] = dag
    return soort(data)


def _help(feit: Feit) -> str:
    return f"{feit.hulp} In euro’s.".strip() if feit.type == "bedrag" else feit.hulp


def default_day(tool: Rekentool, vandaag: date) -> date:
    """Today when the calculator has figures for it, otherwise the first day of its latest figures."""
    perioden = [(w.van, w.tot) for parameter in tool.inhoud.parameter.values() for w in parameter.waarde]
    if not perioden or any(van <= vandaag < tot for van, tot in perioden):
        return vandaag
    return max(van for van, _ in perioden)


def _calculate(tool: Rekentool, form: Vragenlijst) -> Berekening | None:
    """The calculation; what makes no sense to the calculator is said beside the question it is about."""
    feiten = answers(form)
    op, bekend = (feiten.pop(vraag.gegeven, None) for vraag in (OP, BEKEND_OP))
    try:
        dag, bekend_op = date.fromisoformat(op), date.fromisoformat(bekend) if bekend else None
        return calculate.calculate(tool, feiten, op=dag, bekend_op=bekend_op)
    except Gebruikersfout as fout:
        veld = fout.plaats if fout.plaats in form.fields else OP.gegeven
        form.add_error(veld, in_dutch(f"{fout.melding[:1].upper()}{fout.melding[1:]}."))
        return None


def _missing(tool: Rekentool, berekening: Berekening) -> list[str]:
    """What is not known yet, as people know it."""
    titels = {stap.naam: stap.titel for stap in berekening.stappen}
    return [titels[naam] for naam in berekening.ontbreekt]
