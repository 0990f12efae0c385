"""Which mark stands before the decimals: told by what a sheet's amounts write beyond doubt."""

from collections.abc import Iterable, Iterator

import pyarrow as pa
import pyarrow.compute as pc

from tieout.ledger.cleaning.written_amount import DecimalMark

_FEW = 1000
_NOT_NUMBER = r"([^0-9.,OolISB]|$)"
"""A letter that stands for a digit, as in 1,2OO.00, ends no number."""
_POINT = rf"[0-9]\.[0-9]{{1,2}}{_NOT_NUMBER}|,[0-9]{{3}}\.[0-9]|[0-9],[0-9]{{3}},[0-9]"
_COMMA = rf"[0-9],[0-9]{{1,2}}{_NOT_NUMBER}|\.[0-9]{{3}},[0-9]|[0-9]\.[0-9]{{3}}\.[0-9]"


def decimal_mark(
    plain: Iterable[pa.LargeStringArray], written: Iterable[pa.LargeStringArray]
) -> DecimalMark:
    """The mark most amounts prove, "" where none proves any; the point where both are proved alike.

    1.234,50 and 12,5 prove a comma, 1,234.50 and 12.5 a point; 1.234 and 1,234 prove nothing. `plain`
    columns hold digits with points and nothing else.

    >>> decimal_mark([], [pa.array(["1.234", "12,5"])]), decimal_mark([], [pa.array(["1,234", "7"])])
    (',', '')
    >>> decimal_mark([], [pa.array(["1,2OO.00", "500.005"])])
    ''
    """
    points = commas = 0
    written = [texts for texts in written if len(texts)]
    for texts in _first_few_first(plain):
        if points and not written:
            break
        behind = pc.subtract(pc.subtract(pc.binary_length(texts), pc.find_substring(texts, ".")), 1)
        pointed = pc.match_substring(texts, ".")
        points += _true(pc.and_(pointed, pc.is_in(behind, pa.array([1, 2], behind.type))))
    for texts in written:
        points += _count(texts, _POINT)
        commas += _count(texts, _COMMA)
    if points == commas:
        return "." if points else ""
    return "." if points > commas else ","


def _first_few_first(columns: Iterable[pa.LargeStringArray]) -> Iterator[pa.LargeStringArray]:
    """Each column in two parts: where one amount is enough, it stands in the first."""
    for texts in columns:
        yield texts[:_FEW]
        yield texts[_FEW:]


def _count(texts: pa.LargeStringArray, pattern: str) -> int:
    return _true(pc.match_substring_regex(texts, pattern=pattern))


def _true(found: pa.BooleanArray) -> int:
    return pc.sum(found).as_py() or 0
