"""How are many workbooks turned into PDF by LibreOffice, in one process for all of them."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tieout.errors import TieoutError
from tieout.progress import Progress, silent
from tieout.texts import first_of

_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_AT_ONCE_MAX = 250
_START_SECONDS, _FILE_SECONDS = 90, 20
_SYSTEM_FONTS = Path("/etc/fonts/fonts.conf")
_FONTS = {
    ("Microsoft YaHei", "微软雅黑", "SimHei", "黑体"): "Noto Sans CJK SC",
    ("SimSun", "宋体", "NSimSun", "新宋体"): "Noto Serif CJK SC",
    ("Arial",): "Liberation Sans",
}
"""What stands in for a font that this machine does not have."""
_ONE_AFTER_THE_OTHER = {
    "MAX_CONCURRENCY": "1",
    "MALLOC_MMAP_THRESHOLD_": str(1 << 30),
    "MALLOC_TRIM_THRESHOLD_": str(1 << 30),
    "MALLOC_TOP_PAD_": str(1 << 24),
}
"""Small workbooks in turn: threads and memory given back after each cost a fifth of the time."""


def to_pdf(workbooks: Sequence[Path], progress: Progress = silent) -> list[Path]:
    """A PDF beside each workbook, in the same order."""
    return convert_all(workbooks, "pdf", progress)


def convert_all(
    workbooks: Sequence[Path], kind: str, progress: Progress = silent, folder: Path | None = None
) -> list[Path]:
    """Each workbook converted, beside it or in a folder; nothing is left behind where one fails."""
    office = office_program()
    with tempfile.TemporaryDirectory(prefix="tieout-") as place:
        made: list[Path] = []
        _write_profile(Path(place) / "profile")
        for start in range(0, len(workbooks), _AT_ONCE_MAX):
            progress("printing", start / len(workbooks))
            some = workbooks[start : start + _AT_ONCE_MAX]
            made += _converted(office, some, Path(place), kind, start)
        missing = [
            book.name for book, file in zip(workbooks, made, strict=True) if not file.exists()
        ]
        if missing:
            raise TieoutError("statement.error.not_printed", files=first_of(missing))
        targets = [(folder or book.parent) / f"{book.stem}.{kind}" for book in workbooks]
        for file, target in zip(made, targets, strict=True):
            shutil.move(file, target)
    progress("printing", 1.0)
    return targets


def office_program() -> str:
    """Where LibreOffice is."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    found = found or next((place for place in _PLACES if os.path.exists(place)), None)  # noqa: PTH110
    if found is None:
        raise TieoutError("statement.error.no_office")
    return found


def _converted(
    office: str, workbooks: Sequence[Path], place: Path, kind: str, start: int
) -> list[Path]:
    """Where the converted files are; copies under plain numbers, as no name may read as an option."""
    source, target = place / "in", place / "out"
    source.mkdir(exist_ok=True)
    copies = [source / f"{start + at:06}{book.suffix}" for at, book in enumerate(workbooks)]
    for book, copy in zip(workbooks, copies, strict=True):
        shutil.copyfile(book, copy)
    command = [
        office,
        f"-env:UserInstallation={(place / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        kind,
        "--outdir",
        str(target),
        *map(str, copies),
    ]
    seconds = _START_SECONDS + _FILE_SECONDS * len(copies)
    try:
        subprocess.run(  # noqa: S603  # our own words
            command,
            check=False,
            capture_output=True,
            timeout=seconds,
            env=_surroundings(place / "profile"),
        )
    except subprocess.TimeoutExpired as error:
        raise TieoutError("statement.error.office_hangs", seconds=seconds) from error
    for copy in copies:
        copy.unlink()
    return [target / f"{copy.stem}.{kind}" for copy in copies]


def _write_profile(profile: Path) -> None:
    """Settings of our own, so that the user's LibreOffice may be open; formulas are calculated anew."""
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_SETTINGS, encoding="utf-8")
    (profile / "fonts.conf").write_text(_font_settings(), encoding="utf-8")


def _surroundings(profile: Path) -> dict[str, str]:
    """The environment of the program: Chinese glyphs, not Japanese ones, and our stand-in fonts."""
    given = {**os.environ, **_ONE_AFTER_THE_OTHER, "LANG": "zh_CN.UTF-8", "LC_ALL": "zh_CN.UTF-8"}
    if _SYSTEM_FONTS.exists():
        given["FONTCONFIG_FILE"] = str(profile / "fonts.conf")
    return given


def _font_settings() -> str:
    rules = "".join(
        f'<match target="pattern"><test qual="any" name="family"><string>{asked}</string></test>'
        f'<edit name="family" mode="append" binding="same"><string>{instead}</string></edit></match>'
        for names, instead in _FONTS.items()
        for asked in names
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig><include>{_SYSTEM_FONTS}</include>{rules}</fontconfig>"
    )


_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
