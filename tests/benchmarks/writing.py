"""How do people write a number: the forms of a reference, its slips, lists of them in a text."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from tests.benchmarks.lines import Ints, Texts

WIDTH = 6
OWN = "¤"
"""Stands for the prefix of a side's own vouchers until it is known whose line it is."""


def joined(*parts: Texts | str) -> Texts:
    """Texts side by side."""
    return pc.binary_join_element_wise(*(_scalar(part) for part in parts), _scalar(""))


def plain(number: Ints) -> Texts:
    """A number without leading zeros."""
    return pa.array(number).cast(pa.large_string())


def padded(number: Ints, width: int = WIDTH) -> Texts:
    """A number with leading zeros."""
    return pc.utf8_lpad(plain(number), width, padding="0")


def reference(prefix: Texts | str, number: Ints) -> Texts:
    """The reference as its owner writes it: INV-004587."""
    return joined(prefix, "-", padded(number))


STYLES = (
    ("bare",),
    ("full",),
    ("invoice", "bare"),
    ("wide",),
    ("No.", "bare"),
    ("bare", "-R"),
    ("lower", "-", "full"),
    ("prefix", " ", "full"),
    ("prefix", "/", "full"),
    ("prefix", ".", "full"),
    ("prefix", "full"),
    ("#", "bare"),
)
"""The forms of a reference: names of its parts, and what stands between them."""


def restyled(style: Ints, prefix: Texts, number: Ints, language: str) -> Texts:
    """References written in the chosen one of STYLES."""
    bare = plain(number)
    parts = {
        "prefix": prefix,
        "lower": pc.utf8_lower(prefix),
        "full": padded(number),
        "bare": bare,
        "wide": _full_width(joined(prefix, bare)),
        "invoice": "发票 " if language == "zh" else "Invoice ",
    }
    forms = [joined(*(parts.get(part, part) for part in form)) for form in STYLES]
    return pc.choose(pa.array(style), *forms)


CONFUSIONS = (("0", "O"), ("1", "l"), ("5", "S"), ("8", "B"))


def misread(which: Ints, prefix: Texts, number: Ints) -> Texts:
    """References in which a scanner took one digit for a letter, where there is such a digit."""
    full = padded(number)
    read = [pc.replace_substring(full, a, b, max_replacements=1) for a, b in CONFUSIONS]
    return joined(prefix, "-", pc.choose(pa.array(which), *read))


def slipped(which: Ints, place: Ints, shift: Ints, number: Ints) -> Texts:
    """Numbers with one digit wrong (0), missing (1) or swapped with its neighbour (2)."""
    ten = 10**place
    low, high = number // ten % 10, number // (ten * 10) % 10
    wrong = number + ((low + shift) % 10 - low) * ten
    missing = number // (ten * 10) * ten + number % ten
    swapped = number + (high - low) * ten + (low - high) * ten * 10
    # Two equal neighbours swapped are no slip; then one of them is wrong.
    swapped = np.where(swapped == number, wrong, swapped)
    full = [padded(wrong), padded(missing, WIDTH - 1), padded(swapped)]
    return pc.choose(pa.array(which), *full)


def e_invoice(number: Ints) -> Texts:
    """The 20 digits of a Chinese e-invoice: year, region, and a running number."""
    return joined("2631200000", padded(number, 10))


def last_digits(number: Ints, count: int) -> Texts:
    """The last digits of an e-invoice, as people quote it."""
    return padded(number % 10**count, count)


def listed(event: Ints, texts: Texts, separator: str) -> Texts:
    """The texts of each event in one; `event` is sorted and has every number from 0."""
    ends = np.searchsorted(event, np.arange(int(event.max(initial=-1)) + 2))
    lists = pa.ListArray.from_arrays(pa.array(ends, pa.int32()), texts.cast(pa.string()))
    return pc.binary_join(lists, separator).cast(pa.large_string())


def either(which: np.ndarray, yes: Texts | str, no: Texts | str) -> Texts:
    """One text where `which` holds, the other elsewhere."""
    return pc.if_else(pa.array(which), _scalar(yes), _scalar(no))


def _full_width(texts: Texts) -> Texts:
    """Letters and digits in their full-width forms."""
    used = pc.unique(texts)
    wide = pa.array([text.translate(_WIDE) for text in used.to_pylist()], pa.large_string())
    return wide.take(pc.index_in(texts, used))


_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def _scalar(part: Texts | str) -> Texts | pa.Scalar:
    return (
        pa.scalar(part, pa.large_string())
        if isinstance(part, str)
        else part.cast(pa.large_string())
    )
