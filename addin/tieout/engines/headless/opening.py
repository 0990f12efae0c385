"""What is a workbook file when it is opened: its cells, and every part of it as it was."""

import warnings
from collections.abc import Collection
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from tieout.engines.headless.cells import many_objects
from tieout.engines.headless.parts import Package, read_package, xml
from tieout.engines.headless.references import Rewrite
from tieout.engines.shared.files import workbook_content
from tieout.errors import TieoutError


@dataclass(frozen=True)
class Brought:
    """The drawing of a copied sheet: the file it lies in, and the part of the sheet there.

    `before` is how its formulas were rewritten up to the copying, `since` how much of the history
    of this workbook it did not live through.
    """

    package: Package
    part: str
    before: tuple[Rewrite, ...] = ()
    since: int = 0


class Opened:
    """A workbook, the bytes it came from, and what its formulas gave."""

    def __init__(self, workbook: Any, content: bytes = b"", source: Path | None = None) -> None:
        self.workbook = workbook
        self.content = content
        self.source = source
        self.original_sheets = list(workbook.worksheets) if content else []
        self.original_chartsheets = list(workbook.chartsheets) if content else []
        self.names_at_opening = {sheet: sheet.title for sheet in self.original_sheets}
        self.marked = _marked(content, self.original_sheets)
        self.brought: dict[Any, Brought] = {}
        self.history: list[Rewrite] = []
        self._cached: dict[Any, Any] | None = None if content else {}
        self._package: Package | None = None

    def cached(self) -> dict[Any, Any]:
        """The results of formulas by cell, read when they are first asked for."""
        if self._cached is None:
            self._cached = _results(self.content, self.original_sheets)
        return self._cached

    @property
    def package(self) -> Package:
        """The parts of the file as it was opened."""
        if self._package is None:
            self._package = read_package(self.content) if self.content else Package({})
        return self._package

    def rewrites(self, sheet: Any) -> list[Rewrite]:
        """How formulas in the parts of a sheet are to be rewritten: as those in its cells were."""
        brought = self.brought.get(sheet)
        return (
            self.history if brought is None else [*brought.before, *self.history[brought.since :]]
        )

    def drawing_of(self, sheet: Any, changes: Collection[str]) -> "Brought | None":
        """The drawing of a sheet as it lies in a file, where nothing of it was changed."""
        if {"drawing", "structure"} & set(changes):
            return None
        if sheet in self.brought:
            return self.brought[sheet]
        part = self.sheet_parts(self.package).get(sheet)
        drawn = part and any(one.kind == "drawing" for one in self.package.relations(part))
        return Brought(self.package, part) if part and drawn else None

    @property
    def has_macros(self) -> bool:
        """Whether the file has macros."""
        return b"vbaProject.bin" in self.content

    def sheet_parts(self, package: Package) -> dict[Any, str]:
        """The part each sheet of the file was read from."""
        return _parts_of(package, self.original_sheets, "worksheet")

    def chartsheet_parts(self, package: Package) -> dict[Any, str]:
        """The part each sheet that is one chart was read from."""
        return _parts_of(package, self.original_chartsheets, "chartsheet")

    def cell_at_opening(self, sheet: Any, address: str) -> Any:
        """The cell that stood there when the file was opened, unless its value was replaced."""
        cell, value = self.marked.get((sheet, address), (None, None))
        return cell if cell is not None and cell._value is value else None


def new_workbook() -> Opened:
    """An empty workbook with one sheet, as Excel makes it."""
    workbook = Workbook()
    workbook.worksheets[0].title = "Sheet1"
    return Opened(workbook)


def open_workbook(path: Path) -> Opened:
    """The workbook of a file; one that is none is refused with a sentence."""
    content = workbook_content(path)
    try:
        with warnings.catch_warnings():
            # What openpyxl does not understand is looked for before saving, part by part.
            warnings.simplefilter("ignore")
            with many_objects():
                workbook = load_workbook(BytesIO(content), rich_text=True)
    except (InvalidFileException, KeyError, ValueError, SyntaxError, OSError) as error:
        raise TieoutError("engine.damaged", file=path.name, why=error) from error
    _share_styles(workbook)
    return Opened(workbook, content, path)


def _share_styles(workbook: Any) -> None:
    """Cells that look alike share one style, as all of this engine expects."""
    known: dict[bytes, Any] = {}
    for sheet in workbook.worksheets:
        for cell in sheet._cells.values():
            style = cell._style
            if style is not None:
                cell._style = known.setdefault(style.tobytes(), style)


def _marked(content: bytes, sheets: list[Any]) -> dict[tuple[Any, str], tuple[Any, Any]]:
    """Cells of files with metadata, as only those can point into it."""
    if b"xl/metadata.xml" not in content:
        return {}
    return {
        (sheet, cell.coordinate): (cell, cell._value)
        for sheet in sheets
        for cell in sheet._cells.values()
    }


def _parts_of(package: Package, sheets: list[Any], kind: str) -> dict[Any, str]:
    """Sheets in the order of the workbook, each with its part."""
    main = next((r.target for r in package.relations() if r.kind == "officeDocument"), "")
    if not main:
        return {}
    by_id = {relation.id: relation for relation in package.relations(main)}
    found = []
    for node in xml(package.parts[main]).iter("{*}sheet"):
        ids = [value for key, value in node.items() if key.endswith("}id")]
        relation = by_id.get(ids[0]) if ids else None
        if relation is not None and relation.target in package.parts:
            chart = "chartsheet" in relation.type
            if chart == (kind == "chartsheet"):
                found.append(relation.target)
    return dict(zip(sheets, found, strict=False))


def _results(content: bytes, sheets: list[Any]) -> dict[Any, Any]:
    formulas = {
        index: {
            (cell.row, cell.column): cell for cell in sheet._cells.values() if cell.data_type == "f"
        }
        for index, sheet in enumerate(sheets)
    }
    if not any(formulas.values()):
        return {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _calculated(content, formulas)


def _calculated(content: bytes, formulas: dict[int, dict[tuple[int, int], Any]]) -> dict[Any, Any]:
    """What stands in the file as the results of formulas."""
    found = {}
    calculated = load_workbook(BytesIO(content), data_only=True, read_only=True)
    for index, view in enumerate(calculated.worksheets):
        cells = formulas.get(index, {})
        for row in view.iter_rows() if cells else ():
            for cell in row:
                at = (getattr(cell, "row", 0), getattr(cell, "column", 0))
                if cell.value is not None and at in cells:
                    found[cells[at]] = cell.value
    calculated.close()
    return found
