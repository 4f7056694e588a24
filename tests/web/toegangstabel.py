"""Who may open which address. Every address of the application is in this table, or the tests fail.

`PUBLIEK` needs no login. `INGELOGD` needs both factors but no role. Otherwise: the roles, in any order; ALLE_ROLLEN
when everyone who acts for an organisation may come. Names are those of `reverse`.
"""

from zorginkoop.web.toegang.rollen import Rol

PUBLIEK = "publiek"
INGELOGD = "ingelogd"
ALLE_ROLLEN: frozenset[Rol] = frozenset()
_PRAKTIJK = frozenset({Rol.TEKENBEVOEGDE, Rol.INVULLER, Rol.LEZER})
_INVULLEN = frozenset({Rol.TEKENBEVOEGDE, Rol.INVULLER})
_TEKENEN = frozenset({Rol.TEKENBEVOEGDE})
_INKOOP = frozenset({Rol.INKOPER, Rol.CONTRACTBEHEER})
_VERZEKERAAR = frozenset({Rol.INKOPER, Rol.CONTRACTBEHEER, Rol.DECLARATIES, Rol.BELEIDSREDACTEUR, Rol.BEHEER})
_REDACTIE = frozenset({Rol.BELEIDSREDACTEUR})
_BELEID_LEZEN = frozenset({Rol.BELEIDSREDACTEUR, Rol.INKOPER})

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
    "contractering:werklijst": _PRAKTIJK,
    "contractering:aanvraag": _PRAKTIJK,
    "contractering:aanbod": _PRAKTIJK,
    "contractering:aanbod_pdf": _PRAKTIJK,
    "contractering:overeenkomsten": _PRAKTIJK,
    "contractering:overeenkomst": _PRAKTIJK,
    "contractering:overeenkomst_pdf": _PRAKTIJK,
    "contractering:nieuw": _INVULLEN,
    "contractering:stap": _INVULLEN,
    "contractering:controleren": _INVULLEN,
    "contractering:intrekken": _INVULLEN,
    "contractering:wijzigen": _INVULLEN,
    "contractering:wijziging_controleren": _INVULLEN,
    "contractering:ondertekenen": _TEKENEN,
    "contractering:afslaan": _TEKENEN,
    "contractering:volgen_toestaan": _TEKENEN,
    "contractering:mutatie_intrekken": _TEKENEN,
    "contractering:postvak": _INKOOP,
    "contractering:dossier": _INKOOP,
    "contractering:aanbieden": _INKOOP,
    "contractering:aanbod_intrekken": _INKOOP,
    "contractering:aanbiedingen": _INKOOP,
    "contractering:mutaties": _INKOOP,
    "contractering:mutatie": _INKOOP,
    "contractering:volgingen": _INKOOP,
    "contractering:volging": _INKOOP,
    "contractering:ophalen": _INKOOP,
    "contractering:volgbesluit": _INKOOP,
    "contractering:volging_json": _INKOOP,
    "contractering:volging_csv": _INKOOP,
    "contractering:volging_pdf": _INKOOP,
    "contractering:portefeuille": _VERZEKERAAR,
    "contractering:portefeuille_detail": _VERZEKERAAR,
    "contractering:portefeuille_pdf": _VERZEKERAAR,
    "contractering:oordeel": frozenset({Rol.INKOPER}),
    "contractering:weigeren": frozenset({Rol.INKOPER}),
    "contractering:weigering": frozenset({Rol.INKOPER}),
    "contractering:delen": frozenset({Rol.CONTRACTBEHEER}),
    "contractering:mutatie_verwerken": frozenset({Rol.CONTRACTBEHEER}),
    "contractering:mutatie_weigeren": frozenset({Rol.CONTRACTBEHEER}),
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
    "redactie:overzicht": _BELEID_LEZEN,
    "redactie:concept": _BELEID_LEZEN,
    "redactie:bestand": _BELEID_LEZEN,
    "redactie:deel": _BELEID_LEZEN,
    "redactie:publicatie": _BELEID_LEZEN,
    "redactie:publicatie_toml": _BELEID_LEZEN,
    "redactie:simulatie": _BELEID_LEZEN,
    "redactie:nieuw": _REDACTIE,
    "redactie:geheel": _REDACTIE,
    "redactie:kopie": _REDACTIE,
    "redactie:weg": _REDACTIE,
    "redactie:voorleggen": _REDACTIE,
    "redactie:vrijgeven": _REDACTIE,
    "redactie:terug": _REDACTIE,
    "redactie:laten_vallen": _REDACTIE,
    "redactie:intrekken": _REDACTIE,
}
