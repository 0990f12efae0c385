"""What ledger does a file hold: its sheet, headings, entries, balances, and what could not be read."""

import re
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from tieout.errors import TieoutError
from tieout.ledger.balances import StatedBalances, stated_balances
from tieout.ledger.cleaning.amounts import Amounts, read_amounts
from tieout.ledger.cleaning.currencies import currency_code
from tieout.ledger.cleaning.dates import read_dates
from tieout.ledger.currency import UNSTATED, decimals, format_amount
from tieout.ledger.files import read_sheets
from tieout.ledger.headers import Header, find_header
from tieout.ledger.ledger import COLUMNS, Account, Ledger, SetAside, SignRule, Source
from tieout.ledger.preamble import Preamble, read_preamble
from tieout.ledger.problem import Problem
from tieout.ledger.profile import Profile, profile_named
from tieout.ledger.rows_aside import reasons_aside

PROBLEMS_MAX = 1000
"""Problems of one kind that are listed; more of the same say nothing new."""
TELLING = ("memo", "date", "reference", "type", "month", "day")
"""Meanings of the columns in which a row says that it is no entry."""


def read(
    path: str | Path, sheet: str | None = None, profile: str | None = None, *, currency: str = ""
) -> Ledger:
    """Read a ledger from a workbook or a text file.

    `sheet` names the sheet, else the one that looks most like a ledger is taken; `currency` states
    the currency where the file names none. Data that cannot be read is in `problems`; a file that
    cannot be read at all raises TieoutError.
    """
    path = Path(path)
    known = profile_named(profile)
    sheets = read_sheets(path, sheet)
    headers = {name: find_header(cells, known) for name, cells in sheets.cells.items()}
    name = _best_sheet(sheets.file, headers)
    return understand(
        sheets.cells[name], file=sheets.file, sheet=name, profile=profile, currency=currency
    )


def understand(
    cells: pd.DataFrame, *, file: str, sheet: str, profile: str | None = None, currency: str = ""
) -> Ledger:
    """Read a ledger from the raw cells of a sheet, row 0 being line 1."""
    known = profile_named(profile)
    header = find_header(cells, known)
    if header is None:
        raise TieoutError(
            "read.no_header", file=file, sheet=sheet or file, found=_first_texts(cells)
        )
    return _Reading(cells, header, known, file, sheet, currency).ledger()


def _best_sheet(file: str, headers: dict[str, Header | None]) -> str:
    found = {name: header.score for name, header in headers.items() if header is not None}
    if not found:
        raise TieoutError(
            "read.no_header_in_file", file=file, sheets="、".join(n for n in headers if n) or file
        )
    best = [name for name, score in found.items() if score == max(found.values())]
    if len(best) > 1:
        raise TieoutError("read.several_sheets", file=file, sheets="、".join(best))
    return best[0]


def _first_texts(cells: pd.DataFrame) -> str:
    texts = [
        str(cell).strip()
        for row in cells.head(5).to_numpy(object)
        for cell in row
        if cell is not None and cell == cell
    ]
    return " | ".join(texts[:8])


