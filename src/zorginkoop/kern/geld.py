"""Money is an integer number of eurocents. Decimal appears only where text is read or written."""

from decimal import ROUND_HALF_UP, Decimal

from zorginkoop.kern.fouten import Gebruikersfout


def als_euro(cent: int) -> str:
    """Dutch notation of an amount in eurocents: 123456 → "€ 1.234,56"."""
    teken = "-" if cent < 0 else ""
    euro, rest = divmod(abs(cent), 100)
    return f"{teken}€ {euro:,}".replace(",", ".") + f",{rest:02d}"


def uit_decimaal(bedrag: Decimal) -> int:
    """Eurocents of an amount in euros that has at most two decimals; a finer amount is refused, never rounded."""
    cent = bedrag * 100
    if cent != cent.to_integral_value():
        raise Gebruikersfout(f"Het bedrag {bedrag} heeft meer dan twee decimalen")
    return int(cent)


def afgerond(cent: Decimal) -> int:
    """Whole eurocents, half away from zero: the one rounding rule, applied once at the end of a formula."""
    return int(cent.quantize(Decimal(1), rounding=ROUND_HALF_UP))
