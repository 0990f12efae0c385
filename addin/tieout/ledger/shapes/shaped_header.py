"""Which columns has a table whose headings are missing or unknown: by what stands in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from tieout.errors import TieoutError
from tieout.ledger.headers import Header, shown_rows
from tieout.ledger.heading_columns import columns_of, compact_heading
from tieout.ledger.profile import GENERIC, Profile, profiles
from tieout.ledger.shapes.body import Body, body_of
from tieout.ledger.shapes.evidence import Evidence, Question, percent
from tieout.ledger.shapes.money import Money, money_of
from tieout.ledger.shapes.naming import letters, names_of
from tieout.ledger.shapes.sampled_column import SampledColumn, sampled_columns
from tieout.ledger.shapes.words import (
    Found,
    all_accounts,
    direction_of,
    not_all_done,
    words_of,
)

_PARTS = ("year", "month", "day")
_SIDES = ("debit", "credit")


@dataclass(frozen=True)
class _Known:
    """What is known of the columns before anybody looks into them."""

    headings: tuple[str, ...]
    columns: Mapping[str, int]
    profile: Profile
    headless: bool


def header_by_shape(cells: pd.DataFrame, stated: Mapping[str, str] | None = None) -> Header | None:
    """The columns of a table by what is in them, None where nothing looks like days and amounts.

    `stated` are headings of some meanings, or the letters of their columns, which then are not looked for.
    """
    columns = sampled_columns(cells)
    body = body_of(columns)
    if body is None:
        return None
    known = _known(cells, body, stated or {})
    found = [_day(columns[place], meaning, body) for meaning, place in _days(body, known).items()]
    money, direction = _money(columns, body, known, found)
    if not money.columns:
        return None
    taken = {*known.columns.values(), *money.columns.values(), *body.days}
    free = [column for column in columns if column.place not in taken]
    worded = list(words_of(free, body.rows, body.days))
    missing = [each for each in worded if each.meaning not in known.columns]
    evidence = money.evidence | {each.meaning: each.evidence for each in [*found, *missing]}
    if direction is not None and money.columns.get("direction") == direction.place:
        evidence["direction"] = direction.evidence
    together = {each.meaning: each.place for each in [*found, *missing]} | money.columns
    return Header(
        first=body.first if body.heading is None else body.heading,
        last=body.first - 1,
        headings=known.headings,
        columns={**together, **known.columns},
        profile=known.profile,
        evidence={m: why for m, why in evidence.items() if m not in known.columns},
        questions=(*money.questions, *_doubts(free, body, known)),
        headless=known.headless,
    )


def _known(cells: pd.DataFrame, body: Body, stated: Mapping[str, str]) -> _Known:
    generic = profiles()[GENERIC]
    if body.heading is None:
        named = letters(cells.shape[1])
        return _Known(named, _stated(named, stated), generic, headless=True)
    headings = tuple(shown_rows(cells.iloc[[body.heading]])[0])
    told = [
        (columns_of(headings, each)[0], each) for each in profiles().values() if not each.required
    ]
    columns, profile = max(told, key=lambda each: len(each[0]))
    mine = _stated(headings, stated)
    if {"amount", *_SIDES} & mine.keys():
        columns = {m: c for m, c in columns.items() if m not in ("amount", *_SIDES)}
    columns = {m: c for m, c in columns.items() if c not in mine.values()} | mine
    return _Known(headings, columns, profile, headless=False)


def _stated(headings: Sequence[str], stated: Mapping[str, str]) -> dict[str, int]:
    """The columns that were named, by their heading or their letter."""
    compact = [compact_heading(heading) for heading in headings]
    named = letters(len(headings))
    found: dict[str, int] = {}
    for meaning, written in stated.items():
        if compact_heading(written) in compact:
            found[meaning] = compact.index(compact_heading(written))
        elif written.upper() in named:
            found[meaning] = named.index(written.upper())
        else:
            shown = list(filter(None, headings))
            raise TieoutError("profile.no_heading", headings=written, found=shown)
    return found


def _days(body: Body, known: _Known) -> dict[str, int]:
    """The columns of days that no heading names."""
    if "date" in known.columns or {"month", "day"} <= known.columns.keys():
        return {}
    meanings = _PARTS if len(body.days) > 1 else ("date",)
    return dict(zip(meanings, body.days, strict=True))


def _day(column: SampledColumn, meaning: str, body: Body) -> Found:
    if meaning != "date":
        return Found(meaning, column.place, Evidence("part_of_a_day"))
    given = body.rows[column.given[body.rows]]
    share = percent(int((column.dated | column.serials)[given].sum()), len(given))
    return Found(meaning, column.place, Evidence("days", {"share": share}))


def _money(
    columns: Sequence[SampledColumn], body: Body, known: _Known, days: Sequence[Found]
) -> tuple[Money, Found | None]:
    """The amounts that no heading names; a heading that names one side names the other as well."""
    sides = [m for m in _SIDES if m in known.columns]
    if "amount" in known.columns or len(sides) == 2:
        return Money(dict(known.columns)), None
    taken = {c for m, c in known.columns.items() if m not in ("balance", *_SIDES)}
    taken |= {each.place for each in days} | set(body.days)
    free = [column for column in columns if column.place not in taken]
    named = [column for column in columns if column.place == known.columns.get("direction")]
    direction = direction_of(named or free, body.rows, known.profile)
    found = money_of(
        [column for column in free if direction is None or column.place != direction[0].place],
        body.rows,
        None if direction is None else (direction[0].place, direction[1]),
        known.headings,
    )
    found = _with_side_asked(found, columns, body, known)
    place = direction[0] if direction else None
    return (_as_headed(found, known, sides[0]) if sides else found), place


def _with_side_asked(
    found: Money, columns: Sequence[SampledColumn], body: Body, known: _Known
) -> Money:
    """Amounts without a sign beside an empty column may all be credits whose debits are none."""
    place = found.columns.get("amount", 0)
    if not place or "direction" in found.columns or place - 1 in known.columns.values():
        return found
    left = columns[place - 1].given[body.rows].any()
    if left or (columns[place].units[body.rows] < 0).any():
        return found
    name = names_of(known.headings, [place])[0]
    return replace(found, questions=(*found.questions, Question("side_unclear", "amount", name)))


def _as_headed(found: Money, known: _Known, side: str) -> Money:
    """A pair of which one column has a known heading."""
    pair = {m: c for m, c in found.columns.items() if m in _SIDES}
    if known.columns[side] not in pair.values():
        return found
    other = next(c for c in pair.values() if c != known.columns[side])
    sides = {side: known.columns[side], next(m for m in _SIDES if m != side): other}
    settled = ("which_is_debit", "debit_by_balance")
    return replace(
        found,
        columns=found.columns | sides,
        questions=tuple(each for each in found.questions if each.code not in settled),
    )


def _doubts(free: Sequence[SampledColumn], body: Body, known: _Known) -> list[Question]:
    """Columns by which not every row may count: accounts of all kinds, and what was not done."""
    found = []
    if (accounts := all_accounts(free, body.rows)) is not None:
        name = names_of(known.headings, [accounts.place])[0]
        found.append(Question("accounts_unclear", "", name))
    if (undone := not_all_done(free, body.rows)) is not None:
        column, word = undone
        name = names_of(known.headings, [column.place])[0]
        found.append(Question("state_unclear", "", word, {"column": name}))
    return found
