"""What cells does a workbook hold: opened here, in a process of its own that may die of it.

Run as `python -m tieout.ledger.workbook_worker`: a request is a line of JSON on standard input; the answer
is frames on standard output, each a line of JSON and the bytes it announces. Nothing that is read here
is more than cells and facts by the time it leaves.
"""

import gc
import io
import json
import sys
import traceback
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from tieout.ledger.error_cells import error_traits
from tieout.ledger.opened_file import OLE, Refused, opened
from tieout.ledger.own_limits import bound_this_process
from tieout.ledger.packed_columns import packed
from tieout.ledger.reading_limits import ReadingLimits
from tieout.ledger.sheet_extent import CELLS_MAX, COLUMNS_MAX
from tieout.ledger.workbook_traits import read_traits
from tieout.ledger.workbook_warnings import read_warnings

SHEETS_MAX = 1000
"""Sheets of a workbook that are looked through; one that is named is read among any number."""
Send = Callable[..., None]
_ROWS_AT_ONCE = 1 << 11
"""Few enough that their cells take the place of those before while the processor still has them at hand."""
_CELLS_AT_ONCE = 1 << 20
_ROWS_FIRST = 200
"""Rows with the headings, which make every column one of several kinds."""


def main() -> None:
    """Answer requests until nobody asks any more."""
    _ignore_the_keyboard()
    gc.disable()  # cells hold nothing that holds them, and looking for such among millions takes long
    for line in sys.stdin.buffer:
        request = json.loads(line)
        bound_this_process(request["megabytes"], request["seconds"])
        try:
            _answer(request, _send)
        except Refused as refused:
            _send("refused", why=refused.why, values=refused.values)
        except MemoryError:
            _send("refused", why="too_wide", values={})
            return
        except Exception:
            _send("failed", trace=traceback.format_exc())


def _send(kind: str, content: bytes = b"", **facts: object) -> None:
    """One frame; whatever it is, its size comes first."""
    out = sys.stdout.buffer
    head = {"kind": kind, "bytes": len(content), **facts}
    out.write(json.dumps(head).encode() + b"\n")
    out.write(content)
    if kind != "column":
        out.flush()


def _answer(request: dict[str, Any], send: Send) -> None:
    """The cells of every sheet or of the one asked for, and what the workbook holds besides."""
    only = request["only"]
    data = opened(Path(request["file"]).read_bytes(), request["passwords"])
    traits = ({} if data.startswith(OLE) else read_traits(data, only)) or error_traits(data)
    for sheet, found in traits.items():
        if found.too_far:
            raise Refused("too_far", sheet=sheet)
    send("warnings", codes=read_warnings(data))
    _grow(request, sum(found.filled for found in traits.values()), send)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        del data
        _send_sheets(book, only, traits, send)
    except MemoryError:
        raise
    except PasswordError:
        raise Refused("encrypted") from None
    except (CalamineError, OSError, ValueError, OverflowError):
        raise Refused("damaged") from None
    except BaseException as panic:
        # A panic of the library is no Exception, and no reason to die; one of them means no memory.
        if type(panic).__name__ != "PanicException":
            raise
        if "MemError" in str(panic):
            raise MemoryError from None
        raise Refused("damaged") from None
    send("end")


def _grow(request: dict[str, Any], filled: int, send: Send) -> None:
    """More memory and time for cells that were counted, where nobody set a limit."""
    usual = ReadingLimits(request["megabytes"], request["seconds"])
    grown = usual.of_cells(filled)
    if grown != usual:
        bound_this_process(grown.megabytes, grown.seconds)
        send("limits", megabytes=grown.megabytes, seconds=grown.seconds)


def _send_sheets(
    book: CalamineWorkbook, only: str | None, traits: dict[str, Any], send: Send
) -> None:
    names = book.sheet_names
    if only is not None and only not in names:
        raise Refused("no_sheet", sheet=only, sheets=list(names))
    if only is None and len(names) > SHEETS_MAX:
        raise Refused("too_many_sheets", sheets=len(names), most=SHEETS_MAX)
    left = CELLS_MAX
    for name in names if only is None else [only]:
        sheet = book.get_sheet_by_name(name)
        rows, columns = (end + 1 for end in sheet.end) if sheet.end else (0, 0)
        left -= rows * columns
        if left < 0:
            raise Refused("too_far", sheet=name)
        facts = traits[name].facts() if name in traits else {}
        read = min(columns, COLUMNS_MAX)
        send("sheet", name=name, rows=rows, columns=read, traits=facts)
        if rows:
            _send_columns(sheet, rows, read, send)


def _send_columns(sheet: CalamineSheet, rows: int, columns: int, send: Send) -> None:
    """Some rows at a time, so that their cells never stand in memory all at once."""
    count = max(1, min(_ROWS_AT_ONCE, _CELLS_AT_ONCE // columns))
    before = sheet.start[1] if sheet.start else 0
    cells, beyond = iter(sheet.iter_rows()), False
    some = list(islice(cells, _ROWS_FIRST))
    while some:
        rows -= len(some)
        send("rows", count=len(some))
        for _ in range(min(before, columns)):
            send("column", cells="empty")
        shown = columns - before
        for column in islice(zip(*some, strict=True), max(shown, 0)):
            kind, content = packed(column)
            send("column", content, cells=kind)
        if not beyond and any(map(any, (row[max(shown, 0) :] for row in some))):
            beyond = True
            send("beyond")
        some = list(islice(cells, count))
    assert rows == 0, "a sheet has as many rows as it says"


def _ignore_the_keyboard() -> None:
    """Ctrl-C is for the program that asks; it ends this one."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


if __name__ == "__main__":
    main()
