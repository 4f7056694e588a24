"""Numbers and dates on an English page: written as on a Dutch one.

Amounts are the amounts of a Dutch agreement, and a reader types them as such; 1.250 is never one and a quarter.
"""

from django.conf.locale.nl.formats import *  # noqa: F403 - every format there is, also those of a later Django
