"""Is there any file the reader neither reads nor refuses: tried with bytes that atheris makes up (`make fuzz`).

The first byte chooses what the rest is: a text file or a bank statement, the cells under headings, a workbook
(.xlsx, .xlsb, .xls, .ods) with bytes of a part written over, or the bytes of a workbook themselves. Whatever comes,
there is a ledger whose every sentence can be said, or one refusal.
"""

import io
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["tieout.ledger"]):
    import tieout.ledger.reading  # noqa: F401 (what is imported here is watched)
    from tieout.ledger.error_cells import error_traits
    from tieout.ledger.opened_file import OLE, Refused, opened
    from tieout.ledger.workbook_traits import read_traits
    from tieout.ledger.workbook_warnings import read_warnings

import pandas as pd
from tests.ledger.binary_workbook import xlsb
from tests.ledger.hostile_files import TABLE, good

from tieout.errors import TieoutError
from tieout.ledger.ledger import Ledger
from tieout.ledger.reading import read, understand
from tieout.ledger.report import describe

SECONDS = 60
HERE = Path(__file__).parent
HEADINGS = (
    ["日期", "单号", "摘要", "方向", "金额", "余额", "客户"],
    ["日期", "凭证号", "摘要", "借方", "贷方", "余额", "币种"],
    ["Date", "Reference", "Description", "Debit", "Credit", "Balance", "Currency"],
    ["年", "月", "日", "凭证号", "摘要", "借方", "贷方"],
)
BOOKS = (
    good(),
    xlsb(TABLE),
    (HERE / "error_cells" / "errors.ods").read_bytes(),
    (HERE / "error_cells" / "errors.xls").read_bytes(),
)
_FOLDER = Path(tempfile.mkdtemp(prefix="tieout-fuzz-"))


def try_one(data: bytes) -> None:
    """One input of atheris."""
    if not data:
        return
    try:
        said = _sentences(_chosen[data[0] % len(_chosen)](data[1:]))
    except TieoutError as refused:
        said = [refused.message("zh"), refused.message("en")]
    assert all(said)


def _text(data: bytes) -> Ledger:
    return _from_file("any.csv", data)


def _cells(data: bytes) -> Ledger:
    headings = HEADINGS[data[0] % len(HEADINGS)] if data else HEADINGS[0]
    lines = data[1:].decode("utf-8", errors="ignore").split("\n")[:40]
    rows = [(line.split("\t") + [""] * 7)[:7] for line in lines]
    cells = [[_valued(cell) for cell in row] for row in rows]
    return understand(pd.DataFrame([headings, *cells], dtype=object), file="any", sheet="S")


def _valued(cell: str) -> object:
    """A text, or the number or truth it says, as a workbook would hold it."""
    if cell.startswith("="):
        try:
            return float(cell[1:])
        except ValueError:
            return cell == "=TRUE"
    return cell or None


def _part(data: bytes) -> Ledger:
    """A workbook with some bytes of a part written over, which may make it longer."""
    if len(data) < 6:
        return _from_file("any.xlsx", data)
    book, at = BOOKS[data[0] % len(BOOKS)], int.from_bytes(data[2:4], "big")
    if book.startswith(OLE):
        return _workbook(_written_over(book, at, data[5:], data[4]))
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as before, zipfile.ZipFile(made, "w") as after:
        names = before.namelist()
        chosen = names[data[1] % len(names)]
        for each in names:
            content = before.read(each)
            written = _written_over(content, at, data[5:], data[4]) if each == chosen else content
            after.writestr(each, written)
    return _workbook(made.getvalue())


def _written_over(content: bytes, at: int, new: bytes, left_out: int) -> bytes:
    at %= len(content) or 1
    return content[:at] + new + content[at + left_out :]


def _whole(data: bytes) -> Ledger:
    """Bytes that call themselves a workbook."""
    return _workbook((b"PK\x03\x04", OLE)[data[0] % 2] + data[1:] if data else b"")


def _workbook(data: bytes) -> Ledger:
    """What the process of its own does in Python is watched here as well, and then all of it done there."""
    try:
        plain = opened(data, ())
        if not plain.startswith(OLE):
            read_traits(plain)
        error_traits(plain)
        read_warnings(plain)
    except Refused:
        pass
    return _from_file("any.xlsx", data)


def _from_file(name: str, data: bytes) -> Ledger:
    file = _FOLDER / name
    file.write_bytes(data)
    return read(file)


def _sentences(ledger: Ledger) -> list[str]:
    """Everything that is to be said of a ledger."""
    assert str(ledger.entries["amount"].dtype) == "int64"
    return [
        sentence
        for language in ("zh", "en")
        for sentence in (
            describe(ledger, language),
            *(problem.sentence(language) for problem in ledger.problems),
        )
    ]


def seeds() -> Iterator[bytes]:
    """What to begin with: the samples of every source and format, and each workbook."""
    for sample in sorted(HERE.glob("profiles/*/sample.csv")):
        yield b"\0" + sample.read_bytes()
        table = sample.read_text(encoding="utf-8", errors="ignore").replace(",", "\t")
        yield b"\1\0" + table.encode()
    for statement in sorted((HERE / "bank_files").iterdir()):
        if not statement.name.endswith(".expected.txt"):
            yield b"\0" + statement.read_bytes()
    for number, book in enumerate(BOOKS):
        yield bytes((2, number, 0, 0, 9, 0)) + b'<c r="B9"'
        yield bytes((3, book.startswith(OLE))) + book[len(OLE) if book.startswith(OLE) else 4 :]


KINDS = {"text": _text, "cells": _cells, "part": _part, "whole": _whole}
_chosen = list(KINDS.values())


def main() -> None:
    """Begin with the seeds; the name of a kind keeps to it, further words are options of libFuzzer."""
    words = sys.argv[1:]
    if words and words[0] in KINDS:
        _chosen[:] = [KINDS[words.pop(0)]]
    folder = _FOLDER / "seeds"
    folder.mkdir()
    for number, seed in enumerate(seeds()):
        (folder / str(number)).write_bytes(seed)
    options = [f"-max_total_time={SECONDS}", "-timeout=20", "-rss_limit_mb=2000", "-max_len=20000"]
    atheris.Setup([sys.argv[0], *options, *words, str(folder)], try_one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
