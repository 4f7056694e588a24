"""Give, change and end roles. A trusted role needs a second person: another administrator, or who runs the portal."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.beheer.gezag import VERTROUWD, administrators, current, hold, somebody_else
from zorginkoop.web.beheer.models import Uitnodiging, Voorstel
from zorginkoop.web.beheer.states import move
from zorginkoop.web.register.vestigingsrollen import follow_enterprises
from zorginkoop.web.toegang import actions
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Bevoegdheid, Organisatie, Persoon
from zorginkoop.web.toegang.rollen import BEHEERDERSROL, ROLLEN_VAN, Rol, Soort
from zorginkoop.web.toegang.taal import Zin

_INTUSSEN = "Over dit voorstel is intussen al besloten"
HEEFT_AL = "Deze persoon heeft deze rol al bij uw organisatie"
LIGT_ER = "Deze rol is al voorgesteld en wacht op een tweede persoon"


def assign(
    *,
    persoon: Persoon,
    organisatie: Organisatie,
    rol: Rol | str,
    vervangt: Bevoegdheid | None = None,
    by: Persoon | str,
    now: datetime,
) -> Voorstel | None:
    """Give somebody a role, beside or instead of another; it counts from now on.

    A trusted role waits as a proposal for a second person, also when there is no other administrator: nobody alone
    gives one, except who runs the portal. Gebruikersfout for one's own role, or one the organisation does not have.
    """
    with acting(by):
        hold(organisatie, by, now)
        somebody_else(persoon, by)
        _possible(persoon, organisatie, rol, now)
        if rol in VERTROUWD and isinstance(by, Persoon):
            wie = {"organisatie": organisatie, "persoon": persoon, "rol": rol}
            if Voorstel.objects.filter(**wie, status="OPEN").exists():
                raise Gebruikersfout(LIGT_ER, plaats="rol")
            return Voorstel.objects.create(**wie, vervangt=vervangt, voorgesteld_door=by, voorgesteld_op=now)
        _give(persoon, rol, organisatie=organisatie, vervangt=vervangt, by=by, now=now)
        return None


def confirm(*, voorstel: Voorstel, by: Persoon | str, now: datetime) -> None:
    """The second pair of eyes: the role goes in. A process (a text) is who runs the portal."""
    with acting(by):
        hold(voorstel.organisatie, by, now)
        naar, door = "PORTAAL", None
        if isinstance(by, Persoon):
            _second_person(voorstel, by)
            naar, door = "BEVESTIGD", by
        move(voorstel, naar, van="OPEN", melding=_INTUSSEN, besloten_door=door, besloten_op=now)
        if current(voorstel.organisatie, timezone.localdate(now)).filter(persoon=voorstel.persoon, rol=voorstel.rol):
            raise Gebruikersfout(HEEFT_AL, plaats=voorstel.persoon.naam)
        v = voorstel
        _give(v.persoon, v.rol, organisatie=v.organisatie, vervangt=v.vervangt, by=by, now=now)


def reject(*, voorstel: Voorstel, by: Persoon, now: datetime) -> None:
    """The role does not go in: a second administrator says no, or the proposer takes it back."""
    with acting(by):
        hold(voorstel.organisatie, by, now)
        terug = by.is_same(voorstel.voorgesteld_door_id)
        if not terug:
            _second_person(voorstel, by)
        naar = "INGETROKKEN" if terug else "AFGEWEZEN"
        move(voorstel, naar, van="OPEN", melding=_INTUSSEN, besloten_door=by, besloten_op=now)


def end(*, bevoegdheid: Bevoegdheid, by: Persoon | str, now: datetime) -> None:
    """One role ends; from the next request on it no longer counts. Gebruikersfout for the last administrator."""
    with acting(by):
        hold(bevoegdheid.organisatie, by, now)
        somebody_else(bevoegdheid.persoon, by)
        _stop([bevoegdheid], by, now)


def end_all(*, persoon: Persoon, organisatie: Organisatie, by: Persoon | str, now: datetime) -> None:
    """This person no longer works for the organisation: every role ends, with what waits for or because of them."""
    with acting(by):
        hold(organisatie, by, now)
        somebody_else(persoon, by)
        _stop(list(current(organisatie, timezone.localdate(now)).filter(persoon=persoon, via=None)), by, now)
        _drop(organisatie, Q(persoon=persoon), Q(email=persoon.email), now)


def _possible(persoon: Persoon, organisatie: Organisatie, rol: Rol | str, now: datetime) -> None:
    if rol not in ROLLEN_VAN[Soort(organisatie.soort)]:
        raise Gebruikersfout("Deze rol bestaat niet bij uw organisatie", plaats="rol")
    if current(organisatie, timezone.localdate(now)).filter(persoon=persoon, rol=rol).exists():
        raise Gebruikersfout(HEEFT_AL, plaats="rol")


def _give(
    persoon: Persoon,
    rol: Rol | str,
    *,
    organisatie: Organisatie,
    vervangt: Bevoegdheid | None,
    by: Persoon | str,
    now: datetime,
) -> None:
    vandaag = timezone.localdate(now)
    actions.grant(persoon=persoon, organisatie=organisatie, rol=rol, van=vandaag, by=by)
    follow_enterprises(now=now)
    if vervangt is not None and (vervangt.tot is None or vervangt.tot > vandaag):
        _stop([vervangt], by, now)


def _second_person(voorstel: Voorstel, by: Persoon) -> None:
    if by.is_same(voorstel.voorgesteld_door_id):
        raise Gebruikersfout("Een ander dan de voorsteller moet deze rol bevestigen", plaats=by.naam)
    somebody_else(voorstel.persoon, by)


def _stop(weg: list[Bevoegdheid], by: Persoon | str, now: datetime) -> None:
    """End these roles; with that of an administrator falls what it proposed and whom it invited."""
    _not_the_last(weg, now)
    for b in weg:
        if b.via is not None:
            melding = Zin("Deze rol volgt uit die bij %(naam)s en eindigt daar", naam=b.via.naam)
            raise Gebruikersfout(melding, plaats=b.persoon.naam)
        actions.revoke(bevoegdheid=b, tot=timezone.localdate(now), by=by)
        if b.rol in BEHEERDERSROL.values():
            _drop(b.organisatie, Q(voorgesteld_door=b.persoon_id), Q(gemaakt_door=b.persoon_id), now)


def _drop(organisatie: Organisatie, voorstellen: Q, uitnodigingen: Q, now: datetime) -> None:
    for voorstel in Voorstel.objects.filter(voorstellen, organisatie=organisatie, status="OPEN"):
        move(voorstel, "INGETROKKEN", van="OPEN", melding=_INTUSSEN, besloten_op=now)
    open_ = Uitnodiging.objects.filter(uitnodigingen, aangenomen_op=None, ingetrokken_op=None)
    open_.filter(organisatie=organisatie).update(ingetrokken_op=now)


def _not_the_last(weg: list[Bevoegdheid], now: datetime) -> None:
    """An organisation without an administrator could never let anybody in again."""
    for bevoegdheid in weg:
        beslissen = administrators(bevoegdheid.organisatie, timezone.localdate(now))
        blijven = beslissen.exclude(pk__in=[b.pk for b in weg])
        if bevoegdheid.rol in BEHEERDERSROL.values() and not blijven.exists():
            melding = "Dit is de laatste die over mensen en rollen gaat. Geef eerst een ander die rol"
            raise Gebruikersfout(melding, plaats=bevoegdheid.persoon.naam)
