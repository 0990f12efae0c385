"""Statements of an open workbook are issued and printed, on files and in LibreOffice alike."""

from pathlib import Path

import openpyxl
import pytest
from tests.both_engines import Engine
from tests.procedures.books import workbook

from tieout.errors import TieoutError
from tieout.procedures import issue_statements
from tieout.procedures.statements import print_in_excel
from tieout.progress import CancelledError
from tieout.statements.issuing import StatementOrder
from tieout.statements.printed import read_printed

ISSUED: dict[str, list[list[object]]] = {}
"""What each engine issued, to be compared once both have."""


def cells_of(file: Path) -> list[list[object]]:
    """The values of a workbook's first sheet."""
    return [list(row) for row in openpyxl.load_workbook(file).worksheets[0].values]


@pytest.mark.parametrize("kind", ["balance-forward", "aging"])
@pytest.mark.in_office
def test_statements_are_issued_once_and_the_workbook_stays_as_it_was(
    engine: Engine, tmp_path: Path, kind: str
) -> None:
    order = StatementOrder(kind, "zh")
    with engine.app() as app:
        book = app.books.open(workbook(tmp_path))
        before = [(sheet.name, sheet.used_range.value) for sheet in book.sheets]
        made = issue_statements(book, order, tmp_path / "out", issued_by="甲")
        again = issue_statements(book, order, tmp_path / "out", issued_by="甲")
        assert [(sheet.name, sheet.used_range.value) for sheet in book.sheets] == before
    assert (len(made.written), len(again.written), len(again.before)) == (1, 0, 1)
    (file,) = (tmp_path / "out").glob("*.xlsx")
    issued = cells_of(file)
    assert ISSUED.setdefault(kind, issued) == issued


class PaperApp:
    """An Excel that prints on paper of our own: it remembers what was opened, printed and closed."""

    def __init__(self, *, fails: str = "") -> None:
        self.fails, self.calls = fails, list[tuple[str, str]]()
        self.books = self

    def open(self, file: Path, *, read_only: bool) -> "PaperApp":
        assert read_only
        self.file = Path(file)
        self.calls.append(("open", self.file.name))
        return self

    def to_pdf(self, path: Path, *, show: bool) -> None:
        assert not show
        if self.file.name == self.fails:
            raise TieoutError("saving.failed", file=path, why="printer")
        path.write_bytes(b"%PDF-1.7")
        self.calls.append(("print", path.name))

    def close(self) -> None:
        self.calls.append(("close", self.file.name))


def files(folder: Path) -> list[Path]:
    made = [folder / "一.xlsx", folder / "二.xlsx"]
    for file in made:
        file.write_bytes(file.stem.encode())
    return made


def test_excel_prints_each_workbook_beside_itself_and_closes_it(tmp_path: Path) -> None:
    excel, steps = PaperApp(), list[float]()
    made = print_in_excel(excel, files(tmp_path), lambda _, share: steps.append(share))  # type: ignore[arg-type]
    assert made == [tmp_path / "一.pdf", tmp_path / "二.pdf"]
    assert all(each.read_bytes().startswith(b"%PDF") for each in made)
    one = [("open", "一.xlsx"), ("print", "一.pdf"), ("close", "一.xlsx")]
    assert excel.calls[:3] == one
    assert len(excel.calls) == 6
    assert steps == [0.0, 0.5, 1.0]
    assert [each.file for each in read_printed(tmp_path)] == ["一.pdf", "二.pdf"]


def test_a_workbook_that_does_not_print_is_closed_all_the_same(tmp_path: Path) -> None:
    excel = PaperApp(fails="一.xlsx")
    with pytest.raises(TieoutError):
        print_in_excel(excel, files(tmp_path))  # type: ignore[arg-type]
    assert excel.calls == [("open", "一.xlsx"), ("close", "一.xlsx")]


def test_printing_is_cancelled_between_two_workbooks(tmp_path: Path) -> None:
    excel = PaperApp()

    def esc(_: str, share: float) -> None:
        if share:
            raise CancelledError

    with pytest.raises(CancelledError):
        print_in_excel(excel, files(tmp_path), esc)  # type: ignore[arg-type]
    assert [call for call, _ in excel.calls] == ["open", "print", "close"]


@pytest.mark.in_office
def test_a_spreadsheet_program_prints_them_in_its_place(engine: Engine, tmp_path: Path) -> None:
    file = workbook(tmp_path)
    with engine.app() as app:
        if engine.name == "headless":
            with pytest.raises(TieoutError):
                print_in_excel(app, [file])
            assert len(app.books) == 0
            return
        (made,) = print_in_excel(app, [file])
    assert made.read_bytes().startswith(b"%PDF")
