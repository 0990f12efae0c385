"""Every button, by hand: `python -m tests.excel.persons_path FOLDER [zh|en]` leaves what each step said and made.

The add-in's twin is open in LibreOffice; every step is a callback of the ribbon or a formula in a cell.
With `pictures` after the language, the sheet in front is drawn after each; `drawn` instead of a language
draws the pages of the workbooks that the steps left.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import xlwings as xw
from tests.excel.step_pictures import StepPictures
from tests.excel.twin import Twin, open_twin
from tests.office import pictures
from tests.procedures.persons_path import CUSTOMER, OURS_01, OURS_12, THEIRS_01, THEIRS_12

from tieout.excel.ribbon import GROUPS, Menu
from tieout.matching.causes import Cause
from tieout.texts import current_language, text
from tieout.workbook.own_sheets import own_sheets

OURS = OURS_12.replace("代垫运费,250.00,,25500", "代付吊装费,250.00,,25500")
THEIRS = THEIRS_12.replace("运费", "杂费")
"""With an entry of theirs that may be one of two of ours."""
FAILS_HERE = {"doctor"}
"""What only Windows can do, and says so."""


@dataclass
class Path_:  # noqa: N801
    """The twin, the folder, and the workbook the person works in."""

    twin: Twin
    folder: Path
    book: xw.Book
    pictures: StepPictures | None = None

    def press(self, button: str, *answers: str, file: Path | None = None) -> str:
        """Presses a button; what it said, and what was asked before."""
        twin = self.twin
        twin.answers[:], twin.file, twin.front = answers, file, twin.book.app.books.active
        twin.questions.clear()
        twin.run("TieoutRibbon", CALLBACKS.get(button, "TieoutPressed"), twin.control(button))
        for question in twin.questions:
            print(f"  ? {question}".replace("\n", "\n    "))
        said = twin.shown[-1] if twin.shown else "–"
        print(f"{button}: {said}\n", flush=True)
        done = twin.given[-1]
        assert done != ("failed",) or button in FAILS_HERE, f"{button}: {said}"
        PRESSED.add(button)
        if self.pictures:
            self.pictures.take(button, twin.book.app.books.active.sheets.active)
        return str(said)

    def select(self, ours: str = "", theirs: str = "") -> None:
        """Selects lines as a mouse does: those from one document number to another, on their sheet first."""
        self.book.activate()
        for side, named in (("theirs", theirs), ("ours", ours)):
            sheet = own_sheets(self.book).marks[side].sheet
            first, _, last = named.partition(":")
            rows = [_row(sheet, each) for each in (first, last or first)] if named else [1, 1]
            if named or side == "ours" or not ours:
                sheet.activate()
                sheet.range((rows[0], 1), (rows[1], 2)).select()
        if theirs and not ours:
            own_sheets(self.book).marks["theirs"].sheet.activate()

    def keep(self, name: str) -> None:
        """A copy of the workbook as it is now."""
        self.book.save(self.folder / f"{name}.xlsx")


PRESSED: set[str] = set()
CALLBACKS = {"why": "TieoutWhyPressed", "language": "TieoutLanguagePressed"}


def _row(sheet: xw.Sheet, document: str) -> int:
    rows = sheet.used_range.value
    return next(at for at, row in enumerate(rows, sheet.used_range.row) if document in row)


def play(folder: Path, language: str = "en", drawn: str = "") -> None:
    """Presses every button of the ribbon."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.update(
        HOME=str(folder), TIEOUT_HOME=str(folder / "home"), TIEOUT_BOOKS=str(folder / "my.books")
    )
    for name, written in FILES.items():
        (folder / name).write_text(_named(written), encoding="utf-8")
    with open_twin(folder) as twin:
        twin.run("TieoutBridge", "TieoutChooseLanguage", language)
        shots = StepPictures(folder / "steps") if drawn else None
        path = Path_(twin, folder, twin.book.app.books.add(), shots)
        for part in PARTS:
            part(path)
        wanted = set(buttons())
        assert wanted == PRESSED, (wanted - PRESSED, PRESSED - wanted)
        print("every button pressed:", len(PRESSED), *(shots.together() if shots else ()))


def buttons() -> list[str]:
    """Every button, those in menus too."""
    controls = [control for group in GROUPS for control in group.controls]
    return [
        button.name
        for control in controls
        for button in (control.buttons if isinstance(control, Menu) else (control,))
    ]


def help_(path: Path_) -> None:
    for button in ("guide", "details", "doctor", "feedback"):
        path.press(button)
    path.press("sample")
    path.twin.book.app.books.active.close()


def data(path: Path_) -> None:
    path.book.save(path.folder / "2025-12.xlsx")
    path.book.activate()
    path.press("import", file=path.folder / "ours-12.csv")
    path.press("import", file=path.folder / "theirs-12.csv")
    path.press("reading_report")
    path.press("cleaning_report")
    path.press("settings")
    path.press("reconcile")
    path.keep("01-reconciled")


