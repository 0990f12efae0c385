"""With which settings does a LibreOffice of our own run, whatever the user's own is set to."""

import os
from contextlib import suppress
from pathlib import Path

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
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/Product"><prop oor:name="ooSetupLastVersion" oor:op="fuse"><value>99.9</value></prop></item>
</oor:items>
"""
"""Formulas are calculated anew. A LibreOffice newer than its profile tries its graphics first, for half a second."""


def write_profile(profile: Path, program: str) -> None:
    """A profile of our own, so that the user's LibreOffice may be open."""
    user = profile / "user"
    (user / "extensions").mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    # A profile that does not know the build makes LibreOffice look for extensions and start twice.
    (user / "extensions" / "buildid").write_text(_build_of(program), encoding="utf-8")
    (profile / "fonts.conf").write_text(_font_settings(), encoding="utf-8")


def surroundings(profile: Path) -> dict[str, str]:
    """The environment of the program: Chinese glyphs, not Japanese ones, and our stand-in fonts."""
    given = {**os.environ, **_ONE_AFTER_THE_OTHER, "LANG": "zh_CN.UTF-8", "LC_ALL": "zh_CN.UTF-8"}
    if _SYSTEM_FONTS.exists():
        given["FONTCONFIG_FILE"] = str(profile / "fonts.conf")
    return given


def _build_of(program: str) -> str:
    """What LibreOffice calls its build, beside the program; nothing where it says so elsewhere."""
    folder = Path(program).resolve().parent
    for file in ("versionrc", "version.ini", "../Resources/versionrc"):
        with suppress(OSError):
            lines = (folder / file).read_text(encoding="utf-8", errors="replace").splitlines()
            builds = [line.partition("=")[2] for line in lines if line.startswith("buildid=")]
            return "".join(builds[:1])
    return ""


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
