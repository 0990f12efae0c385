"""A real spreadsheet program for the tests: LibreOffice recalculates, prints and draws what we made."""

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

needs_office = [
    pytest.mark.calc,
    pytest.mark.skipif(
        shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed"
    ),
]
"""`pytestmark = needs_office` in a module, or `@pytest.mark.calc` beside the skip."""

_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/Product"><prop oor:name="ooSetupLastVersion" oor:op="fuse"><value>99.9</value></prop></item>
</oor:items>
"""
"""A LibreOffice newer than its profile tries its graphics first, for a second of processor."""


def recalculated(workbook: Path, folder: Path) -> openpyxl.Workbook:
    """The workbook with the values LibreOffice calculates, errors included as `#REF!` and so on."""
    return openpyxl.load_workbook(convert(workbook, folder, "xlsx"), data_only=True)


def pictures(workbook: Path, folder: Path, dpi: int = 70) -> list[Path]:
    """Every printed page as a PNG, in order."""
    pdf = convert(workbook, folder, "pdf")
    subprocess.run(["pdftoppm", "-png", "-r", str(dpi), pdf, folder / pdf.stem], check=True)
    return sorted(folder.glob(f"{pdf.stem}-*.png"))


def convert(workbook: Path, folder: Path, kind: str) -> Path:
    """The workbook written anew by LibreOffice; every call has a profile of its own."""
    target = folder / kind
    target.mkdir(parents=True, exist_ok=True)
    profile = target / "profile"
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            target,
            workbook,
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    shutil.rmtree(profile, ignore_errors=True)
    return target / f"{workbook.stem}.{kind}"
