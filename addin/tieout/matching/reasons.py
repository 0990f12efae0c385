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
from tieout.matching.said import Said
from tieout.matching.sentences import amount_texts, filled, numbers, texts
from tieout.texts import Language, table, text

NAMED_MAX = 3
"""References or lines a sentence lists before it only counts them."""


def match_reasons(
    said: Said, matches: pd.DataFrame, ours: Members, theirs: Members, language: Language
) -> list[str]:
    """One sentence a match: that of its pass, or that several ways are possible.

    `matches` has pass, state, cause, difference, alternatives, currency and note.
    """
    values = _values(said, matches, ours, theirs, language)
    form_of_match, forms = _forms(matches, ours, theirs, language)
    written = np.empty(len(matches), dtype=object)
    for number, form in enumerate(forms):
        mine = np.flatnonzero(form_of_match == number)
        some = {name: value.take(pa.array(mine)) for name, value in values.items() if name in form}
        written[mine] = filled(form, some, len(mine)).to_pylist()
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


def _values(
    said: Said, matches: pd.DataFrame, ours: Members, theirs: Members, language: Language
) -> Mapping[str, Texts]:
    currency = matches["currency"].to_numpy(dtype=object)
    cause = matches["cause"].to_numpy(dtype=object)
    return {
        **_of_side(said, "our", ours, currency, language),
        **_of_side(said, "their", theirs, currency, language),
        **_one_sided(said, ours, theirs, currency, language),
        "days": numbers(_days_apart(said, ours, theirs)),
        "difference": amount_texts(matches["difference"].to_numpy(np.int64), currency),
        "alternatives": numbers(matches["alternatives"].to_numpy(np.int64)),
        "cause": _words(cause, {c.value: c.word(language) for c in Cause} | {"": ""}),
        "note": texts(
            [note or text("match.no_note", language) for note in matches["note"].tolist()]
        ),
    }


def _of_side(
    said: Said, name: str, members: Members, currency: np.ndarray, language: Language
) -> dict[str, Texts]:
    return {
        f"{name}_references": _references(said, members, language),
        f"{name}_amount": amount_texts(members.sums(said.amount), currency),
        f"{name}_count": numbers(members.count),
        f"{name}_date": said.dates_of(members.first(nothing=0), language),
        f"{name}_lines": _lines(said, members, language),
    }


def _one_sided(
    said: Said, ours: Members, theirs: Members, currency: np.ndarray, language: Language
) -> dict[str, Texts]:
    """What is said of entries that settle each other on one side."""
    is_theirs = np.asarray(ours.count == 0)
    row = np.where(is_theirs, theirs.first(nothing=0), ours.first(nothing=0))
    last = np.where(is_theirs, _last(theirs), _last(ours))
    side = np.where(is_theirs, "theirs", "ours").astype(object)
    sides = ("ours", "theirs")
    own = _references(said, theirs, language), _references(said, ours, language)
    return {
        "side": _words(side, {s: text(f"party.{s}", language) for s in sides}),
        "side_books": _words(side, {s: text(f"party_books.{s}", language) for s in sides}),
        "own_references": pc.if_else(pa.array(is_theirs), *own),
        "own_amount": amount_texts(said.amount[row], currency),
        "own_amount_back": amount_texts(said.amount[last], currency),
    }


def _last(members: Members) -> Ints:
    padded = np.append(members.row, 0)
    return np.where(members.count > 0, padded[members.start[1:] - 1], 0)


def _references(said: Said, members: Members, language: Language) -> Texts:
    """The reference of a single row; several are listed, those alike once."""
    single = said.references_of(members.first(nothing=0), language)
    if (members.count <= 1).all():
        return single

    def listed(rows: list[int]) -> str:
        given = list(dict.fromkeys(r for r in _quoted(said, rows) if r))
        return listing(given, language) or text("match.without_reference", language)

    return _with_groups(single, members, listed)


def _quoted(said: Said, rows: Sequence[int]) -> list[str]:
    return said.reference.take(pa.array(rows)).to_pylist()


def _lines(said: Said, members: Members, language: Language) -> Texts:
    single = numbers(said.line[members.first(nothing=0)])

    def listed(rows: list[int]) -> str:
        return listing(
            [str(line) for line in said.line[rows[: NAMED_MAX + 1]]], language, len(rows)
        )

    return _with_groups(single, members, listed)


def _with_groups(single: Texts, members: Members, listed: Callable[[list[int]], str]) -> Texts:
    groups = np.flatnonzero(members.count > 1)
    if not len(groups):
        return single
    words = np.full(len(single), None, dtype=object)
    start = members.start
    words[groups] = [listed(members.row[start[m] : start[m + 1]].tolist()) for m in groups]
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
