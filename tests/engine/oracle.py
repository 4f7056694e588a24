"""The claim checks once more, as a plain loop over rows: slow, obvious, and sharing nothing with the engine."""

from collections import defaultdict
from datetime import date


def judge(wereld):
    """The result rows, by regel_id, for a dict of lists of rows with the names of the engine's tables."""
    return Oordeel(wereld).rijen()


class Oordeel:
    def __init__(self, wereld):
        self.w = wereld
        self.per_sleutel = {
            "overeenkomsten": group(wereld["overeenkomsten"], "agb", "uzovi"),
            "afspraken": group(wereld["afspraken"], "overeenkomst_id", "prestatiecode"),
            "zonder_contract": group(wereld["zonder_contract"], "uzovi", "prestatiecode"),
            "verzekerden": group(wereld["verzekerden"], "bsn", "uzovi"),
            "inschrijvingen": group(wereld["inschrijvingen"], "bsn", "agb"),
        }
        self.geboren = {}
        for v in wereld["verzekerden"]:
            self.geboren[v["bsn"]] = max(v["geboortedatum"], self.geboren.get(v["bsn"], v["geboortedatum"]))

    def rijen(self):
        regels = sorted(self.w["regels"], key=lambda r: r["regel_id"])
        uit = {}
        teruggenomen = self.credits([r for r in regels if r["debetcredit"] == "C"], uit)
        betaald = [
            h
            for h in self.w["historie"]
            if h["uitkomst"] != "AFGEWEZEN"
            and not h["gecrediteerd"]
            and (h["bestand"], h["regel_id"]) not in teruggenomen
        ]
        self.debets([r for r in regels if r["debetcredit"] == "D"], betaald, uit)
        return [uit[r["regel_id"]] for r in regels]

    def credits(self, regels, uit):
        teruggenomen = set()
        kandidaten = group(
            [h for h in self.w["historie"] if h["uitkomst"] != "AFGEWEZEN"],
            *("agb", "uzovi", "bsn", "prestatiecode", "datum", "aantal", "referentie"),
        )
        for r in regels:
            sleutel = (r["agb"], r["uzovi"], r["bsn"], r["prestatiecode"], r["datum"], r["aantal"])
            ref = r["referentie_voorgaand"]
            debets = kandidaten.get((*sleutel, ref), []) if ref is not None else []
            redenen = []
            if not debets:
                redenen = ["CREDIT_ZONDER_DEBET"]
            else:
                vrij = [h for h in debets if not h["gecrediteerd"]]
                debet = max(vrij or debets, key=lambda h: (h["bestand"], h["regel_id"]))
                nummer = (debet["bestand"], debet["regel_id"])
                juist = r["bedrag_cent"] == debet["toegekend_cent"]
                if debet["gecrediteerd"] or (juist and nummer in teruggenomen):
                    redenen.append("CREDIT_AL_GECREDITEERD")
                if not juist:
                    redenen.append("CREDIT_BEDRAG_WIJKT_AF")
                if not redenen:
                    teruggenomen.add(nummer)
            uit[r["regel_id"]] = row(r, redenen, r["bedrag_cent"], None, None)
        return teruggenomen

    def debets(self, regels, betaald, uit):
        gezien = set()
        eerder = {claim(h) for h in betaald}
        wachtend = []
        for r in regels:
            redenen, prijs, overeenkomst, afspraak, geldt = self.one(r)
            if r["bsn"] != 999999999:
                if claim(r) in gezien:
                    redenen.add("DUBBEL_IN_BESTAND")
                if claim(r) in eerder:
                    redenen.add("DUBBEL_EERDER")
            gezien.add(claim(r))
            if not redenen - {"TARIEF_VERLAAGD"}:
                wachtend.append((r, redenen, prijs, overeenkomst, afspraak, geldt))
            uit[r["regel_id"]] = row(r, redenen, prijs, overeenkomst, afspraak)
        geteld = group(betaald, "uzovi", "bsn", "prestatiecode")
        for r, redenen, prijs, overeenkomst, afspraak, geldt in sorted(
            wachtend, key=lambda x: (x[0]["datum"], x[0]["regel_id"])
        ):
            eerdere = geteld.setdefault((r["uzovi"], r["bsn"], r["prestatiecode"]), [])
            if geldt["max_aantal"] is not None:
                mee = [
                    e
                    for e in eerdere
                    if (geldt["inschrijving_vereist"] or e["agb"] == r["agb"])
                    and same_period(e["datum"], r["datum"], geldt["per"])
                ]
                if sum(e["aantal"] for e in mee) + r["aantal"] > geldt["max_aantal"]:
                    uit[r["regel_id"]] = row(r, redenen | {"FREQUENTIE"}, prijs, overeenkomst, afspraak)
                    continue
            eerdere.append(r)

    def one(self, r):
        overeenkomst, afspraak, geldt, redenen = self.terms(r)
        geboren = self.geboren.get(r["bsn"])
        if geboren is None:
            redenen.add("ONBEKENDE_VERZEKERDE")
        else:
            if not self.at("verzekerden", r, ("bsn", "uzovi")):
                redenen.add("NIET_VERZEKERD")
            if geldt and outside(geldt, birthdays(geboren, r["datum"])):
                redenen.add("LEEFTIJD")
        if geldt and geldt["inschrijving_vereist"] and not self.at("inschrijvingen", r, ("bsn", "agb")):
            redenen.add("NIET_INGESCHREVEN")
        if r["bedrag_cent"] != r["tarief_cent"] * r["aantal"]:
            redenen.add("BEDRAG_KLOPT_NIET")
        if r["aantal"] < 1:
            redenen.add("AANTAL_ONJUIST")
        prijs = geldt and geldt["tarief_cent"]
        if prijs is not None and r["tarief_cent"] > prijs:
            redenen.add("TARIEF_VERLAAGD")
        return redenen, prijs, overeenkomst, afspraak, geldt

    def terms(self, r):
        overeenkomst = self.at("overeenkomsten", r, ("agb", "uzovi"), "overeenkomst_id")
        redenen, afspraak = set(), None
        if overeenkomst:
            r2 = {**r, "overeenkomst_id": overeenkomst["overeenkomst_id"]}
            geldt = afspraak = self.at("afspraken", r2, ("overeenkomst_id", "prestatiecode"), "afspraak_id")
            if not afspraak:
                redenen.add("PRESTATIE_NIET_AFGESPROKEN")
        else:
            geldt = self.at("zonder_contract", r, ("uzovi", "prestatiecode"), "tarief_cent", *VOORWAARDEN)
            if not geldt:
                redenen.add("GEEN_OVEREENKOMST")
        return overeenkomst, afspraak, geldt, redenen

    def at(self, naam, r, sleutel, *laatste):
        """The row that holds; of several the latest, then the highest in `laatste`, where empty is lowest."""
        gelden = [
            x
            for x in self.per_sleutel[naam].get(tuple(r[k] for k in sleutel), [])
            if x["van"] <= r["datum"] and (x["tot"] is None or r["datum"] < x["tot"])
        ]
        einde = date(9999, 12, 31)
        return max(gelden, key=lambda x: (x["van"], *(rang(x[k]) for k in laatste), x["tot"] or einde), default=None)


