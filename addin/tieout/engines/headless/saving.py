"""How is a workbook written: beside the old file, safely on the disk, then in its place."""

from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.writer.excel import ExcelWriter

from tieout.engines.headless.opening import Opened
from tieout.errors import TieoutError
from tieout.saving import whole_file

_KINDS = {
    ".xlsx": (False, False),
    ".xlsm": (True, False),
    ".xltx": (False, True),
    ".xltm": (True, True),
}
"""Which files can be written: with macros or not, a template or not."""


def save_workbook(opened: Opened, changes: dict[Any, set[str]], target: Path) -> None:
    """Writes the workbook; on any failure the file there stays as it was."""
    del changes
    _refuse_kind(opened, target)
    macros, template = _KINDS[target.suffix.lower()]
    opened.workbook.template = template
    kept = opened.workbook.vba_archive
    if not macros:
        opened.workbook.vba_archive = None
    opened.workbook.calculation.fullCalcOnLoad = True
    try:
        with whole_file(target) as beside, ZipFile(beside, "w", ZIP_DEFLATED) as archive:
            ExcelWriter(opened.workbook, archive).write_data()
    finally:
        opened.workbook.vba_archive = kept


def _refuse_kind(opened: Opened, target: Path) -> None:
    kind = target.suffix.lower()
    if kind not in _KINDS:
        raise TieoutError("engine.unknown_kind", file=target.name, kinds="、".join(_KINDS))
    if opened.workbook.vba_archive is not None and not _KINDS[kind][0]:
        raise TieoutError("engine.loses_macros", file=target.name)
