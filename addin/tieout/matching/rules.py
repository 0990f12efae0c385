"""Which rules hold for which rows: the policy, and what is agreed with single customers."""

from dataclasses import dataclass

import numpy as np

from tieout.ledger.ledger import Ledger
from tieout.matching.coded import Bools, Ints
from tieout.matching.findings import Findings, joined, placed
from tieout.matching.passes import Pass
from tieout.matching.policy import Policy
from tieout.matching.rows import Rows


@dataclass(frozen=True)
class Rules:
    """The general policy, and for the accounts of some customers another one."""

    policy: Policy
    special: tuple[tuple[Ints, Policy], ...] = ()

    def found(self, step: Pass, rows: Rows) -> Findings:
        """What a pass finds, every account by its own rules; no match spans two of them."""
        if not self.special:
            return step.find(rows, self.policy)
        general = np.ones(len(rows), dtype=bool)
        found = []
        for accounts, policy in self.special:
            mine = np.isin(rows.account, accounts)
            general &= ~mine
            found.append(_found(step, rows, mine, policy))
        return joined([_found(step, rows, general, self.policy), *found])


def rules_of(policy: Policy, ours: Ledger, theirs: Ledger, rows: Rows) -> Rules:
    """The rules of each account; a customer's own rules hold under its name on either side."""
    special = []
    for customer in sorted(policy.customers):
        named = np.concatenate(
            [(side.entries["customer"] == customer).to_numpy(bool) for side in (ours, theirs)]
        )
        if named.any():
            special.append((np.unique(rows.account[named]), policy.of_customer(customer)))
    return Rules(policy, tuple(special))


def _found(step: Pass, rows: Rows, chosen: Bools, policy: Policy) -> Findings:
    index = np.flatnonzero(chosen)
    return placed(step.find(rows.take(index), policy), index)
