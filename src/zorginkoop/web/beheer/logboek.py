"""What happened to the people, roles and systems of an organisation, and who tried to log in: out of the audit trail.

The database shows these rows to administrators and compliance of the organisation itself only; see afscherming.sql.
"""

from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zorginkoop.web.beheer.models import Ingreep, Uitnodiging, Voorstel
from zorginkoop.web.inlogmiddelen.models import Inlog
from zorginkoop.web.toegang.models import Organisatie, Persoon, Wijziging
from zorginkoop.web.toegang.rollen import Rol

TABELLEN = ("toegang_bevoegdheid", "beheer_uitnodiging", "beheer_voorstel", "beheer_ingreep", "api_systeem")
Tekst = str | Promise


class Regel(NamedTuple):
    """One line of the log: what, about whom or which system, and more."""

    wat: Tekst
    wie: str
    meer: Tekst


class Namen(dict[int, str]):
    """The names of people by id; one that was not asked for beforehand is looked up then."""

    def __missing__(self, pk: int) -> str:
        self[pk] = next(iter(Persoon.objects.filter(pk=pk).values_list("naam", flat=True)), "")
        return self[pk]

    @classmethod
    def of(cls, wijzigingen: "list[Wijziging]") -> "Namen":
        """Those on one page, in one query."""
        ids = {(w.nieuw or w.oud or {}).get("persoon_id") for w in wijzigingen} - {None}
        return cls(Persoon.objects.filter(pk__in=ids).values_list("pk", "naam"))


def changes(organisatie: Organisatie) -> QuerySet[Wijziging]:
    """Changes to people, roles and systems, newest first."""
    van = RawSQL("coalesce(nieuw, oud) ->> 'organisatie_id'", [])  # as the index and the policy say it
    van_ons = Wijziging.objects.alias(van=van).filter(van=str(organisatie.pk), tabel__in=TABELLEN)
    return van_ons.order_by("-seq")


def attempts(organisatie: Organisatie) -> QuerySet[Inlog]:
    """Tries to log in of who works or worked here, newest first."""
    mensen = Persoon.objects.filter(bevoegdheden__organisatie=organisatie).values("pk")
    return Inlog.objects.filter(persoon__in=mensen).select_related("persoon").order_by("-id")


def line(w: Wijziging, namen: Namen) -> Regel:
    """A row of the trail in words."""
    nu, eerst = w.nieuw or w.oud or {}, w.oud or {}
    wat, meer = _WOORDEN[w.tabel](w.actie, nu, eerst)
    wie = nu.get("email") or (namen[nu["persoon_id"]] if nu.get("persoon_id") else "") or nu.get("naam", "")
    return Regel(wat, wie, meer)


def _rol(waarde: Any) -> Tekst:
    return Rol(waarde).label if waarde in Rol.values else ""


def _bevoegdheid(actie: str, nu: dict[str, Any], eerst: dict[str, Any]) -> tuple[Tekst, Tekst]:
    return (_("Rol gekregen") if actie == "INSERT" else _("Rol beëindigd")), _rol(nu["rol"])


def _uitnodiging(actie: str, nu: dict[str, Any], eerst: dict[str, Any]) -> tuple[Tekst, Tekst]:
    if actie == "INSERT":
        return Uitnodiging.Soort(nu["soort"]).label, _rol(nu["rol"])
    if nu["aangenomen_op"]:
        return _("Uitnodiging aangenomen"), _rol(nu["rol"])
    return (_("Uitnodiging ingetrokken") if nu["ingetrokken_op"] else _("Uitnodiging verstuurd")), _rol(nu["rol"])


def _voorstel(actie: str, nu: dict[str, Any], eerst: dict[str, Any]) -> tuple[Tekst, Tekst]:
    wat = _("Rol voorgesteld") if nu["status"] == "OPEN" else Voorstel.STATUSSEN[nu["status"]]
    return wat, _rol(nu["rol"])


def _ingreep(actie: str, nu: dict[str, Any], eerst: dict[str, Any]) -> tuple[Tekst, Tekst]:
    return Ingreep.SOORTEN[nu["soort"]], nu["toelichting"]


def _systeem(actie: str, nu: dict[str, Any], eerst: dict[str, Any]) -> tuple[Tekst, Tekst]:
    if actie == "INSERT":
        return _("Systeem aangemeld"), ", ".join(nu["scopes"])
    if nu["geblokkeerd_op"] and not eerst.get("geblokkeerd_op"):
        return _("Systeem afgesloten"), nu["client_id"]
    if nu.get("certificaat_sha256") != eerst.get("certificaat_sha256"):
        return _("Certificaat van een systeem vastgelegd"), nu["client_id"]
    return _("Nieuw geheim van een systeem"), nu["client_id"]


_WOORDEN = {
    "toegang_bevoegdheid": _bevoegdheid,
    "beheer_uitnodiging": _uitnodiging,
    "beheer_voorstel": _voorstel,
    "beheer_ingreep": _ingreep,
    "api_systeem": _systeem,
}
