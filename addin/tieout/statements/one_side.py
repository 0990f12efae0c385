"""What do our books hold of one account, up to a day and from a day on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from tieout.ledger.ledger import Account, Ledger


@dataclass(frozen=True)
class OneSide:
    """One account's entries in one ledger, by date, and the balances the ledger states of it."""

    account: Account
    entries: pd.DataFrame
    opening: int
    opening_stated: bool
    stated_closing: int | None


@dataclass(frozen=True)
class AccountMovement:
    """One account over a period: opening + increase − decrease = closing, in minor units.

    `lines` are the entries of the period by date, with the running `balance` after each.
    """

    account: Account
    lines: pd.DataFrame
    opening: int
    opening_stated: bool
    stated_closing: int | None

    @property
    def undated_lines(self) -> tuple[int, ...]:
        """The lines of the ledger that have no date."""
        return tuple(self.lines.loc[self.lines["date"].isna(), "line"].tolist())

    @property
    def increase(self) -> int:
        """What was added to the customer's debt."""
        amount = self.lines["amount"].to_numpy(np.int64)
        return int(amount[amount > 0].sum())

    @property
    def decrease(self) -> int:
        """What was taken from it."""
        amount = self.lines["amount"].to_numpy(np.int64)
        return -int(amount[amount < 0].sum())

    @property
    def closing(self) -> int:
        """What is owed at the end."""
        return self.opening + self.increase - self.decrease


def sides_of(ledger: Ledger) -> dict[Account, OneSide]:
    """Every account of a ledger, by customer and currency; also one that has a balance only."""
    entries = ledger.entries.sort_values(["date", "line"], kind="stable", na_position="last")
    groups = {
        Account(str(customer), str(currency)): frame.reset_index(drop=True)
        for (customer, currency), frame in entries.groupby(["customer", "currency"], sort=True)
    }
    stated = [*ledger.opening, *ledger.closing]
    # A ledger that names no customer in its lines may state balances of one.
    lone = next(iter(groups)) if len(groups) == 1 else None
    known = {account: _known(account, lone, groups) for account in stated}
    accounts = dict.fromkeys([*groups, *known.values()])
    return {
        account: _side(
            account,
            groups.get(account, entries.iloc[:0]),
            {a: c for a, c in ledger.opening.items() if known[a] == account},
            {a: c for a, c in ledger.closing.items() if known[a] == account},
        )
        for account in sorted(accounts)
    }


def _known(account: Account, lone: Account | None, groups: Mapping[Account, object]) -> Account:
    return lone if lone is not None and account not in groups else account


def _side(
    account: Account,
    entries: pd.DataFrame,
    opening: Mapping[Account, int],
    closing: Mapping[Account, int],
) -> OneSide:
    """Where no opening is stated it follows from the closing; where neither is, it is nil."""
    stated_closing = sum(closing.values()) if closing else None
    counted_back = (stated_closing or 0) - int(entries["amount"].sum()) if closing else 0
    return OneSide(
        account=account,
        entries=entries,
        opening=sum(opening.values()) if opening else counted_back,
        opening_stated=bool(opening) or bool(closing),
        stated_closing=stated_closing,
    )


def movement(side: OneSide, begin: date | None, end: date | None) -> AccountMovement:
    """The account over a period; what is dated after its end is as if it were not booked yet.

    An entry without a date is in the period, as it is in the books; statements say so.
    """
    entries = side.entries
    before = _before(entries, begin)
    within = ~before & ~_after(entries, end)
    lines = entries[within].reset_index(drop=True)
    opening = side.opening + int(entries.loc[before, "amount"].sum())
    balance = opening + lines["amount"].to_numpy(np.int64).cumsum()
    whole = not _after(entries, end).any()
    return AccountMovement(
        account=side.account,
        lines=lines.assign(balance=balance),
        opening=opening,
        opening_stated=side.opening_stated,
        stated_closing=side.stated_closing if whole else None,
    )


def _before(entries: pd.DataFrame, begin: date | None) -> np.ndarray:
    if begin is None:
        return np.zeros(len(entries), dtype=bool)
    return (entries["date"] < pd.Timestamp(begin)).to_numpy(dtype=bool)


def _after(entries: pd.DataFrame, end: date | None) -> np.ndarray:
    if end is None:
        return np.zeros(len(entries), dtype=bool)
    return (entries["date"] >= pd.Timestamp(end) + pd.Timedelta(days=1)).to_numpy(dtype=bool)


def dates_of(frames: list[pd.DataFrame]) -> tuple[date | None, date | None]:
    """First and last day of some entries."""
    found = [frame["date"].dropna() for frame in frames]
    found = [dates for dates in found if len(dates)]
    if not found:
        return None, None
    return min(d.min() for d in found).date(), max(d.max() for d in found).date()


def undated_of(sides: Sequence[OneSide]) -> tuple[int, ...]:
    """The lines of several accounts that have no date."""
    frames = [side.entries for side in sides]
    return tuple(line for frame in frames for line in frame.loc[frame["date"].isna(), "line"])
