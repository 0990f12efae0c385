"""Is a file a workbook: what is none is refused with its reason, before a program tries to open it."""

from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from msoffcrypto import OfficeFile
from msoffcrypto.exceptions import FileFormatError

from tieout.errors import TieoutError

EXPANDED_MAX = 2 * 2**30
"""Bytes of all parts together; more than that was made to harm."""
_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0"


def workbook_content(path: Path, *, old_too: bool = False) -> bytes:
    """What a workbook's file holds; `old_too` where the program can open an .xls."""
    content = _bytes_of(path)
    if content.startswith(_OLE):
        _refuse_old(path, content, old_too=old_too)
    elif content.startswith(_ZIP):
        _refuse_bombs(path, content)
    else:
        raise TieoutError("engine.no_workbook", file=path.name)
    return content


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise TieoutError(
            "engine.unreadable", file=path.name, why=error.strerror or error
        ) from error


def _refuse_old(path: Path, content: bytes, *, old_too: bool) -> None:
    """An .xls and a workbook with a password begin alike."""
    try:
        locked = OfficeFile(BytesIO(content)).is_encrypted()
    except (FileFormatError, OSError) as error:
        raise TieoutError("engine.damaged", file=path.name, why=error) from error
    if locked:
        raise TieoutError("engine.locked", file=path.name)
    if not old_too:
        raise TieoutError("engine.old", file=path.name)


def _refuse_bombs(path: Path, content: bytes) -> None:
    try:
        with ZipFile(BytesIO(content)) as archive:
            expanded = sum(entry.file_size for entry in archive.infolist())
    except BadZipFile as error:
        raise TieoutError("engine.damaged", file=path.name, why=error) from error
    if expanded > EXPANDED_MAX:
        raise TieoutError("engine.too_large", file=path.name, limit=EXPANDED_MAX >> 20)
