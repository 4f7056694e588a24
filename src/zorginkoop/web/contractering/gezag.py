"""Who may take a step, checked again at the moment it is taken."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.toegang.models import Bevoegdheid, Organisatie, Persoon
from zorginkoop.web.toegang.rollen import Rol
from zorginkoop.web.toegang.taal import Zin

PRAKTIJK_VULT_IN = (Rol.TEKENBEVOEGDE, Rol.INVULLER)
VERZEKERAAR_BIEDT_AAN = (Rol.INKOPER, Rol.CONTRACTBEHEER)
VERZEKERAAR_VOLGT = (*VERZEKERAAR_BIEDT_AAN, Rol.VOLGER)


def require_rol(by: Persoon, organisatie: Organisatie, *rollen: Rol, now: datetime) -> Bevoegdheid:
    """The authorisation by which `by` may act for the organisation now, held until the transaction ends.

    Held means: who withdraws it at the same moment waits for us, or we see that it is gone.
    """
    found = (
        Bevoegdheid.objects.geldig(persoon=by, op=timezone.localdate(now))
        .filter(organisatie=organisatie, rol__in=rollen, persoon__is_active=True)
        .select_for_update(of=("self",), no_key=True)
        .order_by("id")
        .first()
    )
    if found is None:
        melding = Zin("Dit mag alleen een %(rol)s van %(naam)s", rol=_names(rollen), naam=organisatie.naam)
        raise Gebruikersfout(melding, plaats=by.naam)
    return found


def _joined(rollen: Iterable[Rol]) -> str:
    return f" {_('of')} ".join(str(rol.label).lower() for rol in rollen)


_names = lazy(_joined, str)
