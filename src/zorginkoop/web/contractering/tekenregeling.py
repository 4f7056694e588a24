"""How many signatories bind a practice together: a setting of the practice itself."""

from datetime import datetime

from django.utils import timezone

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering.gezag import require_rol
from zorginkoop.web.contractering.models import Tekenregeling
from zorginkoop.web.contractering.states import Toestandsfout
from zorginkoop.web.register.feiten import legal_form
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Bevoegdheid, Organisatie, Persoon
from zorginkoop.web.toegang.rollen import Rol

GEZAMENLIJK = ("maatschap", "vennootschap onder firma", "vof")
"""Legal forms in which partners often bind the practice only together; the register does not say whether they do."""


def needed(praktijk: Organisatie) -> int:
    """How many signatures bind the practice now; one, unless it said otherwise."""
    geldend = Tekenregeling.objects.filter(praktijk=praktijk, bevestigd_op__isnull=False)
    return geldend.order_by("-bevestigd_op", "-pk").values_list("aantal", flat=True).first() or 1


def proposed(praktijk: Organisatie) -> Tekenregeling | None:
    """The change that waits for a second signatory."""
    open_ = Tekenregeling.objects.filter(praktijk=praktijk, bevestigd_op=None)
    return open_.select_related("voorgesteld_door").first()


def signatories(praktijk: Organisatie, *, now: datetime) -> int:
    """How many people may sign for the practice today."""
    dag = timezone.localdate(now)
    gevonden = Bevoegdheid.objects.filter(
        organisatie=praktijk, rol=Rol.TEKENBEVOEGDE, persoon__is_active=True, van__lte=dag
    )
    return gevonden.exclude(tot__lte=dag).values("persoon").distinct().count()


def often_joint(praktijk: Organisatie, *, now: datetime) -> bool:
    """Whether the legal form in the register is one in which partners often sign together."""
    return legal_form(praktijk.agb or "", dag=timezone.localdate(now)).lower() in GEZAMENLIJK


def set_needed(*, praktijk: Organisatie, aantal: int, by: Persoon, now: datetime) -> Tekenregeling:
    """Ask for another number of signatures. More holds at once; fewer waits for another signatory."""
    with acting(by):
        require_rol(by, praktijk, Rol.TEKENBEVOEGDE, now=now)
        Organisatie.objects.select_for_update(no_key=True).get(pk=praktijk.pk)
        nu = needed(praktijk)
        if aantal == nu:
            raise Gebruikersfout("Dat is al zo geregeld", plaats="aantal")
        if not 1 <= aantal <= signatories(praktijk, now=now):
            raise Gebruikersfout("Uw praktijk heeft niet zoveel tekenbevoegden", plaats="aantal")
        Tekenregeling.objects.filter(praktijk=praktijk, bevestigd_op=None).delete()
        vast = {"praktijk": praktijk, "aantal": aantal, "voorgesteld_op": now, "voorgesteld_door": by}
        return Tekenregeling.objects.create(**vast, bevestigd_op=now if aantal > nu else None)


def confirm_needed(*, regeling: Tekenregeling, by: Persoon, now: datetime) -> Tekenregeling:
    """The second signatory agrees that fewer signatures are enough."""
    with acting(by):
        require_rol(by, regeling.praktijk, Rol.TEKENBEVOEGDE, now=now)
        if by.is_same(regeling.voorgesteld_door_id):
            raise Gebruikersfout("Een andere tekenbevoegde dan de voorsteller moet dit bevestigen", plaats=by.naam)
        nog = Tekenregeling.objects.filter(pk=regeling.pk, bevestigd_op=None)
        if nog.update(bevestigd_op=now, bevestigd_door=by) != 1:
            raise Toestandsfout("Dit voorstel is er niet meer")
        regeling.refresh_from_db()
    return regeling
