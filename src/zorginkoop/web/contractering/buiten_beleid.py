"""Every term that holds although no policy gives it, with where it comes from.

What a policy can say (how long an offer is open, within how many days is paid, until when one can object) is read from
that policy and stands nowhere here. These are the same for every insurer: a policy has no place for them.
"""

from datetime import timedelta

OPHALEN = timedelta(weeks=3)
"""How long a far insurer has to collect what it may follow: VECOZO, on its page about following. That it decides in the
same weeks is our choice: of how long that takes, VECOZO only says that it differs."""

KEUZE = timedelta(weeks=4)
"""How long after signing consent to follow can be taken back. VECOZO names no day; a demonstration value."""

KEUZE_HERINNEREN = (timedelta(weeks=4), timedelta(weeks=2))
"""How long before that day a practice that did not choose is reminded. VECOZO, on the same page."""

AANBOD_HERINNEREN = (timedelta(days=14), timedelta(days=3))
"""How long before an offer expires a practice is reminded. Our choice: time to plan, and a last call."""

HERINNEREN = (timedelta(days=7),)
"""How long before any other last day its side is reminded. Our choice: once, a week ahead."""

HERGEBRUIK_MAANDEN = 12
"""How many months an answer may be used again. Our choice: it does not outlive a contract year."""

BETALEN_DAGEN, BETALEN_STREEF_DAGEN = 30, 15
"""Days to pay a claim, and to aim at, where no policy of the insurer covers it. Document 004 names them for WSV and RO;
elsewhere they are a demonstration value."""
