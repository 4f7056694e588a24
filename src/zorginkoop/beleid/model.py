"""The form of a policy file: what one insurer published for one care type, each part with the passage it comes from.

Amounts in the file are exact decimals in euros; `tot` dates are the first day on which something no longer holds.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from zorginkoop.beleid.afspraak import Bron, Status
from zorginkoop.kern.periode import maanden_later
from zorginkoop.regels.soorten import Soort

Naam = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Sleutel = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
Gevolg = Literal["uitsluiten", "opschorten", "beoordelen", "melden"]
Herkomst = Literal["vektis", "vecozo", "ion", "zorgaanbieder", "verzekeraar", "overheid", "berekend"]
Kant = Literal["zorgaanbieder", "verzekeraar"]
Voorval = Literal["agb_code", "maatschap", "rechtsvorm", "iban", "samenstelling", "overname"]
Voortgang = Literal["NIEUWE_OVEREENKOMST", "DOORLOPEN", "NIET_GEREGELD"]
Loket = Literal["vektis", "contractbeheer", "zorginkoop", "andere_verzekeraars"]

GEGEVENSTYPEN = {soort.value: soort for soort in Soort} | dict.fromkeys(("agb", "email", "iban"), Soort.TEKST)
"""What a fact can be: a kind of value, or text whose form is checked (AGB code, e-mail address, IBAN)."""


class Onderdeel(BaseModel):
    """A part of the file; a key nobody knows is a typing error and is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Document(Onderdeel):
    """What was published, and for which period. `looptijd` is the term of the agreements made under it.

    `vervangt` names the policy that this one closes: there nobody applies any more from `geldig_van` on.
    """

    beleid: Sleutel
    versie: Annotated[str, Field(pattern=r"^[0-9]+\.[0-9]+$")]
    titel: str
    zorgsoort: Naam
    gepubliceerd: date
    geldig_van: date
    geldig_tot: date
    looptijd_van: date
    looptijd_tot: date
    vult_aan: tuple[str, ...] = ()
    corrigeert: str | None = None
    vervangt: str | None = None
    bron_looptijd: Bron


class Verzekeraar(Onderdeel):
    """The insurer as it stands in the UZOVI register; a number nobody could verify is marked so."""

    naam: str
    uzovi: Annotated[str, Field(pattern=r"^[0-9]{4}$")]
    uzovi_status: Literal["geverifieerd", "niet geverifieerd"]
    thema: Naam
    regios: tuple[str, ...] = ()
    regios_status: Status = "demonstratie"


class Brondocument(Onderdeel):
    """A document the policy rests on; `beschikbaar` false means that it is referred to but was not at hand."""

    titel: str
    uitgever: str
    datum: date | None = None
    beschikbaar: bool = True
    webadres: str | None = None


class Paragraaf(Onderdeel):
    """A passage, told in our own words, so that a rule can be shown beside it."""

    document: str
    plaats: str
    kop: str
    samenvatting: str

    @property
    def plek(self) -> str:
        """Where the passage stands on the public page of its policy."""
        return "p-" + re.sub(r"\W+", "-", f"{self.document} {self.plaats}".lower()).strip("-")


class Feit(Onderdeel):
    """Something rules look at. `standaard` holds until somebody records otherwise: for events, never for answers."""

    type: Literal["janee", "geheel", "getal", "bedrag", "datum", "tekst", "lijst", "agb", "email", "iban"]
    vraag: str
    herkomst: Herkomst
    hulp: str = ""
    keuzes: dict[str, str] = Field(default_factory=dict)
    standaard: bool | int | str | None = None
    minimum: int | None = None
    maximum: int | None = None

    @property
    def soort(self) -> Soort:
        return GEGEVENSTYPEN[self.type]


class Afleiding(Onderdeel):
    """A fact that follows from others by a rule."""

    type: Literal["janee", "geheel", "getal", "bedrag", "datum", "tekst"]
    titel: str
    regel: str
    bron: Bron

    @property
    def soort(self) -> Soort:
        return Soort(self.type)


