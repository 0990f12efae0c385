"""What are our books of, and which side of them is plus: receivables, payables or cash."""

from dataclasses import dataclass
from typing import Literal

from tieout.ledger.ledger import Ledger
from tieout.matching.payments import with_payments_told
from tieout.matching.policy import Policy
from tieout.matching.rows import Rows
from tieout.texts import Language, text

BooksOf = Literal["receivables", "payables", "cash"]


@dataclass(frozen=True)
class OurBooks:
    """What our ledger is of, and whether a debit there is a positive amount in our perspective."""

    of: BooksOf = "receivables"
    debits_are_plus: bool = True

    def is_debit(self, amount: int) -> bool:
        """Whether an amount in our perspective is a debit in our books."""
        return (amount > 0) == self.debits_are_plus

    def is_document(self, amount: int) -> bool:
        """Whether an amount is of an invoice or the like, not of a payment: what is owed grows by it."""
        return self.is_debit(amount) == (self.of == "receivables")

    def party(self, language: Language | None) -> str:
        """What somebody is called whose account it is and whom nothing names."""
        return text(f"proposal.{'supplier' if self.of == 'payables' else 'customer'}", language)


def our_books(policy: Policy, rows: Rows, ours: Ledger) -> OurBooks:
    """What our books are of: the rules chosen tell, and on which side of the books payments stand.

    Rules for suppliers may meet a ledger in which what we owe is positive: there debits are negative.
    """
    if policy.preset == "bank":
        return OurBooks("cash")
    payments_are_credits = with_payments_told(policy, rows, ours).payments_are_credits
    if policy.preset == "supplier":
        return OurBooks("payables", debits_are_plus=not payments_are_credits)
    return OurBooks("receivables" if payments_are_credits else "payables")
