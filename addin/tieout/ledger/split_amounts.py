"""Did commas inside amounts split them: 1,000.00 without quotes is two fields of a text separated by commas."""

import re
from collections.abc import Iterable, Sequence

from tieout.errors import TieoutError

_HEADINGS_MIN = 3
_SPLIT = re.compile(r"(?<![^\0])(-?\d{1,3}(?:\0\d{3})+(?:\.\d{1,2})?)(?=\0|$)")
Line = tuple[int, Sequence[str]]


def refuse_split_amounts(name: str, lines: Iterable[Line], width: int, *, mixed: bool) -> None:
    """Refuse lines that have too many fields, and no more than they should once amounts are put together.

    `mixed` says that other lines have as many as there should be; where all have one more that is empty
    they only end with a comma.
    """
    for line, fields in lines:
        if len(fields) <= width or not _only_figures(fields[width:]):
            continue
        written = "\0".join(field.strip() for field in fields)
        split = [found[0] for found in _SPLIT.finditer(written)]
        joined = len(fields) - sum(found.count("\0") for found in split)
        telling = mixed or any(fields[width:]) or any("\0000" in found for found in split)
        if split and joined <= width and telling:
            found = split[0].replace("\0", ",")
            raise TieoutError("read.split_amount", file=name, line=line, found=found)


def refuse_in_sample(name: str, rows: Sequence[Sequence[str]], separator: str) -> None:
    """The first lines, held against the row of headings."""
    place = next((n for n, row in enumerate(rows) if _is_headings(row)), None)
    if separator != "," or place is None:
        return
    width, below = len(rows[place]), rows[place + 1 :]
    mixed = any(len(row) == width and re.search(r"\d", "".join(row)) for row in below)
    refuse_split_amounts(name, enumerate(below, start=place + 2), width, mixed=mixed)


def _is_headings(row: Sequence[str]) -> bool:
    """Several words and no figures."""
    given = [field for field in row if field.strip()]
    return len(given) >= _HEADINGS_MIN and not any(re.search(r"\d", field) for field in given)


def _only_figures(fields: Sequence[str]) -> bool:
    """Beyond the last column stands no word, which would be a note."""
    return all(re.fullmatch(r"[\d.\s-]*", field) for field in fields)
