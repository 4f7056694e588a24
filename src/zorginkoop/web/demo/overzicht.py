"""The summary of a demonstration: what went in, what came out, and proof that it adds up."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from zorginkoop.engine.totals import Aansluitfout
from zorginkoop.kern.geld import als_euro
from zorginkoop.web.contractering.models import Aanvraag, Mutatie, Overeenkomst, Volging
from zorginkoop.web.demo.declaratieronde import Ronde
from zorginkoop.web.demo.rolverdeling import Bezetting


@dataclass(frozen=True)
class Overzicht:
    """Counts of the contracting season, totals of each claim file and payment batch, and the ready logins."""

    aanvragen: dict[str, int]
    overeenkomsten: int
    wijzigingen: int
    volgingen: int
    declaraties: list[dict[str, Any]]
    logins: list[tuple[str, str, str]]

    @classmethod
    def make(cls, bezetting: Bezetting, rondes: list[Ronde]) -> "Overzicht":
        """Read from the database what came of it; Aansluitfout when lines or cents do not add up."""
        return cls(
            aanvragen=dict(sorted(Counter(Aanvraag.objects.values_list("status", flat=True)).items())),
            overeenkomsten=Overeenkomst.objects.count(),
            wijzigingen=Mutatie.objects.filter(status="VERWERKT").count(),
            volgingen=Volging.objects.filter(status="VERWERKT").count(),
            declaraties=[_totals(ronde) for ronde in rondes],
            logins=bezetting.logins,
        )

    def as_json(self) -> dict[str, Any]:
        """For a program to read."""
        return {
            "aanvragen": self.aanvragen,
            "overeenkomsten": self.overeenkomsten,
            "wijzigingen": self.wijzigingen,
            "volgingen": self.volgingen,
            "declaraties": self.declaraties,
            "logins": [{"email": e, "rol": r, "organisatie": o} for e, r, o in self.logins],
        }

    def tables(self) -> list[tuple[str, list[list[Any]]]]:
        """Titles and rows for the screen; the first row of each is its heading."""
        contract = [["", "Aantal"], *([f"Aanvragen {k.lower()}", n] for k, n in self.aanvragen.items())]
        contract += [["Overeenkomsten", self.overeenkomsten], ["Wijzigingen doorgevoerd", self.wijzigingen]]
        contract += [["Volgingen verwerkt", self.volgingen]]
        kop = ["", *(d["verzekeraar"] for d in self.declaraties)]
        aantallen = ("regels", "aangenomen", "aangepast", "afgewezen")
        bedragen = ("ingediend_cent", "toegekend_cent", "gekort_cent", "betaald_cent", "aangehouden_cent")
        claims = [kop, *([naam, *(d[naam] for d in self.declaraties)] for naam in aantallen)]
        claims += [[n.removesuffix("_cent"), *(als_euro(d[n]) for d in self.declaraties)] for n in bedragen]
        return [("Contractering", contract), ("Declaraties tweede kwartaal 2025", claims)]


def _totals(ronde: Ronde) -> dict[str, Any]:
    bestand, batch = ronde.bestand, ronde.batch
    aangehouden = sum(regel["bedrag_cent"] for regel in batch.aangehouden)
    totaal = {
        "verzekeraar": bestand.verzekeraar.naam,
        "bestand": ronde.pad.name,
        "regels": bestand.regels,
        "aangenomen": bestand.aangenomen,
        "aangepast": bestand.aangepast,
        "afgewezen": bestand.afgewezen,
        "ingediend_cent": bestand.ingediend_cent,
        "toegekend_cent": bestand.toegekend_cent,
        "gekort_cent": bestand.ingediend_cent - bestand.toegekend_cent,
        "betaald_cent": batch.totaal_cent,
        "aangehouden_cent": aangehouden,
        "betalingen": batch.aantal,
    }
    if totaal["regels"] != totaal["aangenomen"] + totaal["aangepast"] + totaal["afgewezen"]:
        raise Aansluitfout("De regels van het declaratiebestand tellen niet op")
    if totaal["toegekend_cent"] != totaal["betaald_cent"] + totaal["aangehouden_cent"]:
        raise Aansluitfout("Wat is toegekend, is niet wat wordt betaald en aangehouden")
    return totaal
