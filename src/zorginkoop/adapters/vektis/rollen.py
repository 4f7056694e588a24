"""What a field of an EI record is for, told from its official name, so that one check serves every layout.

A role is the name a column gets in the tables that are read. A field without a known role keeps its rubric number.
"""

import re
from collections.abc import Iterable

_OVERAL = (
    (r"KENMERK RECORD", "kenmerk"),
    (r"IDENTIFICATIE DETAILRECORD", "detail_id"),
    (r"BURGERSERVICENUMMER", "bsn"),
    (r"UZOVI-NUMMER", "uzovi"),
    (r"VERZEKERDENNUMMER", "verzekerdennummer"),
    (r"RETOURCODE \(01\)", "retourcode_1"),
    (r"RETOURCODE \(02\)", "retourcode_2"),
    (r"RETOURCODE \(03\)", "retourcode_3"),
)

_PRESTATIE = (
    (r"(BEGIN)?DATUM PRESTATIE", "datum"),
    (r"EINDDATUM PRESTATIE", "einddatum"),
    (r"MACHTIGINGSNUMMER", "machtigingsnummer"),
    (r"DOORSTUREN TOEGESTAAN", "doorsturen"),
    (r"AANDUIDING PRESTATIECODELIJST( \(01\))?$", "codelijst"),
    (r"PRESTATIECODE", "prestatiecode"),
    (r"AANTAL UITGEVOERDE PRESTATIES", "aantal"),
    (r"ZORGVERLENERSCODE BEHANDELAAR", "behandelaar"),
    (r"SPECIALISME BEHANDELAAR", "specialisme_behandelaar"),
    (r"ZORGVERLENERSCODE VOORSCHRIJVER", "verwijzer"),
    (r"SPECIALISME VOORSCHRIJVER", "specialisme_verwijzer"),
    (r"TARIEF PRESTATIE", "tarief_cent"),
    (r"BEREKEND BEDRAG ZORGVERZEKERAAR", "berekend_verzekeraar_cent"),
    (r"BEREKEND BEDRAG", "berekend_cent"),
    (r"INDICATIE DEBET/CREDIT \(01\)", "debetcredit_berekend"),
    (r"BTW-PERCENTAGE", "btw"),
    (r"DECLARATIEBEDRAG", "bedrag_cent"),
    (r"INDICATIE DEBET/CREDIT \(02\)", "debetcredit"),
    (r"REFERENTIENUMMER DIT", "referentie"),
    (r"REFERENTIENUMMER VOORGAANDE", "referentie_voorgaand"),
    (r"INDICATIE DEBET/CREDIT \(03\)", "debetcredit_verzekeraar"),
    (r"TOEGEKEND BEDRAG", "toegekend_cent"),
    (r"INDICATIE DEBET/CREDIT \(04\)", "debetcredit_toegekend"),
)

_PER_RECORD: dict[str, tuple[tuple[str, str], ...]] = {
    "01": (
        (r"CODE EXTERNE-INTEGRATIEBERICHT", "code"),
        (r"VERSIENUMMER BERICHTSTANDAARD", "versie"),
        (r"SUBVERSIENUMMER BERICHTSTANDAARD", "subversie"),
        (r"SOORT BERICHT", "soort"),
        (r"CODE INFORMATIESYSTEEM", "systeem"),
        (r"VERSIEAANDUIDING INFORMATIESYSTEEM", "systeem_versie"),
        (r"CODE SERVICEBUREAU", "servicebureau"),
        (r"ZORGVERLENERSCODE", "zorgverlener"),
        (r"PRAKTIJKCODE", "praktijk"),
        (r"INSTELLINGSCODE", "instelling"),
        (r"IDENTIFICATIECODE BETALING AAN", "betaling_aan"),
        (r"BEGINDATUM DECLARATIEPERIODE", "begindatum"),
        (r"EINDDATUM DECLARATIEPERIODE", "einddatum"),
        (r"FACTUURNUMMER DECLARANT", "factuurnummer"),
        (r"DAGTEKENING FACTUUR", "dagtekening"),
        (r"BTW-IDENTIFICATIENUMMER", "btw_id"),
        (r"VALUTACODE", "valuta"),
        (r"REFERENTIENUMMER ZORGVERZEKERAAR", "referentie_verzekeraar"),
        (r"DAGTEKENING RETOURBERICHT", "dagtekening_retour"),
    ),
    "02": (
        (r"PATIENT\(IDENTIFICATIE\)NUMMER", "patientnummer"),
        (r"DATUM GEBOORTE", "geboortedatum"),
        (r"CODE GESLACHT", "geslacht"),
        (r"NAAMCODE/NAAMGEBRUIK \(01\)", "naamcode"),
        (r"NAAM VERZEKERDE \(01\)", "naam"),
        (r"VOORVOEGSEL VERZEKERDE \(01\)", "voorvoegsel"),
        (r"VOORLETTERS VERZEKERDE", "voorletters"),
        (r"POSTCODE \(HUISADRES\)", "postcode"),
        (r"HUISNUMMER \(HUISADRES\)", "huisnummer"),
        (r"INDICATIE CLIENT OVERLEDEN", "overleden"),
    ),
    "04": _PRESTATIE,
    "06": _PRESTATIE,
    "98": ((r"REGELNUMMER VRIJE TEKST", "regelnummer"), (r"VRIJE TEKST", "tekst")),
    "99": (
        (r"AANTAL VERZEKERDENRECORDS", "aantal_02"),
        (r"AANTAL DEBITEURRECORDS", "aantal_03"),
        (r"AANTAL PRESTATIERECORDS", "aantal_04"),
        (r"AANTAL TARIEFRECORDS", "aantal_06"),
        (r"AANTAL ZORGACTIVITEITRECORDS", "aantal_16"),
        (r"AANTAL COMMENTAARRECORDS", "aantal_98"),
        (r"TOTAAL AANTAL DETAILRECORDS", "aantal_detail"),
        (r"TOTAAL (INGEDIEND )?DECLARATIEBEDRAG", "totaal_cent"),
        (r"INDICATIE DEBET/CREDIT( \(01\))?$", "debetcredit"),
        (r"TOTAAL TOEGEKEND BEDRAG", "toegekend_cent"),
        (r"INDICATIE DEBET/CREDIT \(02\)", "debetcredit_toegekend"),
    ),
}


def rollen(kenmerk: str, velden: Iterable[tuple[str, str]]) -> list[str]:
    """The role of each (rubric, name) of one record type; every role is given once, to the first that fits."""
    gegeven: set[str] = set()
    uit = []
    for rubriek, naam in velden:
        rol = _rol(kenmerk, naam)
        rol = rubriek if rol is None or rol in gegeven else rol
        gegeven.add(rol)
        uit.append(rol)
    return uit


def _rol(kenmerk: str, naam: str) -> str | None:
    for patroon, rol in (*_OVERAL, *_PER_RECORD.get(kenmerk, ())):
        if re.match(patroon, naam, re.IGNORECASE):
            return rol
    return None
