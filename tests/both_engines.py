"""Both engines for the tests of procedures: each test runs on files and in LibreOffice, which also calculates.

A module's conftest imports the fixtures; the tests of a module share one LibreOffice. `make test` runs
there what is marked `in_office`; `make test ENGINES=all` runs everything there, each book it leaves open
recalculated, without errors of ours, and printed: pages and pictures lie in the folder `printed`.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest
import xlwings as xw
from tests.office import needs_office
from tests.printing import EVERYTHING, printed

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
        self.ledgers_have_errors = False

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


ON_FILES = Engine("headless", headless.app)
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
    engine = Engine("calc", lambda: InOffice(request.getfixturevalue("office"), engine, request))
    return engine


class InOffice:
    """The LibreOffice of a module for one test; what the test leaves open is looked at and closed.

    A class, because errors of UNO do not pass through a `@contextmanager`.
    """

    def __init__(self, office: xw.App, engine: Engine, request: pytest.FixtureRequest) -> None:
        self.office, self.engine, self.test = office, engine, request.node.nodeid

    def __enter__(self) -> xw.App:
        return self.office

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            for book in self.office.books if EVERYTHING and kind is None else ():
                self._look_at(book)
        finally:
            for book in list(self.office.books):
                book.close()

    def _look_at(self, book: xw.Book) -> None:
        """Recalculated without errors, and printed."""
        if not self.engine.ledgers_have_errors:
            self.engine.check_errors(book)
        printed(book, self.test)


@pytest.fixture(scope="module")
def office() -> Iterator[xw.App]:
    from tieout.engines import calc

    with calc.app() as opened:
        yield opened
