"""The questionnaire of a draft: what the register answers, what is still asked, and in which steps."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext

from zorginkoop.beleid import assess
from zorginkoop.beleid.assess import Toets, Vraag
from zorginkoop.beleid.versie import Beleid
from zorginkoop.web.contractering import feiten, tonen
from zorginkoop.web.contractering.bewijslijst import Gevraagd, asked
from zorginkoop.web.contractering.bijdragen import facts_for
from zorginkoop.web.contractering.models import Aanvraag
from zorginkoop.web.register.feiten import feiten_van
from zorginkoop.web.toegang.vragenlijst import Vragenlijst, answers, form_for, initial

PER_STAP = 5
WENSEN = ("gewenste_ingangsdatum", "gewenste_prestaties")
CONTACT = {"iban", "email"}
Regel = tuple[str, str]
"""A question and its answer, as text."""


@dataclass(frozen=True)
class Stap:
    """One page of questions; the first one has none and shows what we know already."""

    nummer: int
    titel: str
    intro: str
    vragen: tuple[Vraag, ...] = ()

    @property
    def vorige(self) -> int:
        """The number of the step before this one."""
        return self.nummer - 1


@dataclass(frozen=True)
class Reis:
    """The whole questionnaire of a draft as it stands now."""

    aanvraag: Aanvraag
    beleid: Beleid
    register: Mapping[str, Any]
    toets: Toets
    stappen: list[Stap]
    bewijs: list[Gevraagd]

    @property
    def mist_bewijs(self) -> list[Gevraagd]:
        """The papers that must still come before submitting."""
        return [g for g in self.bewijs if not g.aanwezig]

    @property
    def afgewezen(self) -> list[tonen.Eis]:
        """What the policy refuses on, as things stand: handed in like this, it is refused at once."""
        return self._not_met("uitsluiten")

    @property
    def wacht(self) -> list[tonen.Eis]:
        """What must be arranged before submitting."""
        return self._not_met("opschorten")

    @property
    def mens(self) -> list[tonen.Eis]:
        """What a purchaser will judge."""
        return self._not_met("beoordelen")

    def _not_met(self, gevolg: str) -> list[tonen.Eis]:
        niet = {eis.eis for eis in self.toets.eisen if eis.gevolg == gevolg and eis.uitkomst is False}
        alles = tonen.requirements(self.beleid, self.toets.model_dump(mode="json")) if niet else []
        return [eis for eis in alles if eis.naam in niet]

    @property
    def bekend(self) -> list[Regel]:
        """What the register says, as far as this policy looks at it."""
        return [
            (tonen.label(self.beleid, naam), tonen.value(self.beleid, naam, waarde))
            for naam, waarde in self.register.items()
            if naam in self.beleid.feiten
        ]

    @property
    def ontbreekt(self) -> list[tuple[Vraag, int | None]]:
        """What must still be known before submitting, with the step that asks it (None: not for the practice)."""
        waar = {vraag.gegeven: stap.nummer for stap in self.stappen for vraag in stap.vragen}
        return [(vraag, waar.get(vraag.gegeven)) for vraag in self.toets.vragen]

    def antwoord(self, vraag: Vraag) -> str | None:
        """The answer given, as text; of an account number only the end; None when there is none."""
        if vraag.gegeven == "iban":
            return feiten.mask_iban(self.aanvraag.iban).capitalize() if self.aanvraag.iban else None
        waarde = self.aanvraag.antwoorden.get(vraag.gegeven)
        return None if waarde is None else tonen.value(self.beleid, vraag.gegeven, waarde)

    def overzicht(self) -> list[tuple[Stap, list[tuple[Vraag, str | None]]]]:
        """Every step with its questions and answers, to be checked."""
        gevraagd = [stap for stap in self.stappen if stap.vragen]
        return [(stap, [(vraag, self.antwoord(vraag)) for vraag in stap.vragen]) for stap in gevraagd]


def register_facts(praktijk: Any, verzekeraar: Any, *, op: datetime) -> dict[str, Any]:
    """What the register knows of the practice today."""
    return feiten_van(praktijk.agb or "", dag=timezone.localdate(op), uzovi=verzekeraar.uzovi or "")


def journey(aanvraag: Aanvraag, *, op: datetime) -> Reis:
    """The questionnaire of a draft at this moment."""
    beleid = feiten.policy_of(aanvraag)
    wie = (aanvraag.praktijk, aanvraag.verzekeraar, aanvraag.beleid)
    register = facts_for(*wie, op=op, antwoorden=aanvraag.antwoorden)
    gegevens = feiten.facts(aanvraag, op=feiten.counted(aanvraag, op), registerfeiten=register)
    toets = assess.assess(beleid, gegevens)
    blanco = {naam: w for naam, w in gegevens.items() if naam not in aanvraag.antwoorden or naam in WENSEN}
    gevraagd = {v.gegeven for t in (toets, assess.assess(beleid, blanco)) for v in (*t.vragen, *t.aanvullende_vragen)}
    namen = (gevraagd | set(aanvraag.antwoorden) | {"iban", *WENSEN}) - set(register)
    vragen = [question(beleid, naam) for naam in beleid.feiten if naam in namen and _for_practice(beleid, naam)]
    stappen = list(_steps(beleid, vragen, toets))
    return Reis(aanvraag, beleid, register, toets, stappen, asked(aanvraag, toets))


def question(beleid: Beleid, naam: str) -> Vraag:
    """The question for a fact of the policy."""
    feit = beleid.feiten[naam]
    modules = {n: p.naam for n, p in beleid.prestaties.items() if not p.basis}
    keuzes = modules if naam == "gewenste_prestaties" else dict(feit.keuzes)
    return Vraag(gegeven=naam, vraag=feit.vraag, type=feit.type, hulp=feit.hulp, keuzes=keuzes)


def answerable(record: Any, naam: str) -> bool:
    """Whether the practice is the one to say this, under the policy of an application or agreement."""
    return _for_practice(feiten.policy_of(record), naam)


def _for_practice(beleid: Beleid, naam: str) -> bool:
    return naam not in feiten.EIGEN and beleid.feiten[naam].herkomst not in feiten.NIET_VAN_PRAKTIJK


def _steps(beleid: Beleid, vragen: list[Vraag], toets: Toets) -> Iterator[Stap]:
    """Known facts, wishes, modules, requirements, what is only reported, and where the money goes."""
    melden = {v.gegeven for v in toets.aanvullende_vragen} | set(_only_reported(beleid))
    module = set(_of_modules(beleid)) - set(_of_requirements(beleid))
    kop = [
        (gettext("Uw wensen"), gettext("Wat wilt u afspreken, en vanaf wanneer?"), lambda n: n in WENSEN),
        (gettext("Uw modules"), gettext("Deze vragen horen bij de modules die u koos."), lambda n: n in module),
        (gettext("De eisen"), gettext("Aan deze eisen moet uw praktijk voldoen."), lambda n: n not in melden | CONTACT),
        (
            gettext("Ter informatie"),
            gettext("Deze antwoorden houden niets tegen. De inkoper leest ze mee."),
            lambda n: n in melden,
        ),
        (gettext("Contact en betaling"), gettext("Waar bereiken wij u, en waarheen gaat het geld?"), lambda n: True),
    ]
    yield Stap(1, gettext("Uw gegevens"), gettext("Dit weten wij al uit het register. U hoeft het niet over te typen."))
    nummer, over = 2, list(vragen)
    for titel, intro, hoort in kop:
        groep = [vraag for vraag in over if hoort(vraag.gegeven)]
        over = [vraag for vraag in over if vraag not in groep]
        for begin in range(0, len(groep), PER_STAP):
            deel = gettext(", deel %(n)s") % {"n": begin // PER_STAP + 1} if len(groep) > PER_STAP else ""
            yield Stap(nummer, f"{titel}{deel}", intro, tuple(groep[begin : begin + PER_STAP]))
            nummer += 1


def _of_modules(beleid: Beleid) -> Iterator[str]:
    for naam, regel in beleid.programma.regels.items():
        if naam.startswith(("prestatie.", "tarief.")):
            yield from regel.feiten


def _of_requirements(beleid: Beleid) -> Iterator[str]:
    return (n for e, eis in beleid.eisen.items() if eis.gevolg != "melden" for n in _facts_of(beleid, e))


def _only_reported(beleid: Beleid) -> Iterable[str]:
    gemeld = {n for e, eis in beleid.eisen.items() if eis.gevolg == "melden" for n in _facts_of(beleid, e)}
    return gemeld - set(_of_requirements(beleid))


def _facts_of(beleid: Beleid, eis: str) -> Iterable[str]:
    return beleid.programma.regels[f"eis.{eis}"].feiten


class Verborgen(forms.TextInput):
    """A text box that never shows what was typed or kept."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return super().get_context(name, None, attrs)


def form_of(reis: Reis, stap: Stap, data: Any = None) -> Vragenlijst:
    """The form of a step; everything may be left open, and an account number is never shown again."""
    soort = form_for(stap.vragen, required=False)
    form = soort(data) if data is not None else soort(initial=initial(stap.vragen, reis.aanvraag.antwoorden))
    if "iban" in form.fields and not (form.is_bound and form.errors.get("iban")):
        veld = form.fields["iban"]
        veld.widget = Verborgen(attrs=veld.widget.attrs)
        if reis.aanvraag.iban:
            nu = f"Wij hebben een nummer dat {feiten.mask_iban(reis.aanvraag.iban)}. Laat dit leeg om dat te houden."
            veld.help_text = f"{veld.help_text} {nu}".strip()
    return form


def answers_of(form: Vragenlijst) -> dict[str, Any]:
    """The answers of a valid form; one that was emptied is taken back, but a kept account number stays."""
    leeg = {vraag.gegeven: None for vraag in form.vragen if vraag.gegeven != "iban"}
    return {**leeg, **answers(form)}
