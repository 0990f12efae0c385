"""Clearing takes everything of ours out and leaves the workbook as it was."""

from pathlib import Path

import openpyxl
import pytest
import xlwings as xw
from tests.both_engines import Engine
from tests.procedures.books import HEIGHTS, WIDTHS, lived_in, look_of, workbook
from tests.workbook.samples import rendered

from tieout.errors import TieoutError
from tieout.procedures import clear, mark, reconcile, settle


def cleared(engine: Engine, path: Path, target: Path) -> Path:
    """The workbook cleared and saved."""
    with engine.app() as app:
        book = app.books.open(path)
        clear(book)
        book.save(target)
    return target


def looks(path: Path) -> dict[str, object]:
    """Everything of a workbook that its text does not show."""
    return {
        sheet.title: (
            {key: d.width for key, d in sheet.column_dimensions.items() if d.width != 13},
            {c.coordinate: c.comment.text for row in sheet.iter_rows() for c in row if c.comment},
            {
                c.coordinate: look_of(c)
                for row in sheet.iter_rows()
                for c in row
                if c.value is not None
            },
            {row: sheet.row_dimensions[row].height for row in HEIGHTS.get(sheet.title, ())},
            {
                table.displayName: (table.ref, table.autoFilter and table.autoFilter.ref, style)
                for table in sheet.tables.values()
                for style in [table.tableStyleInfo and table.tableStyleInfo.name]
            },
        )
        for sheet in openpyxl.load_workbook(path)
    }


# In LibreOffice the next test clears more of the same workbook.
@pytest.mark.parametrize("engine", ["headless"], indirect=True)
def test_a_cleared_workbook_is_what_it_was(engine: Engine, tmp_path: Path) -> None:
    path = lived_in(tmp_path)
    after = cleared(engine, engine.reconciled(path), tmp_path / "cleared.xlsx")
    same = engine.saved(path)
    assert rendered(after) == rendered(same)
    before, now = looks(same), looks(after)
    assert {name: before[name][3] for name in HEIGHTS} == HEIGHTS  # type: ignore[index]
    assert [*before["备忘"][4], *before["对方"][4]] == ["联系", "对方账"]  # type: ignore[index]
    for sheet, (widths, *others) in before.items():
        found_widths, *found = now[sheet]  # type: ignore[misc]
        assert found == others
        assert {key: found_widths[key] for key in widths} == widths
        assert set(found_widths) - set(widths) <= set("JKLM") | set("GHIJ")
        assert all(
            w == pytest.approx(8.43, abs=0.8) for k, w in found_widths.items() if k not in widths
        )


def _cleared(book: xw.Book) -> None:
    clear(book)
    assert not [name.name for name in book.names if name.name.startswith("tieout")]


def test_a_workbook_people_decided_on_is_cleared_and_is_what_it_was(
    engine: Engine, tmp_path: Path
) -> None:
    path = lived_in(tmp_path)
    with engine.app() as app:
        book = app.books.open(path)
        reconcile(book, language="zh")
        settle(book, [10], [8], reason="fee", note="小额")
        mark(book, [6], as_cause="dispute")
        engine.check_errors(book)
        _cleared(book)
        book.save(tmp_path / "cleared.xlsx")
    same = engine.saved(path)
    assert rendered(tmp_path / "cleared.xlsx") == rendered(same)
    cleared_looks, looks_before = looks(tmp_path / "cleared.xlsx"), looks(same)
    for sheet, (_, *others) in looks_before.items():  # type: ignore[misc]
        assert cleared_looks[sheet][1:] == tuple(others)  # type: ignore[index]


def test_two_runs_are_cleared_at_once(engine: Engine, tmp_path: Path) -> None:
    path = workbook(tmp_path)
    twice = engine.reconciled(engine.reconciled(path), tmp_path / "twice.xlsx")
    assert rendered(cleared(engine, twice, tmp_path / "cleared.xlsx")) == rendered(
        engine.saved(path)
    )


def test_a_cleared_workbook_can_be_reconciled_again(engine: Engine, tmp_path: Path) -> None:
    once = engine.reconciled(workbook(tmp_path), tmp_path / "once" / "book.xlsx")
    path = cleared(engine, once, tmp_path / "book.xlsx")
    again = engine.reconciled(path, tmp_path / "again" / "book.xlsx")
    texts = [
        [
            line
            for line in rendered(each).splitlines()
            if '"at":' not in line and not WIDTHS.fullmatch(line)
        ]
        for each in (again, once)
    ]
    assert texts[0] == texts[1]


def test_a_workbook_without_anything_of_ours_says_so(engine: Engine, tmp_path: Path) -> None:
    with engine.app() as app:
        book = app.books.open(workbook(tmp_path))
        with pytest.raises(TieoutError) as error:
            clear(book)
        assert error.value.message("en") == (
            "book.xlsx holds nothing of ours; there is nothing to clear."
        )
        reconcile(book)
        clear(book)
