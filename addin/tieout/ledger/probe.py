"""Can a workbook be opened without harm: tried in a process of its own, within limits."""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile

from tieout.errors import TieoutError

SECONDS_MAX = float(os.environ.get("TIEOUT_READ_SECONDS", "30"))
MEGABYTES_MAX = int(os.environ.get("TIEOUT_READ_MEGABYTES", "1000"))
"""Limits of reading, which the user may raise by these variables."""
_OPEN = """
import sys
try:
    import resource
    limit = int(sys.argv[2]) * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
except ImportError:
    pass
from python_calamine import CalamineWorkbook
with open(sys.argv[1], "rb") as stream:
    book = CalamineWorkbook.from_filelike(stream)
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height * sheet.total_width > 60_000_000:
            sys.exit(3)
"""


def refuse_harm(name: str, data: bytes) -> None:
    """Refuse a workbook that does not open within the limits; what else is wrong is told later."""
    with NamedTemporaryFile(suffix=".probe", delete=False) as copy:
        copy.write(data)
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", "-c", _OPEN, copy.name, str(MEGABYTES_MAX)],
            timeout=SECONDS_MAX,
            capture_output=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TieoutError("read.too_slow", file=name, seconds=f"{SECONDS_MAX:g}") from None
    finally:
        Path(copy.name).unlink()
    if done.returncode < 0 or done.returncode == 3:
        raise TieoutError("read.too_wide", file=name, megabytes=MEGABYTES_MAX)
