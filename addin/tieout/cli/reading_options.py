"""Within which limits, and with which passwords, are files read: options anywhere on the command line."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from getpass import getpass
from pathlib import Path

from tieout.errors import TieoutError
from tieout.ledger.passwords import Passwords, opened_with
from tieout.ledger.reading_limits import ReadingLimits, limits_of, positive, reading_limits
from tieout.texts import text

OPTIONS = ("--read-memory", "--read-seconds", "--password-from")
SERVICE = "tieout"
_TRIES = 3


@contextmanager
def reading_as_told(options: Sequence[tuple[str, str]]) -> Iterator[None]:
    """Read as the options say; without a source of passwords, ask where somebody can answer."""
    limits, sources = reading_limits(), []
    for name, value in options:
        if name == "--password-from":
            sources.append(password_source(value))
        elif name == "--read-memory":
            limits = ReadingLimits(int(positive(name, value)), limits.seconds)
        else:
            limits = ReadingLimits(limits.megabytes, positive(name, value))
    if not sources and sys.stdin is not None and sys.stdin.isatty():
        sources = [_asked]
    with limits_of(limits), opened_with(_one_after_the_other(sources)):
        yield


def options_taken(arguments: Sequence[str]) -> tuple[list[tuple[str, str]], list[str]]:
    """The options of reading with their values, and the arguments without them.

    >>> options_taken(["read", "--read-memory=2000", "a.xlsx", "--password-from", "env:PW"])
    ([('--read-memory', '2000'), ('--password-from', 'env:PW')], ['read', 'a.xlsx'])
    """
    taken: list[tuple[str, str]] = []
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        name, equals, value = word.partition("=")
        if word == "--":
            return taken, [*rest, word, *words]
        if name in OPTIONS:
            taken.append((name, value if equals else next(words, "")))
        else:
            rest.append(word)
    return taken, rest


def password_source(written: str) -> Passwords:
    """Where passwords come from, as it is written: file:FILE, env:NAME, keyring:NAME or prompt.

    A password itself is never an option, as others on the machine can read a command line.
    """
    kind, _, place = written.partition(":")
    if written == "prompt":
        return _asked
    if kind == "env" and place:
        return lambda _: [_given(written, os.environ.get(place, ""))]
    if kind == "file" and place:
        return lambda _: _lines(written, Path(place))
    if kind == "keyring" and place:
        return lambda _: [_given(written, _kept(place))]
    raise TieoutError("cli.unknown_password_source")


def _one_after_the_other(sources: Sequence[Passwords]) -> Passwords:
    return lambda file: (password for source in sources for password in source(file))


def _asked(file: Path) -> Iterator[str]:
    """Typed without being shown; nothing typed is no answer."""
    for _ in range(_TRIES):
        password = getpass(text("cli.ask_password", file=file.name) + " ")
        if not password:
            return
        yield password


def _lines(written: str, file: Path) -> list[str]:
    """Each line is a password, for files of several senders."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError):
        lines = []
    return [_given(written, next(filter(None, lines), "")), *list(filter(None, lines))[1:]]


def _kept(name: str) -> str:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, name) or ""
    except KeyringError:
        return ""


def _given(written: str, password: str) -> str:
    if not password:
        raise TieoutError("cli.no_password", source=written)
    return password
