"""Which entry would settle each difference, on whose books: debit, credit and amount, never posted."""

from dataclasses import dataclass, replace
from typing import Literal

from tieout.matching.causes import Cause
from tieout.matching.our_books import BooksOf, OurBooks

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
"""Each has an account of its own name, where we owe one with `_gained`."""
CHECKED_FIRST = (Cause.TAX, Cause.TRANSPOSITION, Cause.DECIMAL, Cause.SIGN, Cause.AMOUNT)
_GAINED = (Cause.ALLOWANCE, Cause.WRITE_OFF)
_WAITING = ("in_transit", "opening", "dispute", "their_error", "unexplained")


@dataclass(frozen=True)
class Proposal:
    """An entry that would settle a difference (建议分录).

    `debit` and `credit` name the texts `proposal.account.<name>`, `note` the text
    `proposal.note.<name>`; without accounts nothing is to be booked, or not by accounts we know.
    """

    whose: Whose
    note: str
    debit: str = ""
    credit: str = ""


@dataclass(frozen=True)
class _Accounts:
    """Where a side keeps what is owed, and what stands against it: for documents, payments, and what is moved."""

    balance: str
    document: str
    payment: str
    another: str


_OURS: dict[BooksOf, _Accounts] = {
    "receivables": _Accounts("receivable", "revenue", "bank", "receivable_other"),
    "payables": _Accounts("payable", "purchases", "bank", "payable_other"),
    "cash": _Accounts("cash", "counterpart", "counterpart", "cash_other"),
}
_THEIRS: dict[BooksOf, _Accounts | None] = {
    "receivables": _Accounts("payable_to_us", "purchases", "bank", "payable_other"),
    "payables": _Accounts("receivable_from_us", "revenue", "bank", "receivable_other"),
    "cash": None,
}
"""The books of a bank are its own affair."""


def proposal_for(
    cause: str, side: str, difference: int, amount: int, match: int, *, books: OurBooks
) -> Proposal:
    """The entry for one difference; amounts are minor units in our perspective.

    >>> proposal_for("missing", "theirs", 5000, -5000, 0, books=OurBooks())  # they booked a payment of 50.00
    Proposal(whose='ours', note='missing', debit='bank', credit='receivable')
    >>> proposal_for("missing", "theirs", 5000, -5000, 0, books=OurBooks("payables"))  # they sold to us
    Proposal(whose='ours', note='missing', debit='purchases', credit='payable')
    >>> proposal_for("in_transit", "ours", 5000, 5000, 0, books=OurBooks())
    Proposal(whose='nobody', note='in_transit', debit='', credit='')
    """
    word = Cause(cause) if cause else Cause.UNEXPLAINED
    holder: Whose = "ours" if side == "ours" else "theirs"
    other: Whose = "theirs" if side == "ours" else "ours"
    if match:
        return _of_pair(word, difference, amount, books)
    if word == Cause.MISSING:
        return _booked(other, amount, amount, word, books)
    if word == Cause.IN_TRANSIT and books.of == "cash" and side == "theirs":
        # What the bank has booked has happened; only what we booked is on its way.
        return replace(_booked("ours", amount, amount, word, books), note="on_statement")
    if word in (*REVERSED_BY_HOLDER, Cause.OTHER_CUSTOMER):
        return _booked(holder, -amount, amount, word, books)
    return Proposal("nobody", word.value if word.value in _WAITING else "unexplained")


def _of_pair(cause: Cause, difference: int, amount: int, books: OurBooks) -> Proposal:
    """Entries that are matched though their amounts differ: our books follow theirs."""
    whose: Whose
    accounts = _OURS[books.of]
    if cause in ADJUSTED_BY_US:
        gained = books.of == "payables" and cause in _GAINED
        against, whose = f"{cause.value}_gained" if gained else cause.value, "ours"
    elif cause in CHECKED_FIRST:
        against, whose = _against(accounts, amount, books), "check"
    else:
        return Proposal("nobody", "unexplained")
    pair = (against, accounts.balance)
    return Proposal(whose, cause.value, *(pair if books.is_debit(difference) else pair[::-1]))


def _booked(whose: Whose, amount: int, like: int, cause: Cause, books: OurBooks) -> Proposal:
    """What a side books so that the balance grows by an amount; `like` is the document it is about."""
    accounts = (_OURS if whose == "ours" else _THEIRS)[books.of]
    if accounts is None:
        return Proposal(whose, cause.value)
    is_moved = cause == Cause.OTHER_CUSTOMER
    against = accounts.another if is_moved else _against(accounts, like, books)
    pair = (accounts.balance, against)
    is_debit = books.is_debit(amount) == (whose == "ours")
    return Proposal(whose, cause.value, *(pair if is_debit else pair[::-1]))


def _against(accounts: _Accounts, amount: int, books: OurBooks) -> str:
    return accounts.document if books.is_document(amount) else accounts.payment
