"""How are references compared that are codes of letters and digits at random: by all of these, spelt in digits.

Two digits for each letter or digit, so that everything that compares numbers compares the whole code.
"""

import re
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from tieout.matching.coded import Texts, matching, one_text
from tieout.matching.lone_amounts import LoneAmounts
from tieout.matching.plain_references import References
from tieout.matching.random_codes import ALPHANUMERIC, Codes, codes_told
from tieout.matching.references import compact
from tieout.matching.rows import Rows
from tieout.matching.spelling import in_digits

_BESIDE = f"(?<!{ALPHANUMERIC})(?:{{}})(?!{ALPHANUMERIC})"


def with_codes_in_digits(rows: Rows, alone: LoneAmounts) -> Rows:
    """The same rows; references that are codes, and codes that others quote, are spelt in digits."""
    codes = codes_told(alone)
    if not codes.forms:
        return rows
    texts = rows.whole.reference.texts
    is_code, known = codes.among(texts)
    chosen = pa.array(is_code)
    spelt = pc.replace_with_mask(texts, chosen, _spelt(texts.filter(chosen), known))
    known = known.unique()
    reference = References.of(_with_quoted(spelt, codes, known, instead=True))
    memo = rows.whole.memo.map(lambda memos: _with_quoted(memos, codes, known, instead=False))
    return Rows(rows.place, replace(rows.whole, reference=reference, memo=memo))


def _spelt(references: Texts, codes: Texts) -> Texts:
    """Codes in digits; what tells how each is written stays behind them, so that no match claims more than it found."""
    between = pc.replace_substring_regex(references, pattern=ALPHANUMERIC, replacement="")
    is_upper = pc.equal(references, pc.ascii_upper(references))
    case = pc.if_else(is_upper, one_text(""), one_text("~"))
    return pc.binary_join_element_wise(in_digits(codes), between, case, one_text(""))


def _with_quoted(texts: Texts, codes: Codes, known: Texts, *, instead: bool) -> Texts:
    """Texts with the known codes that they quote in digits: instead of the text, or after it."""
    some = matching(texts, codes.pattern)
    quoting = texts.filter(pa.array(some)).to_pylist()
    beside = re.compile(_BESIDE.format(codes.pattern))
    found = [beside.findall(text) for text in quoting]
    written = compact(pa.array([code for each in found for code in each], pa.large_string()))
    is_known = iter(pc.is_in(written, value_set=known).to_pylist())
    spelt = iter(in_digits(written).to_pylist())
    named = [[s for _, s, k in zip(each, spelt, is_known, strict=False) if k] for each in found]
    longer = [
        (each[0] if instead else " ".join([text, *each])) if each else text
        for text, each in zip(quoting, named, strict=True)
    ]
    return pc.replace_with_mask(texts, pa.array(some), pa.array(longer, pa.large_string()))
