"""How is one thing booked again and again: equal weekly payments, instalments of an invoice."""

import numpy as np
from tests.benchmarks import words
from tests.benchmarks.draw import DAYS, Draw, Facts, parts_of, several, turned
from tests.benchmarks.lines import CODE, RECEIPT, Booked, stacked
from tests.benchmarks.writing import either

WEEKS = 6


def weekly(draw: Draw, count: int) -> Booked:
    """The same amount comes every week; half the time one side left a week out."""
    facts = draw.facts(count, receipts=1, days=(10, DAYS - 30 - 7 * WEEKS))
    facts = turned(facts, -100 * draw.rng.integers(50, 5000, count))
    standing = either(draw.chance(count, 0.5), draw.word(words.STANDING, count), "")
    event, week = np.repeat(np.arange(count), WEEKS), np.tile(np.arange(WEEKS), count)
    left_out = np.repeat(draw.rng.integers(0, 2 * WEEKS, count), WEEKS) == week
    ours = draw.lines(facts, reference=standing).take(event)
    theirs = draw.lines(facts, reference=standing).take(event)
    group, day = event * WEEKS + week + 1, ours.day + 7 * week
    ours = ours.but(
        day=day,
        group=np.where(left_out, 0, group),
        cause=np.where(left_out, CODE["missing"], 0),
    )
    theirs = theirs.but(day=day - draw.rng.integers(0, 2, len(day)), group=group)
    return Booked(ours, theirs.take(~left_out)).swapped(draw.chance(count, 0.5))


def instalments(draw: Draw, count: int) -> Booked:
    """An invoice is paid in parts; on both sides every part has the number of the invoice."""
    facts = draw.facts(count, receipts=0, credit_notes=0, days=(0, DAYS - 130))
    invoice = draw.pairs(facts)
    event, nth = several(draw.rng, count, 2, 5)
    paid = Facts(
        customer=facts.customer[event],
        day=facts.day[event] + 20 * nth + draw.rng.integers(12, 20, len(event)),
        cents=-parts_of(draw.rng, event, facts.cents),
        document=np.full(len(event), RECEIPT),
        number=facts.number[event],
    )
    part = draw.pairs(paid, day=draw.their_day(paid.day, paid.document, far=False))
    columns = {
        "event": event,
        "group": count + 1 + np.arange(len(event)),
        "reference": invoice.ours.take(event).reference,
    }
    return Booked(
        stacked([invoice.ours, part.ours.but(**columns)]),
        stacked([invoice.theirs, part.theirs.but(**columns)]),
    )
