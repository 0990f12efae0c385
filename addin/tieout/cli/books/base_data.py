"""What we know of customers and products: listed, edited in a sheet, changed, with their history."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tieout.cli.books.opened import opened_books
from tieout.cli.books.options import Json, Passphrase, Place, Reason
from tieout.cli.books.printing import local_time, print_json, print_table, say
from tieout.cli.help_texts import SpokenCommand, SpokenGroup
from tieout.errors import TieoutError

if TYPE_CHECKING:
    from tieout.books.base_data import Change, Version
    from tieout.books.registers import Register
    from tieout.ledger.problem import Problem

Sheet = Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="books_help.base_sheet")]
Code = Annotated[str, typer.Argument(metavar="CODE", help="books_help.base_code")]
SHOWN = {
    "customers": ("code", "name", "tax_number", "terms_days", "credit_limit_cents", "currency", "customer_group", "owner"),
    "products": ("code", "name", "specification", "unit", "price_cents", "currency", "tax_rate_bp"),
}  # fmt: skip
"""The columns of a list in a terminal; the sheet has all."""


def group_of(register_name: str) -> typer.Typer:
    """The commands for one list."""
    group = typer.Typer(cls=SpokenGroup, help=f"books_help.{register_name}", add_completion=False)
    for name, command in _commands(register_name).items():
        group.command(name, cls=SpokenCommand, help=f"books_help.base_{name}")(command)
    return group


def _commands(register_name: str) -> dict[str, Callable[..., None]]:
    def list_(
        place: Place = None, json_wanted: Json = False, passphrase_file: Passphrase = None
    ) -> None:
        _list(_register(register_name), place, passphrase_file, json_wanted=json_wanted)

    def download(file: Sheet, place: Place = None, passphrase_file: Passphrase = None) -> None:
        _download(_register(register_name), file, place, passphrase_file)

    def upload(
        file: Sheet,
        place: Place = None,
        write: Annotated[bool, typer.Option("--apply", help="books_help.base_write")] = False,
        reason: Reason = "",
        passphrase_file: Passphrase = None,
    ) -> None:
        _upload(_register(register_name), file, place, passphrase_file, reason, write=write)

    def set_(
        code: Code,
        fields: Annotated[
            list[str], typer.Argument(metavar="FIELD=VALUE…", help="books_help.base_fields")
        ],
        place: Place = None,
        reason: Reason = "",
        passphrase_file: Passphrase = None,
    ) -> None:
        _set(_register(register_name), code, fields, place, passphrase_file, reason)

    def history(
        code: Code,
        place: Place = None,
        json_wanted: Json = False,
        passphrase_file: Passphrase = None,
    ) -> None:
        _history(_register(register_name), code, place, passphrase_file, json_wanted=json_wanted)

    return {
        "list": list_,
        "download": download,
        "upload": upload,
        "set": set_,
        "history": history,
    }


def _list(register: "Register", place: str | None, key: Path | None, *, json_wanted: bool) -> None:
    from tieout.books.base_data import current

    with opened_books(place, key) as opened:
        found = current(opened, register, purpose="list")
    if json_wanted:
        print_json([_document(register, each) for each in found])
        return
    names = SHOWN[register.name]
    print_table(names, [_cells(register, each, names) for each in found], words="base_field")


def _download(register: "Register", file: Path, place: str | None, key: Path | None) -> None:
    from tieout.books.base_data import current
    from tieout.books.register_sheets import write_sheet

    with opened_books(place, key) as opened:
        found = current(opened, register, purpose=f"download {file.name}")
    write_sheet(register, found, file)
    say("base_downloaded", file=file, count=len(found))


def _upload(
    register: "Register",
    file: Path,
    place: str | None,
    key: Path | None,
    reason: str,
    *,
    write: bool,
) -> None:
    from tieout.books.base_data import apply, preview
    from tieout.books.register_sheets import read_sheet

    edits, problems = read_sheet(register, file)
    refuse_problems(problems)
    with opened_books(place, key) as opened:
        changes = (
            apply(opened, register, edits, reason) if write else preview(opened, register, edits)
        )
    _print_changes(register, changes)
    if not changes:
        say("base_nothing_changes", file=file)
    elif write:
        say("base_written", count=len(changes))
    else:
        say("base_preview", count=len(changes))


def _set(
    register: "Register",
    code: str,
    given: list[str],
    place: str | None,
    key: Path | None,
    reason: str,
) -> None:
    from tieout.books.base_data import Edit, apply, rows_now
    from tieout.books.register_sheets import read_row
    from tieout.books.register_values import shown

    wanted = dict(_pair(register, each) for each in given)
    with opened_books(place, key) as opened:
        known = {str(v.row["code"]): v for v in rows_now(opened, register)}
        before = known.get(code)
        currency = str(before.row["currency"]) if before else ""
        typed = (
            {rule.name: shown(rule, before.row[rule.name], currency) for rule in register.fields}
            if before
            else {}
        )
        row, problems = read_row(register, {**typed, "code": code, **wanted})
        refuse_problems(problems)
        edit = Edit(row, before.id if before else 0)
        changes = apply(opened, register, [edit], reason)
    _print_changes(register, changes)
    if not changes:
        say("base_nothing_changes", file=code)


def _history(
    register: "Register", code: str, place: str | None, key: Path | None, *, json_wanted: bool
) -> None:
    from tieout.books.base_data import Change, history

    with opened_books(place, key) as opened:
        found = history(opened, register, code)
    if json_wanted:
        print_json([_document(register, each) for each in found])
        return
    before = None
    rows: list[list[object]] = []
    for each in found:
        said = Change(code, before, each.row).sentences(register)
        rows += [[local_time(each.at), each.who, sentence, each.reason] for sentence in said]
        before = each.row
    print_table(("at", "who", "what", "why"), rows)


def refuse_problems(problems: "list[Problem]") -> None:
    """Say every problem at once; nothing is kept."""
    if problems:
        said = "\n".join(["", *(f"  {each.sentence()}" for each in problems)])
        raise TieoutError("books.base_problems", count=len(problems), found=said)


def _print_changes(register: "Register", changes: "list[Change]") -> None:
    for each in changes:
        for sentence in each.sentences(register):
            print(f"  {sentence}")


def _pair(register: "Register", given: str) -> tuple[str, str]:
    word, equals, value = given.partition("=")
    names = {name: each.name for each in register.fields for name in (each.name, each.name.removesuffix("_cents").removesuffix("_bp"), each.heading("zh"), each.heading("en"))}  # fmt: skip
    if not equals or word not in names:
        fields = ", ".join(each.name.removesuffix("_cents").removesuffix("_bp") for each in register.fields)  # fmt: skip
        raise TieoutError("books.unknown_field", found=given, fields=fields)
    return names[word], value


def _cells(register: "Register", version: "Version", names: tuple[str, ...]) -> list[object]:
    from tieout.books.register_values import shown

    currency = str(version.row.get("currency") or "")
    rules = [register.field(name) for name in names]
    return [shown(rule, version.row[rule.name], currency) for rule in rules if rule]


def _document(register: "Register", version: "Version") -> dict[str, object]:
    names = tuple(each.name for each in register.fields)
    plain = [name.removesuffix("_cents").removesuffix("_bp") for name in names]
    found = dict(zip(plain, _cells(register, version, names), strict=True))
    return found | {"version": version.id, "who": version.who, "at": version.at}


def _register(name: str) -> "Register":
    from tieout.books.registers import REGISTERS

    return REGISTERS[name]
