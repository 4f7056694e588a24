"""Mail that came back: a delivery report (RFC 3464) names our Message-ID; what fails for good is kept."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.berichten.models import Zending


def record_return(inhoud: bytes) -> Zending:
    """Mark the e-mail the report is about. Gebruikersfout when it is no report of a permanent failure of ours."""
    bericht = message_from_bytes(inhoud, policy=policy.default)
    status = next((waarde for waarde in _fields(bericht, "status") if waarde.startswith("5.")), None)
    if status is None:
        raise Gebruikersfout("is geen melding dat een e-mail blijvend niet aankomt")
    zending = Zending.objects.filter(message_id__in=list(_fields(bericht, "message-id"))).first()
    if zending is None:
        raise Gebruikersfout("gaat niet over een e-mail die van hier kwam")
    zending.status, zending.uitkomst = "TERUGGEKOMEN", f"{status} teruggekomen"[:200]
    zending.save(update_fields=["status", "uitkomst"])
    return zending


def _fields(bericht: Message | EmailMessage, naam: str) -> Iterator[str]:
    """The values of a header in the parts of a report, not in its own head."""
    for deel in bericht.walk():
        if deel is not bericht:
            yield from (str(waarde).strip() for waarde in deel.get_all(naam, []))
        if deel.get_content_type() == "text/rfc822-headers":
            regels = str(deel.get_payload(decode=False)).splitlines()
            kop = f"{naam}:"
            yield from (regel[len(kop) :].strip() for regel in regels if regel.lower().startswith(kop))
