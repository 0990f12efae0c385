"""How is one entry booked on both sides: one line each, the same amount, written differently."""

import numpy as np
from tests.benchmarks.draw import Draw, turned
from tests.benchmarks.lines import Booked
from tests.benchmarks.writing import (
    STYLES,
    e_invoice,
    either,
    joined,
    last_digits,
    misread,
    restyled,
    slipped,
)


def plain(draw: Draw, count: int) -> Booked:
    """Both sides booked the same amount under the same reference."""
    booked = draw.pairs(draw.facts(count))
    named = draw.naming(booked.theirs.reference)
    memo = either(draw.chance(count, 0.06), named, booked.theirs.memo)
    return Booked(booked.ours, booked.theirs.but(memo=memo))


def restyled_reference(draw: Draw, count: int) -> Booked:
    """They write our reference in another form."""
    facts = draw.facts(count)
    style = draw.rng.integers(0, len(STYLES), count)
    written = restyled(style, draw.prefix(facts), facts.number, draw.language)
    return draw.pairs(facts, reference=written)


def last_digits_only(draw: Draw, count: int) -> Booked:
    """They keep the last six or eight digits of the 20 of an e-invoice."""
    facts = draw.facts(count, receipts=0, credit_notes=0)
    six, eight = last_digits(facts.number, 6), last_digits(facts.number, 8)
    booked = draw.pairs(facts, reference=either(draw.chance(count, 0.5), six, eight))
    return Booked(booked.ours.but(reference=e_invoice(facts.number)), booked.theirs)


def misread_digit(draw: Draw, count: int) -> Booked:
    """A scanner read 0 as O, 1 as l, 5 as S or 8 as B."""
    facts = draw.facts(count)
    which = draw.rng.integers(0, 4, count)
    return draw.pairs(facts, reference=misread(which, draw.prefix(facts), facts.number))


def slipped_digit(draw: Draw, count: int) -> Booked:
    """One digit of the reference is wrong, missing, or swapped with its neighbour."""
    facts = draw.facts(count)
    which, place = draw.rng.integers(0, 3, count), draw.rng.integers(0, 3, count)
    number = slipped(which, place, draw.rng.integers(1, 10, count), facts.number)
    return draw.pairs(facts, reference=joined(draw.prefix(facts), "-", number))


def named_in_memo(draw: Draw, count: int) -> Booked:
    """They use numbers of their own and name ours in the memo only."""
    facts = draw.facts(count)
    memo = draw.naming(draw.number_forms(facts))
    return draw.pairs(facts, reference=draw.voucher(count, empty=0.6), memo=memo)


def no_reference(draw: Draw, count: int) -> Booked:
    """Nothing but amount and date says that a payment is the same."""
    facts = draw.facts(count, receipts=1)
    odd = facts.cents - draw.rng.integers(1, 100, count)
    facts = turned(facts, np.where(draw.chance(count, 0.85), odd, facts.cents))
    day = draw.their_day(facts.day, facts.document, far=False)
    booked = draw.pairs(facts, reference=draw.voucher(count), day=day)
    return Booked(booked.ours.but(reference=draw.voucher(count)), booked.theirs)
