"""The value of one cell of a workbook as the thing it should be; Gebruikersfout says what was expected."""

from datetime import date
from decimal import Decimal, InvalidOperation

from zorginkoop.adapters.werkboek import Cel
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.begroting.inhoud import RICHTINGEN

GROOTSTE = Decimal(1_000_000_000)


def text(waarde: Cel) -> str:
    """A text of at most 500 signs; a number a code was typed as is fine too."""
    if isinstance(waarde, float) and waarde.is_integer():
        waarde = int(waarde)
    if waarde is None or isinstance(waarde, bool | date) or not str(waarde).strip():
        raise Gebruikersfout("vul een tekst in")
    if len(str(waarde)) > 500:
        raise Gebruikersfout("hoogstens 500 tekens")
    return str(waarde).strip()


def decimal(waarde: Cel) -> Decimal:
    """A number of 0 or more, with at most two decimals. What Excel worked out may be off by a billionth."""
    if isinstance(waarde, str):
        waarde = waarde.replace(".", "").replace(",", ".") if "," in waarde else waarde
    try:
        if waarde is None or isinstance(waarde, bool | date):
            raise InvalidOperation
        getal = Decimal(str(waarde))
        rond = getal.quantize(Decimal("0.01"))
    except InvalidOperation as fout:
        raise Gebruikersfout("vul een getal in") from fout
    if not 0 <= rond <= GROOTSTE:
        raise Gebruikersfout("vul een getal in van 0 tot en met 1 miljard")
    if abs(getal - rond) > Decimal("0.000001"):
        raise Gebruikersfout("hoogstens twee cijfers achter de komma")
    return rond


def cents(waarde: Cel) -> int:
    """An amount in euros as eurocents."""
    return int(decimal(waarde) * 100)


def day(waarde: Cel) -> date:
    """A day, as Excel keeps it or as year-month-day."""
    try:
        return waarde if isinstance(waarde, date) else date.fromisoformat(str(waarde))
    except ValueError as fout:
        raise Gebruikersfout("vul een datum in, zoals 1-6-2021") from fout


def prestatie(waarde: Cel, beleid: Beleid) -> str:
    """The Prestatie of the policy with this name."""
    tekst = text(waarde)
    for naam, gekend in beleid.prestaties.items():
        if tekst.casefold() in (naam.casefold(), gekend.naam.casefold()):
            return naam
    namen = "; ".join(gekend.naam for gekend in beleid.prestaties.values())
    raise Gebruikersfout(f"'{tekst[:60]}' is geen prestatie van dit beleid; kies uit: {namen}")


def direction(waarde: Cel) -> str:
    """At least or at most."""
    tekst = text(waarde).casefold()
    if tekst not in RICHTINGEN:
        raise Gebruikersfout(f"kies '{RICHTINGEN[0]}' of '{RICHTINGEN[1]}'")
    return tekst
