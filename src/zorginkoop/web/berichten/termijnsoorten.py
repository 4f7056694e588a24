"""Every kind of term: those of contracting, and those of budgets, events around agreements and payment."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from zorginkoop.beleid.model import Beleidsbestand, Jaarstap, Kant, Termijn
from zorginkoop.web.contractering.termijnsoorten import SOORTEN as CONTRACTEREN
from zorginkoop.web.contractering.termijnsoorten import Soort, Vindplaats
from zorginkoop.web.toegang.rollen import Rol
from zorginkoop.web.toegang.taal import Zin

INVULLEN = (Rol.TEKENBEVOEGDE, Rol.INVULLER)
BEHEER = (Rol.CONTRACTBEHEER,)


@dataclass(frozen=True)
class Jaardatum:
    """A yearly date of a policy, by the step it is for, and whose task that is."""

    stap: Jaarstap
    kant: Kant

    def find(self, b: Beleidsbestand) -> Termijn | None:
        """The date in the policy; None when it has no such date."""
        return next((t for t in b.termijn if t.stap == self.stap), None)

    def source(self, b: Beleidsbestand) -> Vindplaats:
        """Where it stands."""
        termijn = self.find(b)
        return (termijn.bron, f"{termijn.titel}.") if termijn else (None, Zin("Dit beleid noemt hiervoor geen dag."))


BEGROTEN = Jaardatum("begroten", "zorgaanbieder")
AANBIEDEN = Jaardatum("aanbieden", "verzekeraar")
STUKKEN = Jaardatum("verantwoorden", "zorgaanbieder")
BESPREKEN = Jaardatum("bespreken", "verzekeraar")


def _nothing(b: Beleidsbestand) -> Vindplaats:
    return None, Zin("Het beleid noemt hiervoor geen termijn.")


def _start(b: Beleidsbestand) -> Vindplaats:
    return None, Zin("Het beleid noemt geen termijn; dit is de dag voor de ingang.")


def _payment(b: Beleidsbestand) -> Vindplaats:
    return b.betaling.bron, b.betaling.uitleg


def _objection(b: Beleidsbestand) -> Vindplaats:
    return (b.bezwaar.bron, b.bezwaar.uitleg) if b.bezwaar else _nothing(b)


EIGEN: dict[str, Soort] = {
    "antwoord": Soort(
        _("Antwoord geven"),
        _("{naam} antwoorden over aanvraag {verwijzing}"),
        _("De praktijk schreef u. Geef antwoord, of sluit het gesprek."),
        "contractering:gesprekken",
        (Rol.INKOPER, Rol.CONTRACTBEHEER),
        _nothing,
    ),
    "antwoord_praktijk": Soort(
        _("Antwoord lezen"),
        _("Bericht van {naam} over aanvraag {verwijzing} lezen"),
        _("De verzekeraar schreef u. Lees het, en antwoord als u nog iets wilt vragen."),
        "contractering:gesprekken",
        INVULLEN,
        _nothing,
        "praktijk",
    ),
    "bezwaar": Soort(
        _("Beslissen op bezwaar"),
        _("Beslissen op het bezwaar van {naam} bij aanvraag {verwijzing}"),
        _("Een ander dan wie het besluit nam, beslist en legt uit waarom."),
        "contractering:gesprekken",
        (Rol.INKOPER,),
        _objection,
    ),
    "begroting": Soort(
        _("Begroting insturen"),
        _("Begroting {verwijzing} insturen naar {naam}"),
        _("Vul de begroting en het jaarplan in en stuur ze in."),
        "begroting:begroting",
        INVULLEN,
        BEGROTEN.source,
        "praktijk",
    ),
    "begroting_oordeel": Soort(
        _("Begroting beoordelen"),
        _("Begroting {verwijzing} van {naam} beoordelen"),
        _("Bekijk de begroting en het jaarplan. Twee mensen geven akkoord."),
        "begroting:begroting",
        (Rol.INKOPER,),
        AANBIEDEN.source,
    ),
    "jaarstukken": Soort(
        _("Jaarrekening aanleveren"),
        _("Jaarrekening bij begroting {verwijzing} aanleveren aan {naam}"),
        _("Stuur de jaarrekening en het jaarverslag in."),
        "begroting:begroting",
        INVULLEN,
        STUKKEN.source,
        "praktijk",
    ),
    "jaarstukken_bespreken": Soort(
        _("Jaarrekening bespreken"),
        _("Jaarrekening bij begroting {verwijzing} bespreken met {naam}"),
        _("Bespreek de jaarrekening en het jaarverslag, en leg vast wat is besproken."),
        "begroting:begroting",
        (Rol.INKOPER,),
        BESPREKEN.source,
    ),
    "nacalculatie_maken": Soort(
        _("Nacalculatie berekenen"),
        _("Nacalculatie bij begroting {verwijzing} van {naam} berekenen"),
        _("De jaarrekening is besproken. Bereken de nacalculatie; de andere verzekeraar stelt haar vast."),
        "begroting:begroting",
        (Rol.INKOPER,),
        _nothing,
    ),
    "nacalculatie": Soort(
        _("Nacalculatie vaststellen"),
        _("Nacalculatie bij begroting {verwijzing} van {naam} vaststellen"),
        _("De andere verzekeraar berekende de nacalculatie. Kijk haar na, en stel haar vast of wijs haar af."),
        "begroting:begroting",
        (Rol.INKOPER,),
        _nothing,
    ),
    "praktijkmanagement": Soort(
        _("Praktijkmanagement beoordelen"),
        _("Aanvraag praktijkmanagement {verwijzing} van {naam} beoordelen"),
        _("Beoordeel de aanvraag. Twee mensen beslissen."),
        "begroting:praktijkmanagement",
        (Rol.INKOPER,),
        _start,
    ),
    "vernieuwing": Soort(
        _("Vernieuwing beantwoorden"),
        _("Verzoek om vernieuwing {verwijzing} van {naam} beantwoorden"),
        _("Kies een van de vier antwoorden. Een ja bevestigt een tweede."),
        "begroting:vernieuwing",
        (Rol.INKOPER,),
        _nothing,
    ),
    "vernieuwing_aanvullen": Soort(
        _("Vernieuwing aanvullen"),
        _("Verzoek om vernieuwing {verwijzing} bij {naam} aanvullen"),
        _("De verzekeraar mist nog informatie. Vul het verzoek aan."),
        "begroting:vernieuwing",
        INVULLEN,
        _nothing,
        "praktijk",
    ),
    "verandering": Soort(
        _("Gevolg van een verandering vastleggen"),
        _("Verandering bij {naam}: gevolg voor overeenkomst {verwijzing} vastleggen"),
        _("Leg vast of de overeenkomst doorloopt of eindigt, volgens het beleid waaronder zij is getekend."),
        "gebeurtenissen:verandering",
        BEHEER,
        _nothing,
    ),
    "rekening": Soort(
        _("Rekeningnummer controleren"),
        _("Nieuw rekeningnummer van {naam} controleren"),
        _("Ga na of het nummer van de praktijk is. Twee mensen kijken, daarna wordt erop betaald."),
        "gebeurtenissen:rekeningcontrole",
        (Rol.CONTRACTBEHEER, Rol.DECLARATIES),
        _start,
    ),
    "massa": Soort(
        _("Wijziging van veel overeenkomsten"),
        _("Wijziging {verwijzing} van veel overeenkomsten goedkeuren of uitvoeren"),
        _("Een ander dan de opsteller keurt goed; daarna voert contractbeheer uit."),
        "gebeurtenissen:massa",
        BEHEER,
        _start,
    ),
    "betalen": Soort(
        _("Declaraties betalen"),
        _("Declaratiebestand {verwijzing} beoordelen en betalen"),
        _("Na deze dag is de betaling te laat. Op het bestand staat ook de streefdag."),
        "declaraties:bestand",
        (Rol.DECLARATIES,),
        _payment,
        "declaraties",
    ),
}
ALLE = CONTRACTEREN | EIGEN
