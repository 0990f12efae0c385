"""In which orders are the parts of a number written on both sides: told by the amounts that stand under them."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from tieout.matching.lone_amounts import LoneAmounts
from tieout.matching.references import in_parts

Parts: TypeAlias = tuple[str, ...]
"""The runs of digits of a reference, as they are written."""
Order: TypeAlias = tuple[int, ...]
"""For each part of theirs, which of ours it is."""
Forms: TypeAlias = tuple[str, str]
"""The words of our reference and of theirs, # for each number: FV/#/# and #/#."""
Told: TypeAlias = Mapping[tuple[Forms, Order], list[tuple[Parts, Parts]]]
"""Orders that are of the same numbers, with these as both sides write them."""

TOLD_BY_MIN, SHARE_MIN = 3, 0.3
"""Of entries that alone have their amount: how many must have the same parts, and the share of all in their forms."""
PARTS_MAX = 4
NUMBER = "[0-9]+"
YEAR = re.compile("(?:19|20)[0-9]{2}")


def in_any_order(written: str) -> str:
    """What references as `in_parts` has them share where they have the same numbers in any order; "" if these tell no order.

    >>> in_any_order("24/00123") == in_any_order("FV/123/2024"), in_any_order("24/24")
    (True, '')
    """
    values = _values(_parts(written))
    return "/".join(sorted(values)) if _tell_an_order(values) else ""


def orders_told(alone: LoneAmounts) -> Told:
    """The orders that entries of one amount are seen to have their parts in."""
    some, ours, theirs = alone.differing()
    several = some.names_several
    in_both = several[ours] & several[theirs]
    ours, theirs = ours[in_both], theirs[in_both]
    if len(ours) < TOLD_BY_MIN:
        return {}
    found: dict[tuple[Forms, Order], list[tuple[Parts, Parts]]] = defaultdict(list)
    written = (in_parts(some.take(side).reference).to_pylist() for side in (ours, theirs))
    for mine, other in zip(*written, strict=True):
        parts = _parts(mine), _parts(other)
        order = _order(*parts)
        if order is not None:
            found[(_form(mine), _form(other)), order].append(parts)
    likely = {key: pairs for key, pairs in found.items() if len(pairs) >= TOLD_BY_MIN}
    every = _in_forms(alone) if likely else {}
    return {key: pairs for key, pairs in likely.items() if len(pairs) >= SHARE_MIN * every[key[0]]}


def _in_forms(alone: LoneAmounts) -> Mapping[Forms, int]:
    """How many pairs of one amount are written in each two forms, their numbers equal or not."""
    written = (
        in_parts(alone.rows.take(side).reference).to_pylist() for side in (alone.ours, alone.theirs)
    )
    return Counter((_form(mine), _form(other)) for mine, other in zip(*written, strict=True))


def _form(written: str) -> str:
    return re.sub(NUMBER, "#", written)


def _parts(written: str) -> Parts:
    return tuple(re.findall(NUMBER, written))


def _order(ours: Parts, theirs: Parts) -> Order | None:
    """Which of our parts each of theirs is, if all are the same and no two alike.

    >>> _order(("2024", "00123"), ("123", "24"))
    (1, 0)
    """
    mine, other = _values(ours), _values(theirs)
    if not _tell_an_order(mine) or sorted(mine) != sorted(other):
        return None
    return tuple(mine.index(value) for value in other)


def _tell_an_order(values: Sequence[str]) -> bool:
    """Whether they are several, and no two alike."""
    return 1 < len(values) <= PARTS_MAX and len(set(values)) == len(values)


def _values(parts: Parts) -> list[str]:
    """The parts without leading zeros, of a year its last two digits."""
    return [(part[-2:] if YEAR.fullmatch(part) else part).lstrip("0") for part in parts]
