"""Which references are codes of letters and digits at random, A7F3-92K: told by how they look."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import takewhile

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tieout.matching.coded import Bools, Ints, Texts, encode, matching
from tieout.matching.lone_amounts import LoneAmounts
from tieout.matching.references import compact
from tieout.matching.spelling import only, table_of

LOOKS_MIN, MIXED_MIN, LOOK_MAX = 4, 0.4, 0.5
"""Of references of one form: how many looks there are, which share has letters and digits mixed, which the commonest look."""
LOOKED_AT = 3_000
"""References of a large ledger that are looked at."""
WORD_MIN = 3
"""How often letters stand beside a number, or alone, until they are a word and no accident of a code."""
_LETTER, _DIGIT = "*", "#"
_LOOK = table_of({"ACDEFGHJKMNPQRTUVWXYZ": 21 * _LETTER, "0123456789OILSB": 15 * _DIGIT})
"""What a scanner may take for a digit looks like one."""
_MIXED = "[*]#+[*]|#[*]+#"
_WORD_AND_NUMBER = "^(?:[A-Z]+[0-9]+|[0-9]+[A-Z]+)$"
ALPHANUMERIC = "[0-9A-Za-z]"


@dataclass(frozen=True, order=True)
class Form:
    """How codes are written: always the same before them, in capitals, then * for each letter or digit."""

    before: str
    code: str

    @property
    def pattern(self) -> str:
        """Of a whole reference in capitals."""
        return f"^{re.escape(self.before)}{_of_any(self.code)}$"


@dataclass(frozen=True)
class Codes:
    """The forms that codes have; `words` are letters that stand beside numbers, and make no code of them."""

    forms: tuple[Form, ...]
    words: frozenset[str]

    def among(self, references: Texts) -> tuple[Bools, Texts]:
        """Which references are codes, and these codes, in capitals without what stands between."""
        capitals = pc.ascii_upper(references)
        codes = pa.nulls(len(references), pa.large_string())
        for form in self.forms:
            fits = pa.array(matching(capitals, form.pattern))
            bare = pc.utf8_slice_codeunits(capitals.filter(fits), len(form.before), None)
            codes = pc.replace_with_mask(codes, fits, compact(bare))
        fits = pc.is_valid(codes).to_numpy(zero_copy_only=False)
        written = codes.drop_null()
        fits[fits] = matching(written, "[A-Z]") & ~_has_word(written, self.words)
        fits[fits] = ~_again_and_again(codes.filter(pa.array(fits)))
        return fits, codes.filter(pa.array(fits))

    @property
    def pattern(self) -> str:
        """A code in a text, with or without what stands between its parts."""
        forms = {form.code for form in self.forms}
        forms |= {re.sub(r"[^*]", "", form) for form in forms}
        return "|".join(map(_of_any, sorted(forms, key=lambda form: (-len(form), form))))


def _of_any(form: str) -> str:
    return re.escape(form).replace(r"\*", ALPHANUMERIC)


def codes_told(alone: LoneAmounts) -> Codes:
    """The forms that codes have in a sample of references; none if it has no codes."""
    texts = pc.ascii_upper(alone.references(LOOKED_AT))
    written = compact(texts)
    look = only(written, _LOOK)
    mixed = matching(look, _MIXED)
    if mixed.sum() < LOOKS_MIN:
        return Codes((), frozenset())
    form = encode([pc.replace_substring_regex(texts, pattern=ALPHANUMERIC, replacement="*")])
    told = _with_many_looks(form.codes, encode([look]).codes, mixed)
    if not len(told):
        return Codes((), frozenset())
    forms = {
        _form(code, texts.filter(pa.array(form.codes == number)).to_pylist())
        for number, code in zip(told.tolist(), form.take_texts(told).to_pylist(), strict=True)
    }
    return Codes(tuple(sorted(forms)), _words(written))


def _with_many_looks(form: Ints, look: Ints, mixed: Bools) -> Ints:
    """The forms whose references are mixed and look different from each other."""
    both, count = np.unique(form * (look.max() + 1) + look, return_counts=True)
    of_form = both // (look.max() + 1)
    most = np.zeros(int(form.max()) + 1, dtype=np.int64)
    np.maximum.at(most, of_form, count)
    every = np.bincount(form)
    told = (np.bincount(of_form) >= LOOKS_MIN) & (most <= LOOK_MAX * every)
    return np.flatnonzero(told & (np.bincount(form, mixed) >= MIXED_MIN * every))


def _form(form: str, references: Sequence[str]) -> Form:
    """What stands before all of these references, up to its last space or stroke, is no part of the code.

    >>> _form("***** **-*", ["ORDER A7-K", "ORDER 1F-3"])
    Form(before='ORDER ', code='**-*')
    """
    first_and_last = zip(min(references), max(references), strict=False)
    alike = "".join(a for a, _ in takewhile(lambda both: both[0] == both[1], first_and_last))
    alike = re.sub(f"{ALPHANUMERIC}*$", "", alike)
    return Form(alike, form[len(alike) :])


def _words(written: Texts) -> frozenset[str]:
    """Letters that stand beside numbers again and again."""
    some = written.filter(pa.array(matching(written, _WORD_AND_NUMBER)))
    counted = Counter(pc.ascii_trim(some, characters="0123456789").to_pylist())
    return frozenset(word for word, count in counted.items() if count >= WORD_MIN)


def _has_word(written: Texts, words: Collection[str]) -> Bools:
    word = pc.ascii_trim(written, characters="0123456789")
    is_word = pc.is_in(word, value_set=pa.array(words, pa.large_string()))
    return is_word.to_numpy(zero_copy_only=False) & matching(written, _WORD_AND_NUMBER)


def _again_and_again(written: Texts) -> Bools:
    """Letters alone that are a reference several times, such as RENT."""
    alone = np.flatnonzero(~matching(written, "[0-9]"))
    word = encode([written.take(pa.array(alone))]).codes
    again = np.zeros(len(written), dtype=bool)
    again[alone] = np.bincount(word)[word] >= WORD_MIN
    return again
