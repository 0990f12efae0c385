"""Which ledger rows do the cells of a source hold, and which of them cannot be taken."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd

from tieout.collecting.collected_row import CollectedRow
from tieout.collecting.document_types import WORDS, document_types, signed
from tieout.collecting.fetched import Fetched, figures
from tieout.collecting.source_file import FolderSource, Source
from tieout.errors import TieoutError
from tieout.ledger.cleaning.texts import cell_text
from tieout.ledger.currency import decimals, to_major
from tieout.ledger.headers import Header, find_header, shown_rows
from tieout.ledger.heading_columns import compact_heading
from tieout.ledger.ledger import Ledger
from tieout.ledger.preamble import read_preamble
from tieout.ledger.profile import profile_named
from tieout.ledger.table import PROBLEMS_MAX, Table
from tieout.ledger.table_ledger import table_ledger
from tieout.texts import text

COMPUTED = "quantity × price"
ROWS_SEARCHED = 60
_GOODS = ("quantity", "price")
_PLAIN = re.compile(r"-?\d+(\.\d+)?")
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")


@dataclass(frozen=True)
class Mapped:
    """The rows that can be taken, and in words what cannot, what was set aside and what was assumed.

    `ignored` are the keys of rows that the source file leaves out, as cancelled orders.
    """

    rows: tuple[CollectedRow, ...]
    errors: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


def mapped(source: Source, fetched: Fetched) -> Mapped:
    """Read the cells as the reader of ledgers does, with the columns and documents of the source."""
    if fetched.cells.empty:
        return Mapped(())
    header = _header(source, fetched)
    columns = _goods_columns(source, header)
    cells, header, unpriced = _with_amounts(source, fetched.cells, header, columns)
    if len(cells) == header.last + 1:
        return Mapped(())
    preamble = read_preamble(cells.head(header.first))
    table = Table(cells, header, preamble, fetched.name, fetched.sheet, source.currency)
    return _rows(source, fetched, table_ledger(table), columns, unpriced)


def _header(source: Source, fetched: Fetched) -> Header:
    """The row of the names the source file states; without a date among them, the reader's own."""
    given = source.columns.given()
    wanted = {compact_heading(name) for name in (*given.values(), *source.key)}
    shown = shown_rows(fetched.cells.head(ROWS_SEARCHED))
    names = [{compact_heading(cell) for cell in row} for row in shown]
    place = next((n for n, row in enumerate(names) if wanted <= row), None) if wanted else None
    if wanted and place is None:
        best = max(names, key=lambda row: len(wanted & row), default=set())
        missing = [n for n in (*given.values(), *source.key) if compact_heading(n) not in best]
        raise TieoutError(
            "collecting.no_column",
            name=source.name,
            place=fetched.name,
            missing=list(dict.fromkeys(missing)),
            found=sorted(best - {""})[:30],
        )
    if "date" in given:
        assert place is not None
        headings = tuple(shown[place])
        stated = {meaning: _column(headings, name) for meaning, name in given.items()}
        return Header(place, place, headings, stated, profile_named(source.profile))
    found = find_header(fetched.cells, source.profile)
    if found is None:
        raise TieoutError("collecting.no_header", name=source.name, place=fetched.name)
    own = {meaning: _column(found.headings, name) for meaning, name in given.items()}
    return replace(found, columns={**found.columns, **own})


def _column(headings: Sequence[str], name: str) -> int:
    wanted = compact_heading(name)
    found = [place for place, each in enumerate(headings) if compact_heading(each) == wanted]
    assert found, "the row was chosen because it has the name"
    return found[0]


def _goods_columns(source: Source, header: Header) -> dict[str, int]:
    """The columns of quantity, price, type and key, which are read here."""
    ours = (*_GOODS, "type")
    goods = {meaning: header.columns[meaning] for meaning in ours if meaning in header.columns}
    keys = {f"key {n}": _column(header.headings, name) for n, name in enumerate(source.key)}
    return goods | keys


def _has_documents(source: Source) -> bool:
    """Whether the source file says what the words of types mean; the reader then need not guess."""
    return bool(source.types or source.ignored or source.document)


