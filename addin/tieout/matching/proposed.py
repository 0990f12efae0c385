"""Which entry would settle an open item, and on whose books: proposed in words, never posted."""

import numpy as np
import pandas as pd
import pyarrow as pa

from tieout.matching.causes import Cause
from tieout.matching.said import or_words
from tieout.matching.sentences import amount_texts, filled
from tieout.texts import Language, table, text

BOOKED_BY_OTHER = (Cause.MISSING,)
"""The side that has not booked it books it."""
REVERSED_BY_HOLDER = (Cause.DUPLICATE, Cause.ONE_SIDED_REVERSAL)
MOVED_BY_HOLDER = (Cause.OTHER_CUSTOMER,)


def proposed_entries(items: pd.DataFrame, language: Language) -> list[str]:
    """For each open item the entry that would settle it, "" where waiting or looking comes first.

    `items` has side, cause, amount, currency, customer and reference.
    """
    cause = items["cause"].to_numpy(dtype=object)
    theirs = (items["side"] == "theirs").to_numpy(bool)
    amount = items["amount"].to_numpy(np.int64)
    other, back, moved = (np.isin(cause, _words(group)) for group in _GROUPS)
    on_theirs = np.where(other, ~theirs, theirs)
    size = amount_texts(np.abs(amount), items["currency"].to_numpy(dtype=object))
    named = pa.array(items["reference"].astype(str).tolist(), pa.large_string())
    reference = or_words(named, text("match.without_reference", language))
    written = np.full(len(items), "", dtype=object)
    for side in ("ours", "theirs"):
        for direction in ("up", "down"):
            chosen = other & (on_theirs == (side == "theirs"))
            chosen &= (amount > 0) == (direction == "up")
            _fill(written, f"entry.{side}.{direction}", chosen, size, reference, language)
    for side in ("ours", "theirs"):
        for key, group in (("reversed", back), ("moved", moved)):
            chosen = group & (theirs == (side == "theirs"))
            _fill(written, f"entry.{side}.{key}", chosen, size, reference, language)
    return written.tolist()


_GROUPS = (BOOKED_BY_OTHER, REVERSED_BY_HOLDER, MOVED_BY_HOLDER)


def _words(causes: tuple[Cause, ...]) -> list[str]:
    return [cause.value for cause in causes]


def _fill(
    written: np.ndarray,
    key: str,
    chosen: np.ndarray,
    size: pa.Array,
    reference: pa.Array,
    language: Language,
) -> None:
    place = np.flatnonzero(chosen)
    some = pa.array(place)
    values = {"amount": size.take(some), "reference": reference.take(some)}
    written[place] = filled(table()[key][language], values, len(place)).to_pylist()
