"""Both engines for the tests of procedures: each test runs on files and in LibreOffice, which also calculates.

A module's conftest imports the fixtures; the tests of a module share one LibreOffice.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest
import xlwings as xw
from tests.office import needs_office

from tieout.engines import headless
from tieout.matching.reconciliation import Reconciliation
from tieout.procedures import reconcile

_ERROR = 4
"""`com.sun.star.sheet.FormulaResult.ERROR`."""

Opened = Callable[[], AbstractContextManager[xw.App]]


class Engine:
    """An engine by name: its application, and what every test does with it."""

    def __init__(self, name: str, app: Opened) -> None:
        self.name, self.app = name, app

    def reconciled(self, path: Path, target: Path | None = None, **how: object) -> Path:
        """The workbook reconciled and saved; where there is a spreadsheet program, its sums checked.

        The same cells are reconciled once: LibreOffice takes seconds for it.
        """
        target = target or path.with_name("result.xlsx")
        target.parent.mkdir(exist_ok=True)
        key = (self.name, path.name, _parts_of(path), repr(how))
        if key not in _DONE:
            with self.app() as app:
                book = app.books.open(path)
                result = reconcile(book, **{"language": "zh", **how})  # type: ignore[arg-type]
                self.check_sums(book, result)
                book.save(target)
            _DONE[key] = target.read_bytes()
        target.write_bytes(_DONE[key])
        return target

    def saved(self, path: Path) -> Path:
        """The workbook as this engine saves it, unchanged: LibreOffice has its own way of writing the same."""
        target = path.with_name("saved") / path.name
        target.parent.mkdir()
        with self.app() as app:
            app.books.open(path).save(target)
        return target

    def check_errors(self, book: xw.Book) -> None:
        """Recalculated, no cell is an error; only a spreadsheet program can say."""
        if self.name == "calc":
            book.app.calculate()
            assert errors_of(book) == []

    def check_sums(self, book: xw.Book, result: Reconciliation) -> None:
        """Recalculated, no cell is an error and the differences beside the lines are those of the totals."""
        if self.name == "headless":
            return
        self.check_errors(book)
        found = sum(
            (
                Decimal(str(value))
                for side in ("ours", "theirs")
                for value in differences_of(book.names[f"tieout_{side}_marks"].refers_to_range)
            ),
            Decimal(0),
        )
        assert round(found * 100) == result.totals.difference


_DONE: dict[tuple[object, ...], bytes] = {}


def _parts_of(path: Path) -> tuple[tuple[str, int], ...]:
    """What a file holds, but for when it was written."""
    with ZipFile(path) as parts:
        return tuple(
            (one.filename, one.CRC) for one in parts.infolist() if "docProps" not in one.filename
        )


def errors_of(book: xw.Book) -> list[str]:
    """The areas of formulas that LibreOffice gives an error for."""
    found = (sheet.api.queryFormulaCells(_ERROR).RangeAddressesAsString for sheet in book.sheets)
    return [address for address in found if address]


def differences_of(marks: xw.Range) -> list[float]:
    """The numbers in the column of differences, which is headed so."""
    headings, *rows = marks.options(ndim=2).value
    column = next(at for at, heading in enumerate(headings) if heading in ("差额", "Difference"))
    return [row[column] for row in rows if isinstance(row[column], float)]


@pytest.fixture(params=["headless", pytest.param("calc", marks=[*needs_office, pytest.mark.slow])])
def engine(request: pytest.FixtureRequest) -> Engine:
    if request.param == "headless":
        return Engine("headless", headless.app)
    office = request.getfixturevalue("office")

    @contextmanager
    def opened() -> Iterator[xw.App]:
        try:
            yield office
        finally:
            for book in list(office.books):
                book.close()

    return Engine("calc", opened)


@pytest.fixture(scope="module")
def office() -> Iterator[xw.App]:
    from tieout.engines import calc

    with calc.app() as opened:
        yield opened
