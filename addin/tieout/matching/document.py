"""How does a reconciliation look as plain values: the document of `--json`."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from tieout.ledger.currency import decimals, to_major
from tieout.ledger.ledger import Account, Ledger
from tieout.matching.reconciliation import Reconciliation, Totals
from tieout.texts import LANGUAGES

Document = dict[str, Any]


def as_document(result: Reconciliation) -> Document:
    """Both ledgers, the matches, the open items and the totals; amounts as decimal strings.

    Amounts are in our perspective. Over several currencies the sums stand under `by_currency`, and
    the whole has none.
    """
    return {
        "ours": ledger_document(result.our_ledger),
        "theirs": ledger_document(result.their_ledger),
        "sign": {
            "theirs": result.their_sign.sign,
            "reason": {"zh": result.their_sign.reason_zh, "en": result.their_sign.reason_en},
        },
        "policy": result.policy.model_dump(mode="json"),
        "matches": _matches(result),
        "open_items": _open_items(result),
        "totals": _totals(result.totals_by_currency),
    }


def ledger_document(ledger: Ledger) -> Document:
    """What was read of a ledger."""
    return {
        "file": ledger.source.file,
        "sheet": ledger.source.sheet,
        "header_line": ledger.source.header_line,
        "columns": {
            meaning: ledger.source.headings[column]
            for meaning, column in ledger.source.columns.items()
        },
        "sign_rule": ledger.source.sign_rule,
        "opening": _balance(ledger.opening),
        "closing": _balance(ledger.closing),
        "entries": _entries(ledger.entries),
        "set_aside": [{"line": row.line, "why": row.why} for row in ledger.set_aside],
        "problems": [
            {
                "code": problem.code,
                "line": problem.line,
                "column": problem.column,
                "found": problem.found,
                "blocks": problem.blocks,
                **{language: problem.sentence(language) for language in LANGUAGES},
            }
            for problem in ledger.problems
        ],
    }


def _balance(balances: Mapping[Account, int]) -> str | None:
    currencies = {account.currency for account in balances}
    if len(currencies) != 1:
        return None
    return _amount(sum(balances.values()), currencies.pop())


def _entries(entries: pd.DataFrame) -> list[Document]:
    columns = {
        "line": entries["line"].tolist(),
        "date": _iso(entries["date"]),
        "reference": entries["reference"].tolist(),
        "memo": entries["memo"].tolist(),
        "amount": _amounts(entries["amount"], entries["currency"]),
        "currency": entries["currency"].tolist(),
        "customer": entries["customer"].tolist(),
    }
    return [
        dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)
    ]


def _matches(result: Reconciliation) -> list[Document]:
    matches = result.matches
    differences = _amounts(matches["difference"], matches["currency"])
    return [
        {
            "id": match["match"],
            **{name: match[name] for name in ("kind", "state", "pass", "ours", "theirs")},
            "difference": difference,
            "cause": match["cause"] or None,
            "alternatives": match["alternatives"],
            "confidence": round(match["confidence"], 3),
            "reason": {language: match[f"reason_{language}"] for language in LANGUAGES},
        }
        for match, difference in zip(matches.to_dict("records"), differences, strict=True)
    ]


def _open_items(result: Reconciliation) -> list[Document]:
    items = result.open_items
    amounts = _amounts(items["amount"], items["currency"])
    return [
        {
            "side": item["side"],
            "line": item["line"],
            "amount": amount,
            **{name: item[name] for name in ("cause", "nature", "turn", "carried_forward")},
            "action": {language: item[f"action_{language}"] for language in LANGUAGES},
            "entry": {language: item[f"entry_{language}"] for language in LANGUAGES},
            "reason": {language: item[f"reason_{language}"] for language in LANGUAGES},
            "nearest": item["nearest"],
        }
        for item, amount in zip(items.to_dict("records"), amounts, strict=True)
    ]


def _totals(by_currency: Mapping[str, Totals]) -> Document:
    each = {
        currency: {
            name: _amount(total[name], currency)
            for name in ("ours", "theirs", "difference", "explained", "unexplained")
        }
        for currency, total in by_currency.items()
    }
    if len(each) == 1:
        return next(iter(each.values()))
    nothing = dict.fromkeys(("ours", "theirs", "difference", "explained"), None if each else "0.00")
    return {**nothing, "unexplained": "0.00", "by_currency": each}


def _amount(cents: int, currency: str) -> str:
    return str(to_major(cents, currency))


def _amounts(cents: pd.Series, currency: pd.Series) -> list[str]:
    """A column of amounts as decimal strings, by whole numbers only."""
    written = np.empty(len(cents), dtype=object)
    values, currencies = cents.to_numpy(np.int64), currency.to_numpy(dtype=object)
    for code in set(currencies):
        mine, places = currencies == code, decimals(code)
        written[mine] = [_written(value, places) for value in values[mine].tolist()]
    return written.tolist()


def _written(cents: int, places: int) -> str:
    """Minor units as a decimal string.

    >>> _written(-5, 2), _written(1200, 2), _written(7, 0)
    ('-0.05', '12.00', '7')
    """
    digits = f"{abs(cents):0{places + 1}d}"
    sign = "-" if cents < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def _iso(dates: pd.Series) -> list[str | None]:
    written = dates.dt.strftime("%Y-%m-%d").astype(object)
    return written.where(dates.notna(), None).tolist()
