"""Which numbers does a text mean by a range: INV-0045 to 0048 means 45, 46, 47 and 48."""

import re
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from tieout.matching.coded import Ints, Texts, matching

NUMBERS_MAX = 100
"""Numbers in a range beyond which it is taken for something else."""
_UNTIL = r"(?:–|—|~|〜|至|到|\.\.\.?|to|thru|through|until|bis)"
_MARKED = rf"(?i)[0-9]\s*号?\s*{_UNTIL}[^0-9]{{0,12}}[0-9]"
_DASHED = r"(?:^|[^0-9])(?:[0-9]{3}|[0-9]{5,}|(?:[03-9][0-9]|1[0-8]|2[1-9])[0-9]{2})\s*-\s*[0-9]{2}"
"""Between numbers a plain dash may span, but after a year it joins: 2026-0045."""
_RANGE = re.compile(
    r"(?P<lead>(?:(?<![0-9])[0-9]{1,12}[-/._]){0,4})(?<![0-9])(?P<first>[0-9]{2,12})号?"
    rf"\s*(?:-|{_UNTIL})\s*(?:No\.?\s*|#|第|[A-Z]{{1,6}}[-/._ ]?)?"
    r"(?P<again>(?:[0-9]{1,12}[-/._]){0,4})(?P<last>[0-9]{2,12})"
    r"(?![0-9]|[-.][0-9]|/(?:19|20)[0-9]{2}(?![0-9]))",
    re.IGNORECASE,
)
_DATE = re.compile("(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])?")
_WRITTEN_DATE = re.compile(_DATE.pattern + "|(0?[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])")
"""In parts a date may lack its year: 03/01."""


def numbers_in_ranges(texts: Texts) -> tuple[Ints, Texts]:
    """Every number of the ranges in some texts, their ends too: which text each is in, and the number.

    Of numbers in parts the last part runs on: 2026-0045 to 0047. Days and months are no documents.

    >>> texts = pa.array(["付 INV-0045~0047", "2026-0099 to 2026-0101", "2026-03-01 to 2026-03-31"])
    >>> place, number = numbers_in_ranges(texts)
    >>> place.tolist(), number.to_pylist()
    ([0, 0, 0, 1, 1, 1], ['45', '46', '47', '20260099', '20260100', '20260101'])
    """
    some = np.flatnonzero(matching(texts, f"{_MARKED}|{_DASHED}"))
    numbers = [list(_numbers(text)) for text in texts.take(pa.array(some)).to_pylist()]
    place = np.repeat(some, [len(found) for found in numbers])
    return place, pa.array([n for found in numbers for n in found], pa.large_string())


def _numbers(text: str) -> Iterator[str]:
    for found in _RANGE.finditer(text):
        lead, first, again, last = found.group("lead", "first", "again", "last")
        before = re.sub("[^0-9]", "", lead)
        begin, end = int(first), int(first[: max(0, len(first) - len(last))] + last)
        if again not in ("", lead) or not begin < end < begin + NUMBERS_MAX:
            continue
        numbers = [f"{before}{number:0{len(first)}d}" for number in range(begin, end + 1)]
        dates = _WRITTEN_DATE if lead else _DATE
        if not (dates.fullmatch(numbers[0]) and dates.fullmatch(numbers[-1])):
            yield from (number.lstrip("0") for number in numbers)
