"""How does the command line begin and end: in whose language, with which message and exit status."""

import gc
import os
import sys
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn, TextIO

from typer import Abort, TyperException

from tieout.cli.app import command_tree
from tieout.cli.languages import chosen_language
from tieout.cli.reading_options import options_taken, reading_as_told
from tieout.cli.wrong_use import wrong_use
from tieout.errors import TieoutError
from tieout.progress import CancelledError
from tieout.texts import Language, text

WRONG, FAILED, CANCELLED = 2, 70, 130
"""Exit statuses: wrong use or unreadable input; our own mistake (EX_SOFTWARE); Ctrl-C."""
_OBJECTS_BETWEEN_LOOKS = 50_000
"""Starting makes hundreds of thousands of objects that all stay; to look every 700 whether some went takes a tenth."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit status."""
    gc.set_threshold(_OBJECTS_BETWEEN_LOOKS)
    for stream in (sys.stdout, sys.stderr):
        _never_fail_on_a_character(stream)
    sys.exit(status_of(sys.argv[1:] if arguments is None else arguments))


def status_of(arguments: Sequence[str]) -> int:
    """Run one command; whatever happens, say one clear thing and return the exit status."""
    try:
        language, rest = chosen_language(arguments)
    except TieoutError as error:
        return _end(str(error), WRONG)
    with _speaking(language):
        return _run(rest, language)


def _run(arguments: Sequence[str], language: Language) -> int:
    try:
        reading, rest = options_taken(arguments)
        with reading_as_told(reading):
            status = command_tree(language).main(
                rest or ["--help"], prog_name="tieout", standalone_mode=False
            )
        sys.stdout.flush()  # a reader that went away is met here, not after the last line
    except CancelledError as error:
        return _end(error.message(language), CANCELLED)
    except (KeyboardInterrupt, Abort):
        return _cancelled()
    except TieoutError as error:
        return _end(error.message(language), WRONG)
    except TyperException as error:
        return _end(wrong_use(error, language), WRONG)
    except (BrokenPipeError, SystemExit):  # the library leaves by itself where a pipe is closed
        return _reader_gone()
    except Exception:
        return _end(text("cli.failed", language, file=_details()), FAILED)
    return _cancelled() if status == CANCELLED else int(status or 0)


def _end(message: str, status: int) -> int:
    with suppress(BrokenPipeError):
        print(message, file=sys.stderr)
    return status


def _cancelled() -> int:
    return _end(str(CancelledError()), CANCELLED)


def _reader_gone() -> int:
    """`tieout read … | head` is no failure; nothing more can be said on that pipe."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _details() -> Path:
    """The file that tells those who mend us what went wrong."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", prefix="tieout-", suffix=".txt", delete=False
    ) as file:
        file.write(traceback.format_exc())
    return Path(file.name)


@contextmanager
def _speaking(language: Language) -> Iterator[None]:
    """Every text asked for without a language is in this one."""
    before = os.environ.get("TIEOUT_LANGUAGE")
    os.environ["TIEOUT_LANGUAGE"] = language
    try:
        yield
    finally:
        if before is None:
            del os.environ["TIEOUT_LANGUAGE"]
        else:
            os.environ["TIEOUT_LANGUAGE"] = before


def _never_fail_on_a_character(stream: TextIO) -> None:
    """A console that cannot show a character shows `?` rather than nothing."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