def decisions(path: Path_) -> None:
    path.select("FP1202")
    path.press("reject")
    path.press("undo")
    path.press("accept")
    path.select("FP1206", "TH0077")
    path.press("settle", "allowance")
    path.select("FP1206")
    path.press("unsettle")
    path.select("FP1201:FP1202", "FP1201:FP1202")
    path.press("settle", "amount")
    path.select("FP1201", "FP1201")
    path.press("split", "amount")
    rows = own_sheets(path.book).marks["ours"].sheet.used_range.value
    line = next(at for at, row in enumerate(rows, 1) if "◇" in str(row))
    own_sheets(path.book).marks["ours"].sheet.range((line, 1)).select()
    path.press("choose", "1")
    path.select(theirs="TH0077")
    path.press("mark_dispute")
    path.select(theirs="FK1299")
    path.press("mark_timing")
    path.select("FP1205")
    path.press("mark_theirs")
    path.select("FP1206")
    path.press("mark", Cause.MISSING.word())
    path.press("note", "call again on Monday" if current_language() == "en" else "周一再联系")
    path.keep("02-decided")


def reports(path: Path_) -> None:
    path.press("statement")
    path.keep("03-statement")
    path.press("proposals")
    for button in ("statements", "letters", "difference_letter", "aging"):
        path.press(button)


def books(path: Path_) -> None:
    own_sheets(path.book).marks["ours"].sheet.activate()
    path.press("post")
    path.press("review")
    path.press("query")
    query = path.twin.book.app.books.active
    query.save(path.folder / "04-query.xlsx")
    query.close()
    path.press("entry_form")
    form = path.twin.book.app.books.active
    payment = text("entry_type.payment").partition("|")[0]
    form.sheets[0].range("A5:D5").value = [datetime(2025, 12, 31), payment, CUSTOMER, "SK-9"]
    form.sheets[0].range("J5:K5").value = [10, "CNY"]
    path.press("enter")
    form.save(path.folder / "04-form.xlsx")
    form.close()
    path.book.activate()
    path.press("send_back")
    path.press("close_month", "2025-12")
    for name in ("products", "customers"):
        path.press(name)
        listed = path.twin.book.app.books.active
        listed.save(path.folder / f"05-{name}.xlsx")
    listed.sheets[0].range("A2:B2").value = ["K01", CUSTOMER]
    path.press("upload")
    for one in [b for b in path.twin.book.app.books if b.name.startswith("05-")]:
        one.close()


def next_month(path: Path_) -> None:
    december = path.book
    december.save(path.folder / "2025-12.xlsx")
    path.book = path.twin.book.app.books.add()
    path.press("import", file=path.folder / "ours-01.csv")
    path.press("import", file=path.folder / "theirs-01.csv")
    path.press("carry_forward", file=path.folder / "2025-12.xlsx")
    path.keep("06-january")
    path.press("clear")
    assert [sheet.name for sheet in path.book.sheets if own_sheets(path.book).sheets] == []
    path.keep("07-cleared")


def cells(path: Path_) -> None:
    """A formula in a cell, the same after one amount has changed, and why a cell is an error."""
    twin = path.twin
    for name, written in (("A", OURS), ("B", THEIRS)):
        rows = [line.split(",") for line in written.splitlines()]
        numbers = [
            [*row[:3], *(float(cell) if cell else None for cell in row[3:])] for row in rows[1:]
        ]
        made = twin.book.sheets.add(name, after=twin.book.sheets[-1])
        made["A1"].value = [rows[0], *numbers]
        made["Z90000"].value = "far below"
    area = twin.formula("=RECON_DIFF($A.A:F;$B.A:F)", 12, 9)
    before = area.getDataArray()
    print(*before, sep="\n")
    twin.document.Sheets.getByName("A").getCellRangeByName("D3").Value = 8601
    after = area.getDataArray()
    assert after != before
    assert any(8601.0 in row for row in after)
    twin.formula('=RECON_AMOUNT("1,2OO")')
    path.press("why")
    path.press("language")
    print(twin.run("TieoutRibbon", "TieoutLabel", twin.control("reconcile"), "")[1])


PARTS: tuple[Callable[[Path_], None], ...] = (
    help_,
    data,
    decisions,
    reports,
    books,
    next_month,
    cells,
)
FILES = {
    "ours-12.csv": OURS,
    "theirs-12.csv": THEIRS,
    "ours-01.csv": OURS_01,
    "theirs-01.csv": THEIRS_01,
}


def _named(written: str) -> str:
    """The ledger with its customer on every line, as letters need it."""
    head, *lines = written.splitlines()
    return "\n".join([f"{head},客户", *(f"{line},{CUSTOMER}" for line in lines)]) + "\n"


def draw(folder: Path) -> None:
    """The pages of the workbooks that the steps left."""
    for workbook in sorted(folder.glob("0*.xlsx")):
        print(workbook.name, len(pictures(workbook, folder, dpi=60)), flush=True)


if __name__ == "__main__":
    where = Path(sys.argv[1]).absolute()
    draw(where) if "drawn" in sys.argv[2:] else play(where, *sys.argv[2:])
