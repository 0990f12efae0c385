"""Which entry would settle each difference, on whose books: debit, credit and amount, never posted."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from tieout.matching.causes import Cause
from tieout.matching.reconciliation import Reconciliation

Whose = Literal["ours", "theirs", "check", "nobody"]
"""Who would book: we, they, whoever's document is wrong, or nobody as nothing is to be booked."""
WHOSE: tuple[Whose, ...] = ("ours", "theirs", "check", "nobody")

REVERSED_BY_HOLDER = (Cause.DUPLICATE, Cause.ONE_SIDED_REVERSAL)
ADJUSTED_BY_US = (
    Cause.ROUNDING,
    Cause.FEE,
    Cause.ALLOWANCE,
    Cause.DISCOUNT,
    Cause.WRITE_OFF,
)
"""Each has an account of its own name."""
CHECKED_FIRST = (Cause.TAX, Cause.TRANSPOSITION, Cause.DECIMAL, Cause.SIGN, Cause.AMOUNT)


@dataclass(frozen=True)
class Proposal:
    """An entry that would settle a difference (建议分录).

    `debit` and `credit` name the texts `proposal.account.<name>`, `note` the text
    `proposal.note.<name>`; without accounts nothing is to be booked.
    """

    whose: Whose
    note: str
    debit: str = ""
    credit: str = ""


def differing_rows(result: Reconciliation) -> pd.DataFrame:
    """The entries that carry a difference, ours first; together they are ours − theirs.

    side, line, date, reference, memo, customer, currency, amount, match, cause, difference.
    """
    sides = []
    for side, ledger, found in (
        ("ours", result.our_ledger, result.ours),
        ("theirs", result.their_ledger, result.theirs),
    ):
        said = ledger.entries[
            ["line", "date", "reference", "memo", "customer", "currency", "amount"]
        ]
        found = found[["match", "cause", "state", "difference"]]
        sides.append(pd.concat([said, found], axis=1).assign(side=side))
    rows = pd.concat(sides, ignore_index=True)
    return rows[rows["difference"] != 0].reset_index(drop=True)


def proposal_for(cause: str, side: str, difference: int, amount: int, match: int) -> Proposal:
    """The entry for one difference; amounts are minor units in our perspective.

    >>> proposal_for("missing", "theirs", 5000, -5000, 0)  # they booked a payment of 50.00
    Proposal(whose='ours', note='missing', debit='bank', credit='receivable')
    >>> proposal_for("in_transit", "ours", 5000, 5000, 0)
    Proposal(whose='nobody', note='in_transit', debit='', credit='')
    """
    word = Cause(cause) if cause else Cause.UNEXPLAINED
    if match:
        return _of_pair(word, difference, amount)
    if word == Cause.MISSING:
        return _booked("theirs" if side == "ours" else "ours", amount, word.value)
    if word in REVERSED_BY_HOLDER:
        return _booked("ours" if side == "ours" else "theirs", -amount, word.value, like=amount)
    if word == Cause.OTHER_CUSTOMER:
        return _moved("ours" if side == "ours" else "theirs", amount)
    return Proposal("nobody", word.value if word.value in _WAITING else "unexplained")


_WAITING = ("in_transit", "opening", "dispute", "their_error", "unexplained")


def _of_pair(cause: Cause, difference: int, amount: int) -> Proposal:
    """Entries that are matched though their amounts differ: our books follow theirs."""
    if cause in ADJUSTED_BY_US:
        other, whose = cause.value, "ours"
    elif cause in CHECKED_FIRST:
        other, whose = ("revenue" if amount > 0 else "bank"), "check"
    else:
        return Proposal("nobody", "unexplained")
    pair = (other, "receivable") if difference > 0 else ("receivable", other)
    return Proposal("check" if whose == "check" else "ours", cause.value, *pair)


def _booked(whose: Whose, amount: int, note: str, like: int | None = None) -> Proposal:
    """What a side books so that the balance grows by an amount; `like` is the document it is about."""
    is_document = (amount if like is None else like) > 0
    balance, other = _ACCOUNTS[whose][0], _ACCOUNTS[whose][1 if is_document else 2]
    grows = amount > 0
    debited = grows == (whose == "ours")
    return Proposal(whose, note, *((balance, other) if debited else (other, balance)))


_ACCOUNTS = {
    "ours": ("receivable", "revenue", "bank"),
    "theirs": ("payable", "purchases", "bank"),
}


def _moved(whose: Whose, amount: int) -> Proposal:
    """An entry under the wrong customer goes to the right one."""
    this = _ACCOUNTS[whose][0]
    other = f"{this}_other"
    leaves = (amount > 0) == (whose == "ours")
    pair = (other, this) if leaves else (this, other)
    return Proposal(whose, Cause.OTHER_CUSTOMER.value, *pair)
