"""How are filled statements written: a workbook each or one for all, then registered."""

import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msoffcrypto.format.ooxml as ooxml

from tieout.saving import whole_file
from tieout.statements.combining import combined
from tieout.statements.file_names import file_stem, unique, used_names
from tieout.statements.kinds import CustomersKind, kind_named, kind_word
from tieout.statements.order import StatementOrder
from tieout.statements.package import packed
from tieout.statements.register import IssuedStatement, add_to_register
from tieout.statements.template import Template
from tieout.texts import text


@dataclass(frozen=True)
class FilledSheet:
    """One statement ready to be written."""

    line: IssuedStatement
    parts: Mapping[str, bytes]
    template: Template


def one_workbook_each(
    sheets: Iterator[FilledSheet],
    order: StatementOrder,
    folder: Path,
    register: Sequence[IssuedStatement],
) -> Iterator[IssuedStatement]:
    """Write each statement as a workbook of its own, when it is asked for."""
    used = _used(folder, register)
    for sheet in sheets:
        stem = unique(_stem(sheet.line, order), used)
        content = packed(sheet.parts)
        password = order.password(sheet.line.customer) if order.encrypted else ""
        if password:
            content = _encrypted(content, password)
        yield _saved(
            content, folder / f"{stem}.xlsx", [replace(sheet.line, sheet=sheet.template.sheet)]
        )[0]


def in_one_workbook(
    sheets: Iterator[FilledSheet],
    order: StatementOrder,
    folder: Path,
    register: Sequence[IssuedStatement],
) -> Iterator[IssuedStatement]:
    """Write all statements as the sheets of one workbook."""
    ready = list(sheets)
    if not ready:
        return
    wanted = [
        (sheet.line.customer or sheet.line.currency or sheet.template.sheet, sheet.parts)
        for sheet in ready
    ]
    template = ready[0].template
    parts, titles = combined(wanted, template.sheet_part, template.sheet)
    first = replace(ready[0].line, customer=text("statement.all_customers", order.language))
    stem = unique(_stem(first, order), _used(folder, register))
    lines = [replace(sheet.line, sheet=title) for sheet, title in zip(ready, titles, strict=True)]
    yield from _saved(packed(parts), folder / f"{stem}.xlsx", lines)


def _used(folder: Path, register: Sequence[IssuedStatement]) -> set[str]:
    """The names that files have or had."""
    return used_names([Path(line.file).stem for line in register]) | used_names(
        [file.stem for file in folder.iterdir()]
    )


def _stem(line: IssuedStatement, order: StatementOrder) -> str:
    return file_stem(
        order.pattern,
        number=line.number,
        customer=line.customer or _of_all(line, order),
        currency=line.currency,
        kind=kind_word(line.kind, order.language),
        begin=line.begin,
        end=line.end,
    )


def _of_all(line: IssuedStatement, order: StatementOrder) -> str:
    of_all = isinstance(kind_named(line.kind), CustomersKind)
    return text("statement.all_customers", order.language) if of_all else ""


def _saved(content: bytes, file: Path, lines: Sequence[IssuedStatement]) -> list[IssuedStatement]:
    """Write a workbook, then register its statements: a crash between leaves one to be issued again."""
    with whole_file(file) as beside:
        beside.write_bytes(content)
    hashed = hashlib.sha256(content).hexdigest()
    registered = [replace(line, file=file.name, file_hash=hashed) for line in lines]
    add_to_register(file.parent, registered)
    return registered


def _encrypted(content: bytes, password: str) -> bytes:
    """AES, as Excel opens it."""
    out = io.BytesIO()
    ooxml.OOXMLFile(io.BytesIO(content)).encrypt(password, out)
    return out.getvalue()
