"""The kinds of terms in the words of a reader: what it is called, what to do, where, by whom, and where it stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from zorginkoop.beleid.afspraak import Bron
from zorginkoop.beleid.model import Beleidsbestand
from zorginkoop.web.contractering import tonen
from zorginkoop.web.contractering.termijnen import Termijn, policy
from zorginkoop.web.toegang.rollen import PRAKTIJKROLLEN, Rol
from zorginkoop.web.toegang.taal import Zin, in_dutch

INVULLEN = (Rol.TEKENBEVOEGDE, Rol.INVULLER)
INKOOP = (Rol.INKOPER, Rol.CONTRACTBEHEER)
VOLGEN = (*INKOOP, Rol.VOLGER)
Vindplaats = tuple[Bron | None, str]
"""The passage, and what it says or does not say in a sentence."""


@dataclass(frozen=True)
class Soort:
    """`titel` has room for `naam` and `verwijzing`; `kort` names no party; `rollen` are who can do it; `partij` is who
    is reminded: praktijk, verzekeraar, volger, or declaraties."""

    kort: str
    titel: str
    doen: str
    pagina: str
    rollen: tuple[Rol, ...]
    bron: Callable[[Beleidsbestand], Vindplaats]
    partij: str = "verzekeraar"


def _start(b: Beleidsbestand) -> Vindplaats:
    return b.ingangsdatum.bron[0], b.ingangsdatum.uitleg


def _silent(b: Beleidsbestand) -> Vindplaats:
    return b.ingangsdatum.bron[0], Zin("Het beleid noemt geen termijn; dit is de dag voor de ingangsdatum.")


def _nothing(b: Beleidsbestand) -> Vindplaats:
    return None, Zin("Het beleid noemt hiervoor geen termijn.")


def _offer(b: Beleidsbestand) -> Vindplaats:
    return None, b.aanbod.uitleg


def _change(b: Beleidsbestand) -> Vindplaats:
    return b.wijziging.bron[0], b.wijziging.uitleg


def _follow(b: Beleidsbestand) -> Vindplaats:
    return b.volgen.bron, b.volgen.uitleg


SOORTEN: dict[str, Soort] = {
    "concept": Soort(
        _("Aanvraag afmaken"),
        _("Aanvraag afmaken bij {naam}"),
        _("Uw aanvraag is nog niet ingediend. De termijn begint pas als alles is ingevuld en verstuurd."),
        "contractering:aanvraag",
        INVULLEN,
        _start,
        "praktijk",
    ),
    "aanvullen": Soort(
        _("Aanvraag aanvullen"),
        _("Aanvraag aanvullen bij {naam}"),
        _("Uw bezwaar is gegrond. Vul aan wat nog ontbreekt en dien de aanvraag opnieuw in."),
        "contractering:aanvraag",
        INVULLEN,
        _start,
        "praktijk",
    ),
    "aanbod": Soort(
        _("Aanbod ondertekenen"),
        _("Aanbod ondertekenen van {naam}"),
        _("Er ligt een aanbod. Lees het, en onderteken het of neem het niet aan."),
        "contractering:aanbod",
        (Rol.TEKENBEVOEGDE,),
        _offer,
        "praktijk",
    ),
    "volgkeuze": Soort(
        _("Kiezen of anderen mogen volgen"),
        _("Kiezen of andere verzekeraars overeenkomst {verwijzing} mogen volgen"),
        _("Geef toestemming, of laat het zo: dan volgt niemand. Anderen krijgen nooit uw rekeningnummer."),
        "contractering:overeenkomst",
        (Rol.TEKENBEVOEGDE,),
        _follow,
        "praktijk",
    ),
    "wijzigen": Soort(
        _("Overeenkomst wijzigen kan"),
        _("Overeenkomst {verwijzing} met {naam} wijzigen kan tot en met deze dag"),
        _("Wilt u iets veranderen? Vraag het dan op tijd aan. Wilt u niets veranderen, dan hoeft u niets te doen."),
        "contractering:wijzigen",
        INVULLEN,
        _change,
        "praktijk",
    ),
    "beoordelen": Soort(
        _("Aanvraag beoordelen"),
        _("Aanvraag {verwijzing} van {naam} beoordelen"),
        _("Het beleid laat een eis over aan uw oordeel. Beslis, en leg uit waarom."),
        "contractering:dossier",
        (Rol.INKOPER,),
        _silent,
    ),
    "weigering": Soort(
        _("Weigering bevestigen"),
        _("Voorgestelde weigering van aanvraag {verwijzing} bevestigen of niet"),
        _("Een collega stelt voor te weigeren. Een ander dan die collega beslist."),
        "contractering:dossier",
        (Rol.INKOPER,),
        _nothing,
    ),
    "aanbieden": Soort(
        _("Aanbod doen"),
        _("Aanbod doen op aanvraag {verwijzing} van {naam}"),
        _("De praktijk voldoet aan de eisen. Bekijk het aanbod en doe het."),
        "contractering:dossier",
        INKOOP,
        _silent,
    ),
    "mutatie": Soort(
        _("Wijziging verwerken"),
        _("Wijziging van overeenkomst {verwijzing} met {naam} verwerken"),
        _("De praktijk vroeg een wijziging aan. Verwerk haar voordat zij ingaat, of weiger haar met uw reden."),
        "contractering:mutatie",
        (Rol.CONTRACTBEHEER,),
        _change,
    ),
    "delen": Soort(
        _("Overeenkomst delen met volgers"),
        _("Overeenkomst {verwijzing} met {naam} beschikbaar maken voor volgers"),
        _("Kies welke verzekeraars de afspraken mogen ophalen. Het rekeningnummer gaat nooit mee."),
        "contractering:portefeuille_detail",
        (Rol.CONTRACTBEHEER,),
        _follow,
    ),
    "ophalen": Soort(
        _("Afspraken ophalen"),
        _("Afspraken van overeenkomst {verwijzing} met {naam} ophalen"),
        _("De afspraken staan klaar. Haal ze op en beslis daarna of u volgt."),
        "contractering:volging",
        VOLGEN,
        _follow,
        "volger",
    ),
    "volgbesluit": Soort(
        _("Beslissen over volgen"),
        _("Beslissen of u overeenkomst {verwijzing} met {naam} volgt"),
        _("U haalde de afspraken op. Neem ze over, wijk af met uw reden, of volg niet."),
        "contractering:volging",
        VOLGEN,
        _follow,
        "volger",
    ),
}


def title(t: Termijn, soorten: Mapping[str, Soort] = SOORTEN) -> str:
    """What the term is called for who must keep it."""
    return soorten[t.soort].titel.format(naam=t.naam, verwijzing=t.verwijzing)


def heading(t: Termijn, soorten: Mapping[str, Soort] = SOORTEN) -> str:
    """The same for a page, where a name (which can be that of a policy) is Dutch."""
    return format_html(str(soorten[t.soort].titel), naam=in_dutch(t.naam), verwijzing=t.verwijzing)


def address(t: Termijn, soorten: Mapping[str, Soort] = SOORTEN) -> str:
    """The page where it is done."""
    return reverse(soorten[t.soort].pagina, args=[t.doel])


def source(t: Termijn, soorten: Mapping[str, Soort] = SOORTEN) -> tuple[str, str, str]:
    """Where the term stands: the passage (empty when there is none), what it says, and the address of the policy."""
    if not t.beleid:
        return "", "", ""
    gevonden = policy(t.beleid, t.versie)
    bron, uitleg = soorten[t.soort].bron(gevonden.inhoud)
    paragraaf = gevonden.paragraph(bron) if bron else None
    return str(bron or ""), uitleg, tonen.policy_url(gevonden, paragraaf.plek if paragraaf else "")


def mine(rol: str, soorten: Mapping[str, Soort] = SOORTEN) -> frozenset[str]:
    """The kinds someone in this role can do; a reader of a practice sees what the practice must do."""
    praktijk = rol in PRAKTIJKROLLEN
    return frozenset(n for n, s in soorten.items() if rol in s.rollen or (s.partij == "praktijk" and praktijk))
