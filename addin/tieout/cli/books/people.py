"""Who may work with the books: `tieout books users`, and the sign-in before any command."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tieout.cli.books.opened import SignIn, opened_books, signed_in, typed_password
from tieout.cli.books.options import Json, Passphrase, Place, Reason
from tieout.cli.books.printing import print_json, print_table, say
from tieout.cli.help_texts import SpokenCommand, SpokenGroup
from tieout.errors import TieoutError
from tieout.texts import text

if TYPE_CHECKING:
    from tieout.books.people import Role

Name = Annotated[str, typer.Argument(metavar="NAME", help="books_help.person")]
RoleName = Annotated[
    str, typer.Argument(metavar="viewer|preparer|reviewer|administrator", help="books_help.role")
]
Groups = Annotated[
    list[str] | None, typer.Option("--group", metavar="GROUP", help="books_help.group")
]
PasswordFile = Annotated[
    Path | None, typer.Option("--password-file", metavar="FILE", help="books_help.new_password")
]


def sign_in(
    user: Annotated[
        str | None,
        typer.Option(
            "--user",
            metavar="NAME",
            envvar="TIEOUT_USER",
            show_envvar=False,
            help="books_help.user",
        ),
    ] = None,
    password_file: Annotated[
        Path | None,
        typer.Option(
            "--password-file",
            metavar="FILE",
            envvar="TIEOUT_PASSWORD_FILE",
            show_envvar=False,
            help="books_help.password_file",
        ),
    ] = None,
) -> None:
    """Who acts; by default the user of the operating system."""
    signed_in(SignIn(user, password_file))


def list_(
    place: Place = None, json_wanted: Json = False, passphrase_file: Passphrase = None
) -> None:
    """Everybody, with role and customer groups."""
    from tieout.books.people import everybody

    with opened_books(place, passphrase_file) as opened:
        found = everybody(opened)
    if json_wanted:
        print_json([asdict(each) | {"password": bool(each.password)} for each in found])
        return
    if not found:
        say("nobody_listed")
        return
    print_table(
        ("who", "role", "groups", "password", "listed"),
        [
            [
                each.name,
                text(f"role.{each.role}"),
                ", ".join(each.groups) or text("books_said.all_groups"),
                text("books_said.yes") if each.password else "",
                text("books_said.yes" if each.active else "books_said.no"),
            ]
            for each in found
        ],
    )


def add(
    name: Name,
    place: Place = None,
    role: Annotated[
        str,
        typer.Option(metavar="viewer|preparer|reviewer|administrator", help="books_help.role"),
    ] = "viewer",
    group: Groups = None,
    password_file: PasswordFile = None,
    reason: Reason = "",
    passphrase_file: Passphrase = None,
) -> None:
    """List a person."""
    from tieout.books.people import add_person

    password = typed_password(password_file) if password_file else ""
    with opened_books(place, passphrase_file) as opened:
        new = add_person(opened, name, _role(role), group or (), password=password, reason=reason)
        said = "person_may_sign_in" if opened.store.keeps_people else "person_listed"
    say(said, name=new.name, role=text(f"role.{new.role}"))


def role(
    name: Name,
    role_name: RoleName,
    place: Place = None,
    group: Groups = None,
    every_customer: Annotated[
        bool, typer.Option("--every-customer", help="books_help.every_customer")
    ] = False,
    reason: Reason = "",
    passphrase_file: Passphrase = None,
) -> None:
    """Give a person another role, or other customer groups."""
    from tieout.books.people import change_person

    groups = () if every_customer else group
    with opened_books(place, passphrase_file) as opened:
        found = change_person(
            opened, name, role=_role(role_name), groups=groups, active=True, reason=reason
        )
    say("person_changed", name=found.name, role=text(f"role.{found.role}"))


def password(
    name: Name,
    place: Place = None,
    password_file: PasswordFile = None,
    reason: Reason = "",
    passphrase_file: Passphrase = None,
) -> None:
    """Set the password a person signs in with."""
    from tieout.books.people import change_person

    new = typed_password(password_file)
    with opened_books(place, passphrase_file) as opened:
        change_person(opened, name, password=new, reason=reason)
    say("password_set", name=name)


def remove(
    name: Name, place: Place = None, reason: Reason = "", passphrase_file: Passphrase = None
) -> None:
    """Take a person off the list; what they did stays theirs."""
    from tieout.books.people import change_person

    with opened_books(place, passphrase_file) as opened:
        change_person(opened, name, active=False, reason=reason)
    say("person_removed", name=name)


COMMANDS: tuple[Callable[..., None], ...] = (list_, add, role, password, remove)
users = typer.Typer(cls=SpokenGroup, help="books_help.users", add_completion=False)
for each in COMMANDS:
    name = each.__name__.rstrip("_")
    users.command(name, cls=SpokenCommand, help=f"books_help.users_{name}")(each)


def _role(given: str) -> "Role":
    from tieout.books.people import ROLES

    if given not in ROLES:
        raise TieoutError("books.unknown_role", found=given)
    return given
