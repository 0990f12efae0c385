"""Where may a result be written: asked before the work begins, so that no work is lost."""

import json
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tieout.errors import TieoutError
from tieout.saving import whole_file

STANDARD_OUTPUT = Path("-")
"""`--json -` writes to standard output."""


def check_target(target: Path, inputs: Iterable[Path], suffixes: tuple[str, ...] = ()) -> None:
    """Refuse a target that cannot be written, that is open, or that would replace an input."""
    if target == STANDARD_OUTPUT and not suffixes:
        return
    if suffixes and target.suffix.lower() not in suffixes:
        raise TieoutError("cli.unknown_extension", file=target, known=list(suffixes))
    if target.is_dir():
        raise TieoutError("cli.target_is_folder", file=target)
    if not target.parent.is_dir():
        raise TieoutError("cli.no_folder", folder=target.parent, file=target.name)
    if any(_same_file(target, one) for one in inputs):
        raise TieoutError("cli.target_is_input", file=target)
    for mark in (f"~${target.name}", f".~lock.{target.name}#"):
        if (target.parent / mark).exists():
            raise TieoutError("cli.target_is_open", file=target, mark=mark)
    if not _writable(target):
        raise TieoutError("cli.target_not_writable", file=target)


def write_json(document: Mapping[str, Any], target: Path) -> None:
    """Write a document whole or not at all; `-` is standard output."""
    written = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    if target == STANDARD_OUTPUT:
        sys.stdout.write(written)
        return
    with whole_file(target) as beside:
        beside.write_text(written, encoding="utf-8")


def _same_file(target: Path, other: Path) -> bool:
    """The same file under whatever name: a link, another spelling."""
    try:
        return target.samefile(other)
    except OSError:
        return False


def _writable(target: Path) -> bool:
    """A file that exists opens for writing; one that does not may be made in its folder.

    On Windows a file that Excel holds open refuses; elsewhere only its lock file tells.
    """
    if not target.exists():
        return os.access(target.parent, os.W_OK)
    try:
        with target.open("r+b"):
            return os.access(target.parent, os.W_OK)
    except OSError:
        return False
