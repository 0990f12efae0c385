"""What is drawn by lot: who, when, which document, how much; the same on every machine."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from tests.benchmarks import words
from tests.benchmarks.lines import CREDIT_NOTE, INVOICE, RECEIPT, Booked, Ints, Lines, Texts
from tests.benchmarks.writing import OWN, either, joined, padded, plain, reference

DAYS = 365
FIRST_WEEKDAY = 3
"""The period is the year 2026, whose first day is a Thursday."""
CUTOFF_DAYS = 5
"""Entries in transit fall into the last days; nothing that is missing falls near them."""
BIGGEST_SHARE = 0.3
MANY_ROWS = 2_000
"""Customers with more rows than this get no group that only its sum reveals."""


@dataclass(frozen=True)
class Facts:
    """What happened in business, one element an event."""

    customer: Ints
    day: Ints
    cents: Ints
    document: Ints
    number: Ints

    def __len__(self) -> int:
        return len(self.day)


@dataclass
class Draw:
    """The lots of one ledger pair; documents are dealt from one pack, in the order of their days."""

    rng: np.random.Generator
    language: str
    rows: int
    customers: int
    pack: Ints
    dealt: int = 0

    @classmethod
    def of(cls, seed: int, language: str, rows: int, customers: int) -> "Draw":
        rng = np.random.Generator(np.random.PCG64(seed))
        return cls(rng, language, rows, customers, _shuffled(rng, 2 * rows + 2000))

    def facts(
        self,
        count: int,
        *,
        receipts: float = 0.25,
        credit_notes: float = 0.05,
        days: tuple[int, int] = (0, DAYS),
        few_rows: bool = False,
    ) -> Facts:
        """Documents of some days: what happened, to whom, when, for how much."""
        slot, number = self._deal(count)
        document = np.select(
            [(lot := self.rng.random(count)) < receipts, lot < receipts + credit_notes],
            [RECEIPT, CREDIT_NOTE],
            INVOICE,
        )
        day = days[0] + slot * (days[1] - days[0]) // len(self.pack)
        day = _on_workdays(day, document == RECEIPT)
        return Facts(self.customer(count, few_rows), day, self.cents(document), document, number)

    def numbers(self, count: int) -> Ints:
        """Numbers that no other document has."""
        return self._deal(count)[1]

    def _deal(self, count: int) -> tuple[Ints, Ints]:
        """Documents from the pack: their places in the order of days, and their numbers."""
        slot = self.pack[self.dealt : self.dealt + count]
        assert len(slot) == count, "the pack of documents is too small for this mix"
        self.dealt += count
        return slot, 1000 + 2 * slot + self.rng.integers(0, 2, count)

    def customer(self, count: int, few_rows: bool = False) -> Ints:
        """Customers, the first with BIGGEST_SHARE of the rows, the others falling off slowly."""
        if self.customers == 1:
            return np.zeros(count, dtype=np.int64)
        weights = _weights(self.customers)
        if few_rows and (weights * self.rows <= MANY_ROWS).any():
            weights = np.where(weights * self.rows <= MANY_ROWS, weights, 0)
        edges = np.cumsum(weights) / weights.sum()
        return np.minimum(np.searchsorted(edges, self.rng.random(count)), self.customers - 1)

    def cents(self, document: Ints) -> Ints:
        """Amounts in our perspective: invoices positive, receipts and credit notes negative."""
        count = len(document)
        size = self.size(count, 19.6, 1.6)
        lot = self.rng.random(count)
        size = np.where(lot < 0.25, size // 100 * 100, size)
        size = np.where((document == RECEIPT) & (lot > 0.85), size // 10000 * 10000, size)
        return np.where(document == INVOICE, 1, -1) * np.maximum(size, 2000)

    def size(self, count: int, middle: float, spread: float) -> Ints:
        """Log-normal sizes by additions alone, so that every machine rounds them alike."""
        bell = self.rng.random((4, count)).sum(axis=0) - 2
        power = middle + spread * 1.732 * bell
        whole = np.floor(power)
        return np.ldexp(1 + (power - whole), whole.astype(np.int32)).astype(np.int64)

    def chance(self, count: int, share: float) -> npt.NDArray[np.bool_]:
        """True for about a share of them."""
        return self.rng.random(count) < share

    def their_day(self, day: Ints, document: Ints, *, far: bool = True) -> Ints:
        """When the other side books: invoices it receives later, payments it sends earlier."""
        count = len(day)
        lag = np.where(self.chance(count, 0.55), 0, self.rng.integers(1, 5, count))
        lag = np.where(far & self.chance(count, 0.02), self.rng.integers(8, 40, count), lag)
        day = day + np.where(document == RECEIPT, -1, 1) * lag
        return np.clip(_on_workdays(day, document == RECEIPT), 0, DAYS - 1)

    def lines(self, facts: Facts, **columns: Ints | Texts | int) -> Lines:
        """A line for each event as we write it, the other columns as given."""
        every = np.arange(len(facts))
        line = Lines(
            event=every,
            group=every + 1,
            cause=np.zeros(len(facts), dtype=np.int64),
            customer=facts.customer,
            day=facts.day,
            cents=facts.cents,
            document=facts.document,
            reference=self.reference(facts),
            memo=pa.nulls(len(facts), pa.large_string()),
        )
        return line.but(**columns)

    def pairs(self, facts: Facts, **columns: Ints | Texts | int) -> Booked:
        """Both sides booked each event; the columns given are theirs."""
        theirs = {"day": self.their_day(facts.day, facts.document)} | columns
        return Booked(self.lines(facts), self.lines(facts, **theirs))

    def prefix(self, facts: Facts) -> Texts:
        """The prefix of our documents."""
        return self._prefix(facts.customer, facts.document)

    def prefix_of(self, lines: Lines) -> Texts:
        """The prefix of our documents that some lines are about."""
        return self._prefix(lines.customer, lines.document)

    def _prefix(self, customer: Ints, document: Ints) -> Texts:
        table = words.PREFIXES[self.language]
        flat = pa.array([word for row in table for word in row], pa.large_string())
        return flat.take(pa.array(customer % len(table) * 3 + document))

    def reference(self, facts: Facts) -> Texts:
        """Our document's own number."""
        return reference(self.prefix(facts), facts.number)

    def voucher(self, count: int, empty: float = 0.4) -> Texts:
        """A number of the side's own making, or none."""
        number = padded(self.rng.integers(1, len(self.pack), count))
        return either(self.chance(count, empty), "", joined(OWN, "-", number))

    def words(self, lines: Lines, side: str) -> Texts:
        """What each line says, the lines of an event alike; some name the month or a contract."""
        events = int(lines.event.max(initial=-1)) + 1
        fixed = self.rng.integers(0, words.FIXED_EACH, events)
        monthly, contractual = self.chance(events, 0.15), self.chance(events, 0.05)
        month = words.FIXED_EACH + lines.day * 12 // DAYS
        which = np.where(monthly[lines.event], month, fixed[lines.event])
        table = [words.memos(self.language, side, document) for document in range(3)]
        flat = pa.chunked_array(table).combine_chunks()
        memo = flat.take(pa.array(lines.document * len(table[0]) + which))
        contract = joined(memo, words.CONTRACT[self.language], padded(lines.customer % 97 + 1, 3))
        return either(contractual[lines.event], contract, memo)

    def naming(self, texts: Texts) -> Texts:
        """A memo that names a number."""
        forms = [joined(*_around(form, texts)) for form in words.NAMING[self.language]]
        return self.one_of(forms, len(texts))

    def one_of(self, forms: Sequence[Texts], count: int) -> Texts:
        """One of several forms of each text, by lot."""
        return pc.choose(pa.array(self.rng.integers(0, len(forms), count)), *forms)

    def word(self, table: dict[str, tuple[str, ...]], count: int) -> Texts:
        """One of some words, by lot."""
        choice = pa.array(table[self.language], pa.large_string())
        return choice.take(pa.array(self.rng.integers(0, len(choice), count)))

    def number_forms(self, facts: Facts) -> Texts:
        """A number as people name it in a text: whole, padded, or bare where it is long enough."""
        full, bare = self.reference(facts), plain(facts.number)
        return self.one_of((full, full, padded(facts.number), bare), len(facts))


