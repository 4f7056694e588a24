"""The one family of errors a user may see."""


class Gebruikersfout(ValueError):
    """Input that cannot be accepted, said in the user's own words, with the place where it went wrong.

    `plaats` names the place as the user knows it: "regel 3, rubriek 0408" or "feiten.json, iban".
    """

    def __init__(self, melding: str, *, plaats: str = "") -> None:
        self.melding = melding
        self.plaats = plaats
        super().__init__(f"{plaats}: {melding}" if plaats else melding)
