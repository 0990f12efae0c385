"""Which columns are the amounts, told by what is in them: the running balance, pairs, decimals."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, permutations

import numpy as np
import numpy.typing as npt

from tieout.ledger.shapes.evidence import Evidence, Question, percent
from tieout.ledger.shapes.naming import names_of
from tieout.ledger.shapes.sampled_column import PLACES, SampledColumn

Rows = npt.NDArray[np.int64]
Units = npt.NDArray[np.int64]
COLUMNS_MAX = 12
_FEW = 3
"""Columns among which one step of a balance is no accident."""
_NUMBERS_MIN, _HELD_MIN, _BALANCE_MIN, _ALONE_MIN = 0.9, 0.9, 0.8, 0.95


@dataclass(frozen=True)
class Money:
    """The columns of amounts by meaning, why, and what is left to ask; empty where there are none."""

    columns: dict[str, int] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class _Move:
    """A way in which columns could move the account."""

    columns: dict[str, int]
    units: Units


@dataclass(frozen=True)
class _Held:
    """How many steps of a balance follow from a move, and whether the balance grows with debits."""

    move: _Move
    balance: int
    held: int
    steps: int
    grows: bool
    worded: bool


def money_of(
    columns: Sequence[SampledColumn],
    rows: Rows,
    directions: tuple[int, Units] | None,
    headings: Sequence[str],
) -> Money:
    """The amounts among some columns; `directions` is the column of direction words and its signs."""
    likely = [column for column in columns if is_amount(column, rows)][:COLUMNS_MAX]
    strong = [column for column in likely if column.decimals[rows].any()] or likely
    if not likely:
        return Money()
    for some in (strong, likely):
        best = _best(some, list(_moves(some, rows, directions)), rows, directions)
        if best is not None and (best.steps > 1 or len(some) <= _FEW):
            return _by_balance(best, headings)
    for some in (strong, likely):
        pairs = [move for move in _pairs(some, rows) if _covers(move, rows)]
        if len(pairs) == 1:
            return _pair(pairs[0], rows, headings)
    return _single(strong, rows, directions, headings)


def is_amount(column: SampledColumn, rows: Rows) -> bool:
    """A column of numbers that are neither days, nor counted through, nor numbers of documents."""
    given = rows[column.given[rows]]
    numbers = given[column.numbers[given]]
    if not len(numbers) or len(numbers) < _NUMBERS_MIN * len(given):
        return False
    units = column.units[numbers]
    if not units.any() or column.dated[numbers].all():
        return False
    if column.decimals[numbers].any():
        return True
    counted = len(units) > 2 and bool((np.diff(units) == 10**PLACES).all())
    texts = [column.texts[row].lstrip("-") for row in numbers.tolist()]
    zeros = any(len(text) > 1 and text.startswith("0") for text in texts)
    long = min(map(len, texts)) >= 6 and len({len(text) for text in texts}) == 1
    return not (counted or zeros or long or max(map(len, texts)) > 12)


def _moves(
    columns: Sequence[SampledColumn], rows: Rows, directions: tuple[int, Units] | None
) -> Iterator[_Move]:
    """Pairs first: of two ways that explain a balance alike, the one with more columns is meant."""
    yield from _pairs(columns, rows)
    for column in columns:
        if column.numbers[rows].sum() < _NUMBERS_MIN * len(rows):
            continue
        units = column.units[rows]
        if directions is not None and (units >= 0).all():
            place, signs = directions
            yield _Move({"amount": column.place, "direction": place}, units * signs[rows])
        yield _Move({"amount": column.place}, units)


def _pairs(columns: Sequence[SampledColumn], rows: Rows) -> list[_Move]:
    """Two columns of which nearly every row fills only one; the left one is the debit."""
    found = []
    for left, right in combinations(columns, 2):
        debit, credit = left.units[rows], right.units[rows]
        both = (debit != 0) & (credit != 0)
        some = (left.numbers[rows] | right.numbers[rows]).mean()
        if debit.any() and credit.any() and both.mean() <= 1 - _ALONE_MIN and some >= _NUMBERS_MIN:
            found.append(_Move({"debit": left.place, "credit": right.place}, debit - credit))
    return found


def _covers(move: _Move, rows: Rows) -> bool:
    return bool((move.units != 0).sum() >= _NUMBERS_MIN * len(rows))


def _best(
    columns: Sequence[SampledColumn],
    moves: Sequence[_Move],
    rows: Rows,
    directions: tuple[int, Units] | None,
) -> _Held | None:
    """The move that explains most steps of some balance; a balance stands right of what moves it."""
    best: _Held | None = None
    for balance in reversed(columns):
        if balance.numbers[rows].sum() < _BALANCE_MIN * len(rows):
            continue
        for shown, worded in _shown(balance, rows, directions):
            for move in moves:
                if balance.place in move.columns.values():
                    continue
                held = _held(move, balance, shown, rows, worded=worded)
                if held is not None and (best is None or held.held > best.held):
                    best = held
    return best


def _shown(
    balance: SampledColumn, rows: Rows, directions: tuple[int, Units] | None
) -> Iterator[tuple[Units, bool]]:
    """The balance with the sign of the word beside it, which tells more, and as written."""
    units = balance.units[rows]
    if directions is not None and (units >= 0).all():
        yield units * directions[1][rows], True
    yield units, False


def _held(
    move: _Move, balance: SampledColumn, shown: Units, rows: Rows, *, worded: bool
) -> _Held | None:
    """How a balance follows the move, in whichever order and sign it does best."""
    given = balance.numbers[rows]
    together = given[1:] & given[:-1]
    step = np.diff(shown)[together]
    down, up = move.units[1:][together], -move.units[:-1][together]
    if not len(step) or not step.any():
        return None
    held, grows = max(
        (int((step == sign * moved).sum()), sign > 0) for moved in (down, up) for sign in (1, -1)
    )
    if held < max(1, _HELD_MIN * len(step)) or not (move.units != 0).any():
        return None
    return _Held(move, balance.place, held, len(step), grows, worded)


def _by_balance(best: _Held, headings: Sequence[str]) -> Money:
    """The amounts that move the balance: of a pair the one with which it grows is the debit.

    The words beside the balance say whether it is one of debits; without words that is said.
    """
    columns = dict(best.move.columns)
    questions: tuple[Question, ...] = ()
    if "debit" in columns and not best.grows:
        columns = {"debit": columns["credit"], "credit": columns["debit"]}
        if not best.worded:
            right, left = names_of(headings, columns.values())
            questions = (Question("debit_by_balance", "debit", right, {"other": left}),)
    values: dict[str, object] = {"held": best.held, "steps": best.steps}
    evidence = {m: Evidence("moves_the_balance", values) for m in columns if m != "direction"}
    evidence["balance"] = Evidence("adds_up", values)
    return Money({**columns, "balance": best.balance}, evidence, questions)


def _pair(move: _Move, rows: Rows, headings: Sequence[str]) -> Money:
    """Without a balance nothing tells which of the two is the debit."""
    left, right = names_of(headings, move.columns.values())
    one = Evidence("one_of_two", {"share": percent(int((move.units != 0).sum()), len(rows))})
    question = Question("which_is_debit", "debit", left, {"other": right})
    return Money(move.columns, dict.fromkeys(move.columns, one), (question,))


def _single(
    strong: Sequence[SampledColumn],
    rows: Rows,
    directions: tuple[int, Units] | None,
    headings: Sequence[str],
) -> Money:
    """The only column of amounts, or the one that includes the taxes; else the left one, and it is asked."""
    gross = _with_tax(strong, rows)
    amount = gross or strong[0]
    share = percent(int(amount.numbers[rows].sum()), int(amount.given[rows].sum()))
    told = Evidence("with_tax") if gross else Evidence("only_amounts", {"share": share})
    columns, evidence = {"amount": amount.place}, {"amount": told}
    if directions is not None:
        columns["direction"] = directions[0]
    if gross or len(strong) == 1:
        return Money(columns, evidence)
    others = [column.place for column in strong if column is not amount]
    found = tuple(names_of(headings, others))
    return Money(columns, evidence, (Question("several_amounts", "amount", found),))


def _with_tax(strong: Sequence[SampledColumn], rows: Rows) -> SampledColumn | None:
    """Of three columns the sum of the others, where one is the same percentage of the other in every row."""
    if len(strong) != 3 or len(rows) < 2:
        return None
    for net, tax, gross in permutations(strong):
        bases, taxes = net.units[rows].astype(object), tax.units[rows].astype(object)
        if not (bases + taxes == gross.units[rows]).all() or not all(bases):
            continue
        rates = {round(100 * int(t) / int(b)) for t, b in zip(taxes, bases, strict=True)}
        if len(rates) == 1 and 1 <= rates.pop() <= 30:
            return gross
    return None
