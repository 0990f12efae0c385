"""Do their books mirror ours, account by account: what one side debits the other credits."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from tieout.ledger.ledger import Account, Ledger
from tieout.ledger.one_account import is_one_account
from tieout.matching.coded import Bools, Ints
from tieout.matching.grouping import group_by, one_in
from tieout.matching.rows import NO_DAY, Rows
from tieout.texts import text

SAMPLE_ROWS = 200_000
"""Rows from which the sign is told, chosen by their amounts so that both sides choose alike."""
MARGIN = 0.2
"""How much more of the evidence one sign needs than the other."""
OWN_MARGIN, OWN_VOTES_MIN = 0.6, 5
"""What an account needs to differ from the whole."""
ENOUGH_PERCENT = 5
"""How many of the entries have to tell before nobody asks further: the few alike may be those booked the wrong way."""


@dataclass(frozen=True)
class SignFinding:
    """Whether their books mirror ours: `sign` is −1 where they do; the sentences say why.

    `account_signs` has the sign of every account, by its code: an account whose own evidence is
    clear keeps its own sign, every other follows the whole.
    """

    sign: int
    account_signs: Ints
    reason_zh: str
    reason_en: str


def their_sign(
    rows: Rows,
    ours: Ledger,
    theirs: Ledger,
    renamed: Mapping[str, str],
    whole: SignFinding | None = None,
) -> SignFinding:
    """The sign under which more of their entries are found in our books.

    Amounts under one reference tell most, then under one number, then the balances both state, then
    amounts of one day, then amounts alone; each is counted as often as it stands on both sides.
    Where nothing tells, two ledgers of debits and credits are taken for the books of two parties:
    what one debits the other credits. `renamed` has our name for theirs; `whole` is what a longer
    period of both ledgers told, which holds for a part of it too, however little is in it.
    """
    sample = rows.take(_sampled(rows))
    entries = _entries(sample, int(rows.account.max(initial=-1)) + 1)
    own, told, by = np.zeros(len(entries), dtype=np.int64), (0, 0), "_unknown"
    is_clear = whole is not None
    for kind in (_under_one_reference, _under_one_number, _of_one_day, _of_any):
        if kind is _of_one_day and not is_clear:
            balances = _balances_alike(ours, theirs, renamed)
            is_clear = _sign(balances) != 0
            told, by = (balances, "_balances") if is_clear else (told, by)
        # What is clear for the whole is asked further for the accounts alone that are not clear.
        asked = sample.take(np.flatnonzero(own[sample.account] == 0)) if is_clear else sample
        same, turned = kind(asked, len(own))
        own = _own_signs(own, same, turned, entries)
        votes = int(same.sum()), int(turned.sum())
        if not is_clear and (_sign(votes) or by):
            told, by = votes, "" if _sign(votes) else by
            is_clear = _sign(votes) != 0 and bool(_enough(*votes, entries.sum()))
    if whole is not None:
        return replace(whole, account_signs=np.where(own == 0, whole.sign, own))
    sign = _sign(told) or (-1 if _double_entry(ours) and _double_entry(theirs) else 1)
    values = {"same": told[0], "turned": told[1], "entries": int(sample.theirs.sum())}
    key = f"sign.{'mirrored' if sign < 0 else 'same'}{by}"
    signs = np.where(own == 0, sign, own)
    return SignFinding(sign, signs, text(key, "zh", **values), text(key, "en", **values))


def _under_one_reference(sample: Rows, accounts_count: int) -> tuple[Ints, Ints]:
    some = sample.take(np.flatnonzero(sample.digits.given))
    return _votes(some, (some.letters.codes, some.digits.codes), accounts_count)


def _under_one_number(sample: Rows, accounts_count: int) -> tuple[Ints, Ints]:
    some = sample.take(np.flatnonzero(sample.digits.given))
    return _votes(some, (some.digits.codes,), accounts_count)


def _of_one_day(sample: Rows, accounts_count: int) -> tuple[Ints, Ints]:
    some = sample.take(np.flatnonzero(sample.day != NO_DAY))
    return _votes(some, (some.day,), accounts_count)


def _of_any(sample: Rows, accounts_count: int) -> tuple[Ints, Ints]:
    return _votes(sample, (), accounts_count)


def _entries(sample: Rows, accounts_count: int) -> Ints:
    """Entries of each account, by its code, of the side that has fewer."""
    sides = (sample.account[side] for side in (~sample.theirs, sample.theirs))
    return np.minimum(*(np.bincount(account, minlength=accounts_count) for account in sides))


def _enough(same: Ints | int, turned: Ints | int, entries: Ints) -> Bools:
    return np.asarray((same + turned) * 100 >= entries * ENOUGH_PERCENT)


def _own_signs(signs: Ints, same: Ints, turned: Ints, entries: Ints) -> Ints:
    """The signs, and those of the accounts without one that these votes make clear."""
    enough = (np.abs(same - turned) >= OWN_VOTES_MIN) & _enough(same, turned, entries)
    return np.where((signs == 0) & enough, _verdict(same, turned, OWN_MARGIN), signs)


def _sign(told: tuple[int, int]) -> int:
    """1 or −1 where the whole makes it clear, else 0."""
    return int(_verdict(np.array(told[0]), np.array(told[1]), MARGIN))


def _balances_alike(ours: Ledger, theirs: Ledger, renamed: Mapping[str, str]) -> tuple[int, int]:
    """Opening and closing balances that both state alike, and alike but for their sign."""
    pairs = [
        pair
        for mine, other in ((ours.opening, theirs.opening), (ours.closing, theirs.closing))
        for pair in _paired(mine, other, renamed)
        if pair[0]
    ]
    return sum(a == b for a, b in pairs), sum(a == -b for a, b in pairs)


def _paired(
    ours: Mapping[Account, int], theirs: Mapping[Account, int], renamed: Mapping[str, str]
) -> list[tuple[int, int]]:
    """Balances of one account; a side with one account alone is the other's only one."""
    if len(ours) == len(theirs) == 1:
        return list(zip(ours.values(), theirs.values(), strict=True))
    named = {a._replace(customer=renamed.get(a.customer, a.customer)): b for a, b in theirs.items()}
    return [(cents, named[account]) for account, cents in ours.items() if account in named]


