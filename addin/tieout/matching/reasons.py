"""What is said of a match: one sentence with its values, in Chinese or English."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from tieout.matching.causes import Cause
from tieout.matching.coded import Ints, Texts
from tieout.matching.members import Members
from tieout.matching.rows import NO_DAY
from tieout.matching.said import Said, in_single_brackets
from tieout.matching.sentences import amount_texts, days, filled, numbers, texts
from tieout.texts import LANGUAGES, Language, table, text

NAMED_MAX = 3
"""References or lines a sentence lists before it only counts them."""


def match_reasons(
    said: Said, matches: pd.DataFrame, ours: Members, theirs: Members
) -> dict[Language, list[str]]:
    """One sentence a match and language: that of its pass, or that several ways are possible.

    `matches` has pass, state, cause, difference, alternatives, currency and note.
    """
    figures = _figures(said, matches, ours, theirs)
    return {
        language: _in_language(said, matches, ours, theirs, figures, language)
        for language in LANGUAGES
    }


def _in_language(
    said: Said,
    matches: pd.DataFrame,
    ours: Members,
    theirs: Members,
    figures: Mapping[str, Texts],
    language: Language,
) -> list[str]:
    values = {**figures, **_words_of(said, matches, ours, theirs, language)}
    form_of_match, forms = _forms(matches, ours, theirs, language)
    written = np.empty(len(matches), dtype=object)
    for number, form in enumerate(forms):
        mine = np.flatnonzero(form_of_match == number)
        some = {name: value.take(pa.array(mine)) for name, value in values.items() if name in form}
        sentences = in_single_brackets(filled(form, some, len(mine)), language)
        written[mine] = sentences.to_pylist()
    return written.tolist()


def _forms(
    matches: pd.DataFrame, ours: Members, theirs: Members, language: Language
) -> tuple[Ints, list[str]]:
    """The form of each match's sentence: by its pass, its state, and whether one side is alone."""
    one_sided = (ours.count == 0) | (theirs.count == 0)
    key = matches["pass"].astype(object) + "|" + matches["state"].astype(object)
    key = key + np.where(one_sided, "|alone", "|both").astype(object)
    codes, found = pd.factorize(key)
    return codes, [_form(str(word), language) for word in found]


def _form(key: str, language: Language) -> str:
    found_by, state, sides = key.split("|")
    if state == "ambiguous":
        return table()["match.ambiguous"][language]
    alone = f"pass.{found_by}.reason_alone"
    has_own = sides == "alone" and alone in table()
    sentence = table()[alone if has_own else f"pass.{found_by}.reason"][language]
    if state == "confirmed":
        return sentence
    return f"{sentence}{gap(language)}{text('match.suggested', language)}"


def _figures(
    said: Said, matches: pd.DataFrame, ours: Members, theirs: Members
) -> Mapping[str, Texts]:
    """What a sentence says in figures, the same in every language."""
    currency = matches["currency"].to_numpy(dtype=object)
    row = np.where(ours.count == 0, theirs.first(nothing=0), ours.first(nothing=0))
    last = np.where(ours.count == 0, _last(theirs), _last(ours))
    return {
        "our_amount": amount_texts(ours.sums(said.amount), currency),
        "their_amount": amount_texts(theirs.sums(said.amount), currency),
        "our_count": numbers(ours.count),
        "their_count": numbers(theirs.count),
        "own_amount": amount_texts(said.amount[row], currency),
        "own_amount_back": amount_texts(said.amount[last], currency),
        "difference": amount_texts(matches["difference"].to_numpy(np.int64), currency),
        "alternatives": numbers(matches["alternatives"].to_numpy(np.int64)),
    }


