"""Which columns are references, customers, narrations, directions, currencies, told by what is in them."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tieout.ledger.cleaning.currencies import currency_code
from tieout.ledger.profile import Profile
from tieout.ledger.shapes.evidence import Evidence, percent
from tieout.ledger.shapes.sampled_column import SampledColumn

Rows = npt.NDArray[np.int64]
_SHARE_MIN, _DISTINCT_MIN, _MENTIONED_MAX = 0.8, 0.5, 3
_DIRECTIONS_MIN = 0.5
"""Share of direction words beyond which the rest of a column is asked as directions."""
_DUE_DAYS_MIN = 7
_NUMBER = re.compile(r"(?=.*\d)[\w\-/#.()（）字第号]{2,32}")
_TIME = re.compile(r"\d{1,2}:\d{2}(:\d{2})?")
_COMPANY = re.compile(
    r"公司|集团|商行|工厂|厂$|店$|经营部|事务所|合作社"
    r"|\b(ltd|llc|inc|gmbh|ag|kg|co|corp|company|limited|plc|s\.?a|s\.?r\.?l|s\.?p\.?a|b\.?v|n\.?v|pty|oy|ab)\b\.?$",
    re.IGNORECASE,
)
_CUSTOMERS_ACCOUNTS = frozenset(("1122", "1123", "1131", "2131", "2202", "2203"))
_NOT_DONE = re.compile(
    r"失败|关闭|作废|取消|撤销|未支付|未付款|不计收支|已全额退款|denied|declined|failed|void|cancel|pending|reversed",
    re.IGNORECASE,
)


class Found(NamedTuple):
    """A column of a meaning, and why."""

    meaning: str
    place: int
    evidence: Evidence


def direction_of(
    columns: Sequence[SampledColumn], rows: Rows, profile: Profile
) -> tuple[Found, npt.NDArray[np.int64]] | None:
    """The column of direction words, and the sign of each of its cells."""
    known = profile.direction
    signs = dict.fromkeys(known.debit, 1) | dict.fromkeys(known.credit, -1)
    levels = {level for level in known.level if level}
    for column in columns:
        words = [text.lower() for text in column.texts_of(rows)]
        told = sum(word in signs or word in levels for word in words)
        if (
            told
            and told >= _DIRECTIONS_MIN * len(rows)
            and {signs.get(word) for word in words} & {1, -1}
        ):
            found = Found("direction", column.place, _listed("directions", column, rows))
            by_row = np.array([signs.get(text.lower(), 0) for text in column.texts], dtype=np.int64)
            return found, by_row
    return None


def words_of(columns: Sequence[SampledColumn], rows: Rows, days: Sequence[int]) -> Iterator[Found]:
    """References, currencies, customers and narrations, each at most once, the surest first."""
    left = list(columns)
    for finder in (_due, _currency, _reference, _customer, _memo):
        found = finder(left, rows, columns, days)
        if found is not None:
            left = [column for column in left if column.place != found.place]
            yield found


def all_accounts(columns: Sequence[SampledColumn], rows: Rows) -> SampledColumn | None:
    """A column of codes of several accounts: the sheet is a journal of all of them."""
    for column in columns:
        texts = column.texts_of(rows)
        codes = {text[:4] for text in texts if re.fullmatch(r"[1-6]\d{3}(\.?\d\d){0,3}", text)}
        alike = all(text[:4] in codes for text in texts)
        if alike and codes & _CUSTOMERS_ACCOUNTS and len(codes) > 1:
            return column
    return None


def not_all_done(columns: Sequence[SampledColumn], rows: Rows) -> tuple[SampledColumn, str] | None:
    """A column of states by which some rows moved no money, and the word that says so."""
    for column in columns:
        words = set(column.texts_of(rows))
        said = sorted(word for word in words if len(word) <= 12 and _NOT_DONE.search(word))
        if said and len(words) <= 12:
            return column, said[0]
    return None


def _due(
    left: Sequence[SampledColumn], rows: Rows, columns: Sequence[SampledColumn], days: Sequence[int]
) -> Found | None:
    """A second day, never before the first and mostly weeks after it."""
    if len(days) != 1:
        return None
    first = next((c.days for c in columns if c.place == days[0]), None)
    for column in left if first is not None else ():
        both = rows[column.dated[rows] & ~np.isnat(first[rows])] if first is not None else rows
        if len(both) < _SHARE_MIN * len(rows) or first is None:
            continue
        later = (column.days[both] - first[both]).astype(np.int64)
        if (later >= 0).all() and np.median(later) >= _DUE_DAYS_MIN:
            return Found("due_date", column.place, Evidence("later_days"))
    return None


def _currency(left: Sequence[SampledColumn], rows: Rows, *_: object) -> Found | None:
    for column in left:
        texts = column.texts_of(rows)
        if len(texts) >= _SHARE_MIN * len(rows) and texts and all(map(currency_code, set(texts))):
            return Found("currency", column.place, _listed("currencies", column, rows))
    return None


def _reference(left: Sequence[SampledColumn], rows: Rows, *_: object) -> Found | None:
    """Mostly different numbers of documents; those with letters before mere digits."""
    found = [column for column in left if _are_numbers(column, rows)]
    lettered = [c for c in found if any(re.search(r"[^\W\d_]", t) for t in c.texts_of(rows))]
    column = next(iter(lettered or found), None)
    if column is None:
        return None
    texts = column.texts_of(rows)
    share = percent(sum(bool(_NUMBER.fullmatch(text)) for text in texts), len(texts))
    values: dict[str, object] = {"share": share, "example": texts[0]}
    return Found("reference", column.place, Evidence("document_numbers", values))


def _are_numbers(column: SampledColumn, rows: Rows) -> bool:
    texts = column.texts_of(rows)
    if len(texts) * 2 < len(rows) or len(set(texts)) < _DISTINCT_MIN * len(texts):
        return False
    if column.decimals[rows].any() or column.dated[rows].all() or all(map(_TIME.fullmatch, texts)):
        return False
    counted = column.numbers[rows].all() and bool((np.diff(column.units[rows]) == 10_000).all())
    matching = sum(bool(_NUMBER.fullmatch(text)) for text in texts)
    return matching >= _SHARE_MIN * len(texts) and not (counted and len(max(texts, key=len)) < 4)


def _customer(left: Sequence[SampledColumn], rows: Rows, *_: object) -> Found | None:
    """Names of companies that repeat; other words that repeat may be anything."""
    for column in left:
        texts = column.texts_of(rows)
        names = sum(bool(_COMPANY.search(text)) for text in texts)
        if len(texts) >= _SHARE_MIN * len(rows) and names * 2 >= len(texts) > len(set(texts)):
            values: dict[str, object] = {
                "share": percent(names, len(texts)),
                "count": len(set(texts)),
            }
            return Found("customer", column.place, Evidence("companies", values))
    return None


def _memo(left: Sequence[SampledColumn], rows: Rows, *_: object) -> Found | None:
    """The longest texts."""
    worded = [
        column
        for column in left
        if any(re.search(r"[^\W\d_]", text) for text in column.texts_of(rows))
        and not column.numbers[rows].any()
        and not column.dated[rows].any()
    ]
    column = max(worded, key=lambda c: sum(map(len, c.texts_of(rows))), default=None)
    return None if column is None else Found("memo", column.place, Evidence("texts"))


def _listed(code: str, column: SampledColumn, rows: Rows) -> Evidence:
    words = list(dict.fromkeys(column.texts_of(rows)))[:_MENTIONED_MAX]
    return Evidence(code, {"words": words})
