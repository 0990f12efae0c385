"""Which fields does the two-sided statement bring to its template."""

from collections.abc import Mapping
from functools import cache, partial

import numpy as np
import pandas as pd

from tieout.ledger.currency import decimals
from tieout.matching.causes import Cause
from tieout.statements.balance_sentences import balance_sentence, in_words
from tieout.statements.fields import (
    Cell,
    Field,
    Fields,
    balance,
    date_column,
    money,
    money_column,
    nothing,
    text_column,
    words,
)
from tieout.statements.heading import heading_fields
from tieout.statements.lines import SECTIONS
from tieout.statements.two_sided import SideBalance, TwoSidedStatement, both_remark
from tieout.texts import Language, text

BLOCKS = tuple(f"{section}_rows" for section in SECTIONS)
"""The defined names of the three repeating rows."""


def two_sided_fields(statement: TwoSidedStatement, language: Language) -> Fields:
    """Everything the template of a two-sided statement can show.

    Their side stands as their books have it: what they owe us is a credit there.
    """
    return Fields(
        values={
            **heading_fields(statement.heading, statement.currency, language),
            **_balances("our", statement.ours, statement.currency, language, debit=1),
            **_balances("their", statement.theirs, statement.currency, language, debit=-1),
            "difference": money(statement.difference, statement.currency),
            "balance_in_words": words(
                in_words(statement.ours.closing, statement.currency, language)
            ),
            "balance_sentence": words(
                balance_sentence(
                    statement.ours.closing, statement.currency, statement.heading.end, language
                )
            ),
            "remark": words(
                both_remark(statement.ours, statement.theirs, statement.currency, language)
            ),
        },
        blocks=_blocks(statement, language),
        places=decimals(statement.currency),
    )


def _balances(
    side: str, found: SideBalance, currency: str, language: Language, *, debit: int
) -> dict[str, Field]:
    """Opening, movement and closing of a side."""
    fields: dict[str, Field] = {}
    for name in ("opening", "movement", "closing"):
        cents = int(getattr(found, name))
        fields |= balance(f"{side}_{name}", cents, currency, language, debit=debit)
    return fields


def _blocks(
    statement: TwoSidedStatement, language: Language
) -> Mapping[str, Mapping[str, list[Cell]]]:
    """The rows of each section; lines of a section stand together."""
    lines = statement.lines
    columns = _columns(lines, statement.currency, language)
    sections = lines["section"].to_numpy(object)
    found = {}
    for section in SECTIONS:
        rows = np.flatnonzero(sections == section)
        found[f"{section}_rows"] = (
            {name: cells[rows[0] : rows[-1] + 1] for name, cells in columns.items()}
            if len(rows)
            else _no_rows(language)
        )
    return found


def _no_rows(language: Language) -> dict[str, list[Cell]]:
    empty = nothing(two_sided_columns(), "our_document", language)
    return {**empty, "their_document": empty["our_document"]}


def _columns(lines: pd.DataFrame, currency: str, language: Language) -> dict[str, list[Cell]]:
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
        **{name: money_column(cents, currency) for name, cents in columns.items()},
        **{f"{side}_date": date_column(lines[f"{side}_date"]) for side in ("our", "their")},
        **{
            f"{side}_{field}": text_column(lines[f"{side}_{name}"])
            for side in ("our", "their")
            for field, name in (("document", "reference"), ("memo", "memo"))
        },
        "status": _status(lines, language),
    }


def two_sided_columns() -> tuple[str, ...]:
    """The fields that can stand in a repeating row."""
    sides = tuple(
        f"{side}_{name}"
        for side in ("our", "their")
        for name in ("date", "document", "memo", "debit", "credit")
    )
    return ("number", *sides, "difference", "status")


def _status(lines: pd.DataFrame, language: Language) -> list[Cell]:
    """A sign and a word on each block's first line; every combination is worded once."""
    word = cache(partial(_status_word, language))
    differs = (lines["difference"].fillna(0) != 0).tolist()
    columns = (lines[name].tolist() for name in ("state", "cause", "kind"))
    rows = zip(lines["first"].tolist(), *columns, differs, strict=True)
    return [word(*said) if first else None for first, *said in rows]


def _status_word(language: Language, state: str, cause: str, kind: str, differs: bool) -> str:
    why = Cause(cause or Cause.UNEXPLAINED).word(language)
    if state == "open":
        return text("statement.state.open", language, cause=why)
    if differs:
        return text("statement.state.differs", language, cause=why)
    if kind == "reversal":
        return text("statement.state.reversal", language)
    return text(f"statement.state.{'agreed' if state == 'confirmed' else state}", language)