@dataclass(frozen=True)
class _Reading:
    """One sheet on its way to a ledger."""

    cells: pd.DataFrame
    header: Header
    profile: Profile
    file: str
    sheet: str
    stated_currency: str

    def ledger(self) -> Ledger:
        """Everything the sheet says."""
        preamble = read_preamble(self.cells.head(self.header.first))
        body = self.cells.iloc[self.header.last + 1 :]
        telling = sorted({0, *(c for m in TELLING if (c := self._column(m)) is not None)})
        aside = reasons_aside(body, self.header.headings, telling)
        currencies, currency_problems = self._currencies(body, preamble, aside)
        signed, problems = self._amounts(body, currencies, aside)
        dates, date_problems = self._dates(body, aside)
        texts = {
            name: self._texts(body, name) for name in ("type", "reference", "memo", "customer")
        }
        aside = self._more_aside(body, aside, signed, dates, texts)
        entry = aside == ""
        frame = pd.DataFrame(
            {
                "line": body.index.to_numpy(np.int64) + 1,
                "date": dates.astype("datetime64[ns]"),
                "due_date": self._due_dates(body),
                "type": texts["type"],
                "reference": texts["reference"],
                "memo": texts["memo"],
                "amount": signed.cents,
                "currency": currencies,
                "customer": texts["customer"].where(texts["customer"] != "", preamble.customer),
            }
        )[list(COLUMNS)]
        ledger = Ledger(
            entries=frame.assign(**self._other_columns(body))[entry].reset_index(drop=True),
            source=self._source(),
            set_aside=tuple(
                SetAside(int(line), why)
                for line, why in zip(frame["line"][~entry], aside[~entry], strict=True)
            ),
            problems=(*currency_problems, *problems, *date_problems),
        )
        ledger = self._with_balances(ledger, body, aside, signed, currencies, preamble)
        return replace(ledger, problems=(*ledger.problems, *self._notices(ledger)))

    def _column(self, meaning: str) -> int | None:
        return self.header.columns.get(meaning)

    def _cells_of(self, body: pd.DataFrame, meaning: str) -> pd.Series:
        column = self._column(meaning)
        if column is None:
            return pd.Series([None] * len(body), index=body.index, dtype=object)
        return body.iloc[:, column]

    def _texts(self, body: pd.DataFrame, meaning: str) -> pd.Series:
        return text_column(self._cells_of(body, meaning)).reset_index(drop=True)

    def _currencies(
        self, body: pd.DataFrame, preamble: Preamble, aside: np.ndarray
    ) -> tuple[pd.Series, list[Problem]]:
        """The currency of each row: its column's, else the sheet's, else the one stated."""
        whole = preamble.currency or _in_headings(self.header) or self.stated_currency
        codes, names = pd.factorize(self._texts(body, "currency"))
        known = {name: currency_code(str(name)) for name in names if name}
        found = np.array([known.get(name) or whole for name in names] or [whole], dtype=object)
        bad = np.isin(codes, [i for i, name in enumerate(names) if name and known[name] is None])
        problems = [
            self._problem("not_a_currency", line, "currency", str(names[codes[line]]))
            for line in np.flatnonzero(bad & (aside == ""))[:PROBLEMS_MAX]
        ]
        return pd.Series(found[codes] if len(codes) else [], dtype=object), problems

    def _amounts(
        self, body: pd.DataFrame, currencies: pd.Series, aside: np.ndarray
    ) -> tuple[Amounts, list[Problem]]:
        """The amount of each row, debits positive, and the cells that are no amounts."""
        problems: list[Problem] = []
        parts: dict[str, Amounts] = {}
        for meaning in ("debit", "credit", "amount"):
            if self._column(meaning) is None:
                continue
            found = self._column_amounts(body, meaning, currencies)
            parts[meaning] = found
            problems += [
                self._bad_amount(body, int(row), meaning, str(currencies.iloc[row]))
                for row in np.flatnonzero(found.bad & (aside == ""))[:PROBLEMS_MAX]
            ]
        if self.sign_rule == "debit_credit":
            none = Amounts(*(np.zeros(len(body), dtype=t) for t in (np.int64, bool, bool)))
            debit, credit = parts.get("debit", none), parts.get("credit", none)
            return (
                Amounts(
                    debit.cents - credit.cents, debit.given | credit.given, debit.bad | credit.bad
                ),
                problems,
            )
        amount = parts["amount"]
        if self.sign_rule == "direction":
            signs, bad = self._directions(body, amount, aside)
            return replace(amount, cents=amount.cents * signs), [*problems, *bad]
        return amount, problems

    def _column_amounts(self, body: pd.DataFrame, meaning: str, currencies: pd.Series) -> Amounts:
        cells = self._cells_of(body, meaning).reset_index(drop=True)
        unit = 10_000 if "万元" in self.header.headings[self.header.columns[meaning]] else 1
        places = {currency: decimals(currency) for currency in currencies.unique()}
        if len(set(places.values())) <= 1:
            return read_amounts(cells, next(iter(places.values()), 2), unit=unit)
        found = Amounts(*(np.zeros(len(cells), dtype=t) for t in (np.int64, bool, bool)))
        for place in set(places.values()):
            rows = currencies.map(places).to_numpy() == place
            some = read_amounts(cells[rows], place, unit=unit)
            found.cents[rows], found.given[rows], found.bad[rows] = some.cents, some.given, some.bad
        return found

    @property
    def sign_rule(self) -> SignRule:
        """How the sheet shows debits and credits."""
        if "amount" not in self.header.columns:
            return "debit_credit"
        return "direction" if "direction" in self.header.columns else "signed"

    def _directions(
        self, body: pd.DataFrame, amount: Amounts, aside: np.ndarray
    ) -> tuple[np.ndarray, list[Problem]]:
        words = self._texts(body, "direction").str.lower()
        known = self.profile.direction
        signs = np.select([words.isin(known.debit), words.isin(known.credit)], [1, -1], 0)
        bad = (signs == 0) & (amount.cents != 0) & (aside == "")
        problems = [
            self._problem("not_a_direction", row, "direction", str(words.iloc[row]))
            for row in np.flatnonzero(bad)[:PROBLEMS_MAX]
        ]
        return np.where(signs == 0, 1, signs), problems

    def _bad_amount(self, body: pd.DataFrame, row: int, meaning: str, currency: str) -> Problem:
        found = str(self._cells_of(body, meaning).iloc[row])
        return self._problem(
            "too_many_decimals"
            if _has_more_decimals(found, currency)
            else "letter_in_amount"
            if _letters_for_digits(found)
            else "not_an_amount",
            row,
            meaning,
            found,
            decimals=decimals(currency),
            meant=found.translate(_LETTERS),
        )

    def _dates(self, body: pd.DataFrame, aside: np.ndarray) -> tuple[np.ndarray, list[Problem]]:
        cells = self._date_cells(body)
        found = read_dates(cells)
        meaning = "date" if self._column("date") is not None else "day"
        problems = [
            self._problem("not_a_date", row, meaning, str(cells.iloc[row]))
            for row in np.flatnonzero(found.bad & (aside == ""))[:PROBLEMS_MAX]
        ]
        if found.order_assumed:
            example = next(str(c) for c in cells if c is not None)
            problems.append(
                self._problem(f"date_order_{found.order_assumed}", -1, meaning, example)
            )
        return found.days, problems

    def _date_cells(self, body: pd.DataFrame) -> pd.Series:
        """The dates, put together where year, month and day have columns of their own."""
        if self._column("date") is not None:
            return self._cells_of(body, "date").reset_index(drop=True)
        parts = [self._texts(body, part) for part in ("year", "month", "day")]
        year, month, day = (part.str.replace(r"\.0$", "", regex=True) for part in parts)
        year = year.where(year != "", str(self.header.year or ""))
        joined = year.str.removesuffix("年") + "-" + month + "-" + day
        return joined.where((month != "") & (day != ""), None).astype(object)

    def _due_dates(self, body: pd.DataFrame) -> np.ndarray:
        return read_dates(self._cells_of(body, "due_date").reset_index(drop=True)).days.astype(
            "datetime64[ns]"
        )

    def _more_aside(
        self,
        body: pd.DataFrame,
        aside: np.ndarray,
        signed: Amounts,
        dates: np.ndarray,
        texts: dict[str, pd.Series],
    ) -> np.ndarray:
        """Rows that say nothing of themselves: a note without an amount, a total without a word."""
        silent = (
            np.isnat(dates)
            & (texts["reference"] == "").to_numpy()
            & (texts["memo"] == "").to_numpy()
        )
        unread = signed.bad
        aside = np.where((aside == "") & ~signed.given & ~unread, "no_amount", aside)
        last = np.arange(len(body)) >= len(body) - 2
        return np.where((aside == "") & silent & last & ~unread, "total", aside)

    def _other_columns(self, body: pd.DataFrame) -> dict[str, np.ndarray]:
        """The user's other columns, each under a heading of its own."""
        taken = {
            self.header.columns[m]
            for m in self.header.columns
            if m
            in (
                *COLUMNS,
                "debit",
                "credit",
                "direction",
                "balance",
                "balance_direction",
                "year",
                "month",
                "day",
            )
        }
        columns: dict[str, np.ndarray] = {}
        for column, heading in enumerate(self.header.headings):
            if column in taken or not heading:
                continue
            name, number = heading, 2
            while name in columns or name in COLUMNS:
                name, number = f"{heading} ({number})", number + 1
            columns[name] = body.iloc[:, column].to_numpy()
        return columns

    def _source(self) -> Source:
        return Source(
            file=self.file,
            sheet=self.sheet,
            header_line=self.header.last + 1,
            headings=self.header.headings,
            columns=dict(self.header.columns),
            sign_rule=self.sign_rule,
            cells=self.cells,
        )

    def _with_balances(
        self,
        ledger: Ledger,
        body: pd.DataFrame,
        aside: np.ndarray,
        signed: Amounts,
        currencies: pd.Series,
        preamble: Preamble,
    ) -> Ledger:
        if len(ledger.currencies) > 1 or ledger.entries["customer"].nunique() > 1:
            return ledger
        currency = (
            ledger.currencies[0]
            if ledger.currencies
            else (preamble.currency or self.stated_currency)
        )
        balance = self._balance(body, currencies)
        stated = stated_balances(aside, signed, balance, preamble.opening(decimals(currency)))
        customer = str(ledger.entries["customer"].iloc[0]) if len(ledger) else preamble.customer
        problems = ledger.problems
        if stated.broken_row is not None and not any(problem.blocks for problem in problems):
            problems = (*problems, self._roll_forward(stated, currency))
        account = Account(customer, currency)
        opening, closing = (
            {} if cents is None else {account: cents} for cents in (stated.opening, stated.closing)
        )
        return replace(ledger, opening=opening, closing=closing, problems=problems)

    def _balance(self, body: pd.DataFrame, currencies: pd.Series) -> Amounts | None:
        if self._column("balance") is None:
            return None
        found = self._column_amounts(body, "balance", currencies)
        meaning = (
            "balance_direction" if self._column("balance_direction") is not None else "direction"
        )
        if self._column(meaning) is None or (
            self.sign_rule == "direction" and meaning == "direction"
        ):
            return found
        words = self._texts(body, meaning).str.lower()
        return replace(
            found,
            cents=np.where(words.isin(self.profile.direction.credit), -found.cents, found.cents),
        )

    def _roll_forward(self, stated: StatedBalances, currency: str) -> Problem:
        return self._problem(
            "roll_forward",
            stated.broken_row if stated.broken_row is not None else -1,
            "balance",
            format_amount(stated.found, currency),
            expected=format_amount(stated.expected, currency),
        )

    def _notices(self, ledger: Ledger) -> list[Problem]:
        if not len(ledger):
            return [self._problem("no_entries", -1, "date", "")]
        notices = []
        if len(ledger.currencies) > 1:
            names = "、".join(code or "?" for code in ledger.currencies)
            notices.append(self._problem("mixed_currencies", -1, "currency", names))
        undated = ledger.entries["date"].isna()
        bad = {problem.line for problem in ledger.problems if problem.code == "not_a_date"}
        missing = [line for line in ledger.entries.loc[undated, "line"] if line not in bad]
        if missing:
            notices.append(
                replace(
                    self._problem("no_date", -1, "date", ""),
                    line=missing[0],
                    values={"count": len(missing)},
                )
            )
        return notices

    def _problem(self, code: str, row: int, meaning: str, found: str, **values: object) -> Problem:
        column = self._column(meaning)
        return Problem(
            code,
            sheet=self.sheet or self.file,
            line=self.header.last + 2 + int(row) if row >= 0 else self.header.last + 1,
            column=0 if column is None else column + 1,
            heading="" if column is None else self.header.headings[column],
            found=found,
            values=values,
            blocks=code in BLOCKING,
        )