def _without_types(header: Header) -> Header:
    """The headings without the column of types, and without the reader's own rules for it."""
    column = header.columns.get("type")
    if column is None:
        return header
    heading = compact_heading(header.headings[column])
    rules, states = header.profile.aside, header.profile.state
    others = {
        name: tuple(word for word in getattr(states, name) if compact_heading(word) != heading)
        for name in ("heading", "is_posted", "is_void")
    }
    aside = tuple(rule for rule in rules if compact_heading(rule.heading) != heading)
    return replace(
        header,
        columns={m: c for m, c in header.columns.items() if m != "type"},
        profile=header.profile.model_copy(
            update={"aside": aside, "state": states.model_copy(update=others)}
        ),
    )


def _with_amounts(
    source: Source, cells: pd.DataFrame, header: Header, columns: dict[str, int]
) -> tuple[pd.DataFrame, Header, set[int]]:
    """The cells with quantity × price as their amounts where no column has any, and lines without."""
    if _has_documents(source):
        header = _without_types(header)
    kept = {m: c for m, c in header.columns.items() if m not in _GOODS}
    header = replace(header, columns=kept)
    if {"amount", "debit", "credit"} & kept.keys() or "quantity" not in columns:
        return cells, header, set()
    places = decimals(source.currency)
    body = cells.iloc[header.last + 1 :]
    quantity = body.iloc[:, columns["quantity"]].tolist()
    price = body.iloc[:, columns["price"]].tolist() if "price" in columns else [None] * len(body)
    amounts = [_product(q, p, places) for q, p in zip(quantity, price, strict=True)]
    first = header.last + 2
    unpriced = {line for line, amount in enumerate(amounts, start=first) if amount is None}
    added = [None] * header.last + [COMPUTED] + ["0" if a is None else a for a in amounts]
    cells = cells.copy(deep=False)
    cells[cells.shape[1]] = pd.Series(added, index=cells.index, dtype=object)
    headings = (*header.headings, COMPUTED)
    kept = {**kept, "amount": len(headings) - 1}
    return cells, replace(header, headings=headings, columns=kept), unpriced


def _product(quantity: object, price: object, places: int) -> str | None:
    """The amount, None without a price; a figure that is none stands as it is, to be refused."""
    if not cell_text(price).strip():
        return None if _number(quantity) is not None else cell_text(quantity) or "?"
    many, each = _number(quantity), _number(price)
    if many is None or each is None:
        return f"{cell_text(quantity)} × {cell_text(price)}"
    return f"{(many * each).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"


def _number(value: object) -> Decimal | None:
    """A quantity or price.

    >>> _number("1,200.5"), _number("12a")
    (Decimal('1200.5'), None)
    """
    written = cell_text(value).strip()
    if _GROUPED.fullmatch(written):
        written = written.replace(",", "")
    return Decimal(written) if _PLAIN.fullmatch(written) else None


def _rows(
    source: Source,
    fetched: Fetched,
    ledger: Ledger,
    columns: dict[str, int],
    unpriced: set[int],
) -> Mapped:
    entries, cells = ledger.entries, ledger.source.cells
    assert cells is not None
    wrong = _wrong_lines(source, fetched, ledger)
    lines = entries["line"].tolist()
    raw = {name: cells.iloc[:, place].tolist() for name, place in columns.items()}
    types = raw.get("type", [None] * len(cells))
    words = [cell_text(types[line - 1]).strip() for line in lines]
    documents = document_types(words, source.types, source.ignored, source.document)
    cents = signed(entries["amount"].to_numpy(np.int64), documents)
    dated = _dated(source, ledger)
    due = entries["due_date"].dt.strftime("%Y-%m-%d").fillna("").tolist()
    days = entries["date"].dt.strftime("%Y-%m-%d").fillna("").tolist()
    rows: list[CollectedRow] = []
    silent, ignored = _without_amount(source, fetched, ledger, raw)
    wrong |= silent
    for n, entry in enumerate(entries.itertuples(index=False)):
        line, place = lines[n], f"{fetched.name}:{lines[n]}"
        keys = [cell_text(raw[f"key {k}"][line - 1]).strip() for k in range(len(source.key))]
        if documents[n] == "ignored":
            ignored.append("|".join(keys))
        elif line in wrong:
            pass
        elif not dated[n]:
            wrong[line] = text("collecting.row_without_date", place=place)
        elif source.types and not documents[n]:
            wrong[line] = text("collecting.unknown_type", place=place, found=words[n])
        elif not all(keys):
            wrong[line] = text("collecting.row_without_key", place=place, columns=source.key)
        else:
            rows.append(
                CollectedRow(
                    key="|".join(keys),
                    place=place,
                    date=days[n],
                    type=_word(documents[n], words[n]),
                    reference=str(entry.reference),
                    memo=str(entry.memo),
                    customer=str(entry.customer) or source.customer,
                    amount="" if line in unpriced else _major(int(cents[n]), str(entry.currency)),
                    currency=str(entry.currency),
                    due_date=due[n],
                    quantity=_figure(raw, "quantity", line),
                    price=_figure(raw, "price", line),
                )
            )
    return Mapped(
        tuple(rows),
        tuple(wrong[line] for line in sorted(wrong)),
        tuple(_notices(fetched, ledger, wrong, len(ignored), sum(not row.amount for row in rows))),
        tuple(key for key in ignored if key),
    )


