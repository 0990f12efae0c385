"""Which open items come from the last reconciliation, and how do they join the ledgers of this one."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import product

import numpy as np
import pandas as pd
from pydantic import TypeAdapter

from tieout.ledger.currency import UNSTATED
from tieout.ledger.ledger import COLUMNS, Account, Ledger
from tieout.matching.causes import Cause
from tieout.matching.customers import renaming
from tieout.matching.decision import Decision
from tieout.matching.decision_reasons import mark_said
from tieout.matching.policy import Policy
from tieout.matching.reconciliation import Reconciliation
from tieout.matching.rows import rows_of
from tieout.matching.signs import their_sign
from tieout.texts import LANGUAGES, Language, text
from tieout.workbook.balances import balances_of
from tieout.workbook.carried_marks import (
    FOUND_BY_ROWS,
    MARKED,
    check_mark,
    found_as_json,
    mark_as_json,
)

CARRIED = "carried"
"""The column of a ledger's entries that names where a carried one comes from; "" for its own."""
SAID = {language: f"carried_{language}" for language in LANGUAGES}
"""The columns with what people said of a carried entry before: marks and notes."""
_FROM_PEOPLE = (*SAID.values(), MARKED)


@dataclass(frozen=True)
class CarriedItem:
    """An open item of a closed reconciliation; minor units in our perspective, the day it was booked.

    `carried_zh` and `carried_en` are what people said of it: as what they marked it, and their notes;
    `carried_mark` is the mark that holds while it is open (see `carried_marks`).
    """

    side: str
    day: str
    type: str
    reference: str
    memo: str
    customer: str
    currency: str
    amount: int
    origin: str
    carried_zh: str = ""
    carried_en: str = ""
    carried_mark: str = ""

    def said(self, language: Language) -> str:
        """What people said of it before."""
        return self.carried_zh if language == "zh" else self.carried_en

    @property
    def date(self) -> date | None:
        """The day it was booked, None where none was given."""
        return date.fromisoformat(self.day) if self.day else None


@dataclass(frozen=True)
class Carried:
    """What a closed reconciliation hands on: its open items, how it ended, and the rules that held.

    `closings` has the closing of each side by `side currency`, where it was known; `pairs` what
    matched entries differ by, and `opening` what the openings differed by, by currency. `policy`
    holds in the next reconciliation unless that has rules of its own, which are kept with it then.
    """

    source: str = ""
    items: tuple[CarriedItem, ...] = ()
    closings: Mapping[str, int] | None = None
    pairs: Mapping[str, int] | None = None
    opening: Mapping[str, int] | None = None
    unconfirmed: int = 0
    policy: Policy | None = None

    def as_json(self) -> str:
        """As it lies on the hidden sheet, which has the rules of the run already."""
        kept = asdict(replace(self, policy=None))
        del kept["policy"]
        return json.dumps(kept, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, written: str) -> "Carried":
        """As it was written."""
        found = _CARRIED.validate_json(written)
        for item in found.items:
            check_mark(item.carried_mark)
        return found


NOTHING_CARRIED = Carried()
_CARRIED = TypeAdapter(Carried)


def carried_from(result: Reconciliation, source: str) -> Carried:
    """What a reconciliation hands on to the next; an item carried before keeps its date and origin."""
    entries = pd.concat(
        [
            _with_columns(ledger.entries).assign(side=side)
            for side, ledger in (("ours", result.our_ledger), ("theirs", result.their_ledger))
        ],
        ignore_index=True,
    )
    rows = _with_what_was_said(entries, result).iloc[result.open.row]
    items = tuple(
        replace(item, origin=item.origin or source)
        for side in ("ours", "theirs")
        for _, item in _items(rows[rows["side"] == side], side)
    )
    pairs = result.matches.groupby("currency")["difference"].sum()
    balances = [balances_of(result, currency) for currency in result.totals_by_currency]
    closings = {
        f"{side} {each.currency}": closing
        for each in balances
        for side, closing in (("ours", each.ours.closing), ("theirs", each.theirs.closing))
        if closing is not None
    }
    return Carried(
        source=source,
        items=items,
        closings=closings,
        pairs={str(currency): int(cents) for currency, cents in pairs.items() if cents},
        opening={each.currency: each.opening_difference or 0 for each in balances},
        unconfirmed=int((result.matches["state"] != "confirmed").sum()),
        policy=result.policy,
    )


