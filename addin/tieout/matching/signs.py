"""Do their books mirror ours, account by account: what one side debits the other credits."""

from dataclasses import dataclass

import numpy as np

from tieout.matching.coded import Ints
from tieout.matching.grouping import group_by, scrambled
from tieout.matching.rows import NO_DAY, Rows
from tieout.texts import text

SAMPLE_ROWS = 200_000
"""Rows from which the sign is told, chosen by their amounts so that both sides choose alike."""
MARGIN = 0.2
"""How much more of the evidence one sign needs than the other."""
OWN_MARGIN, OWN_VOTES_MIN = 0.6, 5
"""What an account needs to differ from the whole."""


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


def their_sign(rows: Rows) -> SignFinding:
    """The sign under which more of their entries are found in our books.

    Amounts under one reference tell most, then under one number, then amounts of one day, then
    amounts alone; each is counted as often as it stands on both sides.
    """
    sample = rows.take(_sampled(rows))
    accounts_count = int(rows.account.max(initial=-1)) + 1
    signs = np.zeros(accounts_count, dtype=np.int64)
    whole, told = 0, (0, 0)
    numbered = sample.take(np.flatnonzero(sample.digits.given))
    dated = sample.take(np.flatnonzero(sample.day != NO_DAY))
    for some, keys in (
        (numbered, (numbered.compact.codes,)),
        (numbered, (numbered.digits.codes,)),
        (dated, (dated.day,)),
        (sample, ()),
    ):
        same, turned = _votes(some, keys, accounts_count)
        own = np.where(
            np.abs(same - turned) >= OWN_VOTES_MIN, _verdict(same, turned, OWN_MARGIN), 0
        )
        signs = np.where(signs == 0, own, signs)
        if whole == 0:
            told = (int(same.sum()), int(turned.sum()))
            whole = int(_verdict(np.array(told[0]), np.array(told[1]), MARGIN))
    sign = whole or 1
    key = "sign.unknown" if whole == 0 else "sign.mirrored" if sign < 0 else "sign.same"
    values = {"same": told[0], "turned": told[1], "entries": int(sample.theirs.sum())}
    signs = np.where(signs == 0, sign, signs)
    return SignFinding(sign, signs, text(key, "zh", **values), text(key, "en", **values))


def _sampled(rows: Rows) -> Ints:
    share = max(1, len(rows) // SAMPLE_ROWS)
    chosen = scrambled(np.abs(rows.amount).astype(np.uint64)) % np.uint64(share) == 0
    return np.flatnonzero(chosen & (rows.amount != 0))


def _votes(sample: Rows, keys: tuple[Ints, ...], accounts_count: int) -> tuple[Ints, Ints]:
    """Entries found on both sides with the same sign, and with the sign turned, by account."""
    turned_amount = np.where(sample.theirs, -sample.amount, sample.amount)
    same = _on_both_sides(sample, (*keys, sample.amount), accounts_count)
    return same, _on_both_sides(sample, (*keys, turned_amount), accounts_count)


def _on_both_sides(sample: Rows, keys: tuple[Ints, ...], accounts_count: int) -> Ints:
    if not len(sample):
        return np.zeros(accounts_count, dtype=np.int64)
    grouping = group_by(sample.account, *keys)
    theirs = grouping.counts(sample.theirs)
    both = np.minimum(theirs, grouping.size - theirs)
    account = sample.account[grouping.order[grouping.start]]
    return np.bincount(account, weights=both, minlength=accounts_count).astype(np.int64)


def _verdict(same: Ints, turned: Ints, margin: float) -> Ints:
    """1 or −1 where the evidence is clear, else 0."""
    clear = np.abs(same - turned) > margin * (same + turned)
    return np.where(clear, np.sign(same - turned), 0)
