"""What time it is for the people who use the application. A demonstration can run on a day of its own."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

_BEGIN = timezone.now()


def now() -> datetime:
    """The moment it is now, or since the start of a demonstration as many seconds past the moment of its clock."""
    if settings.KLOK is None:
        return timezone.now()
    return datetime.fromisoformat(settings.KLOK) + (timezone.now() - _BEGIN)
