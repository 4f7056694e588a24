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
    "publiek:check": PUBLIEK,
    "publiek:check_stap": PUBLIEK,
    "publiek:resultaat": PUBLIEK,
    "publiek:beleid": PUBLIEK,
    "publiek:beleid_detail": PUBLIEK,
    "publiek:beleid_toml": PUBLIEK,
    "publiek:beleid_json": PUBLIEK,
    "publiek:controleer": PUBLIEK,
    "declaraties:mijn": frozenset({Rol.TEKENBEVOEGDE, Rol.INVULLER, Rol.LEZER}),
    "declaraties:mijn_regels": frozenset({Rol.TEKENBEVOEGDE, Rol.INVULLER, Rol.LEZER}),
    "declaraties:mijn_csv": frozenset({Rol.TEKENBEVOEGDE, Rol.INVULLER, Rol.LEZER}),
    "declaraties:waarom": frozenset({Rol.TEKENBEVOEGDE, Rol.INVULLER, Rol.LEZER}),
    "declaraties:bestanden": frozenset({Rol.DECLARATIES, Rol.CONTRACTBEHEER}),
    "declaraties:bestand": frozenset({Rol.DECLARATIES, Rol.CONTRACTBEHEER}),
    "declaraties:retour": frozenset({Rol.DECLARATIES, Rol.CONTRACTBEHEER}),
    "declaraties:batches": frozenset({Rol.DECLARATIES, Rol.CONTRACTBEHEER}),
    "declaraties:batch": frozenset({Rol.DECLARATIES, Rol.CONTRACTBEHEER}),
    "declaraties:vrijgeven": frozenset({Rol.DECLARATIES, Rol.CONTRACTBEHEER}),
    "declaraties:batch_xml": frozenset({Rol.DECLARATIES, Rol.CONTRACTBEHEER}),
    "declaraties:upload": frozenset({Rol.DECLARATIES}),
    "declaraties:beoordelen": frozenset({Rol.DECLARATIES}),
    "declaraties:regels": frozenset({Rol.DECLARATIES}),
    "declaraties:regel": frozenset({Rol.DECLARATIES}),
}
