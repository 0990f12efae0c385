"""How do several lines stand for one or several on the other side, equal in total."""

from collections.abc import Callable

import numpy as np
from tests.benchmarks import words
from tests.benchmarks.draw import Draw, Facts, parts_of, several
from tests.benchmarks.lines import CODE, Booked, Ints, Lines, Texts, laid_together
from tests.benchmarks.writing import either, joined, listed, padded, reference


def one_to_many(draw: Draw, count: int) -> Booked:
    """We booked in one line what they booked in several."""
    return _split(draw, count)


def many_to_one(draw: Draw, count: int) -> Booked:
    """They booked in one line what we booked in several."""
    booked = _split(draw, count)
    return booked.swapped(np.ones(count, dtype=bool))


def many_to_many(draw: Draw, count: int) -> Booked:
    """A batch is cut up in one way by us and in another by them."""
    named = int(count * 0.65)
    return laid_together([_batch_named(draw, named), _batch_by_sum(draw, count - named)])


def _split(draw: Draw, count: int) -> Booked:
    listing, naming = int(count * 0.4), int(count * 0.3)
    forms: list[tuple[Callable[[Draw, int], Booked], int]] = [
        (_listed, listing),
        (_under_one_reference, naming),
        (_by_sum, count - listing - naming),
    ]
    return laid_together([form(draw, share) for form, share in forms])


def _listed(draw: Draw, count: int) -> Booked:
    """The one line lists the numbers of the several in its memo."""
    facts = draw.facts(count, receipts=0.5, credit_notes=0)
    many = _cut(draw, facts, _near(draw, facts), lowest=2, highest=6)
    event, number = many.event, draw.numbers(len(many))
    full = reference(draw.prefix(facts).take(event), number)
    numbers = either(np.repeat(draw.chance(count, 0.7), _sizes(event, count)), full, padded(number))
    memo = _listing(draw, event, numbers, count)
    one = draw.lines(facts, memo=memo, reference=draw.voucher(count, empty=0.7))
    return Booked(one, many.but(reference=full))


def _under_one_reference(draw: Draw, count: int) -> Booked:
    """All the lines have one reference; one total in eight is a few cents off."""
    facts = draw.facts(count, receipts=0.3, credit_notes=0)
    many = _cut(draw, facts, _near(draw, facts), lowest=2, highest=6)
    off = draw.chance(count, 0.12)
    cents = facts.cents + np.where(off, draw.rng.integers(1, 10, count), 0)
    one = draw.lines(facts, cents=cents, cause=np.where(off, CODE["rounding"], 0))
    cause = np.where(off, CODE["rounding"], 0)[many.event]
    return Booked(one, many.but(cause=cause, reference=one.take(many.event).reference))


def _by_sum(draw: Draw, count: int) -> Booked:
    """Only the sum and the day tell: the lines have numbers of their own, or none."""
    facts = draw.facts(count, receipts=1, few_rows=True)
    many = _cut(draw, facts, _near(draw, facts), lowest=2, highest=4)
    one = draw.lines(facts, reference=draw.voucher(count))
    return Booked(one, many.but(reference=draw.voucher(len(many))))


def _batch_named(draw: Draw, count: int) -> Booked:
    """Every line on both sides has the number of the batch."""
    facts = draw.facts(count, receipts=0.7, credit_notes=0)
    days = facts.day, _near(draw, facts)
    ours, theirs = (_cut(draw, facts, day, lowest=2, highest=5) for day in days)
    return _with_reference(draw, facts, ours, theirs)


def _with_reference(draw: Draw, facts: Facts, ours: Lines, theirs: Lines) -> Booked:
    batch = draw.reference(facts)
    named = [batch.take(side.event) for side in (ours, theirs)]
    return Booked(ours.but(reference=named[0]), theirs.but(reference=named[1]))


def _batch_by_sum(draw: Draw, count: int) -> Booked:
    """The batch has no number; two lines on one side and two or three on the other, on one day."""
    facts = draw.facts(count, receipts=1, few_rows=True)
    ours = _cut(draw, facts, facts.day, lowest=2, highest=3)
    theirs = _cut(draw, facts, facts.day, lowest=2, highest=4)
    return Booked(
        ours.but(reference=draw.voucher(len(ours), empty=0.8)),
        theirs.but(reference=draw.voucher(len(theirs), empty=0.8)),
    )


def _cut(draw: Draw, facts: Facts, day: Ints, *, lowest: int, highest: int) -> Lines:
    """Each event in several lines on one day, their amounts adding up to it."""
    event, _ = several(draw.rng, len(facts), lowest, highest)
    whole = draw.lines(facts, day=day).take(event)
    return whole.but(cents=parts_of(draw.rng, event, facts.cents))


def _near(draw: Draw, facts: Facts) -> Ints:
    return draw.their_day(facts.day, facts.document, far=False)


def _sizes(event: Ints, count: int) -> Ints:
    return np.bincount(event, minlength=count)


def _listing(draw: Draw, event: Ints, numbers: Texts, count: int) -> Texts:
    forms = [
        joined(before, listed(event, numbers, between), after)
        for before, between, after in words.LISTING[draw.language]
    ]
    return draw.one_of(forms, count)
