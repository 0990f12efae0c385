"""What cells does a workbook hold, whether xlsx, xlsm, xlsb, xls or ods."""

import gc
import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import msoffcrypto
import numpy as np
import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from tieout.errors import TieoutError
from tieout.ledger.cleaning.texts import arrow_texts, text_series
from tieout.ledger.probe import refuse_harm
from tieout.ledger.sheet_traits import SheetTraits
from tieout.ledger.workbook_traits import read_traits

OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
UNPACKED_MAX = 2_000_000_000
"""Bytes a workbook may unpack to."""
RATIO_MAX = 200
"""How many times its size a part of a workbook may unpack to, beyond the first megabytes."""
_RATIO_FROM = 50_000_000

Workbook = tuple[Mapping[str, pd.DataFrame], Mapping[str, SheetTraits]]


def read_workbook(name: str, data: bytes, only: str | None) -> Workbook:
    """The cells of every sheet or of the one asked for, and what the sheets hold besides."""
    if data.startswith(OLE):
        _refuse_encrypted(name, data)
        refuse_harm(name, data)
        return _cells_of_sheets(name, data, only), {}
    _refuse_bombs(name, data)
    traits = read_traits(data)
    if not traits:
        refuse_harm(name, data)
    for sheet, found in traits.items():
        if found.too_far and only in (None, sheet):
            raise TieoutError("read.too_far", file=name, sheet=sheet)
    return _cells_of_sheets(name, data, only), traits


def _refuse_encrypted(name: str, data: bytes) -> None:
    try:
        encrypted = msoffcrypto.OfficeFile(io.BytesIO(data)).is_encrypted()
    except Exception:  # the library raises of its own on anything that is no Office file
        raise TieoutError("read.not_a_spreadsheet", file=name, kind="OLE") from None
    if encrypted:
        raise TieoutError("read.encrypted", file=name)


def _refuse_bombs(name: str, data: bytes) -> None:
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise TieoutError("read.damaged", file=name) from None
    size = sum(part.file_size for part in parts)
    swollen = any(
        part.file_size > _RATIO_FROM and part.file_size > RATIO_MAX * max(part.compress_size, 1)
        for part in parts
    )
    if size > UNPACKED_MAX or swollen:
        raise TieoutError("read.too_large", file=name, megabytes=size // 1_000_000)
    if not any(
        part.filename.endswith(("workbook.xml", "workbook.bin", "content.xml")) for part in parts
    ):
        raise TieoutError("read.not_a_spreadsheet", file=name, kind="ZIP")


def _cells_of_sheets(name: str, data: bytes, only: str | None) -> dict[str, pd.DataFrame]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        if only is not None and only not in book.sheet_names:
            raise TieoutError(
                "read.no_sheet", file=name, sheet=only, sheets="、".join(book.sheet_names)
            )
        wanted = [only] if only is not None else book.sheet_names
        return {sheet: _cells(book, sheet) for sheet in wanted}
    except PasswordError:
        raise TieoutError("read.encrypted", file=name) from None
    except (CalamineError, OSError, ValueError, OverflowError):
        raise TieoutError("read.damaged", file=name) from None
    except BaseException as panic:
        # A panic of the library is no Exception, and no reason to die.
        if type(panic).__name__ != "PanicException":
            raise
        raise TieoutError("read.damaged", file=name) from None


def _cells(book: CalamineWorkbook, sheet: str) -> pd.DataFrame:
    """The cells column by column, None where empty."""
    with _no_collection():
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        columns = {place: _column(values) for place, values in enumerate(zip(*rows, strict=True))}
    return pd.DataFrame(columns, index=range(len(rows)), copy=False)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Without the garbage collector, which would visit every cell again and again."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _column(values: tuple[object, ...]) -> pd.Series:
    """A column of nothing but texts as texts, any other as it was."""
    column = np.empty(len(values), dtype=object)
    column[:] = values
    column[column == ""] = None
    cells = pd.Series(column, dtype=object)
    texts = arrow_texts(cells)
    return cells if texts is None or texts.null_count == len(texts) else text_series(texts)
