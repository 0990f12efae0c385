"""Which books a command works with, and as whom, as its options say."""

import sys
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from tieout.errors import TieoutError
from tieout.texts import text

if TYPE_CHECKING:
    from tieout.books.books import Books


@dataclass(frozen=True)
class SignIn:
    """As whom to act, where it is not the user of the operating system, and where the password is."""

    user: str | None = None
    password_file: Path | None = None


_AS_ONESELF = SignIn()
_SIGNED_IN = ContextVar("signed_in", default=_AS_ONESELF)


def opened_books(place: str | None, passphrase_file: Path | None) -> "Books":
    """The books of `--books`, open."""
    from tieout.books.books import open_books

    signed = signed_in()
    books = open_books(
        place,
        who=signed.user,
        password=password_of,
        passphrase=passphrase_of(place, passphrase_file),
    )
    if signed.user:
        _refuse_to_pretend(books, signed.user)
    return books


def passphrase_of(place: str | None, passphrase_file: Path | None) -> str | None:
    """The passphrase, where they are encrypted."""
    from tieout.books.place import books_url
    from tieout.books.secrets_kept import is_encrypted, passphrase

    return passphrase("books", passphrase_file) if is_encrypted(books_url(place)) else None


def typed_password(file: Path | None) -> str:
    """A new password, from a file or typed twice."""
    from tieout.books.secrets_kept import passphrase

    if file is not None:
        return passphrase("user", file)
    return str(
        typer.prompt(
            text("books_said.new_password"), hide_input=True, confirmation_prompt=True, err=True
        )
    )


def signed_in(as_whom: SignIn | None = None) -> SignIn:
    """As whom this command acts; `as_whom` settles it."""
    if as_whom is not None:
        _SIGNED_IN.set(as_whom)
    return _SIGNED_IN.get()


def password_of(who: str) -> str:
    """The password of somebody: from the file, the keyring, or the keyboard."""
    from tieout.books.secrets_kept import passphrase

    file = signed_in().password_file
    if file is not None:
        return passphrase("user", file)
    try:
        return passphrase(f"user:{who}")
    except TieoutError:
        if not sys.stdin.isatty():
            raise TieoutError("books.password_needed", who=who) from None
        return str(typer.prompt(text("books_said.password"), hide_input=True, err=True))


def _refuse_to_pretend(books: "Books", user: str) -> None:
    """Only a password makes somebody else of who sits here."""
    from tieout.books.books import operating_system_user
    from tieout.books.people import everybody

    if books.store.keeps_people:
        books.close()
        raise TieoutError("books.user_on_server")
    own = operating_system_user() == user
    if not own and not any(each.name == user and each.password for each in everybody(books)):
        books.close()
        raise TieoutError("books.user_without_password", who=user)
