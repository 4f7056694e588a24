"""Questions and objections about an application or its offer: both sides write, and it stays with the application."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering.feiten import policy_of
from zorginkoop.web.contractering.gesprekmodellen import TEGEN_AANBOD, TEGEN_AFWIJZING
from zorginkoop.web.contractering.gezag import PRAKTIJK_VULT_IN, VERZEKERAAR_BIEDT_AAN, require_rol
from zorginkoop.web.contractering.heropenen import reopen
from zorginkoop.web.contractering.models import Aanvraag, Bezwaar, Gesprek, Gespreksbericht
from zorginkoop.web.contractering.states import Toestandsfout, move
from zorginkoop.web.toegang.afscherming import als_eigenaar
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Organisatie, Persoon
from zorginkoop.web.toegang.rollen import Rol, Soort
from zorginkoop.web.toegang.taal import Zin

MAX_TEKST, MAX_ONDERWERP = 4000, 120
_AAN_ZET = {"PRAKTIJK": "WACHT_OP_VERZEKERAAR", "VERZEKERAAR": "WACHT_OP_PRAKTIJK"}
_AFGESLOTEN = "Dit gesprek is afgesloten"


def side_of(aanvraag: Aanvraag, organisatie: Organisatie) -> str:
    """On which side of the application an organisation stands; Gebruikersfout when on neither."""
    if organisatie.pk == aanvraag.praktijk_id:
        return "PRAKTIJK"
    if organisatie.pk == aanvraag.verzekeraar_id:
        return "VERZEKERAAR"
    raise Gebruikersfout("Deze aanvraag is niet van uw organisatie", plaats=aanvraag.kenmerk)


def _writer(aanvraag: Aanvraag, namens: Organisatie, by: Persoon, now: datetime) -> str:
    rollen = PRAKTIJK_VULT_IN if namens.soort == Soort.PRAKTIJK else VERZEKERAAR_BIEDT_AAN
    require_rol(by, namens, *rollen, now=now)
    return side_of(aanvraag, namens)


def ask(*, aanvraag: Aanvraag, namens: Organisatie, onderwerp: str, tekst: str, by: Persoon, now: datetime) -> Gesprek:
    """Start a conversation about an application that was submitted."""
    onderwerp, tekst = _checked(onderwerp, tekst)
    if aanvraag.ingediend_op is None:
        raise Toestandsfout("Een vraag stelt u nadat de aanvraag is ingediend", plaats=aanvraag.kenmerk)
    with acting(by):
        kant = _writer(aanvraag, namens, by, now)
        gesprek = Gesprek.objects.create(
            aanvraag=aanvraag,
            onderwerp=onderwerp,
            status=_AAN_ZET[kant],
            geopend_op=now,
            geopend_door=by,
            laatste_op=now,
        )
        Gespreksbericht.objects.create(gesprek=gesprek, kant=kant, tekst=tekst, door=by, op=now)
    return gesprek


def write(*, gesprek: Gesprek, namens: Organisatie, tekst: str, by: Persoon, now: datetime) -> Gespreksbericht:
    """Add a message; the other side is then the one to answer."""
    _, tekst = _checked("-", tekst)
    with acting(by):
        kant = _writer(gesprek.aanvraag, namens, by, now)
        gesprek.refresh_from_db(from_queryset=Gesprek.objects.select_for_update(of=("self",), no_key=True))
        if gesprek.status == "GESLOTEN":
            raise Toestandsfout(_AFGESLOTEN)
        if gesprek.status != _AAN_ZET[kant]:
            move(gesprek, _AAN_ZET[kant], van=gesprek.status, melding=_AFGESLOTEN, laatste_op=now)
        else:
            Gesprek.objects.filter(pk=gesprek.pk).update(laatste_op=now)
        return Gespreksbericht.objects.create(gesprek=gesprek, kant=kant, tekst=tekst, door=by, op=now)


def close(*, gesprek: Gesprek, namens: Organisatie, by: Persoon, now: datetime) -> Gesprek:
    """Nothing more to say. An objection is not closed but decided or withdrawn."""
    with acting(by):
        _writer(gesprek.aanvraag, namens, by, now)
        if Bezwaar.objects.filter(gesprek=gesprek, status="INGEDIEND").exists():
            raise Toestandsfout("Over dit bezwaar moet eerst worden beslist")
        gesprek.refresh_from_db(fields=["status"])
        if gesprek.status == "GESLOTEN":
            raise Toestandsfout(_AFGESLOTEN)
        move(gesprek, "GESLOTEN", van=gesprek.status, melding=_AFGESLOTEN)
    return gesprek


def _checked(onderwerp: str, tekst: str) -> tuple[str, str]:
    onderwerp, tekst = onderwerp.strip(), tekst.strip()
    if not onderwerp or len(onderwerp) > MAX_ONDERWERP:
        raise Gebruikersfout(
            Zin("Geef een onderwerp van hoogstens %(aantal)s tekens", aantal=MAX_ONDERWERP), plaats="onderwerp"
        )
    if not tekst or len(tekst) > MAX_TEKST:
        raise Gebruikersfout(
            Zin("Schrijf uw bericht, in hoogstens %(aantal)s tekens", aantal=MAX_TEKST), plaats="tekst"
        )
    return onderwerp, tekst


def decided_on(aanvraag: Aanvraag) -> datetime | None:
    """When the insurer decided what can be objected to: the refusal, or the offer."""
    momenten = [aanvraag.ingediend_op]
    momenten += aanvraag.oordelen.values_list("op", flat=True)
    with als_eigenaar():  # the proposal to refuse is not for the practice to read, but its date counts
        momenten += aanvraag.weigeringen.values_list("besloten_op", flat=True)
    momenten += aanvraag.aanbiedingen.values_list("aangeboden_op", flat=True)
    return max((moment for moment in momenten if moment), default=None)


def deciders(aanvraag: Aanvraag) -> set[int]:
    """Everyone who took part in the decision; nobody, when it followed from the rules alone."""
    wie = set(aanvraag.oordelen.values_list("door", flat=True))
    wie |= set(aanvraag.aanbiedingen.values_list("aangeboden_door", flat=True))
    for paar in aanvraag.weigeringen.values_list("voorgesteld_door", "besloten_door"):
        wie |= {pk for pk in paar if pk}
    return wie


def last_day_to_object(aanvraag: Aanvraag) -> date | None:
    """The last day for an objection by the policy; None when the policy names no term."""
    regeling, moment = policy_of(aanvraag).inhoud.bezwaar, decided_on(aanvraag)
    return timezone.localdate(moment) + timedelta(regeling.indienen_dagen) if regeling and moment else None


def why_no_objection(aanvraag: Aanvraag, now: datetime) -> str:
    """Why the practice cannot object (any more); empty when it can."""
    if aanvraag.status not in ("AFGEWEZEN", "AANGEBODEN"):
        return Zin("Bezwaar kan tegen een afwijzing of tegen een aanbod")
    if Bezwaar.objects.filter(gesprek__aanvraag=aanvraag, status="INGEDIEND").exists():
        return Zin("Er loopt al een bezwaar over deze aanvraag")
    laatste = last_day_to_object(aanvraag)
    if laatste and timezone.localdate(now) > laatste:
        return Zin("Bezwaar maken kon tot en met %(dag)s", dag=f"{laatste:%d-%m-%Y}")
    return ""


def object_to(*, aanvraag: Aanvraag, tekst: str, by: Persoon, now: datetime) -> Bezwaar:
    """Object to the refusal or the offer, in the name of the practice. The term of the policy starts to run."""
    _, tekst = _checked("-", tekst)
    with acting(by):
        require_rol(by, aanvraag.praktijk, Rol.TEKENBEVOEGDE, now=now)
        # The lock makes two objections at once wait for each other.
        aanvraag.refresh_from_db(from_queryset=Aanvraag.objects.select_for_update(of=("self",), no_key=True))
        if reden := why_no_objection(aanvraag, now):
            raise Toestandsfout(reden, plaats=aanvraag.kenmerk)
        regeling = policy_of(aanvraag).inhoud.bezwaar
        uiterlijk = timezone.localdate(now) + timedelta(regeling.antwoord_dagen) if regeling else None
        onderwerp = TEGEN_AFWIJZING if aanvraag.status == "AFGEWEZEN" else TEGEN_AANBOD
        gesprek = ask(aanvraag=aanvraag, namens=aanvraag.praktijk, onderwerp=onderwerp, tekst=tekst, by=by, now=now)
        return Bezwaar.objects.create(gesprek=gesprek, uiterlijk=uiterlijk)


def withdraw_bezwaar(*, bezwaar: Bezwaar, by: Persoon, now: datetime) -> Bezwaar:
    """The practice takes its objection back."""
    with acting(by):
        require_rol(by, bezwaar.gesprek.aanvraag.praktijk, Rol.TEKENBEVOEGDE, now=now)
        move(bezwaar, "INGETROKKEN", van="INGEDIEND", melding="Over dit bezwaar is al besloten")
        _end(bezwaar)
    return bezwaar


def decide_bezwaar(
    *,
    bezwaar: Bezwaar,
    gegrond: bool,
    besluit: str,
    by: Persoon,
    now: datetime,
    vanaf_indiening: bool | None = None,
) -> Bezwaar:
    """Answer an objection; not by who took the decision objected to.

    When it is right, a refused application is open again; `vanaf_indiening` is for one that was not complete (see
    `heropenen`).
    """
    _, besluit = _checked("-", besluit)
    aanvraag = bezwaar.gesprek.aanvraag
    with acting(by):
        require_rol(by, aanvraag.verzekeraar, Rol.INKOPER, now=now)
        if by.pk in deciders(aanvraag):
            raise Gebruikersfout("Een ander dan wie eerder besliste moet over het bezwaar beslissen", plaats=by.naam)
        melding = "Over dit bezwaar is al besloten"
        velden = {"besluit": besluit, "besloten_op": now, "besloten_door": by}
        move(bezwaar, "GEGROND" if gegrond else "ONGEGROND", van="INGEDIEND", melding=melding, **velden)
        _end(bezwaar)
        aanvraag.refresh_from_db()
        if gegrond and aanvraag.status == "AFGEWEZEN":
            reopen(aanvraag, vanaf_indiening=vanaf_indiening, besluit=besluit, by=by, now=now)
    return bezwaar


def _end(bezwaar: Bezwaar) -> None:
    gesprek = bezwaar.gesprek
    gesprek.refresh_from_db(fields=["status"])
    if gesprek.status != "GESLOTEN":
        move(gesprek, "GESLOTEN", van=gesprek.status, melding=_AFGESLOTEN)
