"""The lists of this app: their columns."""

from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zorginkoop.web.api.models import Systeem
from zorginkoop.web.beheer.logboek import Namen, line
from zorginkoop.web.toegang.lijst import Kolom
from zorginkoop.web.toegang.models import Bevoegdheid


def _moment(tijdstip: object) -> str:
    return localtime(tijdstip).strftime("%Y-%m-%d %H:%M") if tijdstip else ""


def joined(delen: list[object]) -> str:
    """Kinds of means in a row, in the language of the page."""
    return ", ".join(str(deel).lower() for deel in delen)


def role(b: Bevoegdheid) -> str:
    """The role, and the enterprise it follows from."""
    rol = b.get_rol_display()
    return gettext("%(rol)s, via %(naam)s") % {"rol": rol, "naam": b.via.naam} if b.via else rol


def people(middelen: dict[int, list[object]], wachten: set[int]) -> tuple[Kolom, ...]:
    """People and roles; `wachten` are those with a role that a second person must confirm."""

    def confirm(b: Bevoegdheid) -> object:
        return _("Ja") if b.persoon_id in wachten else _("Nee")

    return (
        Kolom(_("Naam"), lambda b: b.persoon.naam, "persoon__naam"),
        Kolom(_("E-mailadres"), lambda b: b.persoon.email, "persoon__email"),
        Kolom(_("Rol"), role, "rol"),
        Kolom(_("Sinds"), lambda b: b.van, "van"),
        Kolom(_("Logt in met"), lambda b: joined(middelen.get(b.persoon_id, []))),
        Kolom(_("Laatst ingelogd"), lambda b: _moment(b.laatste), "laatste"),
        Kolom(_("Wacht op bevestiging"), confirm),
    )


def proof(systeem: Systeem) -> object:
    """With what a system shows who it is."""
    return _("Certificaat") if systeem.certificaat_sha256 else _("Geheim")


def state(systeem: Systeem) -> tuple[object, str]:
    """Whether a system works, in words and the colour of a badge."""
    return (_("Afgesloten"), "") if systeem.geblokkeerd_op else (_("Werkt"), "ok")


SYSTEMEN = (
    Kolom(_("Naam"), lambda s: s.naam, "naam"),
    Kolom(_("Client-id"), lambda s: s.client_id, "client_id"),
    Kolom(_("Namens"), lambda s: s.namens.naam, "namens__naam"),
    Kolom(_("Mag"), lambda s: ", ".join(s.scopes)),
    Kolom(_("Logt in met"), proof),
    Kolom(_("Laatst gebruikt"), lambda s: _moment(s.laatste), "laatste"),
    Kolom(_("Status"), lambda s: state(s)[0], "geblokkeerd_op"),
)


def changes(namen: Namen) -> tuple[Kolom, ...]:
    """Changes to people, roles and systems."""
    return (
        Kolom(_("Wanneer"), lambda w: _moment(w.tijdstip), "tijdstip"),
        Kolom(_("Wat"), lambda w: line(w, namen).wat, "tabel"),
        Kolom(_("Wie of wat"), lambda w: line(w, namen).wie),
        Kolom(_("Bijzonderheden"), lambda w: line(w, namen).meer),
        Kolom(_("Door"), lambda w: w.door or "", "door"),
    )


INLOGPOGINGEN = (
    Kolom(_("Wanneer"), lambda i: _moment(i.tijdstip), "tijdstip"),
    Kolom(_("Wie"), lambda i: i.persoon.naam, "persoon__naam"),
    Kolom(_("Waarmee"), lambda i: i.get_middel_display(), "middel"),
    Kolom(_("Uitkomst"), lambda i: i.get_uitkomst_display(), "uitkomst"),
    Kolom(_("Vanaf"), lambda i: i.adres, "adres"),
    Kolom(_("Reden"), lambda i: i.reden),
)