class Eis(Onderdeel):
    """A requirement: TRUE is met, FALSE is not met, NULL is not known yet.

    Not met means: `uitsluiten` no agreement, `opschorten` the application waits, `beoordelen` a human decides,
    `melden` it is reported and holds nothing up (and so does not wait for an answer either). `bewijs` names the paper
    the application comes with, as a file; without it the application is not complete.
    """

    titel: str
    regel: str
    gevolg: Gevolg
    bron: Bron
    weigering: str
    botst_met: tuple[str, ...] = ()
    bewijs: str = ""

    @model_validator(mode="after")
    def _proof_counts(self) -> "Eis":
        if self.bewijs and self.gevolg == "melden":
            raise ValueError("wat alleen wordt gemeld, houdt niets tegen; dan kan er geen bewijs nodig zijn")
        return self


class Tarief(Onderdeel):
    """What a Prestatie pays in a period: an amount in euros, or a rule that yields eurocents."""

    van: date
    tot: date
    bedrag: Decimal | None = None
    regel: str | None = None
    status: Status
    toelichting: str = ""
    bron: Bron

    @model_validator(mode="after")
    def _one_of_both(self) -> "Tarief":
        if (self.bedrag is None) == (self.regel is None):
            raise ValueError("geef of een bedrag, of een regel")
        if self.tot <= self.van:
            raise ValueError("tot hoort na van te liggen")
        return self


class Voorwaarde(Onderdeel):
    """When a Prestatie can be agreed, and what to say when it cannot."""

    regel: str
    reden: str
    bron: Bron


class Prestatie(Onderdeel):
    """Something that can be agreed. `basis` ones are part of every agreement, the others are modules to choose.

    `vereist` names the modules that must be chosen with it. Without `contractvereiste` it can also be claimed at the
    NZa tariff by a practice without agreement. `heette` are the names it had before; `zonder_tarief` says why it
    cannot be agreed in a term for which there is no tariff.
    """

    naam: str
    code: Annotated[str, Field(pattern=r"^[0-9A-Z]{5,6}$")]
    codestatus: Status
    segment: Literal["S1", "S2", "S3", "BUITEN"]
    eenheid: str
    basis: bool = False
    uitleg: str = ""
    vereist: tuple[Naam, ...] = ()
    voorwaarde: tuple[Voorwaarde, ...] = ()
    contractvereiste: bool = True
    inschrijving_vereist: bool = False
    leeftijd_van: int | None = None
    leeftijd_tot: int | None = None
    max_aantal: int | None = None
    per: Literal["dag", "kwartaal", "jaar"] | None = None
    heette: tuple[Naam, ...] = ()
    zonder_tarief: str = ""
    bron: Bron
    tarief: tuple[Tarief, ...] = ()


class Ingangsdatum(Onderdeel):
    """The start-date rule: yields the date on which an agreement or change starts, or NULL when that is not known."""

    regel: str
    uitleg: str
    bron: tuple[Bron, ...]


class Wijziging(Onderdeel):
    """How a running agreement changes: when, with how much notice, and what the insurer may do alone."""

    frequentie: Literal["kwartaal", "niet_geregeld"]
    termijn_maanden: int | None = None
    eenzijdig: Literal["alleen_gunstig", "niet_geregeld"]
    indexatie: Literal["hoogstens_nza_na_vol_kalenderjaar", "nza", "niet_geregeld"]
    uitleg: str
    bron: tuple[Bron, ...]


class Gebeurtenis(Onderdeel):
    """What an event in the practice means for a running agreement, and where it is reported.

    `gevolg` is what follows when nothing more is known; `bij_andere_agb_code` and `bij_zelfde_agb_code` are what
    follows once it is known whether the event changes the AGB code, where the text makes that distinction.
    """

    gebeurtenis: Voorval
    gevolg: Voortgang
    bij_andere_agb_code: Voortgang | None = None
    bij_zelfde_agb_code: Voortgang | None = None
    melden_bij: tuple[Loket, ...] = ()
    uitleg: str
    bron: Bron


