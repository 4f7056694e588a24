"""The text of an e-mail: that there is something, of what kind, under which reference, and where. Nothing else."""

from collections.abc import Sequence
from email.utils import parseaddr

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from zorginkoop.web.berichten import soorten
from zorginkoop.web.berichten.models import Bericht, Zending
from zorginkoop.web.toegang.models import Persoon

ZOUT = "berichten.afmelden"
VOET = _("U hoeft op deze e-mail niet te antwoorden; niemand leest dat.")


def new_message_id(sleutel: str) -> str:
    """An identity for an e-mail that is the same at every try."""
    domein = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{sleutel}@{domein}>"


def token(persoon: Persoon | int, soort: str) -> str:
    """What proves, without a login, that this person may end e-mail of one kind; it opens nothing else."""
    return signing.dumps([persoon if isinstance(persoon, int) else persoon.pk, soort], salt=ZOUT)


def read_token(tekst: str) -> tuple[int, str] | None:
    """Person and kind of a token; None when it is not one of ours."""
    try:
        persoon, soort = signing.loads(tekst, salt=ZOUT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return (persoon, soort) if isinstance(persoon, int) and soort in soorten.SOORTEN else None


def _link(pad: str) -> str:
    return f"{settings.PORTAAL_ADRES}{pad}"


def unsubscribe_url(persoon: Persoon, soort: str) -> str:
    """The address at the foot of an e-mail."""
    return _link(reverse("berichten:afmelden", args=[token(persoon, soort)]))


def compose(zending: Zending, berichten: Sequence[Bericht]) -> EmailMessage:
    """The e-mail, in the language of the person. One message at once has a button in the mail program to end its kind;
    a digest a line per kind."""
    persoon = zending.persoon
    koppen = {"Message-ID": zending.message_id, "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    koppen["Content-Language"] = persoon.taal
    if zending.dag is None:
        afmelden = unsubscribe_url(persoon, berichten[0].soort)
        koppen |= {"List-Unsubscribe": f"<{afmelden}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    with translation.override(persoon.taal):
        onderwerp = str(soorten.SOORTEN[berichten[0].soort].titel) if zending.dag is None else _digest(len(berichten))
        begin = gettext("Er staat iets voor u klaar in het portaal.")
        delen = [begin, *map(_paragraph, berichten), _foot(persoon, berichten), str(VOET)]
    return EmailMessage(onderwerp, "\n\n".join(delen) + "\n", to=[persoon.email], headers=koppen)


def _digest(aantal: int) -> str:
    return ngettext("Zorginkoop: %(aantal)s bericht", "Zorginkoop: %(aantal)s berichten", aantal) % {"aantal": aantal}


def _paragraph(bericht: Bericht) -> str:
    naar = _link(reverse("berichten:bericht", args=[bericht.pk]))
    kenmerk = gettext("Kenmerk: %(kenmerk)s") % {"kenmerk": bericht.verwijzing}
    return f"{soorten.SOORTEN[bericht.soort].titel}\n{kenmerk}\n{naar}"


def _foot(persoon: Persoon, berichten: Sequence[Bericht]) -> str:
    regels = [f"{gettext('Kies zelf wat u per e-mail krijgt:')} {_link(reverse('berichten:voorkeuren'))}"]
    for soort in dict.fromkeys(b.soort for b in berichten):
        stop = gettext("Geen e-mail meer over '%(titel)s':") % {"titel": soorten.SOORTEN[soort].titel}
        regels.append(f"{stop} {unsubscribe_url(persoon, soort)}")
    return "\n".join(regels)
