"""How is a workbook opened that somebody else has had in hands: trusting nothing in it."""

import io
import warnings
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import msoffcrypto
import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from tieout.errors import TieoutError

_FILE_MAX, _UNPACKED_MAX = 50 * 2**20, 200 * 2**20


def opened(file: Path, *, values: bool = False, password: str = "") -> openpyxl.Workbook:
    """The workbook, nothing in it run or followed; with `values`, what its formulas last showed."""
    content = _content(file, password)
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _UNPACKED_MAX:
                raise TieoutError("statement.error.too_big", file=file.name)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(io.BytesIO(content), data_only=values, keep_links=False)
    except (
        BadZipFile,
        InvalidFileException,
        KeyError,
        ValueError,
        SyntaxError,
        TypeError,
    ) as error:
        raise TieoutError("statement.error.unreadable_file", file=file.name, why=error) from error


def _content(file: Path, password: str) -> bytes:
    try:
        if file.stat().st_size > _FILE_MAX:
            raise TieoutError("statement.error.too_big", file=file.name)
        content = file.read_bytes()
    except OSError as error:
        why = error.strerror or error
        raise TieoutError("statement.error.unreadable_file", file=file.name, why=why) from error
    return _decrypted(content, file, password) if content[:4] == b"\xd0\xcf\x11\xe0" else content


def _decrypted(content: bytes, file: Path, password: str) -> bytes:
    if not password:
        raise TieoutError("statement.error.encrypted", file=file.name)
    out = io.BytesIO()
    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(content))
        office.load_key(password=password)
        office.decrypt(out)
    except Exception as error:  # the library raises its own and others' for a wrong password
        raise TieoutError("statement.error.encrypted", file=file.name) from error
    return out.getvalue()
