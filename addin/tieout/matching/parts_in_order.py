"""Does one side write the parts of the other's numbers in another order, or with other zeros: told by amounts.

24/00123 is 00123/24, 2024-123 or FV/123/2024 where entries of one amount say so again and again.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tieout.matching.coded import Texts, matching, one_text
from tieout.matching.grouping import is_in, mixed
from tieout.matching.lone_amounts import LoneAmounts
from tieout.matching.orders_of_parts import NUMBER, YEAR, Order, Parts, Told, orders_told
from tieout.matching.plain_references import References
from tieout.matching.references import in_parts
from tieout.matching.rows import Rows

_BETWEEN = "_"
"""What hardly anybody writes between two parts, so that no match claims that both wrote the same."""


@dataclass(frozen=True)
class Part:
    """A part as the other side writes it: which of one's own it is, how wide with zeros (0: as it comes).

    `century` is put before a year in two digits; `short_year` leaves it out.
    """

    place: int
    width: int
    century: str = ""
    short_year: bool = False

    def of(self, parts: Sequence[Texts]) -> Texts:
        """The part of many numbers."""
        own = parts[self.place]
        if self.short_year:
            return pc.utf8_slice_codeunits(own, -2, None)
        if self.century:
            return pc.binary_join_element_wise(one_text(self.century), own, one_text(""))
        bare = pc.utf8_ltrim(own, characters="0")
        return pc.utf8_lpad(bare, max(self.width, 1), padding="0")


def with_parts_in_order(rows: Rows, alone: LoneAmounts) -> Rows:
    """The same rows; a side that writes the other's numbers in another order has them in the other's.

    Numbers that the other side has, too, stay as they are. Texts say both, as either may be quoted.
    """
    told = orders_told(alone)
    if not told:
        return rows
    theirs = _fewer_digits_in_theirs(told)
    rules = {
        own: _parts_of(pairs if theirs else [(b, a) for a, b in pairs], order)
        for own, order, pairs in _one_for_each_form(told, theirs)
    }
    whole = rows.whole
    reference = _rewritten(rows, theirs, rules)
    memo = whole.memo.map(lambda texts: _saying_both(texts, rules))
    return Rows(rows.place, replace(whole, reference=reference, memo=memo))


def _fewer_digits_in_theirs(told: Told) -> bool:
    """Whether their way of writing is the one that says less, told by what is written, never by the side."""
    ours, theirs = zip(*(pair for pairs in told.values() for pair in pairs), strict=True)
    return _said(theirs) < _said(ours)


def _said(written: Iterable[Parts]) -> tuple[int, list[Parts]]:
    every = sorted(written)
    return sum(len("".join(parts).lstrip("0")) for parts in every), every


def _one_for_each_form(
    told: Told, theirs: bool
) -> list[tuple[str, Order, list[tuple[Parts, Parts]]]]:
    """Each form of a side with the order and numbers that tell most of it."""
    ranked = sorted(told.items(), key=lambda item: (len(item[1]), item[0]))
    best = {forms[theirs]: (order, pairs) for (forms, order), pairs in ranked}
    return [
        (form, order if theirs else _turned(order), pairs) for form, (order, pairs) in best.items()
    ]


def _turned(order: Order) -> Order:
    """The order seen from the other side."""
    return tuple(order.index(place) for place in range(len(order)))


def _parts_of(pairs: Sequence[tuple[Parts, Parts]], order: Order) -> list[Part]:
    """How each part of a number is written in full: pairs have that first, then the other way."""
    found = []
    for place in range(len(order)):
        own = order.index(place)
        full, short = {pair[0][place] for pair in pairs}, {pair[1][own] for pair in pairs}
        found.append(Part(own, _width(full), _century(full, short), bool(_century(short, full))))
    return found


def _width(written: Iterable[str]) -> int:
    """How wide a part is filled up with zeros."""
    filled = {len(part) for part in written if part.startswith("0")}
    return min(filled, default=0)


def _century(full: Iterable[str], short: Iterable[str]) -> str:
    """What stands before the years of the one and not before those of the other."""
    years = {part[:2] for part in full if YEAR.fullmatch(part)}
    both = len(years) > 0 and all(map(YEAR.fullmatch, full)) and {len(s) for s in short} == {2}
    return max(years) if both else ""


def _rewritten(rows: Rows, theirs: bool, rules: Mapping[str, list[Part]]) -> References:
    """All references, those of a side in the other's order where the other does not have their number."""
    several = rows.names_several
    mine, other = (np.flatnonzero(rows.theirs == side) for side in (theirs, not theirs))
    own = mixed(rows.account, rows.digits.codes)
    row = mine[several[mine] & ~is_in(own[mine], own[other])]
    written = in_parts(rows.take(row).reference)
    texts = rows.whole.reference.texts
    for form, parts in rules.items():
        fits = np.flatnonzero(matching(written, f"^{form.replace('#', NUMBER)}$"))
        turned = _in_order(written.take(pa.array(fits)), form, parts)
        chosen = np.zeros(len(texts), dtype=bool)
        chosen[rows.position[row[fits]]] = True
        texts = pc.replace_with_mask(texts, pa.array(chosen), turned)
    return References.of(texts)


def _in_order(written: Texts, form: str, parts: Sequence[Part]) -> Texts:
    """References of one form as the other side writes them; the letters before the number stay."""
    named = iter(range(len(parts)))
    pattern = re.sub("#", lambda _: f"(?P<p{next(named)}>{NUMBER})", form)
    found = pc.extract_regex(written, pattern=f"^{pattern}$")
    own = [pc.struct_field(found, f"p{place}") for place in range(len(parts))]
    before = form[: form.index("#")]
    return pc.binary_join_element_wise(one_text(before), _joined(own, parts), one_text(""))


def _joined(own: Sequence[Texts], parts: Sequence[Part]) -> Texts:
    return pc.binary_join_element_wise(*(part.of(own) for part in parts), one_text(_BETWEEN))


def _saying_both(texts: Texts, rules: Mapping[str, list[Part]]) -> Texts:
    """Memos, after each the numbers that it names with their parts in the other order."""
    for parts in {len(parts): parts for parts in rules.values()}.values():
        texts = _saying_more(texts, parts)
    return texts


def _saying_more(texts: Texts, parts: Sequence[Part]) -> Texts:
    pattern = "[-/._]".join(f"({NUMBER})" for _ in parts)
    some = matching(texts, pattern)
    memos = texts.filter(pa.array(some)).to_pylist()
    found = [re.findall(pattern, memo) for memo in memos]
    own = [pa.array(part, pa.large_string()) for part in zip(*chain(*found), strict=True)]
    if not own:
        return texts
    turned = iter(_joined(own, parts).to_pylist())
    longer = [" ".join([m, *islice(turned, len(n))]) for m, n in zip(memos, found, strict=True)]
    return pc.replace_with_mask(texts, pa.array(some), pa.array(longer, pa.large_string()))
