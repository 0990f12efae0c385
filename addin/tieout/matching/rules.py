"""Which rules hold for which rows: the policy, and what is agreed with single customers."""

from dataclasses import dataclass, field

import numpy as np

from tieout.ledger.ledger import Ledger
from tieout.matching.coded import Ints, encode
from tieout.matching.findings import Findings, joined, placed
from tieout.matching.passes import Pass
from tieout.matching.policy import Policy
from tieout.matching.rows import Rows


@dataclass(frozen=True)
class Rules:
    """The general policy, and others that hold for the accounts of some customers.

    `by_account` has for the code of each account which of the policies holds, the general one
    before the `special`.
    """

    policy: Policy
    special: tuple[Policy, ...] = ()
    by_account: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def found(self, step: Pass, rows: Rows) -> Findings:
        """What a pass finds, every account by its own rules; no match spans two of them."""
        if not self.special:
            return step.find(rows, self.policy)
        held = self.by_account[rows.account]
        return joined(
            [
                _found(step, rows, np.flatnonzero(held == number), policy)
                for number, policy in enumerate((self.policy, *self.special))
                if (held == number).any()
            ]
        )


def rules_of(policy: Policy, ours: Ledger, theirs: Ledger, rows: Rows) -> Rules:
    """The rules of each account; a customer's own rules hold under its name on either side."""
    if not policy.customers:
        return Rules(policy)
    named = encode([side.entries["customer"] for side in (ours, theirs)])
    special: list[Policy] = []
    by_account = np.zeros(int(rows.account.max(initial=-1)) + 1, dtype=np.int64)
    code_of = {name: code for code, name in enumerate(named.texts.to_pylist())}
    for customer in sorted(policy.customers.keys() & code_of.keys(), reverse=True):
        own = policy.of_customer(customer)
        if own not in special:
            special.append(own)
        by_account[rows.account[named.codes == code_of[customer]]] = 1 + special.index(own)
    return Rules(policy, tuple(special), by_account)


def _found(step: Pass, rows: Rows, index: Ints, policy: Policy) -> Findings:
    return placed(step.find(rows.take(index), policy), index)
