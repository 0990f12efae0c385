"""How do the cells of a column cross from one process to another: as bytes, a kind at a time.

Only the standard library is used, so that the process which opens the file starts at once, and nothing
in the bytes can be run.
"""

import json
from array import array
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

EMPTY, TEXTS, NUMBERS, DAYS, MIXED = "empty", "texts", "numbers", "days", "mixed"
_NUMBER = frozenset({float, int})
_EXACT_MAX = 2**53
_WRITTEN: dict[str, Callable[[str], object]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}
_NO_NUMBER, _NO_DAY = float("nan"), -(2**31)

Packed = tuple[str, bytes]


def packed(cells: Sequence[object]) -> Packed:
    r"""The kind of a column and its cells; an empty cell is "".

    >>> packed(["", ""]), packed(["a", "", "中"])
    (('empty', b''), ('texts', b'a\x00\x00\xe4\xb8\xad\x00'))
    """
    kinds = set(map(type, cells))
    if kinds == {str}:
        return _texts(cells)
    if str not in kinds or not any(cell for cell in cells if type(cell) is str):
        if kinds - {str} <= _NUMBER:
            return _numbers(cells, kinds)
        if kinds - {str} == {date}:
            days = [_NO_DAY if cell == "" else cell.toordinal() for cell in cells]  # type: ignore[attr-defined]
            return DAYS, array("q", days).tobytes()
    return MIXED, json.dumps([_plain(cell) for cell in cells]).encode()


def unpacked_mixed(content: bytes) -> list[object]:
    """The cells of a mixed column; None where empty.

    >>> unpacked_mixed(packed([date(2026, 1, 5), True, "x", 1.5, ""])[1])
    [datetime.date(2026, 1, 5), True, 'x', 1.5, None]
    """
    return [_rich(cell) for cell in json.loads(content)]


def _texts(cells: Sequence[object]) -> Packed:
    """Texts one after the other, each closed by a zero byte."""
    joined = "\0".join(cells)  # type: ignore[arg-type]
    if joined.count("\0") != len(cells) - 1:
        return MIXED, json.dumps(list(cells)).encode()
    if len(joined) == len(cells) - 1:
        return EMPTY, b""
    return TEXTS, (joined + "\0").encode("utf-8", "surrogatepass")


def _numbers(cells: Sequence[Any], kinds: set[type]) -> Packed:
    """Doubles; a whole number no double holds makes the column a mixed one."""
    if int in kinds and any(type(cell) is int and abs(cell) > _EXACT_MAX for cell in cells):
        return MIXED, json.dumps([_plain(cell) for cell in cells]).encode()
    if str in kinds:
        cells = [_NO_NUMBER if type(cell) is str else cell for cell in cells]
    return NUMBERS, array("d", cells).tobytes()


def _plain(cell: object) -> object:
    """What JSON has no word for, as a pair of its kind and its text."""
    if isinstance(cell, datetime):
        return ["datetime", cell.isoformat()]
    if isinstance(cell, date):
        return ["date", cell.isoformat()]
    if isinstance(cell, time):
        return ["time", cell.isoformat()]
    if isinstance(cell, timedelta):
        return ["seconds", cell.total_seconds()]
    return None if cell == "" else cell


def _rich(cell: object) -> object:
    if not isinstance(cell, list):
        return cell
    kind, written = cell
    return timedelta(seconds=written) if kind == "seconds" else _WRITTEN[kind](written)
