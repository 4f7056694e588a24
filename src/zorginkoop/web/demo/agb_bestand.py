"""The provider side of an invented market as the JSON of an AGB delivery, in the shape of the Vektis API."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Protocol

import pyarrow as pa

Rij = dict[str, Any]


class Markt(Protocol):
    """The four tables that go into the file."""

    @property
    def zorgverleners(self) -> pa.Table: ...
    @property
    def vestigingen(self) -> pa.Table: ...
    @property
    def ondernemingen(self) -> pa.Table: ...
    @property
    def relaties(self) -> pa.Table: ...


def to_bestand(wereld: Markt) -> dict[str, list[Rij]]:
    """Four lists of rows; dates as ISO text, with the last day instead of the first day after."""
    return {
        "zorgverleners": _rows(wereld.zorgverleners, _zorgverlener),
        "vestigingen": _rows(wereld.vestigingen, _vestiging),
        "ondernemingen": _rows(wereld.ondernemingen, _onderneming),
        "relaties": _rows(wereld.relaties, _relatie),
    }


def _rows(tabel: pa.Table, vorm: Callable[[Rij], Rij]) -> list[Rij]:
    return [vorm(rij) | _period(rij) for rij in tabel.to_pylist()]


def _period(rij: Rij) -> Rij:
    einde = {"Einde": (rij["tot"] - timedelta(1)).isoformat()} if rij["tot"] else {}
    return {"Aanvang": rij["van"].isoformat()} | einde


def _zorgverlener(rij: Rij) -> Rij:
    erkend = [{"Code": "BIG", "Registratienummer": rij["big_nummer"]}] if rij["big_nummer"] else []
    return _party(rij) | {"Erkenningen": erkend, "Kwalificaties": [{"Code": rij["kwalificatie"]}]}


def _vestiging(rij: Rij) -> Rij:
    adres = {
        naam.capitalize(): rij[naam] for naam in ("straat", "huisnummer", "postcode", "plaats", "provincie", "regio")
    }
    bereik = [{"Type": "e-mail", "Doel": "zakelijk", "Gegeven": rij["email"]}] if rij["email"] else []
    return _party(rij) | {"Zorgsoort": rij["zorgsoort"], "Adressen": [adres], "Communicatiegegevens": bereik}


def _onderneming(rij: Rij) -> Rij:
    namen = {"Handelsnaam": rij["handelsnaam"], "StatutaireNaam": rij["naam"]}
    erkend = [{"Code": "KVK", "Registratienummer": rij["kvk"]}]
    return _party(rij) | namen | {"Rechtsvorm": rij["rechtsvorm"], "Erkenningen": erkend}


def _relatie(rij: Rij) -> Rij:
    return {"Van": rij["van_agb"], "Naar": rij["naar_agb"], "Rol": rij["rol"]}


def _party(rij: Rij) -> Rij:
    return {"AGBCode": rij["agb"], "Naam": rij["naam"]}
