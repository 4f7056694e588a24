"""One thing of every kind, with its owners, and people of every role at five organisations who come for it.

De Linde and its insurer own everything, the follower its following; Het Anker and a second insurer own nothing.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.conftest import BELEID
from tests.web.declaraties.conftest import GETEKEND, LINDE, NU, Wereld
from zorginkoop.beleid import library
from zorginkoop.web.api.actions import register_systeem
from zorginkoop.web.begroting import models as begroting
from zorginkoop.web.beheer.models import Voorstel
from zorginkoop.web.beheer.uitnodigen import invite
from zorginkoop.web.berichten.models import Bericht
from zorginkoop.web.contractering import actions
from zorginkoop.web.contractering.bewijsmodellen import Bewijsstuk
from zorginkoop.web.contractering.gesprekmodellen import Gesprek
from zorginkoop.web.contractering.rondemodellen import Ronde, RondeRegel
from zorginkoop.web.declaraties.models import Declaratieregel, Deeldeclaratie
from zorginkoop.web.gebeurtenissen import models as gebeurtenissen
from zorginkoop.web.gebeurtenissen.rekeningen import give_iban
from zorginkoop.web.redactie import actions as redactie
from zorginkoop.web.redactie.models import Publicatie
from zorginkoop.web.toegang.models import Bevoegdheid, Organisatie, Persoon
from zorginkoop.web.toegang.rollen import ROLLEN_VAN, Rol

Ding = tuple[Any, frozenset[int]]
"""What stands in the address, and the organisations it belongs to."""
IBAN_NIEUW = "NL02ABNA0123456789"
JANUARI = datetime(2025, 1, 6, 9, tzinfo=UTC)


@dataclass
class Bezoek:
    """One person with one role, logged in with both factors."""

    organisatie: Organisatie
    rol: Rol
    client: Client = field(init=False)
    persoon: Persoon = field(init=False)

    def __post_init__(self) -> None:
        naam = f"{self.rol.label} {self.organisatie.pk}"
        email = f"{self.rol.value}@{self.organisatie.pk}.voorbeeld.nl".lower()
        self.persoon = Persoon.objects.create(email=email, naam=naam)
        Bevoegdheid.objects.create(
            persoon=self.persoon, organisatie=self.organisatie, rol=self.rol, van=date(2020, 1, 1)
        )
        device = TOTPDevice.objects.create(user=self.persoon, name="app", confirmed=True)
        self.client = Client(raise_request_exception=False)
        self.client.force_login(self.persoon)
        session = self.client.session
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()


def visitors(wereld: Wereld) -> list[Bezoek]:
    """Everybody: each role at each organisation."""
    c = wereld.cast
    vreemd = Organisatie.objects.create(soort="VERZEKERAAR", naam="Verzekeraar Ver Weg", uzovi="9003")
    organisaties = (c.linde, c.verzekeraar, c.volger, c.anker, vreemd)
    return [Bezoek(o, rol) for o in organisaties for rol in ROLLEN_VAN[o.soort]]


def things(wereld: Wereld) -> dict[str, Ding]:
    """One of every kind. A new kind of thing is one line here and one in `toegangstabel.VOORWERPEN`."""
    c, o = wereld.cast, wereld.overeenkomst
    praktijk, verzekeraar, volger = (frozenset({x.pk}) for x in (c.linde, c.verzekeraar, c.volger))
    beide = praktijk | verzekeraar
    return {
        "aanvraag": (o.aanbod.aanvraag.kenmerk, beide),
        "overeenkomst": (o.kenmerk, beide),
        **_contracts(wereld, beide, volger),
        **_claims(wereld, praktijk, verzekeraar),
        **_policies(wereld, verzekeraar),
        **_budgets(wereld, beide, volger),
        **_events(wereld, praktijk, verzekeraar),
        "bericht": (_message(c.linde).pk, praktijk),
        **_people(wereld, praktijk, verzekeraar),
    }


def _contracts(wereld: Wereld, beide: frozenset[int], volger: frozenset[int]) -> dict[str, Ding]:
    c, o = wereld.cast, wereld.overeenkomst
    wat = {"gewenste_ingangsdatum": o.van, "toevoegen": ["spleetlamp"], "by": c.tekenbevoegde, "now": GETEKEND}
    mutatie = actions.request_mutatie(overeenkomst=o, **wat)
    volging = actions.follow_overeenkomst(overeenkomst=o, volger=c.volger, by=c.contractbeheer, now=GETEKEND)
    actions.process_volging(volging=volging, naar="OPGEHAALD", by=c.inkoper_volger, now=GETEKEND)
    aanvraag = o.aanbod.aanvraag
    gesprek = Gesprek.objects.create(
        aanvraag=aanvraag, onderwerp="Vraag", geopend_op=GETEKEND, geopend_door=c.tekenbevoegde, laatste_op=GETEKEND
    )
    wie = {"aangemaakt_op": GETEKEND, "aangemaakt_door": c.inkoper}
    ronde = Ronde.objects.create(
        verzekeraar=c.verzekeraar, beleid=aanvraag.beleid, beleidversie=aanvraag.beleidversie, **wie
    )
    RondeRegel.objects.create(ronde=ronde, aanvraag=aanvraag)
    bewijs = Bewijsstuk.objects.create(
        aanvraag=aanvraag, eis="nascholing", naam="diploma.pdf", soort="application/pdf", grootte=5, sha256="0" * 64,
        inhoud=b"%PDF-", geplaatst_op=GETEKEND, geplaatst_door=c.tekenbevoegde,
    )  # fmt: skip
    return {
        "bewijsstuk": (bewijs.pk, beide),
        "gesprek": (gesprek.pk, beide),
        "ronde": (ronde.kenmerk, frozenset({c.verzekeraar.pk})),
        "mutatie": (mutatie.pk, beide),
        "volging": (volging.pk, volger),
        "volgverloop": (volging.pk, beide | volger),
    }


def _claims(wereld: Wereld, praktijk: frozenset[int], verzekeraar: frozenset[int]) -> dict[str, Ding]:
    bestand = wereld.payable(wereld.file(wereld.cast.linde, LINDE))
    regel = Declaratieregel.objects.filter(bestand=bestand).first()
    return {
        "bestand": (bestand.pk, verzekeraar),
        "deel": (Deeldeclaratie.objects.get(bestand=bestand, agb=wereld.cast.linde.agb).pk, praktijk),
        "regel": (regel.pk, praktijk),
        "bestandregel": (regel.pk, verzekeraar),
        "batch": (wereld.batch().pk, verzekeraar),
    }


def _policies(wereld: Wereld, verzekeraar: frozenset[int]) -> dict[str, Ding]:
    v = wereld.cast.verzekeraar
    ed, eva = (_editor(v, naam) for naam in ("Ed", "Eva"))
    basis = library.load(BELEID)
    concept = redactie.start_concept(verzekeraar=v, basis=basis, by=ed, now=NU)
    ander = redactie.start_concept(verzekeraar=v, basis=basis, versie="9.1", by=ed, now=NU)
    moment = NU + timedelta(days=30)
    publicatie = Publicatie.objects.create(
        concept=ander, verzekeraar=v, beleid=BELEID, versie="9.1", tekst=ander.tekst, controlesom="0" * 64,
        publiceren_op=moment, voorgesteld_door=ed, vrijgegeven_door=eva, vrijgegeven_op=NU,
    )  # fmt: skip
    return {"concept": (concept.pk, verzekeraar), "publicatie": (publicatie.pk, verzekeraar)}


def _editor(verzekeraar: Organisatie, naam: str) -> Persoon:
    persoon = Persoon.objects.create(email=f"{naam}.redactie@voorbeeld.nl".lower(), naam=naam)
    Bevoegdheid.objects.create(persoon=persoon, organisatie=verzekeraar, rol=Rol.BELEIDSREDACTEUR, van=date(2020, 1, 1))
    return persoon


def _budgets(wereld: Wereld, beide: frozenset[int], volger: frozenset[int]) -> dict[str, Ding]:
    c = wereld.cast
    partijen = {"praktijk": c.linde, "verzekeraar": c.verzekeraar, "beleidversie": "1.0"}
    wsv = {**partijen, "beleid": "zz-wsv-ro-2021", "beleidversie": library.load("zz-wsv-ro-2021").document.versie}
    s3 = "zz-zorgvernieuwing-2025"
    b = begroting.Begroting.objects.create(**wsv, jaar=2021, aangemaakt_op=JANUARI, aangemaakt_door=c.tekenbevoegde)
    p = begroting.Praktijkmanagement.objects.create(
        **wsv, wsv_deelname="ja", samenwerking="Nog te vormen", plan="Een plan", ondertekend_op=JANUARI,
        gewenste_ingangsdatum=date(2025, 4, 1), ondertekend_door=c.tekenbevoegde,
    )  # fmt: skip
    v = begroting.Vernieuwing.objects.create(
        **{**partijen, "beleid": s3, "beleidversie": library.load(s3).document.versie}, titel="Beeldbellen", rangorde=1,
        beschrijving="In het weekend", antwoorden={}, loket="regio", ingediend_op=JANUARI, ingediend_door=c.assistent,
    )  # fmt: skip
    a = begroting.Vooraankondiging.objects.create(
        vernieuwing=v, volger=c.volger, prestatiecode="30100", ingangsdatum=date(2025, 4, 1), op=JANUARI
    )
    return {
        "begroting": (b.kenmerk, beide),
        "praktijkmanagement": (p.kenmerk, beide),
        "vernieuwing": (v.kenmerk, beide),
        "aankondiging": (a.pk, volger),
    }


def _events(wereld: Wereld, praktijk: frozenset[int], verzekeraar: frozenset[int]) -> dict[str, Ding]:
    c, o = wereld.cast, wereld.overeenkomst
    g = gebeurtenissen.Gebeurtenis.objects.create(
        praktijk=c.linde, soort="rechtsvorm", dag=date(2025, 6, 1), zelfde_agb=True, herkomst="PRAKTIJK",
        gemeld_op=GETEKEND, gemeld_door=c.tekenbevoegde,
    )  # fmt: skip
    u = gebeurtenissen.Uitwerking.objects.create(
        gebeurtenis=g, overeenkomst=o, verzekeraar=c.verzekeraar, gevolg="NIEUWE_OVEREENKOMST", uitleg="Uitleg"
    )
    r = give_iban(
        praktijk=c.linde, verzekeraar=c.verzekeraar, iban=IBAN_NIEUW, ingang=date(2025, 8, 1),
        by=c.tekenbevoegde, now=GETEKEND,
    )  # fmt: skip
    beleid = gebeurtenissen.Volgbeleid.objects.create(
        verzekeraar=c.verzekeraar, wijze="HANDMATIG", voorgesteld_op=GETEKEND, voorgesteld_door=c.inkoper
    )
    m = gebeurtenissen.Massawijziging.objects.create(
        verzekeraar=c.verzekeraar, soort="INDEXATIE", sleutel="2026", dag=date(2026, 1, 1), omschrijving="Indexatie",
        opgesteld_op=GETEKEND, opgesteld_door=c.inkoper, gegevens={},
    )  # fmt: skip
    regel = gebeurtenissen.Massaregel.objects.create(massa=m, overeenkomst=o)
    return {
        "gebeurtenis": (g.pk, praktijk),
        "uitwerking": (u.pk, verzekeraar),
        "uitwerking_praktijk": (u.pk, praktijk),
        "rekening": (r.pk, verzekeraar),
        "rekening_praktijk": (r.pk, praktijk),
        "volgbeleid": (beleid.pk, verzekeraar),
        "massa": (m.kenmerk, verzekeraar),
        "massaregel": (regel.pk, verzekeraar),
    }


def _people(wereld: Wereld, praktijk: frozenset[int], verzekeraar: frozenset[int]) -> dict[str, Ding]:
    c = wereld.cast
    wie = {"organisatie": c.linde, "by": c.tekenbevoegde, "now": GETEKEND}
    uitnodiging, _ = invite(email="nieuw@voorbeeld.nl", naam="Nieuw", rol=Rol.LEZER, **wie)
    voorstel = Voorstel.objects.create(
        organisatie=c.linde, persoon=c.assistent, rol=Rol.TEKENBEVOEGDE, voorgesteld_door=c.tekenbevoegde,
        voorgesteld_op=GETEKEND,
    )  # fmt: skip
    scopes = ["contracten:lezen"]
    systeem, _ = register_systeem(
        organisatie=c.verzekeraar, naam="Pakket", scopes=scopes, namens=c.inkoper, by="proef", now=GETEKEND
    )
    return {
        "collega": (c.assistent.pk, praktijk),
        "uitnodiging": (uitnodiging.pk, praktijk),
        "rolvoorstel": (voorstel.pk, praktijk),
        "systeem": (systeem.client_id, verzekeraar),
    }


def _message(organisatie: Organisatie) -> Bericht:
    return Bericht.objects.create(
        organisatie=organisatie, soort="aanbod_ontvangen", verwijzing="AV-23456789", doel="1", sleutel="proef:1",
        tijdstip=GETEKEND,
    )  # fmt: skip