def _double_entry(ledger: Ledger) -> bool:
    """Debits and credits of a party's own books; a bank's are read as the holder sees them."""
    return ledger.source.sign_rule not in ("signed", "balance") and not is_one_account(ledger)


def _sampled(rows: Rows) -> Ints:
    share = max(1, len(rows) // SAMPLE_ROWS)
    return np.flatnonzero(one_in(share, rows.amount) & (rows.amount != 0))


def _votes(sample: Rows, keys: tuple[Ints, ...], accounts_count: int) -> tuple[Ints, Ints]:
    """Entries found on both sides with the same sign, and with the sign turned, by account."""
    if not len(sample):
        none = np.zeros(accounts_count, dtype=np.int64)
        return none, none
    grouping = group_by(sample.account, *keys, np.abs(sample.amount))
    is_debit = sample.amount > 0
    debit, credit = (
        (grouping.counts(of_sign & ~sample.theirs), grouping.counts(of_sign & sample.theirs))
        for of_sign in (is_debit, ~is_debit)
    )
    same = np.minimum(*debit) + np.minimum(*credit)
    turned = np.minimum(debit[0], credit[1]) + np.minimum(credit[0], debit[1])
    account = sample.account[grouping.order[grouping.start]]
    return _by_account(account, same, accounts_count), _by_account(account, turned, accounts_count)


def _by_account(account: Ints, votes: Ints, accounts_count: int) -> Ints:
    return np.bincount(account, weights=votes, minlength=accounts_count).astype(np.int64)


def _verdict(same: Ints, turned: Ints, margin: float) -> Ints:
    """1 or −1 where the evidence is clear, else 0."""
    clear = np.abs(same - turned) > margin * (same + turned)
    return np.where(clear, np.sign(same - turned), 0)
