"""What is said of a match: one sentence with its values, in Chinese or English."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from tieout.matching.causes import Cause
from tieout.matching.coded import Bools, Ints, Texts
from tieout.matching.members import Members
from tieout.matching.pass_names import PASS_NAMES
from tieout.matching.references import digits
from tieout.matching.rows import NO_DAY
from tieout.matching.said import Said, in_single_brackets, or_words
from tieout.matching.sentences import amount_texts, apart, days, filled, numbers, texts
from tieout.texts import LANGUAGES, Language, table, text

NAMED_MAX = 3
"""References or lines a sentence lists before it only counts them."""


def match_reasons(
    said: Said, matches: pd.DataFrame, ours: Members, theirs: Members
) -> dict[Language, list[str]]:
    """One sentence a match and language: that of its pass, or that several ways are possible.

    `matches` has pass, state, cause, difference, alternatives, currency and note.
    """
    written = {language: np.empty(len(matches), dtype=object) for language in LANGUAGES}
    for row, kind in _kinds(said, matches, ours, theirs):
        some = matches.iloc[row], ours.take(row), theirs.take(row)
        figures = _figures(said, *some)
        for language in LANGUAGES:
            form = _form(*kind, language)
            values = {**figures, **_words_of(said, *some, language)}
            used = {name: value() for name, value in values.items() if name in form}
            sentences = in_single_brackets(filled(form, used, len(row)), language)
            written[language][row] = sentences.to_pylist()
    return {language: sentences.tolist() for language, sentences in written.items()}


Kind = tuple[str, str, bool, bool]
"""The pass of a match, its state, whether one side is alone in it, and whether its numbers are not alike."""
Value = Callable[[], Texts]
"""What a sentence quotes, worked out when a form asks for it."""


def _kinds(
    said: Said, matches: pd.DataFrame, ours: Members, theirs: Members
) -> Iterator[tuple[Ints, Kind]]:
    """The matches that are told in one form, and what tells the form."""
    one_sided = (ours.count == 0) | (theirs.count == 0)
    by, found_by = pd.factorize(matches["pass"])
    of, states = pd.factorize(matches["state"])
    unlike = _unlike(said, matches["pass"].to_numpy(dtype=object), ours, theirs)
    every = (by * len(states) + of) * 4 + one_sided * 2 + unlike
    for each in np.unique(every).tolist():
        pass_and_state, ways = divmod(each, 4)
        name, state = divmod(pass_and_state, len(states))
        kind = str(found_by[name]), str(states[state]), ways >= 2, ways % 2 == 1
        yield np.flatnonzero(every == each), kind


def _unlike(said: Said, found_by: np.ndarray, ours: Members, theirs: Members) -> Bools:
    """Matches by a number that are told apart: the first references of both sides do not end in one number."""
    unlike = np.zeros(len(found_by), dtype=bool)
    asked = np.flatnonzero(
        np.isin(found_by, [p for p in PASS_NAMES if f"pass.{p}.reason_named" in table()])
    )
    mine, other = (
        digits(said.reference.take(pa.array(_first(side)[asked]))).to_pylist()
        for side in (ours, theirs)
    )
    pairs = zip(mine, other, strict=True)
    unlike[asked] = [not (a and b and (a.endswith(b) or b.endswith(a))) for a, b in pairs]
    return unlike


def _form(found_by: str, state: str, one_sided: bool, unlike: bool, language: Language) -> str:
    if state == "ambiguous":
        return table()["match.ambiguous"][language]
    special = [("named", unlike), ("alone", one_sided)]
    if state == "confirmed":
        return _reason(found_by, special, language)
    reason = _reason(found_by, [*special, ("suggested", True)], language)
    return f"{reason}{gap(language)}{text('match.suggested', language)}"


def _reason(found_by: str, special: list[tuple[str, bool]], language: Language) -> str:
    """The sentence of a pass, or the first of its special ones that holds and that it has."""
    names = [f"pass.{found_by}.reason_{name}" for name, holds in special if holds]
    has = [name for name in names if name in table()]
    return table()[has[0] if has else f"pass.{found_by}.reason"][language]


def _figures(
    said: Said, matches: pd.DataFrame, ours: Members, theirs: Members
) -> Mapping[str, Value]:
    """What a sentence says in figures, the same in every language and so worked out once."""
    currency = matches["currency"].to_numpy(dtype=object)
    figures: dict[str, Value] = {
        "our_amount": lambda: amount_texts(ours.sums(said.amount), currency),
        "their_amount": lambda: amount_texts(theirs.sums(said.amount), currency),
        "our_count": lambda: numbers(ours.count),
        "their_count": lambda: numbers(theirs.count),
        "own_amount": lambda: amount_texts(said.amount[_own(ours, theirs, _first)], currency),
        "own_amount_back": lambda: amount_texts(said.amount[_own(ours, theirs, _last)], currency),
        "difference": lambda: amount_texts(matches["difference"].to_numpy(np.int64), currency),
        "alternatives": lambda: numbers(matches["alternatives"].to_numpy(np.int64)),
    }
    return {name: cache(value) for name, value in figures.items()}


def _words_of(
    said: Said, matches: pd.DataFrame, ours: Members, theirs: Members, language: Language
) -> Mapping[str, Value]:
    """What a sentence says in words."""
    is_theirs = ours.count == 0
    causes = {cause.value: cause.word(language) for cause in Cause} | {"": ""}
    without_note = {**causes, "": text("match.no_note", language)}
    return {
        "days": lambda: days(_days_apart(said, ours, theirs)[0], language),
        "apart": lambda: apart(*_days_apart(said, ours, theirs), language),
        "our_references": lambda: _references(said, ours, language),
        "their_references": lambda: _references(said, theirs, language),
        "our_memo": lambda: said.memos_of(_first(ours)),
        "their_memo": lambda: said.memos_of(_first(theirs)),
        "our_date": lambda: said.dates_of(_first(ours), language),
        "their_date": lambda: said.dates_of(_first(theirs), language),
        "our_lines": lambda: _lines(said, ours, language),
        "their_lines": lambda: _lines(said, theirs, language),
        "side": lambda: _side_words("party", is_theirs, language),
        "other_side": lambda: _side_words("party", ~is_theirs, language),
        "side_books": lambda: _side_words("party_books", is_theirs, language),
        "own_references": lambda: pc.if_else(
            pa.array(is_theirs),
            _references(said, theirs, language),
            _references(said, ours, language),
        ),
        "cause": lambda: _words(matches["cause"].to_numpy(dtype=object), causes),
        "note": lambda: texts(
            [
                note or without_note[cause]
                for note, cause in zip(matches["note"], matches["cause"], strict=True)
            ]
        ),
    }


def _side_words(key: str, is_theirs: Bools, language: Language) -> Texts:
    words = (text(f"{key}.{side}", language) for side in ("theirs", "ours"))
    return pc.if_else(pa.array(is_theirs), *(pa.scalar(word, pa.large_string()) for word in words))


def _own(ours: Members, theirs: Members, of_each: Callable[[Members], Ints]) -> Ints:
    """A row of each match on the side that has any, ours before theirs."""
    return np.where(ours.count == 0, of_each(theirs), of_each(ours))


def _first(members: Members) -> Ints:
    return members.first(nothing=0)


def _last(members: Members) -> Ints:
    padded = np.append(members.row, 0)
    return np.where(members.count > 0, padded[members.start[1:] - 1], 0)


def _references(said: Said, members: Members, language: Language) -> Texts:
    """The reference of a single row; several are listed, those alike once."""
    single = said.references_of(_first(members), language)
    row, group = _in_groups(members)
    named = said.reference.take(pa.array(row)).dictionary_encode()
    code = named.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    _, first = np.unique(group * (len(named.dictionary) + 1) + code, return_index=True)
    first = np.sort(first)
    words = named.dictionary.take(pa.array(code[first]))
    given = pc.not_equal(words, "")
    group = group[first][given.to_numpy(zero_copy_only=False)]
    size = np.bincount(group, minlength=len(members.count))
    listed = or_words(
        _listed(words.filter(given), size, language),
        text("match.without_reference", language),
    )
    return pc.if_else(pa.array(members.count > 1), listed, single)


def _lines(said: Said, members: Members, language: Language) -> Texts:
    row, group = _in_groups(members)
    size = np.bincount(group, minlength=len(members.count))
    listed = _listed(numbers(said.line[row]), size, language)
    single = numbers(said.line[_first(members)])
    return pc.if_else(pa.array(members.count > 1), listed, single)


def _in_groups(members: Members) -> tuple[Ints, Ints]:
    """The rows of matches with several rows, and which match each is in."""
    group = np.repeat(np.arange(len(members.count)), members.count)
    several = members.count[group] > 1
    return members.row[several], group[several]


def _listed(words: Texts, size: Ints, language: Language) -> Texts:
    """The first few words of each list, and how many it has; the lists are laid end to end."""
    place = np.arange(len(words)) - np.repeat(np.cumsum(size) - size, size)
    end = np.cumsum(np.minimum(size, NAMED_MAX))
    lists = pa.ListArray.from_arrays(
        pa.array(np.append(0, end), pa.int32()), words.filter(pa.array(place < NAMED_MAX))
    )
    between = pa.scalar("、" if language == "zh" else ", ", pa.large_string())
    few = pc.binary_join(lists, between)
    counted = {"some": few, "count": numbers(size)}
    more = filled(table()["match.and_more"][language], counted, len(size))
    return pc.if_else(pa.array(size > NAMED_MAX), more, few)


def _days_apart(said: Said, ours: Members, theirs: Members) -> tuple[Ints, Bools]:
    """The greatest distance of a date of ours from one of theirs, undated rows aside; whether there are any."""
    far = 2**40
    late = np.where(said.day == NO_DAY, far, said.day)
    early = np.where(said.day == NO_DAY, far, -said.day)
    first = [side.least(late, nothing=far) for side in (ours, theirs)]
    last = [-side.least(early, nothing=far) for side in (ours, theirs)]
    known = (first[0] != far) & (first[1] != far)
    greatest = np.maximum(last[0] - first[1], last[1] - first[0])
    return np.where(known, np.maximum(greatest, 0), 0), known


def _words(values: np.ndarray, words: Mapping[str, str]) -> Texts:
    codes, found = pd.factorize(values)
    return texts([words[str(value)] for value in found]).take(pa.array(codes))


def gap(language: Language) -> str:
    """What stands between two sentences."""
    return "" if language == "zh" else " "