def _words_of(
    said: Said, matches: pd.DataFrame, ours: Members, theirs: Members, language: Language
) -> Mapping[str, Texts]:
    """What a sentence says in words."""
    is_theirs = np.asarray(ours.count == 0)
    side = np.where(is_theirs, "theirs", "ours").astype(object)
    sides = ("ours", "theirs")
    references = _references(said, ours, language), _references(said, theirs, language)
    no_note = text("match.no_note", language)
    return {
        "days": days(_days_apart(said, ours, theirs), language),
        "our_references": references[0],
        "their_references": references[1],
        "our_memo": said.memos_of(ours.first(nothing=0)),
        "their_memo": said.memos_of(theirs.first(nothing=0)),
        "our_date": said.dates_of(ours.first(nothing=0), language),
        "their_date": said.dates_of(theirs.first(nothing=0), language),
        "our_lines": _lines(said, ours, language),
        "their_lines": _lines(said, theirs, language),
        "side": _words(side, {s: text(f"party.{s}", language) for s in sides}),
        "side_books": _words(side, {s: text(f"party_books.{s}", language) for s in sides}),
        "own_references": pc.if_else(pa.array(is_theirs), references[1], references[0]),
        "cause": _words(
            matches["cause"].to_numpy(dtype=object),
            {cause.value: cause.word(language) for cause in Cause} | {"": ""},
        ),
        "note": texts([note or no_note for note in matches["note"].tolist()]),
    }


def _last(members: Members) -> Ints:
    padded = np.append(members.row, 0)
    return np.where(members.count > 0, padded[members.start[1:] - 1], 0)


def _references(said: Said, members: Members, language: Language) -> Texts:
    """The reference of a single row; several are listed, those alike once."""
    single = said.references_of(members.first(nothing=0), language)
    nothing = text("match.without_reference", language)

    def listed(rows: list[int]) -> str:
        given = list(dict.fromkeys(quoted[row] for row in rows if quoted[row]))
        return listing(given, language) or nothing

    groups = _in_groups(members)
    named = said.reference.take(pa.array(groups)).to_pylist()
    quoted = dict(zip(groups.tolist(), named, strict=True))
    return _with_groups(single, members, listed)


def _lines(said: Said, members: Members, language: Language) -> Texts:
    single = numbers(said.line[members.first(nothing=0)])

    def listed(rows: list[int]) -> str:
        return listing([str(said.line[row]) for row in rows[:NAMED_MAX]], language, len(rows))

    return _with_groups(single, members, listed)


def _in_groups(members: Members) -> Ints:
    """The rows of matches with several rows."""
    return members.row[np.repeat(members.count > 1, members.count)]


def _with_groups(single: Texts, members: Members, listed: Callable[[list[int]], str]) -> Texts:
    groups = np.flatnonzero(members.count > 1)
    if not len(groups):
        return single
    words = np.full(len(single), None, dtype=object)
    places = zip(members.start[groups].tolist(), members.start[groups + 1].tolist(), strict=True)
    rows = members.row.tolist()
    words[groups] = [listed(rows[start:end]) for start, end in places]
    return pc.coalesce(pa.array(words, pa.large_string()), single)


def listing(words: Sequence[str], language: Language, count: int | None = None) -> str:
    """The first few of some words, and how many there are."""
    count = len(words) if count is None else count
    some = ("、" if language == "zh" else ", ").join(words[:NAMED_MAX])
    if count <= NAMED_MAX:
        return some
    return text("match.and_more", language, some=some, count=count)


def _days_apart(said: Said, ours: Members, theirs: Members) -> Ints:
    """The greatest distance of a date of ours from one of theirs; undated rows aside."""
    far = 2**40
    late = np.where(said.day == NO_DAY, far, said.day)
    early = np.where(said.day == NO_DAY, far, -said.day)
    first = [side.least(late, nothing=far) for side in (ours, theirs)]
    last = [-side.least(early, nothing=far) for side in (ours, theirs)]
    known = (first[0] != far) & (first[1] != far)
    apart = np.maximum(last[0] - first[1], last[1] - first[0])
    return np.where(known, np.maximum(apart, 0), 0)


def _words(values: np.ndarray, words: Mapping[str, str]) -> Texts:
    codes, found = pd.factorize(values)
    return texts([words[str(value)] for value in found]).take(pa.array(codes))


def gap(language: Language) -> str:
    """What stands between two sentences."""
    return "" if language == "zh" else " "
