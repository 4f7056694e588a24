"""What time it is for the people who use the application."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The moment it is. A demonstration may live on the day its policies were made for; only its time is real."""
    echt = timezone.localtime()
    return datetime.combine(settings.DEMO_DATUM, echt.timetz()) if settings.DEMO_DATUM else echt


def today() -> date:
    """The day it is, in Amsterdam."""
    return now().date()
