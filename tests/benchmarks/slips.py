"""How do two amounts of one document come to differ: by exactly one of the known slips."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from tests.benchmarks.lines import RECEIPT, Ints

TAX_PERCENTS = (13, 9, 6)
ROUNDING_MAX_CENTS = 100
FEE_MAX_CENTS = 50_000
FEE_BASIS_POINTS = 200

Bools = npt.NDArray[np.bool_]
Slip = Callable[[np.random.Generator, Ints], Ints]


def looks_like(cents: Ints, other: Ints, document: Ints) -> dict[str, Bools]:
    """Which causes the two amounts show; `amount` where they show none."""
    size, more = np.abs(cents), np.abs(other)
    low, high = np.minimum(size, more), np.maximum(size, more)
    same_sign = np.sign(cents) == np.sign(other)
    shown = {
        "sign": cents == -other,
        "rounding": same_sign & (high - low <= ROUNDING_MAX_CENTS),
        "decimal": same_sign & np.any([low * ten == high for ten in (10, 100, 1000)], axis=0),
        "transposition": same_sign & _transposed(size, more),
        "tax": same_sign
        & np.any([np.abs(low * (100 + p) - high * 100) <= 100 for p in TAX_PERCENTS], axis=0),
        "fee": same_sign
        & (document == RECEIPT)
        & (high - low > ROUNDING_MAX_CENTS)
        & (high - low <= FEE_MAX_CENTS)
        & ((high - low) * 10_000 <= high * FEE_BASIS_POINTS),
    }
    return shown | {"amount": ~np.any(list(shown.values()), axis=0)}


def slip(rng: np.random.Generator, cause: str, cents: Ints, document: Ints) -> tuple[Ints, Ints]:
    """Amounts, and what they became by one slip; those that would show two causes are redrawn."""
    right = np.where(cause == "fee", np.sign(cents) * (np.abs(cents) + 500_000), cents)
    wrong = SLIPS[cause](rng, right)
    for _ in range(200):
        shown = looks_like(right, wrong, document)
        bad = ~shown[cause] | np.any([shown[other] for other in shown if other != cause], axis=0)
        if not bad.any():
            return right, wrong
        fresh = right + np.sign(right) * rng.integers(1, 40_000, len(right))
        right = np.where(bad, fresh, right)
        wrong = np.where(bad, SLIPS[cause](rng, right), wrong)
    raise AssertionError(f"no unmistakable {cause} found")


def _rounding(rng: np.random.Generator, cents: Ints) -> Ints:
    few = np.where(
        rng.random(len(cents)) < 0.8,
        rng.integers(1, 10, len(cents)),
        rng.integers(10, 100, len(cents)),
    )
    return cents + few * np.where(rng.random(len(cents)) < 0.5, 1, -1)


def _fee(rng: np.random.Generator, cents: Ints) -> Ints:
    return cents - np.sign(cents) * 100 * rng.integers(5, 51, len(cents))


def _tax(rng: np.random.Generator, cents: Ints) -> Ints:
    percent = np.array(TAX_PERCENTS)[rng.integers(0, len(TAX_PERCENTS), len(cents))]
    net = (np.abs(cents) * 200 + 100 + percent) // (2 * (100 + percent))
    return np.sign(cents) * net


def _transposition(rng: np.random.Generator, cents: Ints) -> Ints:
    """Two neighbouring digits swapped, of the whole units, so that it is no rounding."""
    size = np.abs(cents)
    place = np.arange(2, 12)[:, None]
    low, high = size // 10**place % 10, size // 10 ** (place + 1) % 10
    able = (low != high) & (low != 0) & (size >= 10 ** (place + 1))
    chosen = np.argmax(np.where(able, rng.random(able.shape), -1), axis=0)
    every = np.arange(len(cents))
    ten = 10 ** (chosen + 2)
    low, high = low[chosen, every], high[chosen, every]
    return np.sign(cents) * (size + (high - low) * ten + (low - high) * ten * 10)


def _decimal(rng: np.random.Generator, cents: Ints) -> Ints:
    ten = np.where(rng.random(len(cents)) < 0.6, 10, 100)
    return cents * ten


def _sign(rng: np.random.Generator, cents: Ints) -> Ints:
    return -cents


def _amount(rng: np.random.Generator, cents: Ints) -> Ints:
    percent = rng.integers(4, 45, len(cents)) * np.where(rng.random(len(cents)) < 0.5, 1, -1)
    return cents + cents * percent // 100 + rng.integers(-5000, 5000, len(cents))


SLIPS: dict[str, Slip] = {
    "rounding": _rounding,
    "fee": _fee,
    "tax": _tax,
    "transposition": _transposition,
    "decimal": _decimal,
    "sign": _sign,
    "amount": _amount,
}


def _transposed(size: Ints, other: Ints) -> Bools:
    found = np.zeros(len(size), dtype=bool)
    for place in range(14):
        ten = 10**place
        low, high = size // ten % 10, size // (ten * 10) % 10
        found |= size + (high - low) * ten + (low - high) * ten * 10 == other
    return found & (size != other)