def turned(facts: Facts, cents: Ints) -> Facts:
    """The same events for other amounts."""
    return replace(facts, cents=cents)


def several(rng: np.random.Generator, count: int, lowest: int, highest: int) -> tuple[Ints, Ints]:
    """From `lowest` up to below `highest` parts of each event: whose part it is, and the how-manyth."""
    sizes = rng.integers(lowest, highest, count)
    event = np.repeat(np.arange(count), sizes)
    return event, np.arange(len(event)) - np.repeat(np.cumsum(sizes) - sizes, sizes)


def parts_of(rng: np.random.Generator, event: Ints, cents: Ints) -> Ints:
    """Uneven parts of each event's amount that add up to it; `event` is sorted."""
    weight = rng.integers(100, 400, len(event))
    total = np.bincount(event, weights=weight, minlength=len(cents)).astype(np.int64)
    part = np.abs(cents)[event] * weight // total[event]
    given = np.bincount(event, weights=part, minlength=len(cents)).astype(np.int64)
    first = np.searchsorted(event, np.arange(len(cents)))
    part[first] += np.abs(cents) - given
    return np.sign(cents)[event] * part


def _around(form: str, texts: Texts) -> tuple[str, Texts, str]:
    before, after = form.split("{}")
    return before, texts, after


def _weights(customers: int) -> npt.NDArray[np.float64]:
    rest = 1 / np.arange(2, customers + 1) ** 0.5
    return np.concatenate([[BIGGEST_SHARE], rest / rest.sum() * (1 - BIGGEST_SHARE)])


def _on_workdays(day: Ints, banked: npt.NDArray[np.bool_]) -> Ints:
    """Banks do not pay on Saturdays and Sundays: the Monday after, or the Friday before the end."""
    weekday = (day + FIRST_WEEKDAY) % 7
    monday = day + np.where(weekday >= 5, 7 - weekday, 0)
    return np.where(banked, np.where(monday < DAYS, monday, day - weekday + 4), day)


def _shuffled(rng: np.random.Generator, count: int) -> Ints:
    # Sorting lots is stable across numpy's versions; its own shuffle need not be.
    return np.argsort(rng.random(count), kind="stable")
