"""The main menu: which page for whom. A page that an installation does not have is left out."""

from typing import NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zorginkoop.web.toegang.rollen import INKOOPROLLEN, PRAKTIJKROLLEN, VERZEKERAARSROLLEN, Rol


class Item(NamedTuple):
    """A line of the menu; `rollen` is None for visitors who are not logged in."""

    label: str | Promise
    url_name: str
    rollen: tuple[Rol, ...] | None


MENU = (
    Item(_("Waar kom ik voor in aanmerking?"), "publiek:check", None),
    Item(_("Gepubliceerd beleid"), "publiek:beleid", None),
    Item(_("Rekentools"), "publiek:rekentools", None),
    Item(_("Een praktijk starten"), "berichten:praktijkstart", None),
    Item(_("Mijn werk"), "berichten:taken", (*PRAKTIJKROLLEN, *VERZEKERAARSROLLEN)),
    Item(_("Mijn aanvragen"), "contractering:werklijst", PRAKTIJKROLLEN),
    Item(_("Mijn overeenkomsten"), "contractering:overeenkomsten", PRAKTIJKROLLEN),
    Item(_("Mijn declaraties"), "declaraties:mijn", PRAKTIJKROLLEN),
    Item(_("Veranderingen"), "gebeurtenissen:mijn", PRAKTIJKROLLEN),
    Item(_("Mijn gegevens"), "register:mijn_gegevens", PRAKTIJKROLLEN),
    Item(_("Postvak"), "contractering:postvak", (Rol.INKOPER, Rol.CONTRACTBEHEER, Rol.COMPLIANCE)),
    Item(_("Overeenkomsten"), "contractering:portefeuille", INKOOPROLLEN),
    Item(_("Volgen"), "contractering:volgingen", (Rol.INKOPER, Rol.CONTRACTBEHEER, Rol.VOLGER)),
    Item(_("Veranderingen"), "gebeurtenissen:veranderingen", (Rol.INKOPER, Rol.CONTRACTBEHEER)),
    Item(_("Declaraties"), "declaraties:bestanden", (Rol.DECLARATIES, Rol.CONTRACTBEHEER)),
    Item(_("Rekeningen"), "gebeurtenissen:rekeningen", (Rol.DECLARATIES, Rol.CONTRACTBEHEER)),
    Item(_("Begrotingen"), "begroting:overzicht", (*PRAKTIJKROLLEN, Rol.INKOPER, Rol.CONTRACTBEHEER)),
    Item(_("Register"), "register:zoek", (Rol.INKOPER, Rol.CONTRACTBEHEER)),
    Item(_("Beleidsredactie"), "redactie:overzicht", (Rol.BELEIDSREDACTEUR, Rol.INKOPER)),
    Item(_("Mensen en rollen"), "beheer:mensen", (Rol.TEKENBEVOEGDE, Rol.BEHEER)),
    Item(_("Logboek"), "beheer:wijzigingen", (Rol.COMPLIANCE,)),
    Item(_("Beleid"), "publiek:beleid", (*PRAKTIJKROLLEN, *VERZEKERAARSROLLEN)),
)


def menu(rol: str | None, pad: str) -> list[dict[str, str]]:
    """The lines for someone in this role who looks at address `pad`; `huidig` is the value of aria-current.

    The line whose address goes furthest along `pad` is the current one; the start page only when it is looked at.
    """
    found = [(str(item.label), _address(item.url_name)) for item in MENU if _shown(item, rol)]
    here = max((url for _, url in found if url and url != "/" and pad.startswith(url)), key=len, default="/")
    return [{"label": label, "url": url, "huidig": _current(url, here, pad)} for label, url in found if url]


def _shown(item: Item, rol: str | None) -> bool:
    return item.rollen is None if rol is None else item.rollen is not None and rol in item.rollen


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _current(url: str, here: str, pad: str) -> str:
    if url == pad:
        return "page"
    return "true" if url == here != "/" else ""
