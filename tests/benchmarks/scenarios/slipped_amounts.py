"""How is one document booked for two amounts: a slip of a known kind, on either side."""

from collections.abc import Callable

import numpy as np
from tests.benchmarks.draw import Draw, turned
from tests.benchmarks.lines import CODE, Booked
from tests.benchmarks.slips import slip
from tests.benchmarks.writing import STYLES, either, restyled

WITHOUT_REFERENCE = {"fee": 0.15, "rounding": 0.15}
"""Shares that only date and amount bring together."""


def slipped_amount(cause: str) -> Callable[[Draw, int], Booked]:
    """Both sides booked the same document; one of the amounts slipped."""

    def scenario(draw: Draw, count: int) -> Booked:
        receipts = {"fee": 1.0, "tax": 0.0, "transposition": 0.0}.get(cause, 0.25)
        facts = draw.facts(count, receipts=receipts)
        right, wrong = slip(draw.rng, cause, facts.cents, facts.document)
        facts = turned(facts, right)
        booked = _either_form(draw, draw.pairs(facts), facts.number)
        booked = _without_reference(draw, booked, WITHOUT_REFERENCE.get(cause, 0))
        ours, theirs = (side.but(cause=CODE[cause]) for side in (booked.ours, booked.theirs))
        on_ours = draw.chance(count, 1.0 if cause == "fee" else 0.5)
        # A bank takes its fee from what arrives: our receipt is the smaller one.
        return Booked(
            ours.but(cents=np.where(on_ours, wrong, right)),
            theirs.but(cents=np.where(on_ours, right, wrong)),
        )

    scenario.__doc__ = f"The amounts differ by: {cause}."
    return scenario


def _either_form(draw: Draw, booked: Booked, number: np.ndarray) -> Booked:
    """A fifth of their references in another form."""
    count = len(number)
    style = draw.rng.integers(0, len(STYLES), count)
    prefix = draw.prefix_of(booked.theirs)
    other = restyled(style, prefix, number, draw.language)
    written = either(draw.chance(count, 0.2), other, booked.theirs.reference)
    return Booked(booked.ours, booked.theirs.but(reference=written))


def _without_reference(draw: Draw, booked: Booked, share: float) -> Booked:
    count = len(booked.ours)
    none = draw.chance(count, share)
    near = draw.their_day(booked.ours.day, booked.ours.document, far=False)
    ours = either(none, draw.voucher(count), booked.ours.reference)
    theirs = either(none, draw.voucher(count), booked.theirs.reference)
    day = np.where(none, near, booked.theirs.day)
    return Booked(booked.ours.but(reference=ours), booked.theirs.but(reference=theirs, day=day))
