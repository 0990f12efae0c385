"""What is said of an open item: its cause, and the entry it nearly matches, in Chinese or English."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from tieout.matching.causes import Cause
from tieout.matching.coded import Bools, Ints, Texts
from tieout.matching.open_causes import NEAR, NOWHERE, OpenCauses
from tieout.matching.reasons import gap
from tieout.matching.references import digits
from tieout.matching.rows import NO_DAY
from tieout.matching.said import Said
from tieout.matching.sentences import amount_texts, apart, days, filled, numbers, texts
from tieout.texts import LANGUAGES, Language, table, text

Nearest = dict[str, object]
"""side, line, reference, amount, window_days or tolerance, and a sentence by language."""


def open_reasons(
    said: Said, found: OpenCauses, causes: Sequence[str], language: Language
) -> list[str]:
    """One sentence an open item, followed by its nearest miss where there is one."""
    values = _values(said, found, language)
    written = _by_form(_cause_forms(said, found, causes), values, language)
    misses = _miss_sentences(said, found, language)
    return pc.binary_join_element_wise(
        texts(written), misses, pa.scalar("", "large_string")
    ).to_pylist()


def _cause_forms(said: Said, found: OpenCauses, causes: Sequence[str]) -> list[str]:
    """The form of each item's sentence: one at another customer may name none, a double may have another number."""
    related = pa.array(np.where(found.related == NOWHERE, 0, found.related))
    unnamed = pc.equal(said.customer.take(related), "").to_pylist()
    numbers_of = (digits(said.reference.take(row)) for row in (pa.array(found.row), related))
    renumbered = pc.not_equal(*numbers_of).to_pylist()
    return [
        f"open.{cause}.reason{_ending(cause, none, other)}"
        for cause, none, other in zip(causes, unnamed, renumbered, strict=True)
    ]


def _ending(cause: str, unnamed: bool, renumbered: bool) -> str:
    if cause == Cause.OTHER_CUSTOMER and unnamed:
        return "_unnamed"
    return "_other_number" if cause == Cause.DUPLICATE and renumbered else ""


def nearest_misses(said: Said, found: OpenCauses) -> list[Nearest | None]:
    """For each open row, the row it nearly matches and what would have to change, or None."""
    has = np.flatnonzero(found.nearest != NOWHERE)
    row, other = found.row[has], found.nearest[has]
    sentences = {
        language: _by_form(
            _near_forms(found, has), _near_values(said, row, other, language), language
        )
        for language in LANGUAGES
    }
    difference = amount_texts(np.abs(said.amount[row] - said.amount[other]), said.currency[other])
    columns = zip(
        np.where(said.theirs[other], "theirs", "ours").tolist(),
        said.line[other].tolist(),
        said.reference.take(pa.array(other)).to_pylist(),
        said.amounts.take(pa.array(other)).to_pylist(),
        (found.nearest_kind[has] == NEAR.index("amount")).tolist(),
        _days(said, row, other)[0].tolist(),
        difference.to_pylist(),
        *sentences.values(),
        strict=True,
    )
    misses: list[Nearest | None] = [None] * len(found.row)
    for place, values in zip(has.tolist(), columns, strict=True):
        misses[place] = _miss(*values)
    return misses


def _miss(
    side: str,
    line: int,
    reference: str,
    amount: str,
    by_date: bool,
    days: int,
    difference: str,
    *sentences: str,
) -> Nearest:
    change: Nearest = {"window_days": days} if by_date else {"tolerance": difference}
    shown: Nearest = {"side": side, "line": line, "reference": reference, "amount": amount}
    return {**shown, **change, **dict(zip(LANGUAGES, sentences, strict=True))}


def _values(said: Said, found: OpenCauses, language: Language) -> Mapping[str, Texts]:
    row = found.row
    related = np.where(found.related == NOWHERE, 0, found.related)
    last = int(said.day.max(initial=NO_DAY))
    to_end = np.where(said.day[row] == NO_DAY, 0, last - said.day[row])
    is_theirs = said.theirs[row]
    return {
        **_sides("holder", is_theirs, language),
        **_sides("other", ~is_theirs, language),
        "reference": said.references_of(row, language),
        "amount": said.amounts.take(pa.array(row)),
        "date": said.dates_of(row, language),
        "to_end": days(to_end, language),
        "related_line": numbers(said.line[related]) if len(said.line) else numbers(row),
        "related_customer": said.customer.take(pa.array(related)),
    }


def _sides(name: str, is_theirs: np.ndarray, language: Language) -> dict[str, Texts]:
    words = {
        name: [text(f"party.{side}", language) for side in ("theirs", "ours")],
        f"{name}_books": [text(f"party_books.{side}", language) for side in ("theirs", "ours")],
    }
    if name == "holder":
        words["same"] = words["holder"]
        words["same_books"] = words["holder_books"]
        words["holder_books"] = [w[:1].upper() + w[1:] for w in words["holder_books"]]
    mask = pa.array(is_theirs)
    return {
        key: pc.if_else(mask, *(pa.scalar(word, pa.large_string()) for word in pair))
        for key, pair in words.items()
    }


def _miss_sentences(said: Said, found: OpenCauses, language: Language) -> Texts:
    has = np.flatnonzero(found.nearest != NOWHERE)
    words = np.full(len(found.row), "", dtype=object)
    values = _near_values(said, found.row[has], found.nearest[has], language)
    sentences = _by_form(_near_forms(found, has), values, language)
    words[has] = [f"{gap(language)}{sentence}" for sentence in sentences]
    return texts(words.tolist())


def _near_forms(found: OpenCauses, has: Ints) -> list[str]:
    return [f"nearest.{NEAR[kind]}" for kind in found.nearest_kind[has].tolist()]


def _near_values(said: Said, row: Ints, other: Ints, language: Language) -> Mapping[str, Texts]:
    difference = np.abs(said.amount[row] - said.amount[other])
    return {
        **_sides("other", said.theirs[other], language),
        "line": numbers(said.line[other]),
        "reference": said.references_of(other, language),
        "amount": said.amounts.take(pa.array(other)),
        "days": days(_days(said, row, other)[0], language),
        "apart": apart(*_days(said, row, other), language),
        "difference": amount_texts(difference, said.currency[other]),
    }


def _days(said: Said, row: Ints, other: Ints) -> tuple[Ints, Bools]:
    """How many days are between rows, 0 where one is undated; and whether both are dated."""
    dated = (said.day[row] != NO_DAY) & (said.day[other] != NO_DAY)
    return np.where(dated, np.abs(said.day[row] - said.day[other]), 0), dated


def _by_form(keys: list[str], values: Mapping[str, Texts], language: Language) -> list[str]:
    """A sentence a row, each by the text of its key."""
    codes, found = pd.factorize(np.array(keys, dtype=object))
    written = np.empty(len(keys), dtype=object)
    for number, key in enumerate(found):
        mine = np.flatnonzero(codes == number)
        form = table()[str(key)][language]
        some = {name: value.take(pa.array(mine)) for name, value in values.items() if name in form}
        written[mine] = filled(form, some, len(mine)).to_pylist()
    return written.tolist()
