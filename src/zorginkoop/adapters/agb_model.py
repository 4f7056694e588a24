"""What the AGB register says of a care provider, in the shape of the Vektis API (zorgpartijen, v2).

Names of fields are those of the API; case and underscores in a file do not matter. Dates are ISO text. `einde` is the
last day something holds, as the register keeps it; `tot` is the first day it no longer does, as this application does.
"""

import re
from datetime import date, timedelta
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_pascal

from zorginkoop.kern.agb import controleer_agb
from zorginkoop.kern.fouten import Gebruikersfout

_EMAIL = re.compile(r"[^@\s<>()\",;:]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}")


def _datum(waarde: object) -> object:
    """Only text is a date: a number would silently become a day in 1970."""
    if isinstance(waarde, date):
        return waarde
    try:
        return date.fromisoformat(waarde if isinstance(waarde, str) else "")
    except ValueError as fout:
        raise ValueError(f"'{waarde}' is geen datum; schrijf jjjj-mm-dd") from fout


def _agb(waarde: object) -> str:
    if not isinstance(waarde, str):
        raise ValueError("een AGB-code is tekst, anders verdwijnt de voorloopnul")
    try:
        return controleer_agb(waarde)
    except Gebruikersfout as fout:
        raise ValueError(fout.melding) from fout


Datum = Annotated[date, BeforeValidator(_datum)]
Agb = Annotated[str, BeforeValidator(_agb)]


class _Deel(BaseModel):
    """Anything in the register. A field the API does not have is refused: it is a typing error."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=to_pascal,
        populate_by_name=True,
        str_strip_whitespace=True,
        coerce_numbers_to_str=True,
    )

    @model_validator(mode="before")
    @classmethod
    def _spelling(cls, waarden: Any) -> Any:
        """Field names in the spelling of the API; empty values left out, because CSV cannot say "nothing"."""
        if not isinstance(waarden, dict):
            return waarden
        spelling = {(veld.alias or naam).lower(): veld.alias for naam, veld in cls.model_fields.items()}
        gevuld = {k: w for k, w in waarden.items() if w is not None and w != ""}
        namen = [spelling.get(str(k).lower().replace("_", ""), k) for k in gevuld]
        if len(set(namen)) < len(namen):
            raise ValueError("een veld staat er twee keer in")
        return dict(zip(namen, gevuld.values(), strict=True))


class _Geldig(_Deel):
    """Holds from `aanvang` up to and including `einde`."""

    aanvang: Datum
    einde: Datum | None = None

    @model_validator(mode="after")
    def _volgorde(self) -> Self:
        if self.einde is not None and self.einde < self.aanvang:
            raise ValueError("Einde ligt voor Aanvang")
        if self.einde == date.max:
            raise ValueError("laat Einde leeg als er nog geen einde is")
        return self

    @property
    def van(self) -> date:
        return self.aanvang

    @property
    def tot(self) -> date | None:
        """The first day it no longer holds, or None."""
        return None if self.einde is None else self.einde + timedelta(1)


class Adres(_Deel):
    """Where someone is. `regio` is ours: the API does not have it, whoever makes the file adds it."""

    type: str = Field("", max_length=40)
    straat: str = Field("", max_length=60)
    huisnummer: str = Field("", max_length=10)
    toevoeging: str = Field("", max_length=8)
    postcode: str = Field("", max_length=8)
    plaats: str = Field("", max_length=60)
    land: str = Field("", max_length=60)
    provincie: str = Field("", max_length=60)
    regio: str = Field("", max_length=60)

    def __str__(self) -> str:
        straat = " ".join(deel for deel in (self.straat, f"{self.huisnummer}{self.toevoeging}") if deel)
        plaats = " ".join(deel for deel in (self.postcode, self.plaats) if deel)
        return ", ".join(deel for deel in (straat, plaats) if deel)


class Communicatiegegeven(_Deel):
    """A way to reach someone; what `type` calls e-mail must be an e-mail address."""

    type: str = Field("", max_length=40)
    doel: str = Field("", max_length=40)
    gegeven: str = Field(max_length=128)

    @model_validator(mode="after")
    def _adres(self) -> Self:
        if "mail" in self.type.lower() and not self.is_email:
            raise ValueError(f"'{self.gegeven}' is geen e-mailadres")
        return self

    @property
    def is_email(self) -> bool:
        return _EMAIL.fullmatch(self.gegeven) is not None


class Erkenning(_Deel):
    code: str = Field(max_length=6)
    registratienummer: str = Field("", max_length=32)
    aanvang: Datum | None = None
    einde: Datum | None = None


class Kwalificatie(_Deel):
    code: str = Field(pattern=r"^[0-9]{4}$")
    nictiz_code: str = Field("", max_length=20)
    aanvang: Datum | None = None
    einde: Datum | None = None


class Zorgpartij(_Geldig):
    """What the three kinds share."""

    agb_code: Agb = Field(alias="AGBCode")
    naam: str = Field(min_length=1, max_length=60)
    handelsnaam: str = Field("", max_length=150)
    zorgsoort: str = Field("", max_length=4)
    beheerder_verlener: str = Field("", max_length=4)
    adressen: tuple[Adres, ...] = ()
    communicatiegegevens: tuple[Communicatiegegeven, ...] = ()
    erkenningen: tuple[Erkenning, ...] = ()
    kwalificaties: tuple[Kwalificatie, ...] = ()

    @property
    def email(self) -> str | None:
        """The first e-mail address in the register, lower case, or None."""
        return next((c.gegeven.lower() for c in self.communicatiegegevens if c.is_email), None)

    @property
    def adres(self) -> str:
        """The first address on one line, or the empty text."""
        return str(self.adressen[0]) if self.adressen else ""


class Zorgverlener(Zorgpartij):
    """A person."""

    voorletters: str = Field("", max_length=6)
    tussenvoegsel: str = Field("", max_length=12)
    achternaam: str = Field("", max_length=60)
    geboortenaam: str = Field("", max_length=60)
    titel: str = Field("", max_length=20)
    geslacht: str = Field("", max_length=1)
    geboortedatum: Datum | None = None


class Vestiging(Zorgpartij):
    """A place where care is given."""


class Onderneming(Zorgpartij):
    """A legal entity or sole trader that holds vestigingen; `rechtsvorm` is ours, from the trade register."""

    statutaire_naam: str = Field("", max_length=150)
    rechtsvorm: str = Field("", max_length=40)


class Relatie(_Geldig):
    """Who belongs to whom: person to vestiging (works at), vestiging to onderneming (is part of)."""

    van_agb: Agb = Field(alias="Van")
    naar_agb: Agb = Field(alias="Naar")
    rol: str = Field(min_length=1, max_length=40)
    type: str = Field("", max_length=40)
    zorgaanbod: str = Field("", max_length=40)

    @model_validator(mode="after")
    def _twee(self) -> Self:
        if self.van_agb == self.naar_agb:
            raise ValueError("Van en Naar zijn dezelfde")
        return self
