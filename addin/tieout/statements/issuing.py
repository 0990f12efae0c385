"""How are statements issued: numbered, marked, written, registered, for one customer or all of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tieout.errors import TieoutError
from tieout.ledger.ledger import Account, Ledger
from tieout.matching.policy import Policy
from tieout.matching.reconciliation import Reconciliation
from tieout.progress import Progress, silent
from tieout.statements.account import OneAccount
from tieout.statements.filling import FillingPlan, filling_plan
from tieout.statements.fingerprint import (
    REPLY,
    Mark,
    content_hash,
    data_hash,
    policy_hash,
    program_version,
    with_mark,
)
from tieout.statements.issued_files import FilledSheet, in_one_workbook, one_workbook_each
from tieout.statements.kinds import (
    Kind,
    ReconciledKind,
    kind_named,
    template_of,
)
from tieout.statements.office import to_pdf
from tieout.statements.one_side import OneSide, dates_of
from tieout.statements.order import StatementOrder
from tieout.statements.printed import add_printed
from tieout.statements.register import IssuedStatement, read_register
from tieout.statements.sheet_styles import SheetStyles
from tieout.statements.sheet_xml import filled_parts
from tieout.statements.stated import stated_amount, statement_fields
from tieout.statements.subjects import (
    About,
    Subject,
    has_reason,
    lines_stated,
    refuse_untrusted,
    subjects_of,
)
from tieout.statements.template import Template, read_template
from tieout.statements.within import reconciled_within
from tieout.texts import first_of

Registered = Callable[[IssuedStatement, Sequence[int]], None]
"""Told of every statement of an order that is in the register, with the lines of our ledger it states.

One that was issued before may have been told before; a program that was ended may have left it out.
"""


def unheard(line: IssuedStatement, lines: Sequence[int]) -> None:
    """Nobody has to be told."""


@dataclass(frozen=True)
class Issue:
    """What an order came to: what was written now, and what had been issued before.

    `needless` are the accounts without anything to remind of.
    """

    written: tuple[IssuedStatement, ...]
    before: tuple[IssuedStatement, ...]
    pdfs: tuple[Path, ...] = ()
    needless: tuple[Account, ...] = ()


def issue(
    source: Ledger | Reconciliation,
    order: StatementOrder,
    folder: Path,
    *,
    issued_at: str,
    issued_by: str,
    registered: Registered = unheard,
    progress: Progress = silent,
) -> Issue:
    """Issue what an order asks for into a folder; what was issued before of the same entries stays.

    Stopped half-way, the next run goes on where it stopped, as every statement is registered when it
    is written.
    """
    kind = kind_named(order.kind)
    refuse_untrusted(source, order.language)
    if isinstance(kind, ReconciledKind) and isinstance(source, Reconciliation):
        source = reconciled_within(source, order.begin, order.end, progress)
    subjects, needless = _with_reason(subjects_of(source, order), order)
    folder.mkdir(parents=True, exist_ok=True)
    register = read_register(folder)
    policy = source.policy if isinstance(source, Reconciliation) else None
    stamp = {"version": program_version(), "issued_at": issued_at, "issued_by": issued_by}
    lines = [_line(kind, account, subject, order, policy, stamp) for account, subject in subjects]
    pairs = list(zip(lines, subjects, strict=True))
    done = {} if order.again else {line.key: line for line in register if _is_there(line, folder)}
    before = [(done[line.key], about) for line, about in pairs if line.key in done]
    for line, (_, subject) in before:
        registered(line, lines_stated(subject, order))
    new = [pair for pair in pairs if pair[0].key not in done]
    numbered = _numbered(new, register, order)
    write = in_one_workbook if order.one_workbook else one_workbook_each
    about_number = {line.number: subject for line, subject in numbered}
    written: list[IssuedStatement] = []
    for line in write(_sheets(kind, numbered, order, progress), order, folder, register):
        registered(line, lines_stated(about_number[line.number], order))
        written.append(line)
    there = tuple(line for line, _ in before)
    pdfs = _printed([*written, *there], folder, progress) if order.pdf else ()
    return Issue(tuple(written), there, pdfs, needless)


def _with_reason(
    found: Sequence[About], order: StatementOrder
) -> tuple[list[About], tuple[Account, ...]]:
    """What there is a reason to issue, and the accounts of which there is none."""
    if order.encrypted:
        _check_passwords(found, order)
    reasons = [has_reason(subject, order) for _, subject in found]
    subjects = [about for about, reason in zip(found, reasons, strict=True) if reason]
    needless = [account for (account, _), why in zip(found, reasons, strict=True) if not why]
    return subjects, tuple(needless)


def _printed(
    lines: Sequence[IssuedStatement], folder: Path, progress: Progress
) -> tuple[Path, ...]:
    """The PDF of every workbook that has none yet, registered when they are there."""
    files = dict.fromkeys(folder / line.file for line in lines)
    files_left = [file for file in files if not file.with_suffix(".pdf").exists()]
    made = to_pdf(files_left, progress) if files_left else []
    add_printed(files_left, made)
    return tuple(made)


def _check_passwords(subjects: Sequence[About], order: StatementOrder) -> None:
    if order.pdf or order.one_workbook:
        raise TieoutError("statement.error.encrypted_pdf")
    missing = [account.customer for account, _ in subjects if not order.password(account.customer)]
    if missing:
        raise TieoutError("statement.error.no_password", customers=first_of(missing))


def _line(
    kind: Kind,
    account: Account,
    subject: Subject,
    order: StatementOrder,
    policy: Policy | None,
    stamp: Mapping[str, str],
) -> IssuedStatement:
    """The register's line of a statement, as far as it is known before it is written."""
    begin, end = _period(subject, order)
    return IssuedStatement(
        number="",
        kind=kind.name,
        customer=account.customer,
        currency=account.currency,
        begin=begin.isoformat() if begin else "",
        end=end.isoformat() if end else "",
        language=order.language,
        amount="",
        file="",
        sheet="",
        file_hash="",
        data_hash=data_hash(subject, begin, end),
        policy_hash=policy_hash(policy if isinstance(kind, ReconciledKind) else None),
        content_hash="",
        **stamp,
    )


