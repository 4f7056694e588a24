"""Invented account numbers with valid check digits, of a bank that does not exist."""

BANK = "DEMO"


def iban(nummer: int) -> str:
    """An IBAN of the invented bank for a number of at most ten digits (ISO 13616 check digits)."""
    rekening = f"{BANK}{nummer:010d}"
    cijfers = "".join(str(int(teken, 36)) for teken in f"{rekening}NL00")
    return f"NL{98 - int(cijfers) % 97:02d}{rekening}"
