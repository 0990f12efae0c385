"""Which column is what: headings against the words of a profile."""

import re
import unicodedata
from collections.abc import Container, Mapping, Sequence
from functools import cache, lru_cache

from tieout.ledger.cleaning.simplified import simplified
from tieout.ledger.profile import Profile

HEADING_LENGTH_MAX = 30
_CELL_LENGTH_MAX = 200
_MONEY = ("debit", "credit", "amount")
_FOREIGN = ("原币", "外币", "foreign", "document currency")
_LOCAL = ("本币", "本位币", "local currency", "home currency", "base currency")
_SIDES = "收入|支出|支取|借|贷|dr|cr|debit|credit"
_IGNORED = re.compile(
    rf"[\s:：*_.]+|[(\[【](?!(?:{_SIDES})\s*[)\]】]).*?[)\]】]|[()\[\]【】]|#$", re.IGNORECASE
)


def may_be_headings(compact: Sequence[str], profile: Profile) -> bool:
    """False for a row that surely names no two columns; far faster than asking which.

    `compact` are its texts by `compact_heading`.
    """
    whole, part = _words(profile)
    known = (heading for heading in compact if heading in whole or part.search(heading))
    return next(known, None) is not None and next(known, None) is not None


@cache
def _words(profile: Profile) -> tuple[frozenset[str], re.Pattern[str]]:
    """Whole headings, and what finds a part in one; it finds nothing where there are no parts."""
    whole = frozenset(compact_heading(w) for words in profile.heading.values() for w in words)
    parts = {compact_heading(w) for words in profile.part.values() for w in words}
    return whole, re.compile("|".join(map(re.escape, sorted(parts))) or r"(?!)")


def columns_of(headings: Sequence[str], profile: Profile) -> tuple[dict[str, int], dict[str, int]]:
    """The column of each meaning, and the second column where one heading stands twice.

    Whole headings come first, in the profile's order of preference; then parts of headings.
    """
    usable = _usable(headings, profile)
    columns = _pair(usable, profile) or _with_tax(usable, headings, profile)
    for meaning, words in profile.heading.items():
        column = None if meaning in columns else _exact(usable, words, columns.values())
        if column is not None:
            columns[meaning] = column
    whole = set(columns)
    for meaning, words in profile.part.items():
        if meaning in columns or (meaning == "amount" and whole & {"debit", "credit"}):
            continue
        column = _partly(usable, words, columns.values())
        if column is not None:
            columns[meaning] = column
    columns = _in_one_currency(_sensible(columns), headings)
    return columns, _named_twice(usable, columns)


def is_unknown(heading: str, profile: Profile) -> bool:
    """A heading that is no word of the profile, neither for what it reads nor for what it leaves out.

    That it speaks of an amount does not say of which: 货方金额 is as unknown as a slip of the pen can be.

    >>> from tieout.ledger.profile import profile_named
    >>> [is_unknown(heading, profile_named(None)) for heading in ("Bedrag", "货方金额", "借方金额", "数量", "")]
    [True, True, False, False, False]
    """
    usable = _usable([heading], profile)
    whole = [
        *profile.heading.values(),
        profile.pairs.debit,
        profile.pairs.credit,
        profile.taxed.tax,
    ]
    return bool(
        usable
        and not any(_exact(usable, each, ()) is not None for each in whole)
        and not any(
            _partly(usable, words, ()) is not None
            for meaning, words in profile.part.items()
            if meaning != "amount"
        )
    )


def rivals(headings: Sequence[str], columns: Mapping[str, int], profile: Profile) -> list[str]:
    """Other headings that could as well be the amount, where a part of its heading told it."""
    if "amount" not in columns:
        return []
    usable = _usable(headings, profile)
    words = [compact_heading(word) for word in profile.heading.get("amount", ())]
    if usable.get(columns["amount"]) in words:
        return []
    parts = [compact_heading(word) for word in profile.part.get("amount", ())]
    taken = set(columns.values())
    return [
        headings[column]
        for column, heading in usable.items()
        if column not in taken and any(part in heading for part in parts)
    ]


def tax_beside(headings: Sequence[str], columns: Mapping[str, int], profile: Profile) -> int | None:
    """The column of taxes beside one amount that is not known to include them."""
    if "amount" not in columns:
        return None
    compact = [compact_heading(heading) for heading in headings]
    gross, tax = (
        {compact_heading(word) for word in words}
        for words in (profile.taxed.gross, profile.taxed.tax)
    )
    if compact[columns["amount"]] in gross:
        return None
    taken = set(columns.values())
    return next((p for p, word in enumerate(compact) if word in tax and p not in taken), None)


