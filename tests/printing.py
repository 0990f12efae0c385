"""What tests leave open in LibreOffice, printed and drawn to be looked at: `make test ENGINES=all`."""

import os
import re
import subprocess
from pathlib import Path

import pytest
import xlwings as xw
from PIL import Image

EVERYTHING = os.environ.get("TIEOUT_EVERY_ENGINE", "")
"""Set: every test of procedures runs in LibreOffice too, and this is the folder of what is printed."""

IN_OFFICE = "in_office"
"""The mark of tests that run in LibreOffice in `make test`, too."""

_ACROSS, _PAGES_MAX = 4, 12


def only_asked_for(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out, of the tests of procedures in LibreOffice, those nobody asked for."""
    if EVERYTHING:
        return
    left_out = [
        item for item in items if _in_office(item) and not item.get_closest_marker(IN_OFFICE)
    ]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in set(left_out)]


def _in_office(item: pytest.Item) -> bool:
    call = getattr(item, "callspec", None)
    return call is not None and call.params.get("engine") == "calc"


def printed(book: xw.Book, test: str) -> Path:
    """The book as PDF and its pages on one picture, at least one for each sheet with something on it."""
    folder = Path(EVERYTHING).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^\w-]+", "_", test.rpartition("/")[2])
    pdf = folder / f"{name}-{1 + len(list(folder.glob(f'{name}-*.pdf')))}.pdf"
    book.to_pdf(pdf, show=False)
    shown = [sheet.name for sheet in book.sheets if sheet.visible and not _empty(sheet)]
    pages = _pages(pdf)
    assert len(pages) >= len(shown), f"{pdf.name}: {len(pages)} pages of {shown}"
    _side_by_side(pages, pdf.with_suffix(".png"))
    with (folder / "pages.csv").open("a", encoding="utf-8") as file:
        file.write(f"{pdf.name},{len(shown)},{len(pages)}\n")
    return pdf


def _empty(sheet: xw.Sheet) -> bool:
    return sheet.used_range.address == "$A$1" and sheet["A1"].value is None


def _pages(pdf: Path) -> list[Image.Image]:
    subprocess.run(["pdftoppm", "-png", "-r", "40", pdf, pdf.with_suffix("")], check=True)
    files = sorted(pdf.parent.glob(f"{pdf.stem}-*.png"))
    pages = [Image.open(file).convert("RGB") for file in files]
    for file in files:
        file.unlink()
    return pages


def _side_by_side(pages: list[Image.Image], target: Path) -> None:
    first = pages[:_PAGES_MAX]
    width, height = max(page.width for page in first), max(page.height for page in first)
    rows = -(-len(first) // _ACROSS)
    together = Image.new("RGB", (width * min(_ACROSS, len(first)), height * rows), "grey")
    for at, page in enumerate(first):
        together.paste(page, (width * (at % _ACROSS), height * (at // _ACROSS)))
    together.save(target)
