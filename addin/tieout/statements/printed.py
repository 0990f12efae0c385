"""Which PDF was printed of which workbook: a register beside the statements, only ever added to."""

import re
from codecs import BOM_UTF16_BE
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from hashlib import sha256
from pathlib import Path

from tieout.statements.register import add_rows, read_rows

FILE = "printed.csv"
_TITLE = re.compile(rb"/Title\s*(?:<([0-9A-Fa-f\s]*)>|\(((?:[^()\\]|\\.)*)\))", re.DOTALL)


@dataclass(frozen=True)
class PrintedStatement:
    """One printed file and the workbook it was printed of, each with its SHA-256."""

    file: str
    file_hash: str
    workbook: str
    workbook_hash: str


COLUMNS = tuple(field.name for field in fields(PrintedStatement))


def add_printed(workbooks: Sequence[Path], printed: Sequence[Path]) -> None:
    """Register what was printed, in the folder of the workbooks."""
    by_folder: dict[Path, list[tuple[str, ...]]] = {}
    for workbook, file in zip(workbooks, printed, strict=True):
        line = PrintedStatement(file.name, hash_of(file), workbook.name, hash_of(workbook))
        by_folder.setdefault(workbook.parent, []).append(astuple(line))
    for folder, rows in by_folder.items():
        add_rows(folder / FILE, COLUMNS, rows)


def read_printed(folder: Path) -> list[PrintedStatement]:
    """Everything printed in a folder, oldest first."""
    return [PrintedStatement(*row) for row in read_rows(folder / FILE, COLUMNS)]


def hash_of(file: Path) -> str:
    """The SHA-256 of a file."""
    return sha256(file.read_bytes()).hexdigest()


def numbers_printed(content: bytes) -> set[str]:
    r"""What a PDF may say its number is: its own title, and those of its bookmarks.

    >>> numbers_printed(b"<</Title<FEFF0044005A002D0037002000610062>>>")
    {'DZ-7'}
    >>> numbers_printed(rb"/Title(DZ-\(7\) ab)"), numbers_printed(b"no PDF")
    ({'DZ-(7)'}, set())
    """
    return {_title(found).rpartition(" ")[0] for found in _TITLE.finditer(content)}


def _title(found: re.Match[bytes]) -> str:
    written = _from_hex(found[1]) if found[2] is None else re.sub(rb"\\(.)", rb"\1", found[2])
    wide = written.startswith(BOM_UTF16_BE)
    return written[2:].decode("utf-16-be", "replace") if wide else written.decode("latin-1")


def _from_hex(digits: bytes) -> bytes:
    plain = b"".join(digits.split())
    return bytes.fromhex((plain + b"0" * (len(plain) % 2)).decode("ascii"))
