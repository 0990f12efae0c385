"""When do two references mean the same document: the forms people write them in, one a function."""

from collections.abc import Callable

import pyarrow.compute as pc

from tieout.matching.coded import Texts

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = "0123456789"


def compact(references: Texts) -> Texts:
    """Letters and digits only, half width, upper case.

    >>> import pyarrow as pa
    >>> compact(pa.array(["inv-004587", "ＩＮＶ４５８７", "发票 4587", "RENT"])).to_pylist()
    ['INV004587', 'INV4587', '4587', 'RENT']
    """
    return _usual_or(references, "^[0-9A-Z-]*$", _without_dashes, _compact)


def digits(references: Texts) -> Texts:
    """The number alone: digits without letters, separators and leading zeros.

    >>> import pyarrow as pa
    >>> digits(pa.array(["INV-004587", "No.4587", "4587-R", "RENT"])).to_pylist()
    ['4587', '4587', '4587', '']
    """
    return digits_of(compact(references))


def letters(references: Texts) -> Texts:
    """The letters before the number, by which a numbering is known.

    >>> import pyarrow as pa
    >>> letters(pa.array(["INV-004587", "No.4587", "4587-R"])).to_pylist()
    ['INV', 'NO', '']
    """
    return letters_of(compact(references))


def read_digits(references: Texts) -> Texts:
    """The number as a scanner may have meant it: O is 0, I and L are 1, S is 5, B is 8.

    >>> import pyarrow as pa
    >>> read_digits(pa.array(["INV-0O4587", "INV-4S87", "45B7"])).to_pylist()
    ['4587', '4587', '4587']
    """
    return read_digits_of(compact(references))


def last_number(references: Texts) -> Texts:
    """The last run of three digits or more, without leading zeros: what is left of a number in use.

    >>> import pyarrow as pa
    >>> last_number(pa.array(["SI2025-00123", "SI-123", "INV 45", "2025/00123-R"])).to_pylist()
    ['123', '123', '', '123']
    """
    half_width = pc.utf8_normalize(references, form="NFKC")
    found = pc.extract_regex(half_width, pattern="^.*?(?P<last>[0-9]{3,})[^0-9]*$")
    return pc.utf8_ltrim(pc.fill_null(pc.struct_field(found, "last"), ""), characters="0")


def last_digits(references: Texts) -> Texts:
    """The last run of digits, without leading zeros but for a zero alone.

    >>> import pyarrow as pa
    >>> last_digits(pa.array(["INV2026-0045", "45-R", "ABC", "No.000"])).to_pylist()
    ['45', '45', '', '0']
    """
    found = pc.extract_regex(references, pattern="(?s)^.*?0*(?P<last>[0-9]+)[^0-9]*$")
    return pc.fill_null(pc.struct_field(found, "last"), "")


def digits_of(compacted: Texts) -> Texts:
    """`digits` of references that are compact already."""
    return _usual_or(compacted, _ONE_NUMBER, _after_letters, _digits)


def letters_of(compacted: Texts) -> Texts:
    """`letters` of references that are compact already."""
    return _usual_or(compacted, _ONE_NUMBER, _before_digits, _letters)


def read_digits_of(compacted: Texts) -> Texts:
    """`read_digits` of references that are compact already."""
    return _usual_or(compacted, _ONE_NUMBER, _after_letters, _read_digits)


_ONE_NUMBER = "^[A-Z]*[0-9]+$"
"""The usual form, for which trimming does what takes a pattern elsewhere."""

Rewrite = Callable[[Texts], Texts]


def _usual_or(texts: Texts, usual: str, quick: Rewrite, thorough: Rewrite) -> Texts:
    """What both ways give alike where a text has the usual form, the thorough way elsewhere."""
    is_usual = pc.match_substring_regex(texts, pattern=usual)
    if pc.all(is_usual, min_count=0).as_py():
        return quick(texts)
    rare = pc.invert(is_usual)
    return pc.replace_with_mask(quick(texts), rare, thorough(texts.filter(rare)))


def _without_dashes(texts: Texts) -> Texts:
    return pc.replace_substring(texts, pattern="-", replacement="")


def _after_letters(texts: Texts) -> Texts:
    return pc.ascii_ltrim(pc.ascii_ltrim(texts, characters=_LETTERS), characters="0")


def _before_digits(texts: Texts) -> Texts:
    return pc.ascii_rtrim(texts, characters=_DIGITS)


def _compact(texts: Texts) -> Texts:
    upper = pc.utf8_upper(pc.utf8_normalize(texts, form="NFKC"))
    return pc.replace_substring_regex(upper, pattern="[^0-9A-Z]+", replacement="")


def _digits(texts: Texts) -> Texts:
    only = pc.replace_substring_regex(texts, pattern="[^0-9]+", replacement="")
    return pc.utf8_ltrim(only, characters="0")


def _letters(texts: Texts) -> Texts:
    return pc.replace_substring_regex(texts, pattern="[0-9].*$", replacement="")


def _read_digits(texts: Texts) -> Texts:
    number = pc.replace_substring_regex(texts, pattern="^[A-Z]+", replacement="")
    for letters, digit in (("[O]", "0"), ("[IL]", "1"), ("S", "5"), ("B", "8")):
        number = pc.replace_substring_regex(number, pattern=letters, replacement=digit)
    return _digits(number)
