"""Which fields does the two-sided statement bring to its template."""

from collections.abc import Mapping

import pandas as pd

from tieout.ledger.currency import decimals, format_amount
from tieout.matching.causes import Cause
from tieout.statements.amount_in_words import amount_in_words, currency_name
from tieout.statements.fields import (
    Cell,
    Field,
    Fields,
    date_column,
    day,
    direction,
    money,
    money_column,
    text_column,
    words,
)
from tieout.statements.lines import SECTIONS
from tieout.statements.two_sided import SideBalance, TwoSidedStatement
from tieout.texts import Language, text

BLOCKS = tuple(f"{section}_rows" for section in SECTIONS)
"""The defined names of the three repeating rows."""


def two_sided_fields(statement: TwoSidedStatement, language: Language) -> Fields:
    """Everything the template of a two-sided statement can show.

    Their side stands as their books have it: what they owe us is a credit there.
    """
    lines = statement.lines
    return Fields(
        values={
            **_heading(statement, language),
            **_balance("our", statement.ours, statement.currency, language, debit=1),
            **_balance("their", statement.theirs, statement.currency, language, debit=-1),
            "difference": money(statement.difference, statement.currency),
            "balance_in_words": words(_in_words(statement, language)),
            "balance_sentence": words(_sentence(statement, language)),
            "remark": words(_remark(statement, language)),
        },
        blocks={
            f"{section}_rows": _block(lines[lines["section"] == section], statement, language)
            for section in SECTIONS
        },
        places=decimals(statement.currency),
    )


def _heading(statement: TwoSidedStatement, language: Language) -> dict[str, Field]:
    heading = statement.heading
    begin, end = day(heading.begin, language), day(heading.end, language)
    return {
        "our_name": words(heading.our_name),
        "customer": words(heading.customer),
        "number": words(heading.number),
        "fingerprint": words(heading.fingerprint),
        "currency": words(currency_name(statement.currency, language)),
        "begin": begin,
        "end": end,
        "period": words(text("statement.date.period", language, begin=begin.text, end=end.text)),
        "issued": day(heading.issued, language),
    }


def _balance(
    side: str, balance: SideBalance, currency: str, language: Language, *, debit: int
) -> dict[str, Field]:
    """Opening, movement and closing of a side: signed, and as 方向 with an absolute amount."""
    fields: dict[str, Field] = {}
    for name in ("opening", "movement", "closing"):
        cents = int(getattr(balance, name))
        fields |= {
            f"{side}_{name}": money(cents, currency),
            f"{side}_{name}_absolute": money(abs(cents), currency),
            f"{side}_{name}_direction": words(direction(cents * debit, language)),
        }
    return fields


def _block(
    lines: pd.DataFrame, statement: TwoSidedStatement, language: Language
) -> Mapping[str, list[Cell]]:
    if lines.empty:
        return _empty_block(language)
    ours, theirs = lines["our_amount"], lines["their_amount"]
    columns = {
        "our_debit": ours.where(ours >= 0),
        "our_credit": (-ours).where(ours < 0),
        "their_debit": (-theirs).where(theirs < 0),
        "their_credit": theirs.where(theirs >= 0),
        "difference": lines["difference"],
    }
    return {
        "number": text_column(lines["block"].where(lines["first"])),
        **{name: money_column(cents, statement.currency) for name, cents in columns.items()},
        **{f"{side}_date": date_column(lines[f"{side}_date"]) for side in ("our", "their")},
        **{
            f"{side}_{field}": text_column(lines[f"{side}_{name}"])
            for side in ("our", "their")
            for field, name in (("document", "reference"), ("memo", "memo"))
        },
        "status": text_column(_status(lines, language)),
    }


def two_sided_columns() -> tuple[str, ...]:
    """The fields that can stand in a repeating row."""
    sides = tuple(
        f"{side}_{name}"
        for side in ("our", "their")
        for name in ("date", "document", "memo", "debit", "credit")
    )
    return ("number", *sides, "difference", "status")


def _empty_block(language: Language) -> dict[str, list[Cell]]:
    """One row that says there is nothing."""
    nothing = text("statement.nothing", language)
    return {name: [nothing if name.endswith("_document") else None] for name in two_sided_columns()}


def _status(lines: pd.DataFrame, language: Language) -> pd.Series:
    """A sign and a word on each block's first line; every combination is worded once."""
    keys = lines[["state", "cause", "kind"]].assign(differs=lines["difference"].fillna(0) != 0)
    each = keys.drop_duplicates()
    worded = [_status_word(language, *key) for key in each.itertuples(index=False, name=None)]
    found = keys.merge(each.assign(status=worded), how="left")["status"].set_axis(lines.index)
    return found.where(lines["first"], None)


def _status_word(language: Language, state: str, cause: str, kind: str, differs: bool) -> str:
    why = Cause(cause or Cause.UNEXPLAINED).word(language)
    if state == "open":
        return text("statement.state.open", language, cause=why)
    if differs:
        return text("statement.state.differs", language, cause=why)
    if kind == "reversal":
        return text("statement.state.reversal", language)
    return text(f"statement.state.{'agreed' if state == 'confirmed' else state}", language)


def _in_words(statement: TwoSidedStatement, language: Language) -> str:
    return amount_in_words(abs(statement.ours.closing), statement.currency, language)


def _sentence(statement: TwoSidedStatement, language: Language) -> str:
    """What our books say is owed, which way round, in words and in figures."""
    cents = statement.ours.closing
    name = "owed" if cents > 0 else "advance" if cents < 0 else "settled"
    return text(
        f"statement.balance.{name}",
        language,
        day=day(statement.heading.end, language).text,
        words=_in_words(statement, language),
        amount=_figures(abs(cents), statement.currency, language),
    )


def _figures(cents: int, currency: str, language: Language) -> str:
    sign = "¥" if (currency, language) == ("CNY", "zh") else f"{currency} ".lstrip()
    return sign + format_amount(cents, currency)


def _remark(statement: TwoSidedStatement, language: Language) -> str:
    """What a reader must know before trusting a balance."""
    sides = {"ours": statement.ours, "theirs": statement.theirs}
    remarks = [_doubt(name, balance, statement, language) for name, balance in sides.items()]
    return " ".join(filter(None, remarks))


def _doubt(
    name: str, balance: SideBalance, statement: TwoSidedStatement, language: Language
) -> str:
    side = text(f"statement.side.{name}", language)
    if not balance.opening_stated:
        return text("statement.remark.opening_missing", language, side=side)
    if balance.stated_closing in (None, balance.closing):
        return ""
    stated = balance.stated_closing or 0
    return text(
        "statement.remark.closing_breaks",
        language,
        side=side,
        stated=format_amount(stated, statement.currency),
        counted=format_amount(balance.closing, statement.currency),
        difference=format_amount(stated - balance.closing, statement.currency),
    )
