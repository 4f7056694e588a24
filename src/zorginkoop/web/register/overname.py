"""From a row of an AGB delivery to a row of our tables: the period is the validity, the rest is what it says."""

from collections.abc import Callable
from typing import Any

from zorginkoop.adapters import agb_model

Rij = dict[str, Any]


def zorgverlener(feit: agb_model.Zorgverlener) -> Rij:
    """A person; the BIG number is the recognition with code BIG."""
    kwalificatie = feit.kwalificaties[0].code if feit.kwalificaties else ""
    return _party(feit) | {"big_nummer": _registration(feit, "BIG"), "kwalificatie": kwalificatie}


def vestiging(feit: agb_model.Vestiging) -> Rij:
    """A place of care; without a kind of care in the delivery the first two digits of the code say it."""
    adres = feit.adressen[0] if feit.adressen else agb_model.Adres()
    return _party(feit) | {
        "zorgsoort": (feit.zorgsoort if feit.zorgsoort[:2].isdigit() else feit.agb_code)[:2],
        "straat": adres.straat,
        "huisnummer": adres.huisnummer + adres.toevoeging,
        "postcode": adres.postcode,
        "plaats": adres.plaats,
        "provincie": adres.provincie,
        "email": feit.email or "",
        "regio": adres.regio,
    }


def onderneming(feit: agb_model.Onderneming) -> Rij:
    """An enterprise; the KvK number is the recognition with code KVK."""
    return _party(feit) | {
        "naam": feit.statutaire_naam or feit.naam,
        "handelsnaam": feit.handelsnaam,
        "rechtsvorm": feit.rechtsvorm,
        "kvk": _registration(feit, "KVK"),
    }


def relatie(feit: agb_model.Relatie) -> Rij:
    """Who is what to whom."""
    return {"van_agb": feit.van_agb, "naar_agb": feit.naar_agb, "rol": feit.rol} | _validity(feit)


PER_SOORT: dict[str, Callable[[Any], Rij]] = {
    "zorgverleners": zorgverlener,
    "vestigingen": vestiging,
    "ondernemingen": onderneming,
    "relaties": relatie,
}


def _party(feit: agb_model.Zorgpartij) -> Rij:
    return {"agb": feit.agb_code, "naam": feit.naam} | _validity(feit)


def _validity(feit: agb_model.Zorgpartij | agb_model.Relatie) -> Rij:
    return {"geldig_van": feit.van, "geldig_tot": feit.tot}


def _registration(feit: agb_model.Zorgpartij, code: str) -> str:
    return next((erkenning.registratienummer for erkenning in feit.erkenningen if erkenning.code == code), "")
