"""Why does an entry or a pair differ, and what follows from it: one table, read by people."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from tieout.texts import Language, text

Nature = Literal["timing", "error", "judgement"]
Turn = Literal["ours", "theirs", "both", "nobody", "holder", "other"]
"""Whose turn it is; `holder` is the side that booked the entry, `other` the side that did not."""


class Cause(StrEnum):
    """The reason a difference exists; the value names the texts `cause.<value>`."""

    ROUNDING = "rounding"
    FEE = "fee"
    ALLOWANCE = "allowance"
    DISCOUNT = "discount"
    WRITE_OFF = "write_off"
    TAX = "tax"
    TRANSPOSITION = "transposition"
    DECIMAL = "decimal"
    SIGN = "sign"
    AMOUNT = "amount"
    IN_TRANSIT = "in_transit"
    MISSING = "missing"
    DUPLICATE = "duplicate"
    OTHER_CUSTOMER = "other_customer"
    ONE_SIDED_REVERSAL = "one_sided_reversal"
    DISPUTE = "dispute"
    THEIR_ERROR = "their_error"
    OPENING = "opening"
    UNEXPLAINED = "unexplained"

    def word(self, language: Language | None = None) -> str:
        """The cause in one or two words, as it stands in a status cell."""
        return text(f"cause.{self.value}.word", language)

    def action(self, language: Language | None = None) -> str:
        """What somebody has to do about it."""
        return text(f"cause.{self.value}.action", language)


IN_PAIRS = (
    Cause.ROUNDING,
    Cause.FEE,
    Cause.ALLOWANCE,
    Cause.DISCOUNT,
    Cause.WRITE_OFF,
    Cause.TAX,
    Cause.TRANSPOSITION,
    Cause.DECIMAL,
    Cause.SIGN,
    Cause.AMOUNT,
)
"""Causes of the difference inside a match; the others are those of open items."""
BY_PEOPLE = (
    Cause.ALLOWANCE,
    Cause.DISCOUNT,
    Cause.WRITE_OFF,
    Cause.DISPUTE,
    Cause.THEIR_ERROR,
)
"""Causes that no rule finds: only a person says so."""
OPEN_CAUSES = tuple(cause for cause in Cause if cause not in (*IN_PAIRS, Cause.OPENING))
"""What an open item can be."""


@dataclass(frozen=True)
class CauseRule:
    """What a cause means for the work that follows."""

    nature: Nature
    turn: Turn
    comment_needed: bool
    carried_forward: bool


CAUSES: dict[Cause, CauseRule] = {
    Cause.ROUNDING: CauseRule("judgement", "ours", comment_needed=False, carried_forward=False),
    Cause.FEE: CauseRule("judgement", "ours", comment_needed=True, carried_forward=False),
    Cause.ALLOWANCE: CauseRule("judgement", "ours", comment_needed=True, carried_forward=False),
    Cause.DISCOUNT: CauseRule("judgement", "ours", comment_needed=True, carried_forward=False),
    Cause.WRITE_OFF: CauseRule("judgement", "ours", comment_needed=True, carried_forward=False),
    Cause.TAX: CauseRule("error", "both", comment_needed=True, carried_forward=False),
    Cause.TRANSPOSITION: CauseRule("error", "both", comment_needed=True, carried_forward=False),
    Cause.DECIMAL: CauseRule("error", "both", comment_needed=True, carried_forward=False),
    Cause.SIGN: CauseRule("error", "both", comment_needed=True, carried_forward=False),
    Cause.AMOUNT: CauseRule("error", "both", comment_needed=True, carried_forward=False),
    Cause.IN_TRANSIT: CauseRule("timing", "nobody", comment_needed=False, carried_forward=True),
    Cause.MISSING: CauseRule("error", "other", comment_needed=True, carried_forward=True),
    Cause.DUPLICATE: CauseRule("error", "holder", comment_needed=True, carried_forward=False),
    Cause.OTHER_CUSTOMER: CauseRule("error", "holder", comment_needed=True, carried_forward=False),
    Cause.ONE_SIDED_REVERSAL: CauseRule(
        "error", "holder", comment_needed=True, carried_forward=True
    ),
    Cause.DISPUTE: CauseRule("error", "both", comment_needed=True, carried_forward=True),
    Cause.THEIR_ERROR: CauseRule("error", "theirs", comment_needed=True, carried_forward=True),
    Cause.OPENING: CauseRule("error", "both", comment_needed=True, carried_forward=True),
    Cause.UNEXPLAINED: CauseRule("error", "both", comment_needed=True, carried_forward=True),
}
