"""What kind of slip makes two amounts differ: named only where the figures themselves show it."""

import numpy as np

from tieout.matching.causes import Cause
from tieout.matching.coded import Bools, Ints
from tieout.matching.findings import cause_code
from tieout.matching.policy import Policy

ROUNDED_CENTS = 5
"""A difference no larger is of rounding, even where a tax on a small amount would give it, too."""


def cause_of(ours: Ints, theirs: Ints, policy: Policy) -> Ints:
    """The cause code of each pair of differing amounts, minor units; 0 where they are equal.

    A small difference is a rounding only where no slip gives it to the cent: 12.34 and 12.43 are digits swapped.

    >>> from tieout.matching.findings import CAUSES_BY_CODE
    >>> codes = cause_of(np.array([5400, 100, 11300, 700]), np.array([4500, -100, 10000, 70]), Policy())
    >>> [str(CAUSES_BY_CODE[code]) for code in codes]
    ['transposition', 'sign', 'tax', 'decimal']
    """
    is_small, is_taxed = policy.within_tolerance(ours, theirs), taxed(ours, theirs, policy)
    tests = (
        (Cause.SIGN, ours == -theirs),
        (Cause.DECIMAL, decimal_slip(ours, theirs)),
        (Cause.TRANSPOSITION, transposed(ours, theirs)),
        (Cause.ROUNDING, is_small & ~(is_taxed & (np.abs(ours - theirs) > ROUNDED_CENTS))),
        (Cause.FEE, fee_deducted(ours, theirs, policy)),
        (Cause.TAX, is_taxed),
    )
    causes = np.select(
        [fits for _, fits in tests], [cause_code(c) for c, _ in tests], cause_code(Cause.AMOUNT)
    )
    return np.where(ours == theirs, 0, causes)


def decimal_slip(ours: Ints, theirs: Ints) -> Bools:
    """One is the other with the decimal point moved by one to three places."""
    return np.logical_or.reduce(
        [(ours == theirs * p) | (theirs == ours * p) for p in (10, 100, 1000)]
    )


def transposed(ours: Ints, theirs: Ints) -> Bools:
    """One is the other with two neighbouring digits swapped (so 9 divides the difference)."""
    found = np.zeros(len(ours), dtype=bool)
    likely = np.flatnonzero(((ours - theirs) % 9 == 0) & (ours != theirs))
    likely = likely[np.sign(ours[likely]) == np.sign(theirs[likely])]
    size, other = np.abs(ours[likely]), np.abs(theirs[likely])
    for place in (10**k for k in range(15)):
        low, high = size // place % 10, size // (place * 10) % 10
        found[likely] |= size + (high - low) * place - (high - low) * place * 10 == other
    return found


def taxed(ours: Ints, theirs: Ints, policy: Policy) -> Bools:
    """One is the other plus tax at a rate of the policy, to the cent."""
    gross, net = np.maximum(np.abs(ours), np.abs(theirs)), np.minimum(np.abs(ours), np.abs(theirs))
    exact = [np.abs(net * (100 + rate) - gross * 100) <= 100 for rate in policy.tax_percents]
    return np.logical_or.reduce(exact) & (np.sign(ours) == np.sign(theirs))


def fee_deducted(ours: Ints, theirs: Ints, policy: Policy) -> Bools:
    """A receipt that arrived smaller than it was sent, by no more than a bank takes.

    In an account of receivables receipts are negative, in one of payables payments positive; in one of cash
    every entry is money that moved.
    """
    difference = np.abs(ours - theirs)
    sent = np.maximum(np.abs(ours), np.abs(theirs))
    small = (difference * 10_000 <= sent * policy.fee_basis_points) & (
        difference <= policy.fee_max_cents
    )
    if policy.fee_on_receipts_only:
        small &= (ours < 0) == policy.payments_are_credits
    return small & (np.sign(ours) == np.sign(theirs))
