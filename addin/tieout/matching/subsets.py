"""What do the subsets of some amounts add up to, and how many sums could they have."""

import numpy as np

from tieout.matching.coded import Ints


def subset_sums(amount: Ints) -> Ints:
    """The sum of every subset, the subset being the bits of its place."""
    sums = np.zeros(1, dtype=np.int64)
    for one in amount.tolist():
        sums = np.concatenate([sums, sums + one])
    return sums


def width(amount: Ints) -> int:
    """How many different sums the subsets could have, evenly spread; whole amounts have fewer."""
    return max(abs(int(amount.sum())) // max(int(np.gcd.reduce(amount)), 1), 1)