def speaks_of_foreign(heading: str) -> bool:
    """True for a column in the currency of the document, not of the books.

    >>> speaks_of_foreign("原币借方"), speaks_of_foreign("Foreign amount"), speaks_of_foreign("借方")
    (True, True, False)
    """
    return any(word in heading.lower() for word in _FOREIGN)


def _pair(usable: Mapping[int, str], profile: Profile) -> dict[str, int]:
    """收入 beside 支出 are debit and credit, though neither is alone."""
    for debit, credit in zip(profile.pairs.debit, profile.pairs.credit, strict=True):
        into, out = (_exact(usable, (word,), ()) for word in (debit, credit))
        if into is not None and out is not None:
            return {"debit": into, "credit": out}
    return {}


def _with_tax(
    usable: Mapping[int, str], headings: Sequence[str], profile: Profile
) -> dict[str, int]:
    """The amount that includes the tax, where a sheet shows both apart."""
    shown = {compact_heading(heading) for heading in headings}
    if not shown & {compact_heading(word) for word in profile.taxed.tax}:
        return {}
    gross = _exact(usable, profile.taxed.gross, ())
    return {} if gross is None else {"amount": gross}


@lru_cache(maxsize=10_000)
def compact_heading(heading: str) -> str:
    """A heading as it is compared.

    >>> compact_heading("借方金额（元）"), compact_heading("Invoice  No.")
    ('借方金额', 'invoiceno')
    >>> compact_heading("记账金额(收入)"), compact_heading("交易日期[ Transaction Date ]")
    ('记账金额收入', '交易日期')
    >>> compact_heading("貸方金額")
    '贷方金额'
    """
    plain = unicodedata.normalize("NFKC", heading[:_CELL_LENGTH_MAX])
    return simplified(_IGNORED.sub("", plain)).lower()


def _usable(headings: Sequence[str], profile: Profile) -> dict[int, str]:
    never = [compact_heading(word) for word in profile.never.words]
    return {
        column: compact
        for column, compact in enumerate(map(compact_heading, headings))
        if compact
        and len(compact) <= HEADING_LENGTH_MAX
        and not any(word in compact for word in never)
    }


def _exact(usable: Mapping[int, str], words: Sequence[str], taken: Container[int]) -> int | None:
    for word in map(compact_heading, words):
        for column, heading in usable.items():
            if column not in taken and (heading == word or word in _tongues(heading)):
                return column
    return None


@cache
def _tongues(heading: str) -> tuple[str, ...]:
    """A heading in two languages, taken apart: 日期date is 日期 and date."""
    chinese = "".join(re.findall(r"[一-鿿/]", heading))
    western = "".join(re.findall(r"[^一-鿿]", heading)).strip("/-|")
    return (chinese.strip("/"), western) if chinese.strip("/") and western else ()


def _partly(usable: Mapping[int, str], words: Sequence[str], taken: Container[int]) -> int | None:
    for word in map(compact_heading, words):
        for column, heading in usable.items():
            if word in heading and column not in taken:
                return column
    return None


def _sensible(columns: dict[str, int]) -> dict[str, int]:
    """Debit and credit come together; an amount beside both is another column."""
    if "debit" in columns and "credit" in columns:
        columns.pop("amount", None)
    elif "amount" in columns:
        columns.pop("debit", None)
        columns.pop("credit", None)
    if not {"month", "day"} <= columns.keys() or "date" in columns:
        for part in ("year", "month", "day"):
            columns.pop(part, None)
    return columns


def _in_one_currency(columns: dict[str, int], headings: Sequence[str]) -> dict[str, int]:
    """A column that names the foreign currency says nothing of amounts in the local one."""
    if "currency" not in columns:
        return columns
    amounts = " ".join(headings[c].lower() for m, c in columns.items() if m in _MONEY)
    foreign = any(map(speaks_of_foreign, headings))
    local = any(word in amounts for word in _LOCAL)
    if any(word in amounts for word in _FOREIGN) or not (foreign or local):
        return columns
    if any(word in headings[columns["currency"]].lower() for word in _LOCAL):
        return columns
    return {meaning: column for meaning, column in columns.items() if meaning != "currency"}


def _named_twice(usable: Mapping[int, str], columns: Mapping[str, int]) -> dict[str, int]:
    """Meanings whose heading stands over another column too."""
    taken = set(columns.values())
    return {
        meaning: other
        for meaning, column in columns.items()
        for other, heading in usable.items()
        if other not in taken and heading == usable[column]
    }
