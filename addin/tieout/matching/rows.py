"""What do the passes look at: the entries of both sides as columns of numbers, ours first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tieout.at_once import at_once, both_at_once
from tieout.ledger.ledger import Ledger
from tieout.matching.accounts import account_codes, currency_codes, customer_codes
from tieout.matching.coded import Bools, Coded, Ints, Texts, encode, texts_of
from tieout.matching.customers import (
    SameCustomer,
    customer_names,
    renaming,
    same_customers,
)
from tieout.matching.document_numbers import DocumentNumbers, FullNumbers
from tieout.matching.grouping import group_by, labels, mixed
from tieout.matching.kept import Kept
from tieout.matching.numberings import NO_NUMBERINGS, Numberings, numberings_of
from tieout.matching.numbers_in_texts import NumbersInTexts
from tieout.matching.plain_references import References
from tieout.matching.references import compact, read_digits

Column = TypeVar("Column", Ints, Bools, Texts, Coded, DocumentNumbers, NumbersInTexts, References)
Own = Ints | Bools | Coded | DocumentNumbers | NumbersInTexts

PARTS = 4
"""Parts that many rows are laid in, to be looked at beside each other."""
PART_ROWS = 125_000
"""Rows that a part has at least; fewer than four such parts are looked at as one."""
TWIN_DAYS = 10
"""Days within which an entry of the same amount may be meant as well."""
NO_DAY = -(2**40)
"""The day of an entry without a date: further from any date than any window."""


@dataclass(frozen=True)
class Columns:
    """The columns of all rows of both sides, ours before theirs; or of a part of them.

    `position` is the place of a row among all of both sides, `line` where it stands in its sheet;
    `account` a code for customer and currency; `amount` minor units in our perspective; `day` days
    since 1970 or NO_DAY. `full_numbers` are there where a side shortens the numbers of the other.
    """

    line: Ints
    theirs: Bools
    account: Ints
    currency: Ints
    amount: Ints
    day: Ints
    reference: References
    memo: Coded
    type: Coded
    position: Ints
    full_numbers: FullNumbers | None = None

    def take(self, row: Ints) -> "Columns":
        """Those of some rows; what is known of all stays."""
        of_rows = {column.name: getattr(self, column.name) for column in fields(self)}
        del of_rows["full_numbers"]
        return replace(self, **{name: _take(column, row) for name, column in of_rows.items()})


@dataclass(frozen=True)
class Rows:
    """Entries of both sides, or those of them still open; one element of every column a row.

    `place` is where a row stands in the whole. A column is taken from the whole when it is first
    asked for; `own` has those that these rows have of their own: changed, or derived before.
    `numberings` are counted once the passes need them.
    """

    place: Ints
    whole: Columns
    own: Mapping[str, Own] = field(default_factory=dict)
    numberings: Numberings = NO_NUMBERINGS

    def __len__(self) -> int:
        return len(self.place)

    def take(self, index: npt.NDArray[Any]) -> "Rows":
        """The rows at an index or mask, in that order, with what was already derived of them."""
        if len(index) == len(self) and index.dtype != bool and (index[1:] > index[:-1]).all():
            return self
        derived = {name: self.__dict__[name] for name in DERIVED & self.__dict__.keys()}
        own = {name: _take(column, index) for name, column in {**self.own, **derived}.items()}
        return Rows(self.place[index], self.whole, own, self.numberings)

    def but(self, **own: Own) -> "Rows":
        """The same rows with other columns."""
        derived = {name: self.__dict__[name] for name in DERIVED & self.__dict__.keys()}
        kept = {**self.own, **derived}
        if "amount" in own:
            kept.pop("same_amount", None)
        return Rows(self.place, self.whole, {**kept, **own}, self.numberings)

    @Kept
    def position(self) -> Ints:
        """Its place among all rows."""
        return self._column(self.whole.position, "position")

    @Kept
    def line(self) -> Ints:
        """Where each stands in its sheet."""
        return self._column(self.whole.line, "line")

    @Kept
    def theirs(self) -> Bools:
        """True for the entries of their side."""
        return self._column(self.whole.theirs, "theirs")

    @Kept
    def account(self) -> Ints:
        """A code for customer and currency."""
        return self._column(self.whole.account, "account")

    @Kept
    def currency(self) -> Ints:
        """A code for the currency."""
        return self._column(self.whole.currency, "currency")

    @Kept
    def amount(self) -> Ints:
        """Minor units in our perspective."""
        return self._column(self.whole.amount, "amount")

    @Kept
    def day(self) -> Ints:
        """Days since 1970, or NO_DAY."""
        return self._column(self.whole.day, "day")

    @Kept
    def reference(self) -> Texts:
        """References as they are written."""
        return self.whole.reference.written(self.place)

    @Kept
    def memo(self) -> Coded:
        """Memos as they are written."""
        return self._column(self.whole.memo, "memo")

    @Kept
    def numbers_in_memos(self) -> NumbersInTexts:
        """The numbers in the texts of `memo`; those of other rows may be among them."""
        return self._derived("numbers_in_memos", lambda: NumbersInTexts.of(self.memo))

    @Kept
    def type(self) -> Coded:
        """What kind of document each side calls it."""
        return self._column(self.whole.type, "type")

    @Kept
    def twin_key(self) -> Ints:
        """A number that is equal for rows of one side, account and amount, and hardly for others."""
        return mixed(self.account * 2 + self.theirs, self.amount)

    @Kept
    def twins(self) -> Ints:
        """How many rows of the whole have the side, account and amount, each itself included."""
        return self._derived("twins", lambda: np.ones(len(self), dtype=np.int64))

    @Kept
    def near_twins(self) -> Ints:
        """How many of these no number settled within TWIN_DAYS, each itself included; as `twins` otherwise."""
        return self._derived("near_twins", lambda: np.ones(len(self), dtype=np.int64))

    @Kept
    def same_amount(self) -> Ints:
        """A number that is equal just for rows of one account and amount."""
        return self._derived("same_amount", lambda: labels(self.account, self.amount))

    @Kept
    def is_referenced(self) -> Bools:
        """True where there is a reference."""
        return self.whole.reference.given(self.place)

    @Kept
    def names_several(self) -> Bools:
        """True where a reference has digits with something else between them."""
        return self.whole.reference.with_several_numbers(self.place)

    @Kept
    def spelled(self) -> tuple[Ints, Ints, Ints]:
        """Three numbers a reference, all equal just where references are written alike."""
        return self.whole.reference.spelled(self.place)

    @Kept
    def compact(self) -> Coded:
        """References as letters and digits."""
        return self._derived("compact", lambda: encode([compact(self.reference)]))

    @Kept
    def digits(self) -> DocumentNumbers:
        """References as their number alone."""
        return self._derived("digits", self._numbers)

    def _numbers(self) -> DocumentNumbers:
        if self.whole.full_numbers is not None:
            return self.whole.full_numbers.numbers.take(self.position)
        return self.whole.reference.numbers(self.place)

    def codes_in_full(self, row: Ints, code: Ints) -> Ints:
        """The codes of numbers that some rows name, those of shortened ones in full."""
        known = self.whole.full_numbers
        return code if known is None else known.codes_in_full(self.account[row], code)

    @Kept
    def letters(self) -> Coded:
        """The letters before the number of a reference."""
        return self._derived("letters", self._letters)

    def _letters(self) -> Coded:
        return self.whole.reference.letters(self.place)

    @Kept
    def read_digits(self) -> Texts:
        """References as a scanner may have meant them."""
        return read_digits(self.reference)

    def _column(self, every: Column, name: str) -> Column:
        if name in self.own:
            return cast("Column", self.own[name])
        everyone = len(self) == len(self.whole.line) and self.is_whole
        return every if everyone else _take(every, self.place)

    @Kept
    def is_whole(self) -> bool:
        """Whether these are all rows, in their order."""
        return bool((self.place == np.arange(len(self.whole.line))).all())

    def _derived(self, name: str, derive: Callable[[], Column]) -> Column:
        return cast("Column", self.own[name]) if name in self.own else derive()


DERIVED = frozenset({"compact", "digits", "letters", "numbers_in_memos", "same_amount"})
"""Columns that are kept when rows are taken, as it costs more to derive them again."""


def rows_of(
    ours: Ledger, theirs: Ledger, aliases: Mapping[str, str]
) -> tuple[Rows, tuple[SameCustomer, ...]]:
    """Both ledgers as one set of rows, with their amounts as they are, and who is the same customer.

    `aliases` has our name for theirs, as confirmed.
    """
    sides = (ours.entries, theirs.entries)
    count = len(ours) + len(theirs)
    reference, ((customer, same), memo, kind) = both_at_once(
        lambda: References.of(texts_of([side["reference"] for side in sides])),
        lambda: (
            _customers(ours, theirs, aliases),
            encode([side["memo"] for side in sides]),
            encode([side["type"] for side in sides]),
        ),
        rows=count,
    )
    currency = currency_codes(ours, theirs)
    columns = Columns(
        line=np.concatenate([side["line"].to_numpy(dtype=np.int64) for side in sides]),
        theirs=np.arange(count) >= len(ours),
        account=account_codes(customer, currency),
        currency=currency.codes,
        amount=np.concatenate([side["amount"].to_numpy(dtype=np.int64) for side in sides]),
        day=np.concatenate([_days(side["date"].to_numpy(dtype="datetime64[D]")) for side in sides]),
        reference=reference,
        memo=memo,
        type=kind,
        position=np.arange(count),
    )
    return Rows(np.arange(count), columns), same


def _customers(
    ours: Ledger, theirs: Ledger, aliases: Mapping[str, str]
) -> tuple[Coded, tuple[SameCustomer, ...]]:
    names = customer_names(ours, theirs)
    same = same_customers(ours, theirs, names, aliases)
    return customer_codes(ours, theirs, names, renaming(same)), same


def turned(rows: Rows, chosen: Bools) -> Rows:
    """All rows with the sign of the chosen amounts turned."""
    whole = replace(rows.whole, amount=np.where(chosen, -rows.amount, rows.amount))
    return Rows(rows.place, whole)


def by_accounts(rows: Rows) -> tuple[Rows, ...]:
    """The rows in PARTS about as large, the largest first, those of an account in one of them."""
    if len(rows) < PARTS * PART_ROWS:
        return (rows,)
    size = np.bincount(rows.account)
    # Large accounts come first, so that one of them does not make a full part much larger.
    large = np.argsort(-size, kind="stable")
    before = np.cumsum(size[large]) - size[large]
    of_account = np.empty(len(size), dtype=np.uint8)
    of_account[large] = before * PARTS // len(rows)
    part = of_account[rows.account]
    parts = at_once(
        lambda number: _part(rows, np.flatnonzero(part == number)), range(PARTS), rows=len(rows)
    )
    return tuple(sorted((one for one in parts if len(one)), key=len, reverse=True))


def _part(rows: Rows, row: Ints) -> Rows:
    """Some of the rows, with columns of their own: what is side by side is read faster."""
    return Rows(np.arange(len(row)), rows.whole.take(row))


def reunited(parts: Sequence[Rows], rows: Rows) -> Rows:
    """The rows of several parts in one, in their order; texts are derived anew when asked for."""
    if len(parts) == 1:
        return parts[0]
    position = np.concatenate([part.position for part in parts])
    order = np.argsort(position, kind="stable")
    own = {
        name: np.concatenate([cast("Ints", part.own[name]) for part in parts])[order]
        for name in parts[0].own.keys() - DERIVED
    }
    return Rows(position[order], rows.whole, own, parts[0].numberings)


def with_twins(rows: Rows) -> Rows:
    """The same rows, with what a row's account and amount are shared by: see `twins`, `same_amount`."""
    same = group_by(rows.account, rows.amount)
    label = np.empty(len(rows), dtype=np.int64)
    label[same.order] = same.label
    theirs = same.counts(rows.theirs)
    twins = np.where(rows.theirs, theirs[label], (same.size - theirs)[label])
    return rows.but(twins=twins, same_amount=label)


