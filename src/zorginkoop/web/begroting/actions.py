"""Everything that can happen with budgets, practice management and innovation, with `by` and `now` passed in."""

from zorginkoop.web.begroting.afrekenen import (
    decide_settlement,
    discuss_accounts,
    hand_in_accounts,
    propose_settlement,
)
from zorginkoop.web.begroting.begroten import decide, hand_in, start_begroting, withdraw_begroting
from zorginkoop.web.begroting.praktijkmanagement import (
    judge_praktijkmanagement,
    request_praktijkmanagement,
    withdraw_praktijkmanagement,
)
from zorginkoop.web.begroting.vernieuwen import (
    answer_vernieuwing,
    apply_vernieuwing,
    confirm_vernieuwing,
    read_announcement,
    request_vernieuwing,
    resubmit_vernieuwing,
    withdraw_vernieuwing,
)

__all__ = [
    "answer_vernieuwing",
    "apply_vernieuwing",
    "confirm_vernieuwing",
    "decide",
    "decide_settlement",
    "discuss_accounts",
    "hand_in",
    "hand_in_accounts",
    "judge_praktijkmanagement",
    "propose_settlement",
    "read_announcement",
    "request_praktijkmanagement",
    "request_vernieuwing",
    "resubmit_vernieuwing",
    "start_begroting",
    "withdraw_begroting",
    "withdraw_praktijkmanagement",
    "withdraw_vernieuwing",
]