def with_carried(
    ours: Ledger, theirs: Ledger, carried: Carried, policy: Policy
) -> tuple[Ledger, Ledger]:
    """Both ledgers with the carried items as entries of theirs, taken out of the openings in return.

    What a ledger has itself, as one that reaches back does, is not added again.
    """
    if not carried.items:
        return ours, theirs
    our_items = [item for item in carried.items if item.side == "ours"]
    their_items = [item for item in carried.items if item.side == "theirs"]
    ours = _added(ours, our_items, {}, 1)
    signs, whole = _their_signs(ours, theirs, policy)
    return ours, _added(theirs, their_items, signs, whole)


def _with_columns(entries: pd.DataFrame) -> pd.DataFrame:
    """The entries with the columns of what was carried, "" for their own."""
    missing = [name for name in (CARRIED, *_FROM_PEOPLE) if name not in entries]
    return entries.assign(**dict.fromkeys(missing, ""))


def _with_what_was_said(entries: pd.DataFrame, result: Reconciliation) -> pd.DataFrame:
    """The entries of both sides with what people have said of them so far; nothing is said twice."""
    said = {name: entries[name].tolist() for name in _FROM_PEOPLE}
    for key, groups in (("mark", result.decided.marked), ("note", result.decided.noted)):
        for number, rows in groups:
            made = result.given_decisions[number]
            for language, row in product(LANGUAGES, rows.tolist()):
                _say(said[SAID[language]], row, _decision_said(key, made, language))
                if key == "mark":
                    said[MARKED][row] = mark_as_json(made)
    _say_found(said, result)
    return entries.assign(**said)


def _say_found(said: Mapping[str, list[str]], result: Reconciliation) -> None:
    """What was found of open items by other rows of their month, where nobody marked them."""
    items = result.open_items
    for place, row in enumerate(result.open.row.tolist()):
        cause = Cause(items["cause"].iloc[place])
        if cause in FOUND_BY_ROWS and not said[MARKED][row]:
            said[MARKED][row] = found_as_json(cause)
            for language in LANGUAGES:
                _say(said[SAID[language]], row, str(items[f"reason_{language}"].iloc[place]))


def _say(said: list[str], row: int, sentence: str) -> None:
    if sentence not in said[row]:
        said[row] = f"{said[row]} {sentence}".strip()


def _decision_said(key: str, made: Decision, language: Language) -> str:
    if key == "mark":
        return mark_said(made, language) if made.who else ""
    return text("note.said", language, who=made.who or "—", note=made.why)


def own_entries(ledger: Ledger) -> Ledger:
    """The ledger without what was carried into it."""
    if CARRIED not in ledger.entries:
        return ledger
    return replace(ledger, entries=ledger.entries[ledger.entries[CARRIED] == ""])


def carried_entries(ledger: Ledger) -> pd.DataFrame:
    """The entries that were carried into a ledger."""
    if CARRIED not in ledger.entries:
        return ledger.entries.iloc[:0].assign(**{CARRIED: ""})
    return ledger.entries[ledger.entries[CARRIED] != ""]


def carried_lines(ledger: Ledger, side: str) -> list[tuple[int, CarriedItem]]:
    """What was carried into a ledger, each with its line; amounts as the ledger has them."""
    return _items(carried_entries(ledger), side)


def _items(entries: pd.DataFrame, side: str) -> list[tuple[int, CarriedItem]]:
    """Entries as items."""
    return [
        (
            int(entry["line"]),
            CarriedItem(
                side=side,
                day="" if pd.isna(entry["date"]) else f"{entry['date']:%Y-%m-%d}",
                **{name: str(entry[name]) for name in _TEXTS},
                amount=int(entry["amount"]),
                origin=str(entry[CARRIED]),
                **{name: str(entry.get(name, "")) for name in _FROM_PEOPLE},
            ),
        )
        for entry in entries.to_dict("records")
    ]


def carried_sum(ledger: Ledger, currency: str) -> int:
    """What was carried into a ledger in one currency, minor units."""
    found = carried_entries(ledger)
    return int(found.loc[found["currency"] == currency, "amount"].sum())


