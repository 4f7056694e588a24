"""Which two versions are compared, and how near to a threshold is near: the choices of the simulation page."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zorginkoop.beleid import library
from zorginkoop.beleid.afspraak import Bron
from zorginkoop.beleid.marktregister import PATIENTEN, needed
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.redactie.actions import draft_of
from zorginkoop.web.redactie.models import Concept
from zorginkoop.web.toegang.bestandsveld import BestandForm, file_field
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.velden import Getal

DREMPEL = Decimal(5)
CONCEPT = "concept-"


@dataclass(frozen=True)
class Zijde:
    """One of the two policies as it runs: what it is called here, and the draft it is when it is one.

    `eigen` is that policy without the general one it supplements.
    """

    beleid: Beleid
    eigen: Beleid
    keuze: str
    label: str
    concept: int | None

    def url(self, bron: Bron, plek: str) -> str:
        """Where one reads the passage: beside the part of the draft, or on the public page of the version.

        Nowhere for a part that a draft has from the general policy.
        """
        if self.concept is not None:
            soort, naam = plek.split("/")[:2]
            eigen = naam in (self.eigen.eisen if soort == "eis" else self.eigen.prestaties)
            return reverse("redactie:deel", args=[self.concept, plek]) if eigen else ""
        document, paragraaf = self.beleid.document, self.beleid.paragraph(bron)
        pagina = reverse("publiek:beleid_detail", args=[document.beleid, document.versie])
        return f"{pagina}#{paragraaf.plek}" if paragraaf else pagina


class Versies:
    """The versions an insurer may compare: its own drafts and what it published."""

    def __init__(self, verzekeraar: Organisatie) -> None:
        self.concepten = {
            f"{CONCEPT}{c.pk}": c for c in Concept.objects.filter(verzekeraar=verzekeraar).exclude(status="INGETROKKEN")
        }
        eigen = [b for b in library.all_policies() if b.verzekeraar.uzovi == verzekeraar.uzovi]
        self.gepubliceerd = {b.naam: b for b in reversed(eigen)}

    def choices(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """As the groups of a list to choose from; a group without versions is left out."""
        concepten = [
            (keuze, gettext("Concept %(nummer)s, begonnen als %(basis)s") % {"nummer": c.pk, "basis": c.basis})
            for keuze, c in self.concepten.items()
        ]
        gepubliceerd = [(naam, _title(beleid)) for naam, beleid in self.gepubliceerd.items()]
        return [
            (kop, keuzes) for kop, keuzes in ((_("Concepten"), concepten), (_("Gepubliceerd"), gepubliceerd)) if keuzes
        ]

    def side(self, keuze: str) -> Zijde:
        """The version behind a choice; a draft that is not in order raises Beleidsfout."""
        if concept := self.concepten.get(keuze):
            eigen = draft_of(concept)
            label = f"{_title(eigen)} (concept {concept.pk})"
            return Zijde(library.supplemented(eigen), eigen, keuze, label, concept.pk)
        beleid = self.gepubliceerd[keuze]
        return Zijde(beleid, beleid, keuze, _title(beleid), None)

    def initial(self) -> dict[str, Any]:
        """The latest draft against the version it began with; without drafts, two versions for the same care: of one
        policy if there are, and else the newest with itself."""
        if self.concepten:
            keuze, concept = next(iter(self.concepten.items()))
            return {"van": concept.basis, "naar": keuze}
        per: dict[str, list[str]] = {}
        for naam, beleid in self.gepubliceerd.items():
            per.setdefault(beleid.document.zorgsoort, []).append(naam)
        namen = max(per.values(), key=lambda n: (len(n), len(self.gepubliceerd[n[0]].prestaties)), default=[])
        return {"van": namen[min(1, len(namen) - 1)] if namen else "", "naar": namen[0] if namen else ""}


def _title(beleid: Beleid) -> str:
    return f"{beleid.document.titel}, versie {beleid.document.versie}"


class VergelijkForm(forms.Form):
    """Two versions for the same care."""

    use_required_attribute = False
    van = forms.ChoiceField(label=_("Van welke versie?"), error_messages={"required": _("Kies de versie van nu.")})
    naar = forms.ChoiceField(label=_("Naar welke versie?"), error_messages={"required": _("Kies de nieuwe versie.")})
    drempel = Getal(
        label=_("Dicht bij een drempel"),
        help_text=_("Hoeveel procent ernaast?"),
        required=False,
        min_value=0,
        max_value=50,
    )

    def __init__(self, versies: Versies, data: Any = None) -> None:
        super().__init__(data, initial={**versies.initial(), "drempel": DREMPEL})
        self.versies = versies
        for naam in ("van", "naar"):
            veld = self.fields[naam]
            veld.choices = versies.choices()
            veld.error_messages["invalid_choice"] = _("Kies een versie uit de lijst.")

    def clean(self) -> dict[str, Any]:
        """A policy for another care is another question, not another answer."""
        keuze: dict[str, Any] = super().clean() or self.cleaned_data
        if keuze.get("van") and keuze.get("naar"):
            try:
                keuze["zijden"] = van, naar = self.versies.side(keuze["van"]), self.versies.side(keuze["naar"])
            except Gebruikersfout as fout:
                raise forms.ValidationError(f"Dit concept is niet in orde: {fout}") from fout
            if van.beleid.document.zorgsoort != naar.beleid.document.zorgsoort:
                raise forms.ValidationError(
                    _("Kies twee versies voor dezelfde zorg; deze gaan over verschillende zorg.")
                )
        if keuze.get("drempel") is None:
            keuze["drempel"] = DREMPEL
        return keuze


class RegisterForm(BestandForm):
    """A register to simulate on, that is read and not kept."""

    TE_GROOT = _("Dit bestand is te groot: hoogstens 5 MB.")
    bestand = file_field(
        label=_("Register (CSV of Parquet)"),
        help_text=_("Eén regel per praktijk, hoogstens 20.000 praktijken en 5 MB."),
        accept=".csv,.parquet",
    )


def columns(van: Zijde, naar: Zijde) -> list[tuple[str, str, bool]]:
    """Every column these two versions look at: its name, what it says, and whether it may not be missing."""
    nodig = needed(van.beleid) | needed(naar.beleid) | {"agb_code", "ingeschreven_patienten"}
    feiten = {**van.beleid.feiten, **naar.beleid.feiten}
    alles = {"agb_code": "AGB-code van de praktijk, acht cijfers", "ingeschreven_patienten": "Ingeschreven patiënten"}
    alles |= {naam: feit.vraag for naam, feit in feiten.items() if feit.type not in ("email", "iban")}
    alles |= {kolom: f"Ingeschreven patiënten {_age(*band)}" for band, kolom in PATIENTEN.items()}
    return sorted(((naam, tekst, naam in nodig) for naam, tekst in alles.items()), key=lambda rij: not rij[2])


def _age(van: int, tot: int | None) -> str:
    return f"van {van} tot {tot} jaar" if tot else f"van {van} jaar en ouder"
