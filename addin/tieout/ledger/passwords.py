"""Which passwords may open a workbook: told by whoever reads it, never kept here."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

Passwords = Callable[[Path], Iterable[str]]
"""The passwords to try on a file, one after the other."""


def _none(file: Path) -> Iterable[str]:
    del file
    return ()


_set: ContextVar[Passwords] = ContextVar("passwords", default=_none)


def passwords_of(file: Path) -> Iterable[str]:
    """The passwords to try on a file."""
    return _set.get()(file)


@contextmanager
def opened_with(passwords: Passwords) -> Iterator[None]:
    """Read encrypted workbooks with these passwords for a while."""
    before = _set.set(passwords)
    try:
        yield
    finally:
        _set.reset(before)
