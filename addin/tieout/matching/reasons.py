"""What is said of a match or an open item: one sentence with its values, in Chinese or English."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from tieout.ledger.currency import format_amount
from tieout.matching.causes import Cause
from tieout.texts import LANGUAGES, Language, table, text

NAMED_MAX = 3
"""References or lines a sentence lists before it only counts them."""


@dataclass(frozen=True)
class Said:
    """What sentences quote of the entries of both sides, ours first, one element a row."""

    theirs: Sequence[bool]
    line: Sequence[int]
    date: Sequence[pd.Timestamp]
    reference: Sequence[str]
    customer: Sequence[str]
    currency: Sequence[str]
    amount: Sequence[int]


def said_of(entries: pd.DataFrame) -> Said:
    """The columns of a frame of entries as lists, for sentences."""
    return Said(
        theirs=(entries["side"] == "theirs").tolist(),
        line=entries["line"].tolist(),
        date=entries["date"].tolist(),
        reference=entries["reference"].tolist(),
        customer=entries["customer"].tolist(),
        currency=entries["currency"].tolist(),
        amount=entries["amount"].tolist(),
    )


def match_reasons(
    said: Said,
    matches: pd.DataFrame,
    our_rows: Sequence[Sequence[int]],
    their_rows: Sequence[Sequence[int]],
    language: Language,
) -> list[str]:
    """One sentence a match; `our_rows` and `their_rows` are the places of its entries."""
    columns = (matches[name] for name in ("pass", "state", "cause", "difference", "alternatives"))
    return [
        _of_match(said, language, ours, theirs, *values)
        for ours, theirs, *values in zip(our_rows, their_rows, *columns, strict=True)
    ]


def _of_match(
    said: Said,
    language: Language,
    ours: Sequence[int],
    theirs: Sequence[int],
    found_by: str,
    state: str,
    cause: str,
    difference: int,
    alternatives: int,
) -> str:
    currency = said.currency[(ours or theirs)[0]]
    shown_difference = format_amount(difference, currency)
    if state == "ambiguous":
        return text(
            "match.ambiguous",
            language,
            alternatives=alternatives,
            our_lines=_listed([str(said.line[row]) for row in ours], language),
            their_lines=_listed([str(said.line[row]) for row in theirs], language),
            difference=shown_difference,
        )
    sentence = table()[f"pass.{found_by}.reason"][language]
    values = (
        _one_sided(said, ours or theirs, language)
        if not (ours and theirs)
        else {
            **_of_side(said, "our", ours, currency, language),
            **_of_side(said, "their", theirs, currency, language),
            "days": _days_apart(said, ours, theirs),
            "difference": shown_difference,
            "cause": Cause(cause).word(language) if cause else "",
        }
    )
    reason = sentence.format(**values)
    return (
        reason
        if state == "confirmed"
        else f"{reason}{_gap(language)}{text('match.suggested', language)}"
    )


def _of_side(
    said: Said, name: str, rows: Sequence[int], currency: str, language: Language
) -> dict[str, object]:
    return {
        f"{name}_references": _references(said, rows, language),
        f"{name}_amount": format_amount(sum(said.amount[row] for row in rows), currency),
        f"{name}_count": len(rows),
        f"{name}_date": day_text(said.date[rows[0]], language),
    }


def _one_sided(said: Said, rows: Sequence[int], language: Language) -> dict[str, object]:
    side = "theirs" if said.theirs[rows[0]] else "ours"
    amounts = [format_amount(said.amount[row], said.currency[row]) for row in rows]
    return {
        "side": text(f"party.{side}", language),
        "side_books": text(f"party_books.{side}", language),
        "own_references": _references(said, rows, language),
        "own_amount": amounts[0],
        "own_amount_back": amounts[-1],
    }


def _references(said: Said, rows: Sequence[int], language: Language) -> str:
    given = dict.fromkeys(said.reference[row] for row in rows if said.reference[row])
    return _listed(list(given), language) or text("match.without_reference", language)


def _listed(words: Sequence[str], language: Language) -> str:
    some = ("、" if language == "zh" else ", ").join(words[:NAMED_MAX])
    if len(words) <= NAMED_MAX:
        return some
    return text("match.and_more", language, some=some, count=len(words))


def _days_apart(said: Said, ours: Sequence[int], theirs: Sequence[int]) -> int:
    days = [
        abs((said.date[a] - said.date[b]).days)
        for a in (ours[0], ours[-1])
        for b in (theirs[0], theirs[-1])
        if not (pd.isna(said.date[a]) or pd.isna(said.date[b]))
    ]
    return max(days, default=0)


def day_text(date: pd.Timestamp, language: Language) -> str:
    """A date as it stands in a sentence."""
    return text("nearest.no_date", language) if pd.isna(date) else f"{date:%Y-%m-%d}"


def _gap(language: Language) -> str:
    return "" if language == "zh" else " "


def open_reasons(
    said: Said,
    rows: Sequence[int],
    causes: Sequence[str],
    related: Sequence[int],
    nearest: Sequence[dict[str, object] | None],
    last_day: pd.Timestamp,
    language: Language,
) -> list[str]:
    """One sentence an open item, followed by its nearest miss where there is one."""
    return [
        _of_open(said, row, cause, other, last_day, language) + _nearest_sentence(miss, language)
        for row, cause, other, miss in zip(rows, causes, related, nearest, strict=True)
    ]


def _of_open(
    said: Said, row: int, cause: str, related: int, last_day: pd.Timestamp, language: Language
) -> str:
    holder, other = ("theirs", "ours") if said.theirs[row] else ("ours", "theirs")
    return text(
        f"open.{cause}.reason",
        language,
        holder=text(f"party.{holder}", language),
        other=text(f"party.{other}", language),
        holder_books=_sentence_case(text(f"party_books.{holder}", language)),
        other_books=text(f"party_books.{other}", language),
        reference=said.reference[row] or text("match.without_reference", language),
        amount=format_amount(said.amount[row], said.currency[row]),
        date=day_text(said.date[row], language),
        to_end=0 if pd.isna(said.date[row]) else (last_day - said.date[row]).days,
        related_line=said.line[related] if related >= 0 else 0,
        related_customer=said.customer[related] if related >= 0 else "",
    )


def _sentence_case(words: str) -> str:
    return words[:1].upper() + words[1:]


def _nearest_sentence(miss: dict[str, object] | None, language: Language) -> str:
    return "" if miss is None else f"{_gap(language)}{miss[language]}"


def nearest_misses(
    said: Said, rows: Sequence[int], nearest: Sequence[int], kinds: Sequence[str]
) -> list[dict[str, object] | None]:
    """For each open row, the row it nearly matches and what would have to change, or None."""
    return [
        _miss(said, row, other, kind) if other >= 0 else None
        for row, other, kind in zip(rows, nearest, kinds, strict=True)
    ]


def _miss(said: Said, row: int, other: int, kind: str) -> dict[str, object]:
    side = "theirs" if said.theirs[other] else "ours"
    days = _days_apart(said, [row], [other])
    difference = format_amount(abs(said.amount[row] - said.amount[other]), said.currency[other])
    shown = {
        "line": said.line[other],
        "reference": said.reference[other],
        "amount": format_amount(said.amount[other], said.currency[other]),
    }
    return {
        "side": side,
        **shown,
        "window_days" if kind == "amount" else "tolerance": days
        if kind == "amount"
        else difference,
        **{
            language: text(
                f"nearest.{kind}",
                language,
                other_books=text(f"party_books.{side}", language),
                days=days,
                difference=difference,
                **shown,
            )
            for language in LANGUAGES
        },
    }
