"""The answers of a visitor. They live in the address of the page and nowhere else, so a result can be shared as a link.

The name of a field is the name of its fact. What an insurer knows about a practice (its core region, say) differs per
insurer, so such a fact is asked once for each: "kernregio--<policy>".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.http import QueryDict

from zorginkoop.beleid import library
from zorginkoop.beleid.assess import Toets, Vraag, assess
from zorginkoop.beleid.model import Feit
from zorginkoop.beleid.versie import Beleid
from zorginkoop.web.toegang.vragenlijst import answers, form_for

BELEID = "beleid"
MODULES = "gewenste_prestaties"
PATIENTEN = "ingeschreven_patienten"
PRAKTIJK = ("contractvorm", "aanvraagdatum", "gewenste_ingangsdatum", PATIENTEN)
VOLLEDIG = "datum_volledig"
CONTACT = frozenset({"agb", "email", "iban"})
"""Facts of these types identify the practice. The public check never asks them: they are given with the application."""

Waarden = Mapping[str, Any]


def policies() -> list[Beleid]:
    """The policies the check is about: general practice, the latest version of each."""
    return library.latest("huisartsenzorg")


def is_contact(naam: str, feit: Feit | None) -> bool:
    """Whether a fact is only given with the application itself."""
    return naam == VOLLEDIG or (feit is not None and feit.type in CONTACT)


def field_name(beleid: Beleid, naam: str) -> str:
    """The name of the field that holds this fact for this policy."""
    feit = beleid.feiten.get(naam)
    return f"{naam}--{beleid.document.beleid}" if feit is not None and feit.herkomst == "verzekeraar" else naam


def chosen(waarden: Waarden) -> list[Beleid]:
    """The policies to check: those asked for, otherwise the latest of each. Gebruikersfout for an unknown one."""
    gevraagd = waarden.get(BELEID) or []
    return [library.load(naam) for naam in dict.fromkeys(gevraagd)] if gevraagd else policies()


def facts_for(beleid: Beleid, waarden: Waarden) -> dict[str, Any]:
    """The facts of one policy. The application counts as complete on the day it is made."""
    feiten = {naam: waarden.get(field_name(beleid, naam)) for naam in beleid.feiten if not _contact(beleid, naam)}
    if VOLLEDIG in beleid.feiten:
        feiten[VOLLEDIG] = waarden.get("aanvraagdatum")
    return {naam: waarde for naam, waarde in feiten.items() if waarde is not None}


def read_query(query: QueryDict) -> tuple[dict[str, Any], list[str]]:
    """The answers in an address, and what is wrong with them. Names we do not know are passed over."""
    alle = {b.naam: b.naam for b in library.all_policies()} | {b.document.beleid: b.naam for b in policies()}
    vragen = [Vraag(gegeven=BELEID, vraag="Beleid", type="lijst", hulp="", keuzes=alle), modules_question(policies())]
    vragen += list(_all_questions())
    form = form_for([v for v in vragen if v.gegeven in query], required=False)(_cleaned(query))
    fouten = [f"{form.fields[naam].label} {fout}" for naam, lijst in form.errors.items() for fout in lijst]
    return answers(form) if not fouten else {}, fouten


def to_query(waarden: Waarden) -> str:
    """The address of these answers; an empty list keeps its name, for "none" is an answer."""
    query = QueryDict(mutable=True)
    for naam, waarde in sorted(waarden.items()):
        query.setlist(naam, _texts(waarde))
    return query.urlencode()


def _texts(waarde: Any) -> list[str]:
    if isinstance(waarde, list):
        return waarde or [""]
    return [{True: "ja", False: "nee"}[waarde] if isinstance(waarde, bool) else str(waarde)]


def _cleaned(query: QueryDict) -> QueryDict:
    schoon = query.copy()
    for naam, waarden in query.lists():
        schoon.setlist(naam, [waarde.replace("\0", "�") for waarde in waarden if waarde != ""])
    return schoon


def practice_questions(beleiden: Sequence[Beleid]) -> list[Vraag]:
    """Step 1: which insurers, and what start date and yield rest on."""
    nieuwste = {b.naam: b for b in [*policies(), *beleiden]}
    keuzes = {naam: f"{b.verzekeraar.naam}: {b.document.titel}" for naam, b in nieuwste.items()}
    welke = Vraag(gegeven=BELEID, vraag="Bij welke zorgverzekeraars?", type="lijst", hulp="", keuzes=keuzes)
    return [welke, *(_question(naam, library.dictionary().feit[naam]) for naam in PRAKTIJK)]


def modules_question(beleiden: Iterable[Beleid]) -> Vraag:
    """Step 2: the modules of all these policies together, each under its own name."""
    keuzes = {naam: p.naam for b in beleiden for naam, p in b.prestaties.items() if not p.basis}
    return _question(MODULES, library.dictionary().feit[MODULES]).model_copy(update={"keuzes": keuzes})


def requirement_questions(beleiden: Sequence[Beleid], waarden: Waarden) -> list[Vraag]:
    """Step 3: what the policies still want to know, whether or not it has been answered here before."""
    vragen: dict[str, Vraag] = {}
    eerste = {naam: waarde for naam, waarde in waarden.items() if naam in (*PRAKTIJK, MODULES)}
    for bekend in (eerste, waarden):
        for beleid in beleiden:
            for vraag in open_questions(beleid, assess(beleid, facts_for(beleid, bekend))):
                vragen.setdefault(vraag.gegeven, vraag)
    return [v for naam, v in vragen.items() if naam not in (*PRAKTIJK, MODULES)]


def open_questions(beleid: Beleid, toets: Toets) -> Iterator[Vraag]:
    """What a policy asks and a visitor can say, under the names of the fields."""
    for vraag in (*toets.vragen, *toets.aanvullende_vragen):
        if not _contact(beleid, vraag.gegeven):
            yield _own(beleid, vraag)


def _own(beleid: Beleid, vraag: Vraag) -> Vraag:
    naam = field_name(beleid, vraag.gegeven)
    if naam == vraag.gegeven:
        return vraag
    v = beleid.verzekeraar
    hulp = f"{vraag.hulp} Regio’s van {v.naam}: {', '.join(v.regios)}." if v.regios else vraag.hulp
    return vraag.model_copy(update={"gegeven": naam, "vraag": f"{v.naam}: {vraag.vraag}", "hulp": hulp.strip()})


def _all_questions() -> Iterator[Vraag]:
    """Every question the check can ask, once."""
    gezien: set[str] = {MODULES, BELEID}
    feiten = [(naam, _question(naam, feit)) for naam, feit in library.dictionary().feit.items()]
    eigen = [(n, _own(b, _question(n, f))) for b in library.all_policies() for n, f in b.feiten.items()]
    for naam, vraag in (*feiten, *eigen):
        if vraag.gegeven not in gezien and not is_contact(naam, None) and vraag.type not in CONTACT:
            gezien.add(vraag.gegeven)
            yield vraag


def _contact(beleid: Beleid, naam: str) -> bool:
    return is_contact(naam, beleid.feiten.get(naam))


def _question(naam: str, feit: Feit) -> Vraag:
    return Vraag(gegeven=naam, vraag=feit.vraag, type=feit.type, hulp=feit.hulp, keuzes=dict(feit.keuzes))
