"""How are many sentences of one form made at once: the pieces of the form joined with columns of values."""

from collections.abc import Mapping
from string import Formatter

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from tieout.ledger.currency import decimals
from tieout.matching.coded import Bools, Ints, Texts
from tieout.texts import Language, text

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
    codes, names = pd.factorize(currency)
    if len(names) <= 1:
        return _written(cents, decimals(str(names[0])) if len(names) else 2)
    written = np.empty(len(cents), dtype=object)
    for code, name in enumerate(names):
        mine = codes == code
        written[mine] = _written(cents[mine], decimals(str(name))).to_pylist()
    return texts(written.tolist())


def texts(values: list[str]) -> Texts:
    """A list as a column."""
    return pa.array(values, pa.large_string())


def numbers(values: Ints) -> Texts:
    """Whole numbers as texts."""
    return pa.array(values).cast(pa.large_string())


def days(values: Ints, language: Language) -> Texts:
    """How many days, in English with their unit.

    >>> days(np.array([1, 3]), "en").to_pylist()
    ['1 day', '3 days']
    """
    if language == "zh":
        return numbers(values)
    unit = pc.if_else(pa.array(values == 1), _text(" day"), _text(" days"))
    return pc.binary_join_element_wise(numbers(values), unit, _NOTHING_BETWEEN)


def apart(values: Ints, dated: Bools, language: Language) -> Texts:
    """How far dates are from each other, or that there is none.

    >>> apart(np.array([0, 3, 0]), np.array([True, True, False]), "en").to_pylist()
    ['on the same day', '3 days apart', 'one side without a date']
    """
    known, place = np.unique(np.where(dated, values, -1), return_inverse=True)
    words = {-1: text("apart.undated", language), 0: text("apart.same_day", language)}
    said = [words.get(day) or text("apart.days", language, days=day) for day in known.tolist()]
    return texts(said).take(pa.array(place))


def _column(value: Texts | str) -> Texts | pa.Scalar:
    return (
        pa.scalar(value, pa.large_string())
        if isinstance(value, str)
        else value.cast("large_string")
    )


def _written(cents: Ints, places: int) -> Texts:
    """Amounts in major units with thousands separated, a column at a time."""
    whole, rest = np.divmod(np.abs(cents), 10**places)
    parts = [
        _three_digits(whole, power)
        for power in range(6, -1, -1)
        if power == 0 or _reaches(whole, power)
    ]
    grouped = pc.binary_join_element_wise(*parts, _text(","), null_handling="skip")
    sign = pc.if_else(pa.array(cents < 0), _text("-"), _text(""))
    if not places:
        return pc.binary_join_element_wise(sign, grouped, _NOTHING_BETWEEN)
    after = pc.utf8_lpad(numbers(rest), places, padding="0")
    return pc.binary_join_element_wise(sign, grouped, _text("."), after, _NOTHING_BETWEEN)


def _reaches(whole: Ints, power: int) -> bool:
    return bool((whole >= 1000**power).any())


def _three_digits(whole: Ints, power: int) -> Texts:
    """The digits of one thousand's place; none where the number does not reach it."""
    here = whole // 1000**power
    plain = numbers(here % 1000)
    padded = pc.if_else(pa.array(here >= 1000), pc.utf8_lpad(plain, 3, padding="0"), plain)
    reached = pa.array((here > 0) | (power == 0))
    return pc.if_else(reached, padded, pa.scalar(None, pa.large_string()))


def _text(words: str) -> pa.Scalar:
    return pa.scalar(words, pa.large_string())
