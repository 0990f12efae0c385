"""Where is the heading row of a sheet, and whose sheet is it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

import pandas as pd

from tieout.ledger.cleaning.texts import cell_text
from tieout.ledger.heading_columns import columns_of, compact_heading, may_be_headings
from tieout.ledger.profile import Profile, profile_named, profiles
from tieout.ledger.shapes.evidence import Evidence, Question

ROWS_SEARCHED = 80
"""Rows from the top in which the headings are looked for first."""
ROWS_SEARCHED_MAX = 2000
"""Rows searched where the first show none."""
CELLS_SEARCHED_MAX = 200_000
_GROUP_LENGTH_MAX = 16
_Known = tuple[frozenset[str], Profile]
_YEAR = re.compile(r"^(20\d\d|19\d\d)\s*年度?$")


@dataclass(frozen=True)
class Header:
    """The headings found: `first` and `last` row (0-based), their texts, and the columns by meaning.

    `year` is the year a heading states (2026年 above 月 and 日), 0 where none does. `profile` is the
    source recognised; `grouped` says that groups of the upper row span headings of the lower. `evidence`
    says of columns that no heading names what in them tells, `questions` what that leaves open; a
    `headless` table has no row of headings, and its columns are called by their letters.
    """

    first: int
    last: int
    headings: tuple[str, ...]
    columns: Mapping[str, int]
    profile: Profile
    year: int = 0
    twice: Mapping[str, int] = field(default_factory=dict)
    grouped: bool = False
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    headless: bool = False

    @property
    def score(self) -> int:
        """How much of a ledger the headings describe; 0 when they describe none."""
        told = self.columns.keys()
        if not {"debit", "credit", "amount"} & told:
            return 0
        if "date" in told or {"month", "day"} <= told:
            recognised = 100 + len(self.profile.required) if self.profile.required else 0
            return len(told) + 10 + recognised
        return len(told) if "reference" in told else 0


def find_header(cells: pd.DataFrame, profile: str | Profile | None = None) -> Header | None:
    """The row, or two rows, that name most columns of a ledger, by any profile or the one given."""
    if isinstance(profile, Profile):
        known = [profile]
    else:
        known = [profile_named(profile)] if profile else list(profiles().values())
    required = [(_required(profile), profile) for profile in known]
    for first, count in ((0, ROWS_SEARCHED), (ROWS_SEARCHED, ROWS_SEARCHED_MAX)):
        count = max(ROWS_SEARCHED, min(count, CELLS_SEARCHED_MAX // max(cells.shape[1], 1)))
        rows = shown_rows(cells.iloc[first : first + count])
        candidates = list(_candidates(rows, first, required))
        best = max(candidates, key=lambda h: (h.score, h.grouped, -h.last, h.first), default=None)
        if best is not None and best.score:
            return best
    return None


def shown_rows(cells: pd.DataFrame) -> list[list[str]]:
    """Cells as trimmed texts, row by row."""
    return [[cell_text(cell).strip("\t `'") for cell in row] for row in cells.to_numpy(object)]


def is_heading_row(texts: Sequence[str], profile: Profile) -> bool:
    """True for a row that could head a ledger of its own."""
    return _header(0, 0, texts, profile).score > 10


def _candidates(
    rows: Sequence[Sequence[str]], offset: int, known: Sequence[_Known]
) -> Iterator[Header]:
    for place, row in enumerate(rows):
        for profile in _fitting(row, known):
            yield _header(offset + place, offset + place, row, profile)
    for place, (upper, lower) in enumerate(pairwise(rows)):
        if _are_groups(upper, lower):
            joined, year = _joined(upper, lower)
            for profile in _fitting(joined, known):
                found = _header(offset + place, offset + place + 1, joined, profile, year)
                yield replace(found, grouped=_spans(upper, lower))


def _fitting(headings: Sequence[str], known: Sequence[_Known]) -> list[Profile]:
    """The profiles all of whose required headings stand in a row."""
    if sum(map(bool, headings)) < 2:
        return []
    compact = [compact_heading(text) for text in headings if text]
    present = set(compact)
    return [
        profile
        for required, profile in known
        if present >= required and may_be_headings([word for word in compact if word], profile)
    ]


@cache
def _required(profile: Profile) -> frozenset[str]:
    return frozenset(map(compact_heading, profile.required))


def _header(
    first: int, last: int, headings: Sequence[str], profile: Profile, year: int = 0
) -> Header:
    columns, twice = columns_of(headings, profile)
    return Header(first, last, tuple(headings), columns, profile, year, twice)


def _are_groups(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """A row of groups above a row of headings: short words, none with a value of its own."""
    words = [text for text in upper if text]
    short = all(len(text) <= _GROUP_LENGTH_MAX and not re.search(r"[:：]", text) for text in words)
    alone = len(words) == 1 and not _YEAR.match(words[0])
    return short and bool(words) and not alone and sum(map(bool, lower)) >= 2


def _spans(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """A group stands over several headings, which no row of values can be: neither has a digit."""
    under = any(
        before and not above and below
        for before, above, below in zip(upper, upper[1:], lower[1:], strict=False)
    )
    return under and not any(re.search(r"\d", text) for text in (*upper, *lower))


def _joined(upper: Sequence[str], lower: Sequence[str]) -> tuple[list[str], int]:
    """借方 over 金额 is 借方金额; 2026年 over 月 and 日 states the year."""
    joined, group, year = [], "", 0
    for above, below in zip(upper, lower, strict=True):
        group = above or (group if below else "")
        if found := _YEAR.match(group):
            year = year or int(found[1])
            joined.append(below)
        else:
            joined.append(f"{group}{below}" if below else above)
    return joined, year
