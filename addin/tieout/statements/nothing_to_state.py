"""What is an account without entries: what a template is checked with."""

import pandas as pd

from tieout.ledger.from_frame import from_frame
from tieout.ledger.ledger import Account, Ledger
from tieout.matching.engine import reconcile
from tieout.statements.account import OneAccount, one_account
from tieout.statements.goods import HEADINGS
from tieout.statements.one_side import OneSide


def no_account() -> OneSide:
    """An account in our books without entries or balances."""
    return OneSide(
        account=Account("", ""),
        entries=_nothing().entries,
        opening=0,
        opening_stated=True,
        stated_closing=None,
    )


def no_reconciled() -> OneAccount:
    """Two books without entries, reconciled."""
    return one_account(reconcile(_nothing(), _nothing()))


def _nothing() -> Ledger:
    columns = ["date", "amount", *(words[0] for words in HEADINGS.values())]
    return from_frame(pd.DataFrame(columns=columns, dtype=object))
