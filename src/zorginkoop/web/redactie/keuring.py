"""What an editor wants to know after every change: what the linter finds, and what a sample of the market notices."""

from functools import lru_cache

from zorginkoop.beleid import library
from zorginkoop.beleid.finding import Bevinding
from zorginkoop.beleid.lint import lint
from zorginkoop.beleid.simulate import Simulatie, simulate
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.redactie.markt import market_of
from zorginkoop.web.redactie.models import Concept

STEEKPROEF = 200
"""Practices in the sample: enough to see an effect, few enough to answer while somebody waits."""


def findings(concept: Concept) -> tuple[Bevinding, ...]:
    """What the linter finds in the draft; the same text is looked at once."""
    return _findings(concept.tekst, f"concept-{concept.pk}.toml")


@lru_cache(maxsize=64)
def _findings(tekst: str, naam: str) -> tuple[Bevinding, ...]:
    return lint(library.load_text(tekst, naam))


def preview(concept: Concept) -> Simulatie | str:
    """The version the draft began with against the draft, on a sample; or why there is nothing to show."""
    van = library.load(concept.basis)
    naar = library.supplemented(library.load_text(concept.tekst, f"concept-{concept.pk}.toml"))
    try:
        return simulate(van, naar, market_of(concept.verzekeraar, (van, naar), hoogstens=STEEKPROEF))
    except Gebruikersfout as fout:
        return str(fout)
