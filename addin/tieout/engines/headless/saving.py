"""May a workbook be saved where it is asked for: not where the file there would lose something."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from tieout.engines.headless.carrying import Lost
from tieout.engines.headless.opening import Opened
from tieout.engines.headless.parts import TYPES_PART, Package
from tieout.engines.headless.writing import write_package
from tieout.errors import TieoutError
from tieout.saving import whole_file
from tieout.texts import Language, text

_KINDS = {
    ".xlsx": (False, False),
    ".xlsm": (True, False),
    ".xltx": (False, True),
    ".xltm": (True, True),
}
"""Which files can be written: with macros or not, a template or not."""
_COMPRESSION = 4
"""Half the time of the usual 6 for files a twentieth larger."""


@dataclass(frozen=True)
class LostParts:
    """What a file would lose, in both languages, each part with its sheet."""

    lost: tuple[Lost, ...]

    @property
    def zh(self) -> str:
        """In Chinese."""
        return "、".join(_said(one, "zh") for one in self.lost)

    @property
    def en(self) -> str:
        """In English."""
        return ", ".join(_said(one, "en") for one in self.lost)


def save_workbook(opened: Opened, changes: Mapping[Any, Collection[str]], target: Path) -> None:
    """Writes the workbook; on any failure the file there stays as it was."""
    _refuse_kind(opened, target)
    macros, template = _KINDS[target.suffix.lower()]
    opened.workbook.calculation.fullCalcOnLoad = True
    written = write_package(opened, changes, macros=macros, template=template)
    if written.lost and _is_source(opened, target):
        parts = LostParts(tuple(written.lost))
        raise TieoutError("engine.would_damage", file=target.name, parts=parts)
    with whole_file(target) as beside:
        _write(written.package, beside)


def _write(package: Package, file: Path) -> None:
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=_COMPRESSION) as archive:
        for part in sorted(package.parts, key=lambda part: part != TYPES_PART):
            archive.writestr(part, package.parts[part])


def _said(one: Lost, language: Language) -> str:
    part = text(f"engine.part.{one.kind}", language)
    if not one.sheet:
        return part
    return text("engine.part_on_sheet", language, part=part, sheet=one.sheet)


def _is_source(opened: Opened, target: Path) -> bool:
    source = opened.source
    return source is not None and source.exists() and target.exists() and source.samefile(target)


def _refuse_kind(opened: Opened, target: Path) -> None:
    kind = target.suffix.lower()
    if kind not in _KINDS:
        raise TieoutError("engine.unknown_kind", file=target.name, kinds=list(_KINDS))
    if opened.has_macros and not _KINDS[kind][0]:
        raise TieoutError("engine.loses_macros", file=target.name)
