"""When do two references mean the same document: the forms people write them in, one a function."""

import pyarrow as pa
import pyarrow.compute as pc

from tieout.matching.coded import Texts
from tieout.matching.spelling import is_ascii, only, table_of, with_any

_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = "0123456789"
DIGIT = table_of({_DIGITS: _DIGITS})
_LETTER_OR_DIGIT = table_of({_DIGITS + _CAPITALS + _CAPITALS.lower(): _DIGITS + 2 * _CAPITALS})
_AS_SCANNED = table_of({_DIGITS + "OILSB": _DIGITS + "01158"})


def compact(references: Texts) -> Texts:
    """Letters and digits only, half width, upper case.

    The word of a Chinese voucher (凭证字) is kept as letters: it tells each side's own numbering.

    >>> compact(pa.array(["inv-004587", "ＩＮＶ４５８７", "发票 4587", "RENT", "记-45"])).to_pylist()
    ['INV004587', 'INV4587', '4587', 'RENT', 'JI45']
    """
    return only(_half_width(references), _LETTER_OR_DIGIT)


def digits(references: Texts) -> Texts:
    """The number alone: digits without letters, separators and leading zeros.

    >>> digits(pa.array(["INV-004587", "No.4587", "4587-R", "RENT"])).to_pylist()
    ['4587', '4587', '4587', '']
    """
    return pc.ascii_ltrim(only(_half_width(references), DIGIT), characters="0")


def written_digits(references: Texts) -> Texts:
    """The digits as they are written, with their leading zeros.

    >>> written_digits(pa.array(["INV-004587", "２０２６/01"])).to_pylist()
    ['004587', '202601']
    """
    return only(_half_width(references), DIGIT)


def letters(references: Texts) -> Texts:
    """The letters before the number, by which a numbering is known.

    >>> letters(pa.array(["INV-004587", "No.4587", "4587-R"])).to_pylist()
    ['INV', 'NO', '']
    """
    before = pc.ascii_rtrim(compact(references), characters=_DIGITS)
    # Letters may come after the number, too.
    rest = pa.array(with_any(before, DIGIT))
    first = pc.replace_substring_regex(before.filter(rest), pattern="[0-9].*$", replacement="")
    return pc.replace_with_mask(before, rest, first)


def read_digits(references: Texts) -> Texts:
    """The number as a scanner may have meant it: O is 0, I and L are 1, S is 5, B is 8.

    >>> read_digits(pa.array(["INV-0O4587", "INV-4S87", "45B7"])).to_pylist()
    ['4587', '4587', '4587']
    """
    number = pc.ascii_ltrim(compact(references), characters=_CAPITALS)
    return pc.ascii_ltrim(only(number, _AS_SCANNED), characters="0")


def last_number(references: Texts) -> Texts:
    """The last run of three digits or more, without leading zeros: what is left of a number in use.

    >>> last_number(pa.array(["SI2025-00123", "SI-123", "INV 45", "2025/00123-R"])).to_pylist()
    ['123', '123', '', '123']
    """
    half_width = pc.utf8_normalize(references, form="NFKC")
    found = pc.extract_regex(half_width, pattern="^.*?(?P<last>[0-9]{3,})[^0-9]*$")
    return pc.utf8_ltrim(pc.fill_null(pc.struct_field(found, "last"), ""), characters="0")


def last_digits(references: Texts) -> Texts:
    """The last run of digits, without leading zeros but for a zero alone.

    >>> last_digits(pa.array(["INV2026-0045", "45-R", "ABC", "No.000"])).to_pylist()
    ['45', '45', '', '0']
    """
    found = pc.extract_regex(references, pattern="(?s)^.*?0*(?P<last>[0-9]+)[^0-9]*$")
    return pc.fill_null(pc.struct_field(found, "last"), "")


def in_parts(references: Texts) -> Texts:
    """Every word and every number of a reference, a stroke between them.

    >>> in_parts(pa.array(["FV/123/2024", "发票 24-00123", "inv2024.7_A"])).to_pylist()
    ['FV/123/2024', '24/00123', 'INV/2024/7/A']
    """
    parts = pc.ascii_upper(_half_width(references))
    for pattern, strokes in (
        ("[^0-9A-Z]+", "/"),
        ("([A-Z])([0-9])", r"\1/\2"),
        ("([0-9])([A-Z])", r"\1/\2"),
    ):
        parts = pc.replace_substring_regex(parts, pattern=pattern, replacement=strokes)
    return pc.utf8_trim(parts, characters="/")


def _half_width(references: Texts) -> Texts:
    """Full-width letters and words of vouchers as plain letters, in upper case."""
    references = references.cast(pa.large_string())
    if is_ascii(references):
        return references
    rare = pc.invert(pc.string_is_ascii(references))
    plain = pc.utf8_upper(pc.utf8_normalize(references.filter(rare), form="NFKC"))
    return pc.replace_with_mask(references, rare, _voucher_words(plain))


_VOUCHER_WORDS = {"记": "JI", "转": "ZHUAN", "收": "SHOU", "付": "FU", "银": "YIN", "现": "XIAN"}
_VOUCHER = f"^[{''.join(_VOUCHER_WORDS)}]{{1,2}}字?第?[- ]*[0-9]"


def _voucher_words(references: Texts) -> Texts:
    is_voucher = pc.match_substring_regex(references, pattern=_VOUCHER)
    spelt = references.filter(is_voucher)
    for word, letters in _VOUCHER_WORDS.items():
        spelt = pc.replace_substring(spelt, pattern=word, replacement=letters)
    return pc.replace_with_mask(references, is_voucher, spelt)
