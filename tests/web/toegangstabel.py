"""Who may open which address. Every address of the application is in this table, or the tests fail.

`PUBLIEK` needs no login. `INGELOGD` needs both factors but no role. Otherwise: the roles, in any order; ALLE_ROLLEN
when everyone who acts for an organisation may come. Names are those of `reverse`.
"""

from zorginkoop.web.toegang.rollen import Rol

PUBLIEK = "publiek"
INGELOGD = "ingelogd"
ALLE_ROLLEN: frozenset[Rol] = frozenset()

TOEGANG: dict[str, str | frozenset[Rol]] = {
    "start": PUBLIEK,
    "toegang:inloggen": PUBLIEK,
    "toegang:code": INGELOGD,
    "toegang:uitloggen": PUBLIEK,
    "toegang:kiezen": INGELOGD,
    "toegang:demo": PUBLIEK,
    "register:mijn_gegevens": frozenset({Rol.TEKENBEVOEGDE, Rol.INVULLER, Rol.LEZER}),
    "register:zoek": frozenset({Rol.INKOPER, Rol.CONTRACTBEHEER}),
    "register:detail": frozenset({Rol.INKOPER, Rol.CONTRACTBEHEER}),
}
