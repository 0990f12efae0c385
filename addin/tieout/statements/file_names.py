"""What is a statement's file called: by a pattern, safe on every system, never twice the same."""

import re
from collections.abc import Iterable

from tieout.errors import TieoutError

DEFAULT_PATTERN = "{number}_{customer}_{kind}_{end}"
FIELDS = ("number", "customer", "currency", "kind", "begin", "end")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u200e\u200f\u202a-\u202e]+')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)
_EMPTY = re.compile(r"_{2,}")
_BYTES_MAX = 180


def file_stem(pattern: str, **values: str) -> str:
    r"""The name of a file without its ending.

    >>> file_stem("{customer}-{end}", customer="A/B: ..\\C", end="2026-03-31")
    'A_B_ .._C-2026-03-31'
    >>> file_stem("{customer}", customer="CON"), file_stem("{customer}", customer=" ../. ")
    ('_CON', '_')
    """
    given = {name: values.get(name, "") for name in FIELDS}
    try:
        named = pattern.format(**given)
    except (KeyError, IndexError, ValueError, AttributeError) as error:
        raise TieoutError("statement.error.file_pattern", pattern=pattern, fields=FIELDS) from error
    return safe_stem(_EMPTY.sub("_", named))


def safe_stem(named: str) -> str:
    """A name without what any system forbids."""
    stem = _FORBIDDEN.sub("_", named)
    stem = stem.encode("utf-8", "ignore")[:_BYTES_MAX].decode("utf-8", "ignore").strip(" .")
    return f"_{stem}" if not stem or _RESERVED.match(stem) else stem


def unique(stem: str, used: set[str]) -> str:
    """The name, or the first numbered one that is free; upper and lower case are one. It is used now.

    >>> used = {"a", "a (2)"}
    >>> unique("A", used), unique("a", used)
    ('A (3)', 'a (4)')
    """
    number, found = 1, stem
    while found.casefold() in used:
        number += 1
        found = f"{stem} ({number})"
    used.add(found.casefold())
    return found


def used_names(names: Iterable[str]) -> set[str]:
    """Names as `unique` compares them."""
    return {name.casefold() for name in names}
