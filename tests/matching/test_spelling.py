"""Are texts compared by their bytes as they would be one by one: short, long, empty, in any script."""

import re

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from tieout.matching.document_numbers import DocumentNumbers
from tieout.matching.plain_references import References
from tieout.matching.references import DIGIT, digits, letters
from tieout.matching.spelling import is_ascii, only, runs, with_any

TEXTS = st.lists(st.text("A0发", max_size=18) | st.sampled_from(["A" * 15, "A" * 16, "A" * 17, ""]))


def _column(texts: list[str]) -> pa.Array:
    """As a part of a longer column, which starts somewhere and ends before its end."""
    return pa.array(["A0", *texts, "0A"], pa.large_string())[1 : len(texts) + 1]


def _same(keys: list[object]) -> list[list[bool]]:
    return [[a == b for b in keys] for a in keys]


@given(TEXTS)
def test_numbers_of_texts_are_equal_just_where_the_texts_are(texts):
    parts = References.of(_column(texts)).spelled(np.arange(len(texts)))
    keys = list(zip(*(part.tolist() for part in parts), strict=True))
    assert _same(keys) == _same(texts)
    assert [key == (0, 0, 0) for key in keys] == [text == "" for text in texts]


@given(TEXTS)
def test_bytes_tell_what_every_text_would_tell(texts):
    column = _column(texts)
    assert only(column, DIGIT).to_pylist() == [re.sub("[^0-9]", "", text) for text in texts]
    assert runs(column, DIGIT).tolist() == [len(re.findall("[0-9]+", text)) for text in texts]
    assert with_any(column, DIGIT).tolist() == [bool(re.search("[0-9]", text)) for text in texts]
    assert is_ascii(column) == "".join(texts).isascii()


@given(
    st.lists(
        st.integers(0, 30).map(lambda zeros: f"1{'0' * zeros}") | st.sampled_from(["", "0", "007"])
    )
)
def test_numbers_are_equal_just_where_their_digits_are(texts):
    plain = digits(_column(texts))
    numbers = DocumentNumbers.of(plain)
    assert _same(numbers.codes.tolist()) == _same(plain.to_pylist())
    assert numbers.lengths().tolist() == [len(number) for number in plain.to_pylist()]
    assert numbers.codes_in(DocumentNumbers.of(plain[::-1])).tolist() == [
        *DocumentNumbers.of(plain[::-1]).codes.tolist()[::-1]
    ]
    assert numbers.given.tolist() == [number != "" for number in plain.to_pylist()]


REFERENCES = st.lists(
    st.text("Aaz@[`{09/:-发Ａ９", max_size=18)
    | st.text("INVno.0123456789", max_size=18)
    | st.sampled_from(["A" * 12 + "7", "A" * 13 + "7", "", "9" * 16, "9" * 17, "9" * 20, "记-0045"])
)


@given(REFERENCES, st.data())
def test_short_plain_references_are_read_as_all_others_are(texts, data):
    column = _column(texts)
    places = st.lists(st.integers(0, len(texts) - 1)) if texts else st.just([])
    row = np.array(data.draw(places), dtype=np.int64)
    one_by_one = column.take(pa.array(row))
    references = References.of(column)
    numbers, plain = references.numbers(row), DocumentNumbers.of(digits(one_by_one))
    assert numbers.codes_in(plain).tolist() == plain.codes.tolist()
    assert numbers.lengths().tolist() == plain.lengths().tolist()
    found = references.letters(row)
    assert found.take_texts(found.codes).to_pylist() == letters(one_by_one).to_pylist()
    assert found.given.tolist() == [text != "" for text in letters(one_by_one).to_pylist()]


def test_a_long_number_that_nobody_has_is_none_of_them():
    numbers = DocumentNumbers.of(pa.array(["25442000000012345678"], pa.large_string()))
    other = pa.array(["25442000000012345679", "25442000000012345678", "12"], pa.large_string())
    assert DocumentNumbers.of(other).codes_in(numbers).tolist() == [0, numbers.codes[0], 12]
