"""A system that logs in with a certificate (RFC 8705): the certificate takes the place of the secret, and a token works
only on connections that show the certificate it was given to."""

from datetime import datetime

from django.http import HttpRequest

from zorginkoop.adapters.inlogcertificaat import Kaart, Soort
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.api.models import Systeem
from zorginkoop.web.inlogmiddelen import verbinding
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Persoon

GEEN = "Dit systeem logt in met een certificaat, en deze verbinding laat er geen zien."
PERSOON = "Dit is geen certificaat van een systeem. Een persoonlijk certificaat werkt hier niet."


class GeenCertificaat(Gebruikersfout):
    """The connection does not show a certificate of a system that is good now; the message says why."""


def thumbprint(request: HttpRequest, now: datetime) -> str:
    """The fingerprint of the system certificate of this connection. GeenCertificaat when there is no good one."""
    der = request.clientcertificaat
    if der is None:
        raise GeenCertificaat(GEEN)
    try:
        kaart = verbinding.card(der, now)
    except Gebruikersfout as fout:
        raise GeenCertificaat(fout.melding) from fout
    return _of_a_system(kaart).vingerafdruk


def bind(*, systeem: Systeem, kaart: Kaart, by: Persoon | str, now: datetime) -> None:
    """From now on this system logs in with this certificate and not with its secret; its tokens end."""
    with acting(by):
        systeem.certificaat_sha256 = _of_a_system(kaart).vingerafdruk
        systeem.save(update_fields=["certificaat_sha256"])
        systeem.tokens.filter(ingetrokken_op=None).update(ingetrokken_op=now)


def _of_a_system(kaart: Kaart) -> Kaart:
    if kaart.soort is not Soort.SYSTEEM:
        raise GeenCertificaat(PERSOON)
    return kaart
