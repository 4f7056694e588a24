"""Which ways this installation offers this visitor."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from zorginkoop.web.inlogmiddelen import oidc, passkeys, verbinding
from zorginkoop.web.inlogmiddelen.models import Passkey
from zorginkoop.web.toegang.wegen import Weg


def instead_of_both(request: HttpRequest) -> list[Weg]:
    """A certificate, where the connection can show one, and the providers that were configured."""
    elders = [
        Weg(
            _("Inloggen met %(naam)s") % {"naam": aanbieder.label},
            reverse("inlogmiddelen:oidc", args=[naam]),
            _("U logt daar in en komt hier terug."),
        )
        for naam, aanbieder in oidc.providers().items()
    ]
    certificaat = Weg(
        _("Inloggen met een certificaat"),
        reverse("inlogmiddelen:certificaat"),
        _("Met uw persoonlijke certificaat en de pincode ervan."),
    )
    return [certificaat, *elders] if verbinding.configured() and request.is_secure() else elders


def instead_of_code(request: HttpRequest) -> list[Weg]:
    """A passkey, for who has one."""
    heeft = passkeys.possible(request) and Passkey.objects.filter(user=request.user, confirmed=True).exists()
    weg = Weg(_("Inloggen met een passkey"), reverse("inlogmiddelen:passkey"), _("Met uw vinger, gezicht of pincode."))
    return [weg] if heeft else []
