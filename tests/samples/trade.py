"""What did two companies book of half a year's trade: every cause of difference planted by hand."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

FIRST, LAST = date(2026, 1, 5), date(2026, 6, 30)
PLANTED = 2
"""Days later that the other side books what was planted."""


@dataclass(frozen=True)
class Line:
    """One line of a side's books; amounts in cents, what the customer owes us being positive."""

    day: date | None
    kind: str
    reference: str
    memo: str
    cents: int
    customer: str = ""


class Voice(Protocol):
    """How the accountants of both sides write: numbers, memos, prices."""

    customer: str
    other_customer: str
    tax_percent: int

    def price(self, rng: random.Random) -> tuple[str, int]: ...
    def payment(self, rng: random.Random) -> int: ...
    def number(self, kind: str, day: date, count: int) -> str: ...
    def restyled(self, reference: str, style: int) -> str: ...
    def our_memo(self, kind: str, goods: str, count: int) -> str: ...
    def their_memo(self, kind: str, goods: str, reference: str, count: int) -> str: ...
    def listing(self, references: list[str]) -> str: ...
    def said(self, key: str, reference: str = "") -> str: ...


@dataclass
class Trade:
    """Both sides' books while they are being written."""

    voice: Voice
    rng: random.Random
    ours: list[Line] = field(default_factory=list)
    theirs: list[Line] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)

    def sale(self, day: date, cents: int | None = None, kind: str = "invoice") -> Line:
        """We book an invoice; they have not yet."""
        goods, priced = self.voice.price(self.rng)
        cents = self.fresh(priced) if cents is None else cents
        memo = self.voice.our_memo(kind, goods, self.counts.get(kind, 0))
        line = Line(day, kind, self.next_number(kind, day), memo, cents, self.voice.customer)
        self.ours.append(line)
        return line

    def their_copy(self, line: Line, cents: int | None = None, late: int | None = None) -> Line:
        """They book what we booked, in their own way of writing, a few days later."""
        assert line.day is not None
        days = self.rng.choice([0, 0, 1, 2, 3]) if late is None else late
        day = workday(line.day + timedelta(days=days))
        # Where something differs the number is given, else nobody could know what belongs together.
        planted = cents is not None or late == PLANTED
        style = 0 if planted else self.rng.choice([0, 0, 0, 0, 0, 1, 1, 2, 3])
        goods = line.memo
        reference = self.voice.restyled(line.reference, style)
        memo = self.voice.their_memo(
            line.kind, goods, line.reference if not reference else "", len(self.theirs)
        )
        copy = Line(
            min(day, LAST), line.kind, reference, memo, line.cents if cents is None else cents
        )
        self.theirs.append(copy)
        return copy

    def payment(self, day: date, cents: int, received: int | None = None, late: int = 1) -> None:
        """They pay; we receive it a day or more later, less where a bank took its fee."""
        self.their_payment(day, cents)
        self.receipt(workday(day + timedelta(days=late)), cents if received is None else received)

    def their_payment(self, day: date, cents: int) -> None:
        """A payment in their books."""
        count = len(self.theirs)
        memo = self.voice.their_memo("receipt", "", "", count)
        self.theirs.append(Line(day, "receipt", "", memo, -cents))

    def receipt(self, day: date, cents: int) -> None:
        """A receipt in ours."""
        memo = self.voice.our_memo("receipt", "", len(self.ours))
        self.ours.append(Line(min(day, LAST), "receipt", "", memo, -cents, self.voice.customer))

    def fresh(self, cents: int) -> int:
        """An amount that no other line has, so that nothing is alike by chance."""
        while cents in self.used:
            cents += self.rng.choice([113, 226, 339, 565])
        self.used.add(cents)
        return cents

    def next_number(self, kind: str, day: date) -> str:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        return self.voice.number(kind, day, self.counts[kind])


def half_a_year(voice: Voice, seed: int) -> Trade:
    """Ordinary trade, and among it what makes accounts differ."""
    trade = Trade(voice, random.Random(seed))
    for monday in mondays():
        ordinary_week(trade, monday)
    for plant in PLANTS:
        plant(trade)
    return trade


def mondays() -> Iterator[date]:
    day = FIRST
    while day + timedelta(days=4) <= LAST:
        yield day
        day += timedelta(days=7)


def ordinary_week(trade: Trade, monday: date) -> None:
    for _ in range(9):
        day = monday + timedelta(days=trade.rng.randrange(5))
        late = 0 if day > LAST - timedelta(days=8) else None
        trade.their_copy(trade.sale(day), late=late)
    for _ in range(2):
        day = monday + timedelta(days=trade.rng.randrange(4))
        trade.payment(day, trade.fresh(trade.voice.payment(trade.rng)))


