"""The whole way of a person, by hand: `python -m tests.excel.persons_path FOLDER` leaves a picture of each step.

The add-in's twin is open in LibreOffice; every step is a callback of the ribbon or a formula in a cell.
"""

import os
import sys
from pathlib import Path

from tests.excel.twin import open_twin
from tests.office import pictures

STEPS = (
    "sample",
    "settings",
    "cleaning_report",
    "reconcile",
    "settle",
    "undo",
    "statement",
    "post",
    "query",
    "close_month",
)


def play(folder, language="en"):
    """Play the path; what each step said, and the workbooks of the person as they are in the end."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["TIEOUT_HOME"], os.environ["TIEOUT_BOOKS"] = (
        str(folder / "home"),
        str(folder / "my.books"),
    )
    with open_twin(folder) as twin:
        twin.run("TieoutBridge", "TieoutChooseLanguage", language)
        for step in STEPS:
            prepare(twin, step)
            twin.run("TieoutRibbon", "TieoutPressed", twin.control(step))
            print(f"{step}: {twin.shown[-1]}\n", flush=True)
            twin.front = twin.book.app.books.active
            if step in ("reconcile", "settle", "undo", "query"):
                save(twin.front, folder / f"{step}.xlsx")
        spill(twin, folder)


def prepare(twin, step):
    """What the person does with the mouse before the button."""
    if step in ("settle", "post"):
        book = next(book for book in twin.book.app.books if len(book.sheets) > 4)
        twin.front = book
        twin.answers[:] = ["fee"] if step == "settle" else []
        if step == "settle":
            area = book.names["tieout_theirs_marks"].refers_to_range
            rows = list(area.value[1:])
            line = next(at for at, row in enumerate(rows, area.row + 1) if str(row[0])[:1] in "○✖")
            book.sheets[area.sheet.name].range((line, 1)).select()
        area = book.names["tieout_ours_marks"].refers_to_range
        line = next(
            at for at, row in enumerate(area.value[1:], area.row + 1) if str(row[0])[:1] in "○✖"
        )
        book.sheets[area.sheet.name].range((line, 1)).select()


def spill(twin, folder):
    """A formula in a cell, and the same after one amount has changed."""
    book = next(book for book in twin.book.app.books if len(book.sheets) > 4)
    for name, sheet in (("A", book.sheets[0]), ("B", book.sheets[1])):
        cells = sheet.range((1, 1), (sheet.used_range.last_cell.row, 9)).value
        made = twin.book.sheets.add(name, after=twin.book.sheets[-1])
        made["A1"].value = cells
    area = twin.formula("=RECON_DIFF($A.A1:I400;$B.A1:I400)", 40, 9)
    print(*area.getDataArray()[:6], sep="\n")


def save(book, path):
    """A copy of the workbook as it is now, and its pages."""
    book.save(path)
    pictures(path, path.parent)


if __name__ == "__main__":
    play(Path(sys.argv[1]).absolute(), *sys.argv[2:3])
