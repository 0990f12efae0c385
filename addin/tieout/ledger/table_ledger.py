"""What ledger does a table hold: its columns read in order, its entries, balances and problems."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from tieout.at_once import at_once
from tieout.ledger.aside import Aside, Reasons
from tieout.ledger.balance_signs import balance_signs
from tieout.ledger.balances import Break, stated_balances
from tieout.ledger.bare_balances import balances_counted
from tieout.ledger.cleaning.coded_texts import CodedTexts
from tieout.ledger.currency import decimals, format_amount
from tieout.ledger.customer_accounts import customer_accounts
from tieout.ledger.customer_sections import customer_sections
from tieout.ledger.headers import is_heading_row
from tieout.ledger.heading_columns import compact_heading
from tieout.ledger.item_lines import item_lines
from tieout.ledger.ledger import COLUMNS, Account, Ledger, SetAside, Source, in_order
from tieout.ledger.negative_credits import negative_credits
from tieout.ledger.notices import notices
from tieout.ledger.one_account import with_counterparties
from tieout.ledger.problem import Problem
from tieout.ledger.row_accounts import RowAccounts, row_accounts
from tieout.ledger.row_amounts import RowAmounts, amount_problems, row_amounts, unit_shift
from tieout.ledger.row_currencies import row_currencies, sheet_currency
from tieout.ledger.row_customers import row_customers
from tieout.ledger.row_dates import due_dates, row_dates
from tieout.ledger.rows_aside import reasons_aside
from tieout.ledger.silent_rows import silent_rows
from tieout.ledger.table import AMOUNTS, PROBLEMS_MAX, Table
from tieout.ledger.totals import total_problems
from tieout.ledger.unread_cells import unread_cells

TEXTS = ("type", "reference", "memo", "customer")
HEADINGS_TRIED_MAX = 200


def table_ledger(table: Table) -> Ledger:
    """Everything a table says."""
    table.code_columns((*TEXTS, "date", "currency"))
    texts = dict(zip(TEXTS, at_once(table.texts, TEXTS, rows=len(table)), strict=True))
    if table.column("counterparty") is not None:
        texts["memo"] = with_counterparties(texts["memo"], table.texts("counterparty"))
    aside, perhaps_balances = reasons_aside(table)
    unsaid = aside == Aside.ENTRY
    currencies, problems = row_currencies(table, unsaid)
    amounts = unread_cells(table, row_amounts(table, currencies))
    amounts, found = negative_credits(table, amounts, unsaid)
    problems += found
    amounts, found = balance_signs(table, amounts, aside)
    problems += found
    aside, found = _second_table(table, aside, amounts)
    problems += found
    aside = silent_rows(table, aside, amounts, texts)
    aside, found = customer_accounts(table, aside)
    problems += found
    entry = aside == Aside.ENTRY
    problems += amount_problems(table, amounts, currencies, entry)
    problems += balances_counted(
        table, amounts, perhaps_balances[entry[perhaps_balances]], sheet_currency(table)
    )
    dates, due = row_dates(table, entry), due_dates(table, entry)
    problems += [*dates.problems, *due.problems]
    cents = amounts.signed.cents
    problems += item_lines(table, cents, currencies, texts["reference"], entry, dates.filled)
    texts["customer"], found = row_customers(table, texts["customer"], aside, dates.days)
    problems += found
    texts["customer"], more = customer_sections(table, texts["customer"], aside, amounts)
    problems += more
    customers = _customers(table, texts["customer"], as_written=not found and not more)
    columns = {
        "line": np.arange(table.line(0), table.line(len(table)), dtype=np.int64),
        "date": dates.days.astype("datetime64[ns]"),
        "due_date": due.days.astype("datetime64[ns]"),
        **{name: texts[name] for name in ("type", "reference", "memo")},
        "amount": cents,
        "currency": currencies.series(),
        "customer": customers.series(),
    }
    assert tuple(columns) == COLUMNS, "the columns of a ledger stand in their order"
    ledger = Ledger(
        entries=_only(pd.DataFrame(columns | _other_columns(table), copy=False), entry),
        source=_source(table, amounts),
        set_aside=tuple(
            SetAside(int(table.line(row)), Aside(aside[row]).why, _amount(amounts, int(row)))
            for row in np.flatnonzero(~entry)
        ),
        problems=tuple(problems),
    )
    used = in_order(currencies.used(entry))
    stated, found = _balances(
        table, ledger, used, aside, amounts, row_accounts(customers, currencies, aside)
    )
    found += notices(table, ledger, used, amounts, entry)
    opening, closing = stated
    return replace(ledger, opening=opening, closing=closing, problems=(*ledger.problems, *found))


def _customers(table: Table, texts: pd.Series, *, as_written: bool) -> CodedTexts:
    """Whose row it is: the customer it names, else that of the sheet."""
    coded = table.coded("customer") if as_written else None
    if coded is None:
        codes, names = pd.factorize(texts)
        coded = CodedTexts(codes.astype(np.int32), tuple(map(str, names)))
    return coded.renamed([name or table.customer for name in coded.texts])


def _only(frame: pd.DataFrame, entry: npt.NDArray[np.bool_]) -> pd.DataFrame:
    return frame if entry.all() else frame[entry].reset_index(drop=True)


def _amount(amounts: RowAmounts, row: int) -> int | None:
    return int(amounts.signed.cents[row]) if amounts.signed.given[row] else None


def _second_table(
    table: Table, aside: Reasons, amounts: RowAmounts
) -> tuple[Reasons, list[Problem]]:
    """What stands under headings of another kind is another table, and is not read."""
    meaning = next(m for m in AMOUNTS if m in amounts.parts)
    reasons = amounts.parts[meaning].reasons.items()
    texts = [row for row, why in reasons if why == "not_an_amount" and aside[row] == Aside.ENTRY]
    for row in sorted(texts)[:HEADINGS_TRIED_MAX]:
        shown = ["" if c is None or c != c else str(c).strip() for c in table.body.iloc[row]]
        if is_heading_row(shown, table.header.profile) and any(map(compact_heading, shown)):
            found = table.problem("another_table", row, "", " | ".join(filter(None, shown)))
            return np.where(np.arange(len(table)) < row, aside, np.int8(Aside.OTHER_TABLE)), [found]
    return aside, []


def _other_columns(table: Table) -> dict[str, pd.Series]:
    """The user's other columns, each under a heading of its own."""
    kept = ("balance", "counterparty")
    taken = {c for m, c in table.header.columns.items() if m not in kept}
    columns: dict[str, pd.Series] = {}
    for column, heading in enumerate(table.header.headings):
        if column not in taken and heading:
            columns[_own_name(heading, columns)] = table.body.iloc[:, column]
    return columns


