"""How are many sentences of one form made at once: the pieces of the form joined with columns of values."""

from collections.abc import Mapping
from string import Formatter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tieout.ledger.currency import decimals
from tieout.matching.coded import Ints, Texts

_NOTHING_BETWEEN = pa.scalar("", pa.large_string())


def filled(form: str, values: Mapping[str, Texts | str], count: int) -> Texts:
    """A sentence a row: the form with its fields filled from columns, or from one text for all.

    >>> filled("{who} owes {what}.", {"who": "A", "what": pa.array(["1", "2"])}, 2).to_pylist()
    ['A owes 1.', 'A owes 2.']
    """
    pieces: list[Texts | pa.Scalar] = []
    for literal, field, _, _ in Formatter().parse(form):
        pieces.append(pa.scalar(literal, pa.large_string()))
        if field is not None:
            pieces.append(_column(values[field]))
    every = pa.nulls(count, pa.large_string()).fill_null("")
    return pc.binary_join_element_wise(every, *pieces, _NOTHING_BETWEEN)


def amount_texts(cents: Ints, currency: np.ndarray) -> Texts:
    """Amounts as people read them, by whole numbers only.

    >>> amount_texts(np.array([-123456789, 5]), np.array(["CNY", "JPY"], object)).to_pylist()
    ['-1,234,567.89', '5']
    """
    written = np.empty(len(cents), dtype=object)
    for code in set(currency.tolist()):
        mine, places = currency == code, decimals(code)
        written[mine] = [_written(value, places) for value in cents[mine].tolist()]
    return texts(written.tolist())


def texts(values: list[str]) -> Texts:
    """A list as a column."""
    return pa.array(values, pa.large_string())


def numbers(values: Ints) -> Texts:
    """Whole numbers as texts."""
    return pa.array(values).cast(pa.large_string())


def _column(value: Texts | str) -> Texts | pa.Scalar:
    return (
        pa.scalar(value, pa.large_string())
        if isinstance(value, str)
        else value.cast("large_string")
    )


def _written(cents: int, places: int) -> str:
    if not places:
        return f"{cents:,}"
    whole, rest = divmod(abs(cents), 10**places)
    return f"{'-' if cents < 0 else ''}{whole:,}.{rest:0{places}d}"