VOORWAARDEN = ("inschrijving_vereist", "leeftijd_van", "leeftijd_tot", "max_aantal", "per")


def rang(waarde):
    """A value in the order of its kind: the empty one first, a day before a quarter before a year."""
    if waarde is None:
        return -1
    return ("dag", "kwartaal", "jaar").index(waarde) if isinstance(waarde, str) else waarde


VOLGORDE = [
    "GEEN_OVEREENKOMST",
    "PRESTATIE_NIET_AFGESPROKEN",
    "LEEFTIJD",
    "ONBEKENDE_VERZEKERDE",
    "NIET_VERZEKERD",
    "NIET_INGESCHREVEN",
    "DUBBEL_IN_BESTAND",
    "DUBBEL_EERDER",
    "FREQUENTIE",
    "BEDRAG_KLOPT_NIET",
    "AANTAL_ONJUIST",
    "TARIEF_VERLAAGD",
    "CREDIT_ZONDER_DEBET",
    "CREDIT_AL_GECREDITEERD",
    "CREDIT_BEDRAG_WIJKT_AF",
]


def row(r, redenen, prijs, overeenkomst, afspraak):
    afgewezen = set(redenen) - {"TARIEF_VERLAAGD"}
    if afgewezen:
        uitkomst, bedrag = "AFGEWEZEN", 0
    elif r["debetcredit"] == "C":
        uitkomst, bedrag = "AANGENOMEN", prijs
    else:
        uitkomst = "AANGEPAST" if redenen else "AANGENOMEN"
        bedrag = min(r["tarief_cent"], prijs) * r["aantal"]
    return {
        "regel_id": r["regel_id"],
        "uitkomst": uitkomst,
        "toegekend_cent": bedrag,
        "redenen": [x for x in VOLGORDE if x in redenen],
        "overeenkomst_id": overeenkomst and overeenkomst["overeenkomst_id"],
        "afspraak_id": afspraak and afspraak["afspraak_id"],
    }


def group(rijen, *sleutel):
    uit = defaultdict(list)
    for r in rijen:
        uit[tuple(r[k] for k in sleutel)].append(r)
    return dict(uit)


def claim(r):
    return r["agb"], r["uzovi"], r["bsn"], r["prestatiecode"], r["datum"]


def birthdays(geboren, dag):
    """Birthdays celebrated up to and including a day; 29 February falls on 1 March in a year without it."""
    jaren = dag.year - geboren.year
    try:
        verjaardag = geboren.replace(year=dag.year)
    except ValueError:
        verjaardag = date(dag.year, 3, 1)
    return jaren if dag >= verjaardag else jaren - 1


def outside(afspraak, leeftijd):
    van, tot = afspraak["leeftijd_van"], afspraak["leeftijd_tot"]
    return (van is not None and leeftijd < van) or (tot is not None and leeftijd >= tot)


def same_period(a, b, per):
    if per == "dag":
        return a == b
    if per == "kwartaal":
        return a.year == b.year and (a.month - 1) // 3 == (b.month - 1) // 3
    return a.year == b.year