def workday(day: date) -> date:
    """The day, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) % 7 if day.weekday() > 4 else 0)


def rounding(trade: Trade) -> None:
    for day, off in ((date(2026, 1, 14), 1), (date(2026, 3, 18), -2), (date(2026, 5, 20), 40)):
        line = trade.sale(day)
        trade.their_copy(line, line.cents + off)


def fee(trade: Trade) -> None:
    for day, sent, taken in (
        (date(2026, 2, 4), 8_613_700, 2500),
        (date(2026, 4, 22), 15_420_900, 4500),
    ):
        trade.payment(day, trade.fresh(sent), sent - taken)


def tax(trade: Trade) -> None:
    for day in (date(2026, 2, 11), date(2026, 5, 13)):
        line = trade.sale(day)
        trade.their_copy(line, round(line.cents * 100 / (100 + trade.voice.tax_percent)))


def transposition(trade: Trade) -> None:
    for day, cents, theirs in (
        (date(2026, 1, 21), 1_245_600, 1_254_600),
        (date(2026, 4, 15), 868_370, 863_870),
    ):
        trade.their_copy(trade.sale(day, cents), theirs)


def decimal(trade: Trade) -> None:
    trade.their_copy(trade.sale(date(2026, 3, 4), 386_240), 3_862_400)
    trade.their_copy(trade.sale(date(2026, 5, 6), 1_929_000), 192_900)


def sign(trade: Trade) -> None:
    line = trade.sale(date(2026, 3, 25), -276_850, kind="credit_note")
    trade.their_copy(line, 276_850)


def amount(trade: Trade) -> None:
    for day, cents, more in (
        (date(2026, 2, 25), 1_158_300, 57_900),
        (date(2026, 4, 8), 2_084_940, -231_660),
    ):
        trade.their_copy(trade.sale(day, cents), cents + more)


def in_transit(trade: Trade) -> None:
    trade.sale(date(2026, 6, 29), 4_263_480)
    trade.sale(date(2026, 6, 30), 1_875_320)
    trade.their_payment(date(2026, 6, 30), trade.fresh(12_600_000))


def missing(trade: Trade) -> None:
    for day in (date(2026, 2, 26), date(2026, 4, 23)):
        trade.sale(day)
    said = trade.voice.said("claim")
    day = date(2026, 3, 19)
    trade.theirs.append(Line(day, "credit_note", trade.next_number("claim", day), said, -185_000))


def duplicate(trade: Trade) -> None:
    line = trade.sale(date(2026, 3, 11))
    trade.their_copy(line, late=PLANTED)
    again = Line(date(2026, 3, 13), line.kind, line.reference, line.memo, line.cents, line.customer)
    trade.ours.append(again)


def one_sided_reversal(trade: Trade) -> None:
    line = trade.sale(date(2026, 4, 9))
    trade.their_copy(line, late=PLANTED)
    memo = trade.voice.said("reversal", line.reference)
    trade.ours.append(
        Line(date(2026, 4, 16), "credit_note", line.reference, memo, -line.cents, line.customer)
    )


def reversal(trade: Trade) -> None:
    """Ours only, and taken back: no difference."""
    line = trade.sale(date(2026, 5, 12))
    memo = trade.voice.said("reversal", line.reference)
    trade.ours.append(
        Line(date(2026, 5, 14), "credit_note", line.reference, memo, -line.cents, line.customer)
    )


def other_customer(trade: Trade) -> None:
    """They bought it, and we booked it on another customer."""
    if not trade.voice.other_customer:
        return
    for _ in range(24):
        day = date(2026, 1, 8) + timedelta(days=7 * trade.rng.randrange(24))
        at_other(trade, trade.sale(day))
    for day in (date(2026, 3, 30), date(2026, 5, 27)):
        line = trade.sale(day)
        trade.their_copy(line, late=PLANTED)
        at_other(trade, line)


def at_other(trade: Trade, line: Line) -> None:
    trade.ours.remove(line)
    trade.ours.append(
        Line(line.day, line.kind, line.reference, line.memo, line.cents, trade.voice.other_customer)
    )


def unexplained(trade: Trade) -> None:
    """A line that somebody pencilled in without a date."""
    trade.theirs.append(Line(None, "credit_note", "", trade.voice.said("pencilled"), -63_000))


def returns(trade: Trade) -> None:
    for day in (date(2026, 2, 5), date(2026, 3, 12), date(2026, 6, 11)):
        line = trade.sale(
            day, -trade.fresh(trade.rng.randrange(400, 4000) * 113), kind="credit_note"
        )
        trade.their_copy(line)


def sums(trade: Trade) -> None:
    """Several of ours are one of theirs, and one of ours is several of theirs."""
    for day in (date(2026, 1, 28), date(2026, 3, 26), date(2026, 5, 21)):
        lines = [trade.sale(day) for _ in range(3)]
        memo = trade.voice.listing([line.reference for line in lines])
        trade.theirs.append(
            Line(day + timedelta(days=1), "invoice", "", memo, sum(line.cents for line in lines))
        )
    for day in (date(2026, 2, 3), date(2026, 4, 21), date(2026, 6, 9)):
        parts = [trade.fresh(trade.rng.randrange(2000, 9000) * 1003) for _ in range(2)]
        for part in parts:
            trade.their_payment(day, part)
        trade.receipt(workday(day + timedelta(days=1)), sum(parts))


def equals(trade: Trade) -> None:
    """One receipt, and two payments of the same amount that could be it."""
    trade.receipt(date(2026, 5, 7), 2_000_000)
    trade.their_payment(date(2026, 5, 6), 2_000_000)
    trade.their_payment(date(2026, 5, 8), 2_000_000)


PLANTS = (
    rounding,
    fee,
    tax,
    transposition,
    decimal,
    sign,
    amount,
    in_transit,
    missing,
    duplicate,
    one_sided_reversal,
    reversal,
    other_customer,
    unexplained,
    returns,
    sums,
    equals,
)
