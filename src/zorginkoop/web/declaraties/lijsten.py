"""Which lines people see, and totals as tables and bars."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from zorginkoop.engine.redenen import REDENEN
from zorginkoop.kern.geld import als_euro
from zorginkoop.web.declaraties.models import TECHNISCH, UITKOMSTEN, Declaratiebestand, Declaratieregel
from zorginkoop.web.declaraties.woorden import REDEN

PER_PAGINA = 50
KLEUR = {"AANGENOMEN": "ok", "AANGEPAST": "let", "AFGEWEZEN": "fout"}
STATUSKLEUR = {"BETAALBAAR": "ok", "AFGEKEURD": "fout", "VRIJGEGEVEN": "ok", "GEMAAKT": "let"}
UITKOMST = {"AANGENOMEN": _lazy("Aangenomen"), "AANGEPAST": _lazy("Aangepast"), "AFGEWEZEN": _lazy("Afgewezen")}


def outcome(code: str) -> str:
    """The outcome of a line as people read it."""
    return str(UITKOMST[code])


def reason_label(code: str) -> str:
    """A reason code as people read it: NIET_VERZEKERD becomes "Niet verzekerd"."""
    return str(REDEN[code])


class RegelForm(forms.Form):
    """Which lines of a file: by outcome and by reason. Everything may be left open."""

    use_required_attribute = False
    alles_mag_open = True
    uitkomst = forms.ChoiceField(
        label=_lazy("Uitkomst"),
        required=False,
        choices=[("", _lazy("Alle uitkomsten")), *UITKOMST.items()],
        error_messages={"invalid_choice": _lazy("Kies iets uit de lijst.")},
    )
    reden = forms.ChoiceField(
        label=_lazy("Reden"),
        required=False,
        error_messages={"invalid_choice": _lazy("Kies iets uit de lijst.")},
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        redenen = [(code, reason_label(code)) for code in (*REDENEN, TECHNISCH)]
        self.fields["reden"].choices = [("", _lazy("Alle redenen")), *redenen]


def filtered(regels: QuerySet[Declaratieregel], form: RegelForm) -> QuerySet[Declaratieregel]:
    """The lines of the chosen outcome and reason, in the order of the file. A choice without meaning is no choice."""
    keuze = form.cleaned_data if form.is_valid() else {}
    if keuze.get("uitkomst"):
        regels = regels.filter(uitkomst=keuze["uitkomst"])
    if keuze.get("reden"):
        regels = regels.filter(redenen__contains=[keuze["reden"]])
    return regels.order_by("nummer").prefetch_related("overeenkomst", "afspraak")


def _getal(tekst: str) -> dict[str, Any]:
    return {"tekst": tekst, "getal": True}


def totals_table(bestand: Any) -> dict[str, Any]:
    """Lines and cents per outcome, with the sum that must be the whole."""
    per = bestand.totalen["per_uitkomst"]
    rijen = [_totals_row(outcome(uitkomst), per[uitkomst]) for uitkomst in UITKOMSTEN]
    rijen.append(_totals_row(_("Samen, gelijk aan ingediend"), bestand.totalen))
    koppen = [_("Uitkomst"), *map(_getal, (_("Regels"), _("Ingediend"), _("Toegekend"), _("Gekort")))]
    return {"koppen": koppen, "rijen": rijen}


def _totals_row(label: str, som: dict[str, int]) -> list[Any]:
    bedragen = (som[f"{wat}_cent"] for wat in ("ingediend", "toegekend", "gekort"))
    return [label, _getal(count(som["regels"])), *(_getal(als_euro(cent)) for cent in bedragen)]


def count(aantal: int) -> str:
    """A number with dots between the thousands."""
    return f"{aantal:,}".replace(",", ".")


def _lines_text(aantal: int) -> str:
    return ngettext("%(aantal)s regel", "%(aantal)s regels", aantal) % {"aantal": count(aantal)}


def reason_bars(bestand: Declaratiebestand) -> list[dict[str, Any]]:
    """Per reason the lines and the cents it cut, the largest first. A line with two reasons counts under both."""
    per = sorted(bestand.totalen["per_reden"].items(), key=lambda paar: -paar[1]["regels"])
    meeste = max((som["regels"] for _, som in per), default=1)
    return [
        {
            "label": reason_label(code),
            "procent": round(100 * som["regels"] / meeste, 1),
            "tekst": _("%(regels)s, %(bedrag)s gekort")
            % {"regels": _lines_text(som["regels"]), "bedrag": als_euro(som["gekort_cent"])},
        }
        for code, som in per
    ]