class Volgen(Onderdeel):
    """Whether other insurers receive the agreement of themselves (`impliciet`, announced) or after consent."""

    toestemming: Literal["impliciet", "expliciet"]
    verwerking_maanden: int | None = None
    uitleg: str
    bron: Bron


class Kanaal(Onderdeel):
    """Where a kind of request goes."""

    soort: Literal["nieuw", "wijziging", "vraag"]
    afdeling: str
    adres: str
    bron: Bron


Jaarstap = Literal["begroten", "aanbieden", "tekenen", "delen", "verantwoorden", "bespreken"]
"""A step in the year of a budget that we see happen: budget and annual plan, offer, signature, telling other insurers,
annual accounts, and talking about those."""


class Termijn(Onderdeel):
    """A date of the calendar of one side. `jaarlijks`: the text names a day and month, which return every year; `stap`
    is what has to happen then, where that is something we see."""

    datum: date
    titel: str
    kant: Kant
    hard: bool = True
    jaarlijks: bool = False
    stap: Jaarstap | None = None
    bron: Bron

    @property
    def begint(self) -> bool:
        """Whether it is the first day for something, not the last ("vanaf december", document 004, Planning)."""
        return self.stap == "delen"

    def around(self, jaar: int) -> date:
        """The day for the budget of a year: accounts look back on it a year later, everything else prepares it."""
        verschil = 1 if self.stap in ("verantwoorden", "bespreken") else -1
        return maanden_later(self.datum, 12 * (jaar + verschil - self.datum.year))

    @model_validator(mode="after")
    def _steps_return(self) -> "Termijn":
        if self.stap and not self.jaarlijks:
            raise ValueError("een stap hoort bij een datum die elk jaar terugkomt")
        return self


class Aanbod(Onderdeel):
    """How many days an offer stays open; where the document gives no date, a demonstration value."""

    geldig_dagen: int
    status: Status
    uitleg: str


class Bezwaarregeling(Onderdeel):
    """Days to object to a refusal or an offer, and days in which the insurer answers."""

    indienen_dagen: Annotated[int, Field(gt=0)]
    antwoord_dagen: Annotated[int, Field(gt=0)]
    status: Status
    uitleg: str
    bron: Bron


class Betaling(Onderdeel):
    """Days between receipt of a claim and payment: what is promised, and what is aimed at."""

    termijn_dagen: int
    streef_dagen: int
    status: Status
    uitleg: str
    bron: Bron


class Tegenstrijdigheid(Onderdeel):
    """Two passages that do not agree, what we do, and why."""

    titel: str
    passages: tuple[Bron, ...]
    beslissing: str
    grond: str


class Gegevens(Onderdeel):
    """The dictionary all policies share, so that one answer serves them all."""

    feit: dict[Naam, Feit]
    bron: dict[str, Brondocument] = Field(default_factory=dict)
    afleiding: dict[Naam, Afleiding] = Field(default_factory=dict)


class Beleidsbestand(Onderdeel):
    """One policy file as it is written."""

    document: Document
    verzekeraar: Verzekeraar
    bron: dict[str, Brondocument]
    paragraaf: tuple[Paragraaf, ...]
    feit: dict[Naam, Feit] = Field(default_factory=dict)
    afleiding: dict[Naam, Afleiding] = Field(default_factory=dict)
    ingangsdatum: Ingangsdatum
    eis: dict[Naam, Eis]
    prestatie: dict[Naam, Prestatie]
    wijziging: Wijziging
    volgen: Volgen
    gevolg: tuple[Gebeurtenis, ...] = ()
    kanaal: tuple[Kanaal, ...] = ()
    termijn: tuple[Termijn, ...] = ()
    aanbod: Aanbod
    betaling: Betaling
    bezwaar: Bezwaarregeling | None = None
    tegenstrijdigheid: dict[str, Tegenstrijdigheid] = Field(default_factory=dict)
