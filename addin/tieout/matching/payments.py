"""On which side of our books do receipts and payments stand: the only entries a bank takes a fee from."""

import numpy as np

from tieout.ledger.ledger import Ledger
from tieout.matching.coded import Bools, Ints
from tieout.matching.grouping import one_in
from tieout.matching.passes.reversal import marked
from tieout.matching.policy import Policy
from tieout.matching.rows import Rows

SAMPLE_ROWS = 10_000
"""Rows that are asked what they call themselves, chosen by their amounts so that both sides choose alike."""
MARGIN = 0.5
"""How much more of what is called by its name one side needs than the other."""
ENOUGH_PERCENT = 5
"""How many of the entries have to be called by a name: the few that are may be the exceptions."""
PAID = r"收款|付款|回款|汇款|打款|转账|电汇|来款|收到货款|收货款|付货款|支付|预收|预付|(?i:\b(?:receipts?|payments?|paid|remittances?|transfer|cheque|deposit|zahlung|paiement|virement|pago|bonifico)\b)"
BILLED = r"发票|开票|销售|采购|进货|出货|送货|出库|入库|(?i:\b(?:invoices?|bills?|sales?|purchases?|goods|deliver(?:y|ies)|shipments?|orders?|rechnung|facture|factura|fattura)\b)"


def with_payments_told(policy: Policy, rows: Rows, ours: Ledger) -> Policy:
    """The policy with the side of our books that receipts and payments stand on, as these ledgers tell it.

    In an account of receivables they are credits, in one of payables debits. What entries are called tells
    first, then whether the balances that our books state are owed to us or by us.
    """
    if not policy.fee_on_receipts_only:
        return policy
    some = rows.take(np.flatnonzero(one_in(max(1, len(rows) // SAMPLE_ROWS), rows.amount)))
    side = _side_called(some) or -int(
        np.sign(sum(ours.opening.values()) + sum(ours.closing.values()))
    )
    return policy.model_copy(update={"payments_are_credits": side < 0}) if side else policy


def _side_called(rows: Rows) -> int:
    """1 where what is called a payment is a debit and what is called an invoice a credit, −1 the other way, else 0.

    What takes an invoice back names it, too, with the other sign, and tells nothing.
    """
    paid, billed = _called(rows, PAID), _called(rows, BILLED)
    votes: Ints = (paid.astype(np.int64) - billed) * np.sign(rows.amount) * ~marked(rows)
    told, cast = int(votes.sum()), int(np.abs(votes).sum())
    is_clear = abs(told) > MARGIN * cast and cast * 100 >= len(rows) * ENOUGH_PERCENT
    return int(np.sign(told)) if is_clear else 0


def _called(rows: Rows, words: str) -> Bools:
    return rows.type.says(words) | rows.memo.says(words)
