"""What happens on one side alone: reversals, duplicates, what the other side has not, or elsewhere."""

import numpy as np
from tests.benchmarks import words
from tests.benchmarks.draw import CUTOFF_DAYS, DAYS, Draw, Facts
from tests.benchmarks.lines import CODE, CREDIT_NOTE, Booked, Lines, stacked
from tests.benchmarks.writing import either, joined, reference

SETTLED = (0, DAYS - 40)
"""Days so early that what is open from then cannot be in transit."""


def reversal(draw: Draw, count: int) -> Booked:
    """One side booked an entry and took it back; the other side never had it."""
    facts = draw.facts(count, receipts=0.1, credit_notes=0, days=SETTLED)
    entry = draw.lines(facts)
    back = _taken_back(draw, facts, entry)
    return _on_either_side(draw, stacked([entry, back]), count)


def one_sided_reversal(draw: Draw, count: int) -> Booked:
    """Both sides booked the entry, only one has taken it back."""
    facts = draw.facts(count, receipts=0.1, credit_notes=0, days=SETTLED)
    booked = draw.pairs(facts)
    back = _taken_back(draw, facts, booked.ours)
    back = back.but(group=0, cause=CODE["one_sided_reversal"])
    return Booked(stacked([booked.ours, back]), booked.theirs).swapped(draw.chance(count, 0.5))


def duplicate(draw: Draw, count: int) -> Booked:
    """One side booked the entry twice, the second time some days later or at once."""
    facts = draw.facts(count, days=SETTLED)
    booked = draw.pairs(facts)
    later = np.where(draw.chance(count, 0.4), 0, draw.rng.integers(1, 15, count))
    twin = booked.ours.but(day=facts.day + later, group=0, cause=CODE["duplicate"])
    return Booked(stacked([booked.ours, twin]), booked.theirs).swapped(draw.chance(count, 0.5))


def missing(draw: Draw, count: int) -> Booked:
    """Only one side booked it, long before the end of the period."""
    return _on_one_side_only(draw, draw.facts(count, days=SETTLED), "missing")


def in_transit(draw: Draw, count: int) -> Booked:
    """Only one side booked it, in the last days of the period."""
    facts = draw.facts(count, days=(DAYS - CUTOFF_DAYS, DAYS))
    day = np.maximum(facts.day, DAYS - CUTOFF_DAYS)
    only = Facts(facts.customer, day, facts.cents, facts.document, facts.number)
    return _on_one_side_only(draw, only, "in_transit")


def other_customer(draw: Draw, count: int) -> Booked:
    """Both sides booked the entry, one of them at another customer."""
    if draw.customers == 1:
        count = 0
    facts = draw.facts(count, days=SETTLED)
    elsewhere = facts.customer + draw.rng.integers(1, max(draw.customers, 2), count)
    booked = draw.pairs(facts, customer=elsewhere % draw.customers)
    columns = {"group": 0, "cause": CODE["other_customer"]}
    booked = Booked(booked.ours.but(**columns), booked.theirs.but(**columns))
    return booked.swapped(draw.chance(count, 0.5))


def _taken_back(draw: Draw, facts: Facts, entry: Lines) -> Lines:
    """The red entry: most under the number of the entry, the others under their own, naming it."""
    count = len(facts)
    own = draw.chance(count, 0.3)
    memo = joined(draw.word(words.REVERSING, count), " ", entry.reference)
    red = reference("RED", draw.numbers(count))
    bare = either(own | draw.chance(count, 0.6), memo, draw.word(words.REVERSING, count))
    return entry.but(
        cents=-entry.cents,
        day=np.minimum(facts.day + draw.rng.integers(0, 21, count), DAYS - 1),
        document=np.where(own, CREDIT_NOTE, entry.document),
        memo=bare,
        reference=either(own, red, entry.reference),
    )


def _on_one_side_only(draw: Draw, facts: Facts, cause: str) -> Booked:
    only = draw.lines(facts, group=0, cause=CODE[cause])
    return _on_either_side(draw, only, len(facts))


def _on_either_side(draw: Draw, lines: Lines, count: int) -> Booked:
    nothing = lines.take(np.zeros(len(lines), dtype=bool))
    return Booked(lines, nothing).swapped(draw.chance(count, 0.5))