def _own_name(heading: str, taken: dict[str, pd.Series]) -> str:
    name, number = heading, 2
    while name in taken or name in COLUMNS:
        name, number = f"{heading} ({number})", number + 1
    return name


def _source(table: Table, amounts: RowAmounts) -> Source:
    return Source(
        file=table.file,
        sheet=table.sheet,
        header_line=table.header.last + 1,
        headings=table.header.headings,
        columns=dict(table.header.columns),
        sign_rule=amounts.rule,
        cells=table.cells,
        profile=table.header.profile.name,
        evidence=dict(table.header.evidence),
        headless=table.header.headless,
    )


def _balances(
    table: Table,
    ledger: Ledger,
    currencies: tuple[str, ...],
    aside: Reasons,
    amounts: RowAmounts,
    rows: RowAccounts,
) -> tuple[tuple[dict[Account, int], dict[Account, int]], list[Problem]]:
    """The balances stated, opening and closing, and where they do not add up; not where an entry could not be read."""
    currency = currencies[0] if currencies else sheet_currency(table)
    places = decimals(currency) + unit_shift(table, "balance")
    above, below = table.preamble.opening(places), table.preamble.closing(places)
    alone = len(rows.accounts) <= 1
    stated = stated_balances(
        aside,
        rows.codes,
        amounts.signed,
        amounts.balance,
        {0: above} if alone and above is not None else {},
        {0: below} if alone and below is not None else {},
    )
    accounts = rows.accounts or (_account(table, currency),)
    opening = {accounts[code]: cents for code, cents in stated.opening.items()}
    closing = {accounts[code]: cents for code, cents in stated.closing.items()}
    if any(problem.blocks for problem in ledger.problems):
        return (opening, closing), []
    found = _breaks(table, stated.breaks, "roll_forward", accounts)
    found += _breaks(table, stated.closing_breaks, "closing_differs", accounts)
    if len(currencies) == 1:
        found += total_problems(table, amounts, aside, currency)
    return (opening, closing), found


def _breaks(
    table: Table, breaks: tuple[Break, ...], code: str, accounts: tuple[Account, ...]
) -> list[Problem]:
    return [
        table.problem(
            code,
            each.row,
            "balance" if table.column("balance") is not None else "memo",
            format_amount(each.found, accounts[each.account].currency),
            expected=format_amount(each.expected, accounts[each.account].currency),
        )
        for each in breaks[:PROBLEMS_MAX]
    ]


def _account(table: Table, currency: str) -> Account:
    return Account(table.customer, currency)
