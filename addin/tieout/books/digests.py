"""How does a row become a digest: its values in a fixed order, written in one unmistakable way.

The books keep no control characters but tab and line ends, so two of them can stand between values
(`SEPARATOR`) and for the empty value (`NOTHING`) without any doubt about what was meant.
"""

import json
import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b, sha256
from types import NoneType

SEPARATOR = "\x1f"
NOTHING = "\x00"
DIGEST_BYTES = 16
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

Column = Sequence[object]


def clean_text(text: str) -> str:
    r"""A text without control characters, which no sheet shows.

    >>> clean_text("货款\x00 A\x1fB")
    '货款  A B'
    """
    return _CONTROL.sub(" ", text) if _CONTROL.search(text) else text


def written_rows(columns: Sequence[Column]) -> list[str]:
    r"""Rows as they are hashed, and sent in bulk.

    >>> written_rows([[1, 2], ["a", None]])
    ['1\x1fa', '2\x1f\x00']
    """
    return list(map(SEPARATOR.join, zip(*map(_texts, columns), strict=True)))


def row_digests(rows: Iterable[str]) -> list[bytes]:
    """The digest of each row."""
    return [
        blake2b(row.encode("utf-8", "surrogatepass"), digest_size=DIGEST_BYTES).digest()
        for row in rows
    ]


def whole_digest(digests: Iterable[bytes]) -> str:
    """The digest of many rows in their order."""
    return blake2b(b"".join(digests), digest_size=32).hexdigest()


def chained(previous: str, values: Sequence[str]) -> str:
    """The hash of a trail line: its own words and the hash before it."""
    return sha256(SEPARATOR.join([previous, *values]).encode("utf-8", "surrogatepass")).hexdigest()


def canonical(value: object) -> str:
    """JSON with one spelling only.

    >>> canonical({"b": 1, "a": "客户"})
    '{"a":"客户","b":1}'
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _texts(column: Column) -> Column | list[str]:
    kinds = set(map(type, column))
    if kinds <= {str}:
        return column
    if kinds <= {int}:
        return list(map(str, column))
    if kinds <= {NoneType}:
        return [NOTHING] * len(column)
    return [NOTHING if value is None else _text(value) for value in column]


def _text(value: object) -> str:
    """Bytes stand in no row as written: whatever they are, they are no text."""
    return (
        f"{NOTHING}x{bytes(value).hex()}" if isinstance(value, bytes | memoryview) else str(value)
    )
