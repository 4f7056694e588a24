"""The kinds of messages in the words of a reader: what it is called, who gets it, where it leads."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zorginkoop.web.berichten.models import Bericht, Voorkeur
from zorginkoop.web.toegang.rollen import PRAKTIJKROLLEN, VERZEKERAARSROLLEN, Rol

DIRECT, DAGELIJKS, PORTAAL, NIET = Voorkeur.Wijze
INKOOP = (Rol.INKOPER, Rol.CONTRACTBEHEER)
VOLGEN = (*INKOOP, Rol.VOLGER)
BEHEER = (Rol.CONTRACTBEHEER,)
BESLISSER = (Rol.INKOPER,)


@dataclass(frozen=True)
class Soort:
    """`titel` says what there is, without a name. `nodig`: the agreement or the law asks that it can be read, so it
    stays in the portal whatever someone chooses. `pagina` is where it leads, `doel` which reference its address needs
    ("" for a list).
    """

    titel: str
    rollen: tuple[Rol, ...]
    pagina: str
    doel: str = "verwijzing"
    nodig: bool = True


def _practice(titel: str, pagina: str, *, nodig: bool = True) -> Soort:
    return Soort(titel, PRAKTIJKROLLEN, f"contractering:{pagina}", nodig=nodig)


def _later(titel: str, pagina: str, rollen: tuple[Rol, ...] = PRAKTIJKROLLEN, *, doel: str = "verwijzing") -> Soort:
    """About a page of a later app; of nobody but a practice when no roles are named."""
    return Soort(titel, rollen, pagina, doel)


def _insurer(
    titel: str, pagina: str, rollen: tuple[Rol, ...], *, doel: str = "verwijzing", nodig: bool = True
) -> Soort:
    return Soort(titel, rollen, f"contractering:{pagina}", doel, nodig)


BESLUITEN: dict[str, Soort] = {
    "begroting_akkoord": _later(_("Akkoord op uw begroting"), "begroting:begroting"),
    "begroting_terug": _later(_("Er is een vraag over uw begroting"), "begroting:begroting"),
    "jaarstukken_besproken": _later(_("Uw jaarrekening is besproken"), "begroting:begroting"),
    "nacalculatie_vastgesteld": _later(_("De nacalculatie is vastgesteld"), "begroting:begroting"),
    "praktijkmanagement_besloten": _later(_("Besluit over praktijkmanagement"), "begroting:praktijkmanagement"),
    "vernieuwing_besloten": _later(_("Antwoord op uw verzoek om vernieuwing"), "begroting:vernieuwing"),
    "vernieuwing_onvolledig": _later(_("Vul uw verzoek om vernieuwing aan"), "begroting:vernieuwing"),
    "verandering_gevonden": _later(_("Het register meldt een verandering"), "gebeurtenissen:gebeurtenis", doel="doel"),
    "verandering_besloten": _later(_("Besluit na een verandering"), "gebeurtenissen:gebeurtenis", doel="doel"),
    "rekening_besloten": _later(
        _("Besluit over uw rekeningnummer"), "gebeurtenissen:rekening", (Rol.TEKENBEVOEGDE,), doel=""
    ),
    "toestemming_gevraagd": _later(_("Mogen andere verzekeraars volgen?"), "gebeurtenissen:toestemming"),
    "begroting_ontvangen": _later(_("Begroting ontvangen"), "begroting:begroting", INKOOP),
    "begroting_ingetrokken": _later(_("Begroting ingetrokken"), "begroting:begroting", INKOOP),
    "begroting_bevestigen": _later(_("Begroting: tweede akkoord nodig"), "begroting:begroting", BESLISSER),
    "begroting_medebesluit": _later(
        _("De andere verzekeraar besloot over een begroting"), "begroting:begroting", INKOOP
    ),
    "jaarstukken_ontvangen": _later(_("Jaarrekening ontvangen"), "begroting:begroting", INKOOP),
    "nacalculatie_afgewezen": _later(_("Nacalculatie niet akkoord"), "begroting:begroting", BESLISSER),
    "praktijkmanagement_ontvangen": _later(
        _("Praktijkmanagement aangevraagd"), "begroting:praktijkmanagement", INKOOP
    ),
    "praktijkmanagement_bevestigen": _later(
        _("Praktijkmanagement: tweede akkoord nodig"), "begroting:praktijkmanagement", BESLISSER
    ),
    "vernieuwing_ontvangen": _later(_("Verzoek om vernieuwing ontvangen"), "begroting:vernieuwing", INKOOP),
    "vernieuwing_bevestigen": _later(_("Vernieuwing: tweede akkoord nodig"), "begroting:vernieuwing", BESLISSER),
    "vernieuwing_aangekondigd": _later(
        _("Een andere verzekeraar start een project"), "begroting:aankondigingen", INKOOP, doel=""
    ),
    "verandering_gemeld": _later(
        _("Verandering in een praktijk"), "gebeurtenissen:verandering", INKOOP, doel="doel"
    ),
    "rekening_opgegeven": _later(
        _("Rekeningnummer te controleren"), "gebeurtenissen:rekeningcontrole", (Rol.CONTRACTBEHEER, Rol.DECLARATIES),
        doel="doel",
    ),
    "rol_bevestigen": _later(_("Rol te bevestigen"), "beheer:mensen", (Rol.TEKENBEVOEGDE, Rol.BEHEER), doel=""),
    "massa_opgesteld": _later(_("Wijziging van veel overeenkomsten opgesteld"), "gebeurtenissen:massa", BEHEER),
}  # fmt: skip
"""What the other side decided or sent around budgets, innovation and events; see besluiten.sql."""
SOORTEN: dict[str, Soort] = {
    "aanvraag_afgewezen": _practice(_("Besluit op uw aanvraag"), "aanvraag"),
    "aanbod_ontvangen": _practice(_("Er ligt een aanbod"), "aanbod"),
    "aanbod_vervallen": _practice(_("Een aanbod is vervallen"), "aanvraag"),
    "aanbod_ingetrokken": _practice(_("Een aanbod is ingetrokken"), "aanvraag"),
    "overeenkomst_gesloten": _practice(_("Overeenkomst gesloten"), "overeenkomst"),
    "overeenkomst_gewijzigd": _practice(_("Nieuwe versie van een overeenkomst"), "overeenkomst"),
    "wijziging_aangekondigd": _practice(_("Een verzekeraar kondigt een wijziging aan"), "overeenkomst"),
    "wijziging_geweigerd": _practice(_("Besluit op uw wijziging"), "overeenkomst"),
    "volging_besloten": _practice(_("Een andere verzekeraar besloot over volgen"), "overeenkomst", nodig=False),
    "gesprek_praktijk": _practice(_("Er is u geschreven over een aanvraag"), "gesprekken"),
    "bezwaar_besloten": _practice(_("Besluit op uw bezwaar"), "gesprekken"),
    "herinnering_praktijk": _practice(_("Herinnering: een termijn loopt af"), "werklijst", nodig=False),
    "aanvraag_ontvangen": _insurer(_("Nieuwe aanvraag"), "dossier", INKOOP),
    "weigering_voorgesteld": _insurer(_("Weigering te bevestigen"), "dossier", (Rol.INKOPER,)),
    "aanvraag_ingetrokken": _insurer(_("Aanvraag ingetrokken"), "dossier", INKOOP),
    "aanbod_geweigerd": _insurer(_("Aanbod niet aangenomen"), "dossier", INKOOP),
    "aanbod_niet_getekend": _insurer(_("Aanbod vervallen"), "dossier", INKOOP, nodig=False),
    "overeenkomst_getekend": _insurer(_("Overeenkomst ondertekend"), "portefeuille_detail", INKOOP),
    "wijziging_gevraagd": _insurer(_("Wijziging aangevraagd"), "mutatie", BEHEER, doel="doel"),
    "wijziging_ingetrokken": _insurer(_("Wijziging ingetrokken"), "mutatie", BEHEER, doel="doel", nodig=False),
    "volging_beschikbaar": _insurer(_("Afspraken om te volgen"), "volging", VOLGEN, doel="doel"),
    "gesprek_verzekeraar": _insurer(_("Een praktijk schreef over een aanvraag"), "gesprekken", INKOOP),
    "herinnering_verzekeraar": _insurer(_("Herinnering: een termijn loopt af"), "postvak", INKOOP, nodig=False),
    "herinnering_volger": _insurer(
        _("Herinnering: een termijn om te volgen loopt af"), "volgingen", VOLGEN, nodig=False
    ),
    "herinnering_declaraties": _insurer(
        _("Herinnering: een betaaltermijn loopt af"), "postvak", (Rol.DECLARATIES,), nodig=False
    ),
} | BESLUITEN
HERINNERING = {naam for naam in SOORTEN if naam.startswith("herinnering_")}
"""Reminders lead to the tasks."""
DAGELIJKSE_RONDE = HERINNERING | {"toestemming_gevraagd"}
"""What the daily round tells; everything else is told by the database at the moment of the change."""


def kinds_of(rol: str) -> list[str]:
    """The kinds someone in this role hears of."""
    return [naam for naam, soort in SOORTEN.items() if rol in soort.rollen]


def usual(rol: str) -> str:
    """How one hears of it without a choice: a practice at once, who reads along and an insurer less loudly."""
    if rol == Rol.LEZER:
        return PORTAAL
    return DAGELIJKS if rol in VERZEKERAARSROLLEN else DIRECT


def address(bericht: Bericht) -> str:
    """The page a message leads to."""
    soort = SOORTEN[bericht.soort]
    if bericht.soort in HERINNERING:
        return reverse("berichten:taken")
    return reverse(soort.pagina, args=[getattr(bericht, soort.doel)] if soort.doel else [])


def silenced(keuzes: Iterable[Voorkeur]) -> set[str]:
    """The kinds a person wants nothing of; what is needed is never among them."""
    return {v.soort for v in keuzes if v.wijze == NIET and v.soort in SOORTEN and not SOORTEN[v.soort].nodig}
