"""What a system may be allowed to do, and which role the person must have in whose name it does so."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from zorginkoop.web.toegang.rollen import INKOOPROLLEN, PRAKTIJKROLLEN, VERZEKERAARSROLLEN, Rol, Soort


@dataclass(frozen=True)
class Scope:
    """What it allows, in a sentence, and the roles of the person behind the system."""

    uitleg: str
    rollen: tuple[Rol, ...]


_INKOOP = (Rol.INKOPER, Rol.CONTRACTBEHEER)

SCOPES: Mapping[str, Scope] = {
    "contracten:lezen": Scope(
        _("Aanvragen, aanbiedingen, overeenkomsten en mutaties lezen"), (*PRAKTIJKROLLEN, *_INKOOP)
    ),
    "aanvragen:schrijven": Scope(_("Een aanvraag indienen"), (Rol.TEKENBEVOEGDE, Rol.INVULLER)),
    "mutaties:schrijven": Scope(_("Een wijziging aanvragen, uit naam van de tekenbevoegde"), (Rol.TEKENBEVOEGDE,)),
    "volgingen:lezen": Scope(_("Zien welke overeenkomsten worden gevolgd"), (*PRAKTIJKROLLEN, *_INKOOP)),
    "volgingen:schrijven": Scope(_("Afspraken ophalen en besluiten of u volgt"), _INKOOP),
    "declaraties:lezen": Scope(
        _("Declaratiebestanden, retourbestanden en de uitleg van regels lezen"),
        (*PRAKTIJKROLLEN, Rol.DECLARATIES, Rol.CONTRACTBEHEER),
    ),
    "declaraties:schrijven": Scope(
        _("Declaratiebestanden aanleveren"), (Rol.TEKENBEVOEGDE, Rol.INVULLER, Rol.DECLARATIES)
    ),
    "wijzigingen:lezen": Scope(
        _("De wijzigingen lezen en er berichten over ontvangen"), (*PRAKTIJKROLLEN, *INKOOPROLLEN)
    ),
}


def fitting(soort: str, rollen: set[str]) -> list[str]:
    """The scopes a person with these roles can give to a system of such an organisation."""
    eigen = PRAKTIJKROLLEN if soort == Soort.PRAKTIJK else VERZEKERAARSROLLEN
    return [naam for naam, scope in SCOPES.items() if rollen & set(scope.rollen) & set(eigen)]
