"""Which mark stands before the decimals: told by what a sheet's amounts write beyond doubt."""

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from tieout.ledger.cleaning.written_amount import DecimalMark

_PLAIN = r"^-?[0-9]+(\.[0-9]{1,2})?$"
_NOT_NUMBER = r"([^0-9.,]|$)"
_POINT = rf"[0-9]\.[0-9]{{1,2}}{_NOT_NUMBER}|,[0-9]{{3}}\.[0-9]|[0-9],[0-9]{{3}},[0-9]"
_COMMA = rf"[0-9],[0-9]{{1,2}}{_NOT_NUMBER}|\.[0-9]{{3}},[0-9]|[0-9]\.[0-9]{{3}}\.[0-9]"


def decimal_mark(columns: Iterable[pa.LargeStringArray]) -> DecimalMark:
    """The mark most amounts prove, "" where none proves any; the point where both are proved alike.

    1.234,50 and 12,5 prove a comma, 1,234.50 and 12.5 a point; 1.234 and 1,234 prove nothing.

    >>> decimal_mark([pa.array(["1.234", "12,5"])]), decimal_mark([pa.array(["1,234", "7"])])
    (',', '')
    """
    points = commas = 0
    for texts in columns:
        plain = pc.match_substring_regex(texts, pattern=_PLAIN)
        odd = texts.filter(pc.invert(plain))
        points += _true(pc.match_substring(texts.filter(plain), ".")) + _count(odd, _POINT)
        commas += _count(odd, _COMMA)
    if points == commas:
        return "." if points else ""
    return "." if points > commas else ","


def _count(texts: pa.LargeStringArray, pattern: str) -> int:
    return _true(pc.match_substring_regex(texts, pattern=pattern))


def _true(found: pa.BooleanArray) -> int:
    return pc.sum(found).as_py() or 0
