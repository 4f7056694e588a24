"""`make demo`: build the invented market, run the chain from policy to payment, show the totals, open the portal."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from zorginkoop.beleid import library
from zorginkoop.beleid.versie import Beleid
from zorginkoop.web.berichten import herinneren, termijnlog
from zorginkoop.web.contractering import actions as contracteren
from zorginkoop.web.contractering.models import Aanvraag, Overeenkomst
from zorginkoop.web.demo import (
    contractronde,
    declaratieronde,
    inlogcertificaten,
    leegmaken,
    rolverdeling,
    samenwerking,
    wereld,
)
from zorginkoop.web.demo.dagen import on
from zorginkoop.web.demo.declaratieronde import Ronde
from zorginkoop.web.demo.overzicht import Overzicht
from zorginkoop.web.demo.rolverdeling import Bezetting
from zorginkoop.web.gebeurtenissen.opsporen import import_and_find
from zorginkoop.web.register import actions as register
from zorginkoop.web.register.verzekerden import load_inschrijvingen, load_verzekeringen
from zorginkoop.web.toegang.rollen import Rol

SEED = 2025
ZORGSOORT = "huisartsenzorg"
WIJZIGINGEN = 60
EEN_OP = 80
"""One in so many practices has a new owner who applies after the round."""
DEMONSTRATIE = "demonstratie"


REGISTER, AANVRAAG, AANBOD = on(2024, 10, 1), on(2024, 11, 18), on(2024, 11, 25)
ONDERTEKEND, MUTATIE, VOLGEN = on(2024, 12, 9), on(2025, 2, 12), on(2025, 2, 20)
ONTVANGEN, VANDAAG = on(2025, 7, 8), on(2025, 7, 18)


class Voortgang:
    """A bar per step; quiet when nobody watches."""

    def __init__(self) -> None:
        self.balk = Progress(
            TextColumn("{task.description:<44}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            disable=not sys.stderr.isatty() and not os.environ.get("CI"),
        )

    @contextmanager
    def stap(self, naam: str, totaal: int = 1) -> Iterator[Any]:
        """A step of `totaal` parts; the function it gives counts parts that are done."""
        taak: TaskID = self.balk.add_task(naam, total=totaal)
        yield lambda aantal: self.balk.advance(taak, aantal)
        self.balk.update(taak, completed=totaal)


def run(*, praktijken: int, verzekerden: int, regels: int, als_json: bool) -> Overzicht:
    """Everything up to the summary. Safe to repeat: a database that a demonstration made is emptied first."""
    uit = Path(settings.VAR) / "demo"
    uit.mkdir(parents=True, exist_ok=True)
    voortgang = Voortgang()
    with voortgang.balk:
        with voortgang.stap("Database klaarzetten"):
            leegmaken.prepare()
        bezetting, markt = market(voortgang, praktijken, verzekerden, uit)
        overeenkomsten = _season(voortgang, bezetting)
        rondes = _claims(voortgang, bezetting, markt, regels, uit)
        with voortgang.stap("Nieuwe praktijkeigenaren en wijzigingen"):
            contractronde.open_work(bezetting, library.latest(ZORGSOORT), now=VANDAAG, seed=SEED)
            contractronde.waiting_followers(bezetting, overeenkomsten, library.latest(ZORGSOORT), nu=VANDAAG)
        with voortgang.stap("Begrotingen en vernieuwing"):
            samenwerking.live(bezetting)
        log_ins(bezetting, overeenkomsten)
        with voortgang.stap("Termijnen en herinneringen"):
            herinneren.remind(now=VANDAAG)
            termijnlog.record()
    overzicht = Overzicht.make(bezetting, rondes)
    (uit / "overzicht.json").write_text(json.dumps(overzicht.as_json(), indent=2, ensure_ascii=False))
    print(json.dumps(overzicht.as_json(), ensure_ascii=False)) if als_json else _show(overzicht)
    return overzicht


def market(voortgang: Voortgang, praktijken: int, verzekerden: int, uit: Path) -> tuple[Bezetting, wereld.Wereld]:
    """The invented market in the database, and its people."""
    policies = library.latest(ZORGSOORT)
    with voortgang.stap(f"Markt verzinnen: {praktijken} praktijken, {verzekerden} verzekerden"):
        verzekeraars = [
            wereld.Verzekeraar(p.verzekeraar.uzovi, p.verzekeraar.naam, p.verzekeraar.regios) for p in policies
        ]
        markt = wereld.make(praktijken=praktijken, verzekerden=verzekerden, seed=SEED, verzekeraars=verzekeraars)
    with voortgang.stap("AGB-register inlezen"):
        (uit / "register.json").write_text(json.dumps(wereld.to_bestand(markt)))
        register.import_register(bestand=uit / "register.json", by=DEMONSTRATIE, now=REGISTER)
    with voortgang.stap("Verzekerden en inschrijvingen op naam laden", 2) as klaar:
        load_verzekeringen(markt.verzekeringen, by=DEMONSTRATIE, now=REGISTER)
        klaar(1)
        load_inschrijvingen(markt.inschrijvingen, by=DEMONSTRATIE, now=REGISTER)
    bezetting = Bezetting()
    with voortgang.stap("Gepubliceerd beleid controleren", len(policies)) as klaar:
        rolverdeling.insurers(bezetting, policies, now=REGISTER)
        for policy in policies:
            _regions(policy)
            klaar(1)
    vestigingen = markt.vestigingen.select(["agb", "naam", "van"]).to_pylist()
    bestaand = [(v["agb"], v["naam"]) for v in vestigingen if v["van"] <= contractronde.INGANG]
    starters = bestaand[EEN_OP // 2 :: EEN_OP]
    op_tijd = [paar for paar in bestaand if paar not in starters]
    bezetting.praktijken = rolverdeling.practices(bezetting, op_tijd)
    bezetting.starters = rolverdeling.practices(bezetting, starters)
    return bezetting, markt


def _regions(policy: Beleid) -> None:
    register.set_kernregios(
        uzovi=policy.verzekeraar.uzovi,
        regios=policy.verzekeraar.regios,
        van=policy.document.looptijd_van,
        tot=policy.document.looptijd_tot,
        by=DEMONSTRATIE,
        now=REGISTER,
    )


def _season(voortgang: Voortgang, bezetting: Bezetting) -> list[Overeenkomst]:
    policies = sorted(library.latest(ZORGSOORT), key=lambda policy: policy.inhoud.wijziging.frequentie != "kwartaal")
    with voortgang.stap("Aanvragen", len(bezetting.praktijken)) as klaar:
        aanvragen = contractronde.apply_all(bezetting, policies, now=AANVRAAG, seed=SEED, voortgang=klaar)
    with voortgang.stap("Beoordelen door zorginkopers"):
        contractronde.judge_all(bezetting, aanvragen, now=AANVRAAG + timedelta(days=2), seed=SEED)
    toegelaten = [aanvraag for aanvraag in aanvragen if aanvraag.status == "TOEGELATEN"]
    overeenkomsten: list[Overeenkomst] = []
    with voortgang.stap("Aanbieden, ondertekenen en verzegelen", len(toegelaten)) as klaar:
        for uzovi in bezetting.verzekeraars:
            overeenkomsten += contracteren.bulk_round(
                [aanvraag for aanvraag in toegelaten if aanvraag.verzekeraar.uzovi == uzovi],
                by=bezetting.mensen[uzovi, Rol.INKOPER],
                ondertekenaars=bezetting.tekenbevoegden,
                now=AANBOD,
                ondertekend_op=ONDERTEKEND,
                voortgang=klaar,
            )
    with voortgang.stap("Kwartaalwijziging per 1 april 2025"):
        _change(bezetting, overeenkomsten, policies)
    with voortgang.stap("Volgen door andere verzekeraars", len(overeenkomsten)) as klaar:
        contractronde.follow_all(bezetting, overeenkomsten, op=VOLGEN, voortgang=klaar)
    return overeenkomsten


def _change(bezetting: Bezetting, overeenkomsten: list[Overeenkomst], policies: list[Beleid]) -> None:
    mutaties = contractronde.change_some(bezetting, overeenkomsten, policies, op=MUTATIE, aantal=WIJZIGINGEN)
    for uzovi in bezetting.verzekeraars:
        eigen = [mutatie for mutatie in mutaties if mutatie.overeenkomst.verzekeraar.uzovi == uzovi]
        if eigen:
            by = bezetting.mensen[uzovi, Rol.CONTRACTBEHEER]
            contracteren.bulk_mutaties(eigen, by=by, now=MUTATIE + timedelta(days=3))


def _claims(voortgang: Voortgang, bezetting: Bezetting, markt: wereld.Wereld, regels: int, uit: Path) -> list[Ronde]:
    """The large file for the insurer with most agreements; a small one for each other, judged on followed rows too."""
    volgorde = sorted(
        bezetting.verzekeraars, key=lambda uzovi: -Overeenkomst.objects.filter(verzekeraar__uzovi=uzovi).count()
    )
    rondes = []
    for nummer, uzovi in enumerate(volgorde):
        aantal = regels if nummer == 0 else max(regels // 25, 100)
        with voortgang.stap(f"Declaratiebestand van {aantal} regels schrijven"):
            pad = declaratieronde.write_file(
                markt, uzovi=uzovi, regels=aantal, moment=ONTVANGEN, seed=SEED + nummer, map_=uit
            )
        with voortgang.stap("Ontvangen, beoordelen, terugmelden, betalen"):
            rondes.append(declaratieronde.receive_and_pay(bezetting, pad, uzovi=uzovi, ontvangen=ONTVANGEN))
    return rondes


def log_ins(bezetting: Bezetting, overeenkomsten: list[Overeenkomst]) -> None:
    """The ready logins of practices belong to one with an agreement that changed, and to another."""
    gewijzigd = Overeenkomst.objects.filter(mutaties__status="VERWERKT").order_by("id").first() or overeenkomsten[0]
    ander = next(o for o in overeenkomsten if o.praktijk_id != gewijzigd.praktijk_id)
    aanbod = Aanvraag.objects.filter(status="AANGEBODEN").select_related("praktijk").first()
    starter = aanbod.praktijk if aanbod else gewijzigd.praktijk
    rolverdeling.practice_logins(bezetting, gewijzigd.praktijk, starter, ander.praktijk)
    rolverdeling.enterprise_login(bezetting, now=VANDAAG)
    inlogcertificaten.make(bezetting, now=timezone.now())
    laatste = gewijzigd.last_document()
    (Path(settings.VAR) / "demo" / "overeenkomst.pdf").write_bytes(bytes(laatste.pdf))


def _show(overzicht: Overzicht) -> None:
    console = Console()
    for titel, rijen in overzicht.tables():
        tabel = Table("", *rijen[0][1:], title=titel, title_justify="left")
        for rij in rijen[1:]:
            tabel.add_row(*(str(cel) for cel in rij))
        console.print(tabel)
    console.print(f"Bestanden staan in {Path(settings.VAR) / 'demo'}")
    for email, rol, voor in overzicht.logins:
        console.print(f"  {email:<34} {rol:<16} {voor}", highlight=False)
    console.print(f"  Wachtwoord voor allen: {rolverdeling.WACHTWOORD}; of kies een login op de inlogpagina.")


def import_register(bestand: Path) -> dict[str, int]:
    """Read an AGB delivery from the command line; returns counts per kind of change, and the events it brought."""
    resultaat, gebeurtenissen = import_and_find(bestand=bestand, by="opdrachtregel", now=timezone.now())
    soorten = ("nieuw", "gewijzigd", "ongewijzigd")
    tellingen = {soort: sum(getattr(resultaat, soort).values()) for soort in soorten}
    return {**tellingen, "gebeurtenissen": len(gebeurtenissen)}
