"""Who is at the books: on a server who signed in there, else the user of the operating system, with a password where one was set."""

from collections.abc import Callable

from sqlalchemy import Connection

from tieout.books.people import people
from tieout.errors import TieoutError

AskPassword = Callable[[str], str]
"""Gets the password of a person, from a file, the keyring or the keyboard."""


def check_password(connection: Connection, who: str, ask: AskPassword | None) -> None:
    """Refuse somebody whose password is set and was not given rightly."""
    person = people(connection).get(who)
    if person is None or not person.active or not person.password:
        return
    if ask is None:
        raise TieoutError("books.password_needed", who=who)
    from argon2 import PasswordHasher
    from argon2.exceptions import VerificationError

    try:
        PasswordHasher().verify(person.password, ask(who))
    except VerificationError:
        raise TieoutError("books.wrong_password", who=who) from None
