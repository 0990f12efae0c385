"""Which files of a folder of exports are new, and what cells do they hold."""

from collections.abc import Collection, Iterator
from hashlib import sha256
from pathlib import Path

from tieout.collecting.fetched import Fetched
from tieout.collecting.source_file import FolderSource
from tieout.errors import TieoutError
from tieout.ledger.bank.recognition import read_bank_file
from tieout.ledger.files import read_sheets
from tieout.ledger.headers import find_header
from tieout.progress import Progress

_UNFINISHED = (".part", ".tmp", ".crdownload", ".partial", ".download")


def new_files(source: FolderSource, known: Collection[str]) -> list[tuple[Path, str]]:
    """The files whose content was never collected, oldest first, with the hash of their content."""
    if not source.path.is_dir():
        raise TieoutError("collecting.no_folder", name=source.name, folder=source.path)
    found: dict[str, Path] = {}
    for file in sorted(_files(source), key=lambda each: (each.stat().st_mtime_ns, each.name)):
        try:
            content = sha256(file.read_bytes()).hexdigest()
        except OSError as error:
            raise TieoutError(
                "collecting.file", name=source.name, file=file.name, found=error.strerror
            ) from None
        if content not in known:
            found.setdefault(content, file)
    return [(file, content) for content, file in found.items()]


def fetch_folder(
    source: FolderSource, known: Collection[str], progress: Progress, files_max: int | None = None
) -> Iterator[Fetched | tuple[str, TieoutError]]:
    """The cells of every new file, or why one could not be read; the others go on."""
    files = new_files(source, known)[:files_max]
    for place, (file, content) in enumerate(files):
        progress("collecting", place / len(files))
        try:
            yield _cells(source, file, content)
        except TieoutError as error:
            yield file.name, error


def _files(source: FolderSource) -> Iterator[Path]:
    for file in source.path.glob(source.pattern):
        hidden = file.name.startswith((".", "~$"))
        if file.is_file() and not hidden and not file.name.lower().endswith(_UNFINISHED):
            yield file


def _cells(source: FolderSource, file: Path, content: str) -> Fetched:
    """The one sheet that has headings, or the one named; a bank's file as the sheet it becomes."""
    statement = None if source.profile else read_bank_file(file, source.sheet, source.currency)
    if statement is not None:
        assert statement.source.cells is not None
        return Fetched(file.name, statement.source.cells, content)
    sheets = read_sheets(file, source.sheet).cells
    if len(sheets) > 1:
        sheets = {n: c for n, c in sheets.items() if find_header(c, source.profile)} or sheets
    if len(sheets) > 1:
        raise TieoutError("read.several_sheets", file=file.name, sheets=list(sheets))
    ((sheet, cells),) = sheets.items()
    return Fetched(file.name, cells, content, sheet)