def _their_signs(ours: Ledger, theirs: Ledger, policy: Policy) -> tuple[dict[str, int], int]:
    """By which sign their ledger writes what we see, by customer, and as a whole."""
    rows, same = rows_of(ours, theirs, policy.aliases)
    found = their_sign(rows, ours, theirs, renaming(same))
    signs = found.account_signs[rows.account[rows.theirs]]
    return dict(zip(theirs.entries["customer"].tolist(), signs.tolist(), strict=True)), found.sign


def _added(
    ledger: Ledger, items: Sequence[CarriedItem], signs: Mapping[str, int], whole: int
) -> Ledger:
    entries = _with_columns(ledger.entries)
    signed = [
        replace(item, amount=item.amount * signs.get(item.customer, whole))
        for item in _fitted(items, ledger)
    ]
    kept = _not_there(entries, signed)
    if not kept:
        return replace(ledger, entries=entries)
    rows = pd.DataFrame(
        {
            **{name: [getattr(item, name) for item in kept] for name in _TEXTS},
            "date": np.array([item.day or "NaT" for item in kept], "datetime64[D]"),
            "due_date": pd.NaT,
            "amount": [item.amount for item in kept],
            "line": np.arange(len(kept)) + _first_free_line(ledger),
            CARRIED: [item.origin for item in kept],
            **{name: [getattr(item, name) for item in kept] for name in _FROM_PEOPLE},
        }
    )
    rows = rows.astype({name: entries[name].dtype for name in COLUMNS})
    return replace(
        ledger,
        entries=pd.concat([entries, rows], ignore_index=True)[list(entries.columns)],
        opening=_without(ledger.opening, kept),
    )


_TEXTS = ("type", "reference", "memo", "customer", "currency")


def _fitted(items: Sequence[CarriedItem], ledger: Ledger) -> list[CarriedItem]:
    """The items in the names of the ledger: one that names one customer, or no currency, names them so."""
    customers, currencies = ledger.entries["customer"].unique(), ledger.currencies
    if len(customers) == 1:
        items = [replace(item, customer=str(customers[0])) for item in items]
    return [replace(item, currency=_currency(item.currency, currencies)) for item in items]


def _currency(stated: str, currencies: Sequence[str]) -> str:
    """An item's currency as the ledger has it: unstated where that is, or the one it states."""
    if stated in currencies:
        return stated
    if UNSTATED in currencies:
        return UNSTATED
    return currencies[0] if stated == UNSTATED and len(currencies) == 1 else stated


def _not_there(entries: pd.DataFrame, items: Sequence[CarriedItem]) -> list[CarriedItem]:
    """The items that the ledger does not have itself, each as often as it is missing."""
    days = entries["date"].dt.strftime("%Y-%m-%d").fillna("")
    said = zip(days, entries["reference"], entries["memo"], entries["amount"], strict=True)
    there = Counter((d, str(r), str(m), int(a)) for d, r, m, a in said)
    kept = []
    for item in items:
        key = item.day, item.reference, item.memo, item.amount
        if there[key]:
            there[key] -= 1
        else:
            kept.append(item)
    return kept


def _first_free_line(ledger: Ledger) -> int:
    """Two lines below the last that has anything in it."""
    cells = ledger.source.cells
    last = int(ledger.entries["line"].max()) if len(ledger) else ledger.source.header_line
    if cells is not None and len(cells):
        used = np.flatnonzero(cells.notna().any(axis=1).to_numpy())
        last = max(last, int(used[-1]) + 1 if len(used) else 0)
    return last + 2


def _without(opening: Mapping[Account, int], items: Sequence[CarriedItem]) -> Mapping[Account, int]:
    """The opening balances less the items, each taken from the balance it is part of."""
    left = dict(opening)
    for item in items:
        account = _account_of(left, item)
        if account is not None:
            left[account] -= item.amount
    return left


def _account_of(opening: Mapping[Account, int], item: CarriedItem) -> Account | None:
    wanted = [
        Account(customer, currency)
        for customer in (item.customer, "")
        for currency in (item.currency, UNSTATED)
    ]
    found = [account for account in wanted if account in opening]
    alone = [a for a in opening if a.currency in (item.currency, UNSTATED)]
    return found[0] if found else alone[0] if len(alone) == 1 else None
