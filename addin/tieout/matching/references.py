"""When do two references mean the same document: the forms people write them in, one a function."""

import pyarrow.compute as pc

from tieout.matching.coded import Texts


def compact(references: Texts) -> Texts:
    """Letters and digits only, half width, upper case.

    >>> import pyarrow as pa
    >>> compact(pa.array(["inv-004587", "ＩＮＶ４５８７", "发票 4587", "RENT"])).to_pylist()
    ['INV004587', 'INV4587', '4587', 'RENT']
    """
    upper = pc.utf8_upper(pc.utf8_normalize(references, form="NFKC"))
    return pc.replace_substring_regex(upper, pattern="[^0-9A-Z]+", replacement="")


def digits(references: Texts) -> Texts:
    """The number alone: digits without letters, separators and leading zeros.

    >>> import pyarrow as pa
    >>> digits(pa.array(["INV-004587", "No.4587", "4587-R", "RENT"])).to_pylist()
    ['4587', '4587', '4587', '']
    """
    only = pc.replace_substring_regex(compact(references), pattern="[^0-9]+", replacement="")
    return pc.utf8_ltrim(only, characters="0")


def letters(references: Texts) -> Texts:
    """The letters before the number, by which a numbering is known.

    >>> import pyarrow as pa
    >>> letters(pa.array(["INV-004587", "No.4587", "4587-R"])).to_pylist()
    ['INV', 'NO', '']
    """
    return pc.replace_substring_regex(compact(references), pattern="[0-9].*$", replacement="")


def read_digits(references: Texts) -> Texts:
    """The number as a scanner may have meant it: O is 0, I and L are 1, S is 5, B is 8.

    >>> import pyarrow as pa
    >>> read_digits(pa.array(["INV-0O4587", "INV-4S87", "45B7"])).to_pylist()
    ['4587', '4587', '4587']
    """
    number = pc.replace_substring_regex(compact(references), pattern="^[A-Z]+", replacement="")
    for letters, digit in (("[O]", "0"), ("[IL]", "1"), ("S", "5"), ("B", "8")):
        number = pc.replace_substring_regex(number, pattern=letters, replacement=digit)
    only = pc.replace_substring_regex(number, pattern="[^0-9]+", replacement="")
    return pc.utf8_ltrim(only, characters="0")
