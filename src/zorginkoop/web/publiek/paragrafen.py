"""A policy paragraph by paragraph: our summary, and beside it every rule that comes from it."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from zorginkoop.beleid import library
from zorginkoop.beleid.afspraak import Bron
from zorginkoop.beleid.model import Brondocument, Paragraaf
from zorginkoop.beleid.versie import Beleid
from zorginkoop.web.publiek.kaarten import Kaart, cards

OVERIG = "overige-regels"


@dataclass(frozen=True)
class Deel:
    """A passage with its rules; of each, whether it stands here for the first time on the page."""

    plek: str
    plaats: str
    kop: str
    samenvatting: str
    document: Brondocument
    kaarten: list[tuple[Kaart, bool]]


def arrange(beleid: Beleid) -> tuple[list[Deel], list[Kaart]]:
    """The passages in the order of the policy, and the rules whose place is in none of them."""
    alle, gezien, delen = cards(beleid), set[str](), list[Deel]()
    for paragraaf in beleid.inhoud.paragraaf:
        hier = [kaart for kaart in alle if any(beleid.paragraph(bron) is paragraaf for bron in kaart.bron)]
        delen.append(_part(beleid, paragraaf, [(kaart, kaart.plek not in gezien) for kaart in hier]))
        gezien |= {kaart.plek for kaart in hier}
    return delen, [kaart for kaart in alle if kaart.plek not in gezien]


def _part(beleid: Beleid, paragraaf: Paragraaf, kaarten: list[tuple[Kaart, bool]]) -> Deel:
    return Deel(
        plek=paragraaf.plek,
        plaats=f"{paragraaf.document}, {paragraaf.plaats}",
        kop=paragraaf.kop,
        samenvatting=paragraaf.samenvatting,
        document=beleid.bronnen[paragraaf.document],
        kaarten=kaarten,
    )


def page_url(beleid: Beleid) -> str:
    """The page of this policy version."""
    return reverse("publiek:beleid_detail", args=[beleid.document.beleid, beleid.document.versie])


def source_url(beleid: Beleid, bron: Bron) -> str:
    """Where a visitor can read the passage a rule comes from."""
    paragraaf = beleid.paragraph(bron)
    return f"{page_url(beleid)}#{paragraaf.plek if paragraaf else OVERIG}"


def successor(beleid: Beleid) -> Beleid | None:
    """The newest version of this policy, when this is not it."""
    nieuwste = library.load(beleid.document.beleid)
    return None if nieuwste.naam == beleid.naam else nieuwste


def validity(beleid: Beleid, op: date) -> tuple[str, str]:
    """Whether the policy holds on this day, as the words and colour of a badge."""
    if op < beleid.document.geldig_van:
        return _("Gaat nog in"), "info"
    if op >= beleid.document.geldig_tot:
        return _("Afgelopen"), ""
    return (_("Vervangen"), "let") if successor(beleid) else (_("Geldt nu"), "ok")