def _without_amount(
    source: Source, fetched: Fetched, ledger: Ledger, raw: dict[str, list[object]]
) -> tuple[dict[int, str], list[str]]:
    """Documents without an amount, each an error, and the keys of those that the source file leaves out.

    In the sheets of people a row is a document only where it has its key; it may be a note.
    """
    wrong: dict[int, str] = {}
    ignored: list[str] = []
    for line in (row.line for row in ledger.set_aside if row.why == "no_amount"):
        keys = [cell_text(raw[f"key {k}"][line - 1]).strip() for k in range(len(source.key))]
        word = cell_text(raw["type"][line - 1]).strip() if "type" in raw else ""
        named = bool(keys) and all(keys)
        (document,) = document_types([word], source.types, source.ignored, source.document)
        if document == "ignored":
            ignored.append("|".join(keys))
        elif named or not isinstance(source, FolderSource):
            place = f"{fetched.name}:{line}"
            wrong[line] = text("collecting.row_without_amount", place=place)
    return wrong, ignored


def _wrong_lines(source: Source, fetched: Fetched, ledger: Ledger) -> dict[int, str]:
    """Lines that cannot be counted, and why; too many to be listed, and none of the table is taken."""
    wrong: dict[int, str] = {}
    blocking = [problem for problem in ledger.problems if problem.blocks]
    lines = set(ledger.entries["line"].tolist())
    whole = [problem for problem in blocking if problem.line not in lines]
    if whole or len(blocking) >= PROBLEMS_MAX:
        raise TieoutError(
            "collecting.unreadable",
            name=source.name,
            place=fetched.name,
            count=len(blocking),
            found=(whole or blocking)[0].sentence(),
        )
    for problem in blocking:
        wrong.setdefault(problem.line, problem.sentence())
    return wrong


def _dated(source: Source, ledger: Ledger) -> list[bool]:
    """Whether each entry has its own date; only in sheets of people may a date hold for rows below."""
    dated = ledger.entries["date"].notna().tolist()
    column = ledger.source.columns.get("date")
    if isinstance(source, FolderSource) or column is None or ledger.source.cells is None:
        return dated
    cells = ledger.source.cells.iloc[:, column].tolist()
    own = [bool(cell_text(cells[line - 1]).strip()) for line in ledger.entries["line"]]
    return [has and given for has, given in zip(dated, own, strict=True)]


def _word(document: str, written: str) -> str:
    return {str(name): word for name, word in WORDS.items()}.get(document, written)


def _major(cents: int, currency: str) -> str:
    return f"{to_major(cents, currency):f}"


def _figure(raw: dict[str, list[object]], name: str, line: int) -> str:
    number = _number(raw[name][line - 1]) if name in raw else None
    return "" if number is None else figures(number)


def _notices(
    fetched: Fetched, ledger: Ledger, wrong: Container[int], ignored: int, unpriced: int
) -> list[str]:
    found = [problem.sentence() for problem in ledger.problems if not problem.blocks]
    rows = [row for row in ledger.set_aside if row.line not in wrong]
    aside = [row.why for row in rows if row.why != "blank"]
    for why in dict.fromkeys(aside):
        reason = text(f"set_aside.{why}")
        count = aside.count(why)
        found.append(text("collecting.set_aside", place=fetched.name, count=count, why=reason))
    if ignored:
        found.append(text("collecting.ignored", place=fetched.name, count=ignored))
    if unpriced:
        found.append(text("collecting.unpriced", place=fetched.name, count=unpriced))
    return found
