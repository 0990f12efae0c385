"""How is a file saved so that, whatever happens, the old one or the whole new one is there."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkstemp

from tieout.errors import TieoutError

PREFIX = ".tieout-"
FORGOTTEN_SECONDS = 3600
"""Nobody is still writing a file that was not written to for so long: its program was killed."""


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """A file beside the target to write to; at the end it is on the disk and in the target's place.

    Where the writing fails or is cancelled the target stays as it was. The new file is as readable
    as the old one, or as any new file. What a killed program left beside the target goes.
    """
    _sweep(target.parent)
    try:
        handle, name = mkstemp(prefix=PREFIX, suffix=target.suffix, dir=target.parent)
    except OSError as error:
        raise _not_saved(target, error) from error
    os.close(handle)
    beside = Path(name)
    try:
        yield beside
        _to_the_disk(beside)
        beside.chmod(_mode(target))
        beside.replace(target)
    except OSError as error:
        raise _not_saved(target, error) from error
    finally:
        beside.unlink(missing_ok=True)
    with suppress(OSError):  # some systems open no folder
        _to_the_disk(target.parent)


def _sweep(folder: Path) -> None:
    """Our unfinished files of programs that are gone; another's running save is left alone."""
    for left in folder.glob(f"{PREFIX}*"):
        with suppress(OSError):  # somebody else may have swept it
            if left.is_file() and left.stat().st_mtime < time.time() - FORGOTTEN_SECONDS:
                left.unlink()


def _not_saved(target: Path, error: OSError) -> TieoutError:
    return TieoutError("saving.failed", file=target, why=error.strerror or error)


def _to_the_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _mode(target: Path) -> int:
    if target.exists():
        return target.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