def _period(subject: Subject, order: StatementOrder) -> tuple[date | None, date | None]:
    if isinstance(subject, OneSide):
        frames = [subject.entries]
    elif isinstance(subject, OneAccount):
        frames = [subject.ours, subject.theirs]
    else:
        frames = [side.entries for side in subject]
    first, last = dates_of(frames)
    return order.begin or first, order.end or last


def _is_there(line: IssuedStatement, folder: Path) -> bool:
    return bool(line.file) and (folder / line.file).exists()


def _numbered(
    pairs: Sequence[tuple[IssuedStatement, About]],
    register: Sequence[IssuedStatement],
    order: StatementOrder,
) -> list[tuple[IssuedStatement, Subject]]:
    """Numbers follow the last one of their month in the register, without a gap."""
    last: dict[str, int] = {}
    for line in register:
        start, _, sequence = line.number.rpartition("-")
        if sequence.isdecimal():
            last[start] = max(last.get(start, 0), int(sequence))
    found = []
    for line, (_, subject) in pairs:
        month = line.end[:7].replace("-", "")
        start = "-".join(filter(None, (order.prefix, month)))
        last[start] = last.get(start, 0) + 1
        found.append((replace(line, number=f"{start}-{last[start]:04}"), subject))
    return found


def _sheets(
    kind: Kind,
    numbered: Sequence[tuple[IssuedStatement, Subject]],
    order: StatementOrder,
    progress: Progress,
) -> Iterator[FilledSheet]:
    """Each statement filled, when it is asked for."""
    path = template_of(kind.name, order.language, order.templates)
    styles: SheetStyles | None = None
    for at, (line, subject) in enumerate(numbered):
        progress("issuing", at / len(numbered))
        fields = statement_fields(kind, subject, line, order)
        template = read_template(path, kind.blocks, tuple(fields.blocks))
        if styles is None or not order.one_workbook:
            styles = SheetStyles(template.parts)
        plan = filling_plan(template, fields)
        parts = filled_parts(template, plan, styles)
        content = content_hash(plan.cells, _reply_places(template, plan))
        whole = replace(line, content_hash=content, amount=stated_amount(fields, kind))
        yield FilledSheet(whole, with_mark(parts, _mark(whole)), template)
    if numbered:
        progress("issuing", 1.0)


def _mark(line: IssuedStatement) -> Mark:
    return Mark(
        line.number, line.kind, line.data_hash, line.policy_hash, line.content_hash, line.version
    )


def _reply_places(template: Template, plan: FillingPlan) -> list[tuple[int, int]]:
    return [
        (plan.rows.first(row), column)
        for name, (row, column) in template.named_cells.items()
        if name.startswith(REPLY)
    ]
