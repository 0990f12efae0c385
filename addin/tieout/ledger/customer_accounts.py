"""Which rows of a journal of all accounts belong to customers, or else to suppliers."""

from tieout.ledger.aside import Aside, Reasons, with_reason
from tieout.ledger.cleaning.texts import read_texts
from tieout.ledger.heading_columns import compact_heading
from tieout.ledger.problem import Problem
from tieout.ledger.table import Table


def customer_accounts(table: Table, aside: Reasons) -> tuple[Reasons, list[Problem]]:
    """Set the rows of other accounts aside, where a profile names the column of accounts.

    Receivables are read where there are any, else payables; where there are neither, every row.
    """
    rule = table.header.profile.accounts
    column = _column(table, rule.heading) if rule else None
    if rule is None or column is None:
        return aside, []
    accounts = read_texts(table.body.iloc[:, column])
    for kept in (rule.receivable, rule.payable):
        ours = accounts.str.startswith(kept).to_numpy(bool)
        others = (aside == Aside.ENTRY) & ~ours
        if (ours & (aside == Aside.ENTRY)).any():
            break
    else:
        return aside, []
    if not others.any():
        return aside, []
    names = tuple(sorted(set(accounts[(aside == Aside.ENTRY) & ours])))
    found = table.problem("accounts_read", -1, "", names, count=int(others.sum()))
    return with_reason(aside, others, Aside.OTHER_ACCOUNT), [found]


def _column(table: Table, heading: str) -> int | None:
    named = [compact_heading(text) for text in table.header.headings]
    wanted = compact_heading(heading)
    return named.index(wanted) if wanted in named else None