BLOCKING = {
    "not_an_amount",
    "letter_in_amount",
    "too_many_decimals",
    "not_a_direction",
    "not_a_currency",
    "not_a_date",
}
"""Problems that keep an entry from being counted rightly."""

_LETTERS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "S": "5", "B": "8"})


def text_column(cells: pd.Series) -> pd.Series:
    """Cells as trimmed text, "" where empty; whole numbers without a decimal point."""
    codes, distinct = pd.factorize(cells.astype(object).where(cells.notna(), ""))
    return (
        pd.Series(
            np.array([_cell_text(cell) for cell in distinct], dtype=object)[codes],
            index=cells.index,
        )
        if len(distinct)
        else pd.Series([], dtype=object)
    )


def _cell_text(cell: object) -> str:
    if isinstance(cell, float) and cell == int(cell) and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell).strip().strip("\t`").removeprefix("'").strip()


def _in_headings(header: Header) -> str:
    """The currency a heading names in brackets: 金额（USD）."""
    for meaning in ("amount", "debit", "credit", "balance"):
        if meaning in header.columns:
            inside = re.findall(r"[(（]([^)）]+)[)）]", header.headings[header.columns[meaning]])
            codes = [code for text in inside if (code := currency_code(text))]
            if codes:
                return codes[0]
    return UNSTATED


def _has_more_decimals(found: str, currency: str) -> bool:
    plain = unicodedata.normalize("NFKC", found).replace(",", "").strip(" ¥$€-()")
    whole, point, fraction = plain.partition(".")
    return (
        bool(point)
        and whole.isdigit()
        and fraction.isdigit()
        and len(fraction) > decimals(currency)
    )


def _letters_for_digits(found: str) -> bool:
    return bool(re.search(r"\d", found)) and bool(re.fullmatch(r"[-(¥￥$]*[\dOoIlSB,.]+\)?", found))