def with_near_twins(rows: Rows) -> Rows:
    """The same rows, counting those of one side, account and amount that are near each other: see `near_twins`."""
    near = np.ones(len(rows), dtype=np.int64)
    index = np.flatnonzero(rows.twins > 1)
    key = mixed(rows.account[index] * 2 + rows.theirs[index], rows.amount[index])
    # The leading bits of the key tell entries apart well enough, the last ones are of the day.
    at = (key & -(2**22)) + np.clip(rows.day[index], -(2**20), 2**20) + 2**21
    order = np.argsort(at)
    at = at[order]
    first = np.searchsorted(at, at - TWIN_DAYS)
    near[index[order]] = np.searchsorted(at, at + TWIN_DAYS, side="right") - first
    return rows.but(near_twins=near)


def numbered(rows: Rows) -> Numberings:
    """Which numberings of the two sides number the same documents."""
    # Asked for here, what is derived of the references stays with the rows over the passes.
    place = rows.account * 3 + np.sign(rows.amount)
    return numberings_of(place, rows.theirs, rows.digits, rows.letters, rows.amount)


def _take(column: Column, index: npt.NDArray[Any]) -> Column:
    if isinstance(column, np.ndarray):
        return column[index]
    if isinstance(column, NumbersInTexts):
        return column
    if isinstance(column, Coded | DocumentNumbers | References):
        return column.take(index)
    return column.filter(pa.array(index)) if index.dtype == bool else column.take(pa.array(index))


def _days(dates: npt.NDArray[np.datetime64]) -> Ints:
    return np.where(np.isnat(dates), NO_DAY, dates.astype(np.int64))
