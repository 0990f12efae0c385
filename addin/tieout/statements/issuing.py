"""How are statements issued: numbered, marked, written, registered, for one customer or all of them."""

import hashlib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import msoffcrypto.format.ooxml as ooxml

from tieout.errors import TieoutError
from tieout.ledger.ledger import Account, Ledger
from tieout.matching.policy import Policy
from tieout.matching.reconciliation import Reconciliation
from tieout.progress import Progress, silent
from tieout.saving import whole_file
from tieout.statements.account import OneAccount, one_account, reconciled_accounts
from tieout.statements.account_statement import account_statement
from tieout.statements.aging import AgingBase
from tieout.statements.combining import combined
from tieout.statements.fields import Fields
from tieout.statements.file_names import DEFAULT_PATTERN, file_stem, unique
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
from tieout.statements.heading import Issuer, StatementHeading
from tieout.statements.kinds import (
    AccountKind,
    CustomersKind,
    Kind,
    ReconciledKind,
    kind_named,
    kind_word,
    template_of,
)
from tieout.statements.office import to_pdf
from tieout.statements.one_side import OneSide, dates_of, sides_of
from tieout.statements.package import packed
from tieout.statements.register import IssuedStatement, add_to_register, read_register
from tieout.statements.sheet_styles import SheetStyles
from tieout.statements.sheet_xml import filled_parts
from tieout.statements.template import Template, read_template
from tieout.statements.within import reconciled_within
from tieout.texts import Language, text

Subject = OneSide | Sequence[OneSide] | OneAccount


@dataclass(frozen=True)
class StatementOrder:
    """What is to be issued (开单要求), and how it is to look."""

    kind: str
    language: Language
    begin: date | None = None
    end: date | None = None
    issued: date | None = None
    customers: tuple[str, ...] = ()
    by: AgingBase | None = None
    issuer: Issuer = field(default_factory=Issuer)
    templates: Path | None = None
    pattern: str = DEFAULT_PATTERN
    prefix: str = "DZ"
    one_workbook: bool = False
    pdf: bool = False
    passwords: Mapping[str, str] | Callable[[str], str | None] = field(default_factory=dict)
    again: bool = False

    def password(self, customer: str) -> str:
        """The password of a customer, "" where there is none."""
        found = (
            self.passwords(customer) if callable(self.passwords) else self.passwords.get(customer)
        )
        return found or ""

    @property
    def encrypted(self) -> bool:
        """True where workbooks get passwords."""
        return callable(self.passwords) or bool(self.passwords)

    @property
    def aging_base(self) -> AgingBase:
        """By due date for reminders, else by document date, unless the user said."""
        return self.by or ("due" if self.kind.startswith("reminder") else "invoice")


@dataclass(frozen=True)
class Issue:
    """What an order came to: what was written now, and what had been issued before.

    `needless` are the accounts without anything to remind of.
    """

    written: tuple[IssuedStatement, ...]
    before: tuple[IssuedStatement, ...]
    pdfs: tuple[Path, ...] = ()
    needless: tuple[Account, ...] = ()


@dataclass(frozen=True)
class _Sheet:
    """One statement ready to be written."""

    line: IssuedStatement
    parts: Mapping[str, bytes]
    template: Template


def issue(
    source: Ledger | Reconciliation,
    order: StatementOrder,
    folder: Path,
    *,
    issued_at: str,
    issued_by: str,
    progress: Progress = silent,
) -> Issue:
    """Issue what an order asks for into a folder; what was issued before of the same entries stays.

    Stopped half-way, the next run goes on where it stopped, as every statement is registered when it
    is written.
    """
    kind = kind_named(order.kind)
    _refuse_untrusted(source, order.language)
    if isinstance(kind, ReconciledKind) and isinstance(source, Reconciliation):
        source = reconciled_within(source, order.begin, order.end, progress)
    subjects = _named(_subjects(source, kind, order), order)
    if not subjects:
        raise TieoutError("statement.error.nothing")
    if order.encrypted:
        _check_passwords(subjects, order)
    wanted = [pair for pair in subjects if _has_reason(kind, pair[1], order)]
    needless = tuple(account for account, _ in subjects if account not in {a for a, _ in wanted})
    subjects = wanted
    folder.mkdir(parents=True, exist_ok=True)
    register = read_register(folder)
    policy = source.policy if isinstance(source, Reconciliation) else None
    stamp = {"version": program_version(), "issued_at": issued_at, "issued_by": issued_by}
    lines = [_line(kind, account, subject, order, policy, stamp) for account, subject in subjects]
    there = () if order.again else register
    done = {line.key: line for line in there if _is_there(line, folder)}
    before = tuple(done[line.key] for line in lines if line.key in done)
    numbered = _numbered(
        [pair for pair in zip(lines, subjects, strict=True) if pair[0].key not in done],
        register,
        order,
    )
    ready = _sheets(kind, numbered, order, progress)
    write = _in_one_workbook if order.one_workbook else _one_workbook_each
    written = tuple(write(ready, order, folder, register))
    files = list(dict.fromkeys(folder / line.file for line in written))
    pdfs = tuple(to_pdf(files, progress)) if order.pdf and files else ()
    return Issue(written, before, pdfs, needless)


def _subjects(
    source: Ledger | Reconciliation, kind: Kind, order: StatementOrder
) -> list[tuple[Account, Subject]]:
    """What each statement is about."""
    if isinstance(kind, ReconciledKind):
        if not isinstance(source, Reconciliation):
            raise TieoutError(
                "statement.error.needs_two", kind=kind_word(kind.name, order.language)
            )
        accounts = _chosen(reconciled_accounts(source), order.customers)
        return [(account, one_account(source, account)) for account in accounts]
    ledger = source.our_ledger if isinstance(source, Reconciliation) else source
    sides = sides_of(ledger)
    chosen = _chosen(list(sides), order.customers)
    if isinstance(kind, AccountKind):
        return [(account, sides[account]) for account in chosen]
    currencies = sorted({account.currency for account in chosen})
    return [
        (
            Account("", currency),
            [sides[account] for account in chosen if account.currency == currency],
        )
        for currency in currencies
    ]


def _refuse_untrusted(source: Ledger | Reconciliation, language: Language) -> None:
    """No statement of a ledger with an entry that could not be counted."""
    ledgers = (
        (source.our_ledger, source.their_ledger)
        if isinstance(source, Reconciliation)
        else (source,)
    )
    found = [problem for ledger in ledgers for problem in ledger.problems if problem.blocks]
    if found:
        shown = "\n".join(problem.sentence(language) for problem in found[:5])
        raise TieoutError("statement.error.untrusted", count=len(found), problems=shown)


def _has_reason(kind: Kind, subject: Subject, order: StatementOrder) -> bool:
    """Nobody is reminded who owes nothing that is due."""
    if not kind.name.startswith("reminder") or not isinstance(subject, OneSide):
        return True
    heading = StatementHeading(begin=order.begin, end=order.end, issuer=order.issuer)
    return not account_statement(subject, heading, order.aging_base).overdue.empty


def _named(
    subjects: list[tuple[Account, Subject]], order: StatementOrder
) -> list[tuple[Account, Subject]]:
    """A ledger that names no customer is of the one the user names."""
    if len(order.customers) != 1:
        return subjects
    name = order.customers[0]
    return [
        (Account(account.customer or name, account.currency), subject)
        for account, subject in subjects
        if isinstance(subject, (OneSide, OneAccount)) or account.customer
    ] or subjects


def _chosen(accounts: Sequence[Account], customers: Sequence[str]) -> list[Account]:
    """The accounts of the customers asked for, or all; a name may be a part of one."""
    unnamed = all(not account.customer for account in accounts)
    if not customers or (unnamed and len(customers) == 1):
        return list(accounts)
    chosen: list[Account] = []
    for wanted in customers:
        exact = [account for account in accounts if account.customer == wanted]
        found = exact or [account for account in accounts if wanted in account.customer]
        if not found or (not exact and len({account.customer for account in found}) > 1):
            names = sorted({account.customer for account in (found or accounts)})
            raise TieoutError(
                "statement.error.no_customer" if not found else "statement.error.which_customer",
                customer=wanted,
                customers="、".join(names[:10]) + ("…" if len(names) > 10 else ""),
            )
        chosen += [account for account in found if account not in chosen]
    return chosen


def _check_passwords(subjects: Sequence[tuple[Account, Subject]], order: StatementOrder) -> None:
    if order.pdf or order.one_workbook:
        raise TieoutError("statement.error.encrypted_pdf")
    missing = [account.customer for account, _ in subjects if not order.password(account.customer)]
    if missing:
        raise TieoutError("statement.error.no_password", customers="、".join(missing[:10]))


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
    pairs: Sequence[tuple[IssuedStatement, tuple[Account, Subject]]],
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
) -> Iterator[_Sheet]:
    """Each statement filled, when it is asked for."""
    path = template_of(kind.name, order.language, order.templates)
    styles: SheetStyles | None = None
    for at, (line, subject) in enumerate(numbered):
        progress("issuing", at / len(numbered))
        fields = _fields(kind, subject, line, order)
        template = read_template(path, kind.blocks, tuple(fields.blocks))
        if styles is None or not order.one_workbook:
            styles = SheetStyles(template.parts)
        plan = filling_plan(template, fields)
        parts = filled_parts(template, plan, styles)
        content = content_hash(plan.cells, _reply_places(template, plan))
        whole = replace(line, content_hash=content, amount=_amount(fields, kind))
        yield _Sheet(whole, with_mark(parts, _mark(whole)), template)
    if numbered:
        progress("issuing", 1.0)


def _fields(kind: Kind, subject: Subject, line: IssuedStatement, order: StatementOrder) -> Fields:
    heading = StatementHeading(
        customer=line.customer,
        number=line.number,
        begin=order.begin,
        end=order.end,
        issued=order.issued,
        fingerprint=line.data_hash[:10],
        issuer=order.issuer,
    )
    by, language = order.aging_base, order.language
    if isinstance(kind, AccountKind):
        assert isinstance(subject, OneSide), "a statement of account is of one side"
        return kind.fields(subject, heading, by, language)
    if isinstance(kind, CustomersKind):
        assert not isinstance(subject, (OneSide, OneAccount)), "a schedule is of several sides"
        return kind.fields(subject, heading, by, language)
    assert isinstance(subject, OneAccount), "a reconciliation is of two sides"
    return kind.fields(subject, heading, by, language)


def _amount(fields: Fields, kind: Kind) -> str:
    return fields.values[kind.amount].text.replace(",", "")


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


def _one_workbook_each(
    sheets: Iterator[_Sheet],
    order: StatementOrder,
    folder: Path,
    register: Sequence[IssuedStatement],
) -> Iterator[IssuedStatement]:
    taken = [Path(line.file).stem for line in register] + [file.stem for file in folder.iterdir()]
    for sheet in sheets:
        stem = unique(_stem(sheet.line, order), taken)
        taken.append(stem)
        content = packed(sheet.parts)
        password = order.password(sheet.line.customer) if order.encrypted else ""
        if password:
            content = _encrypted(content, password)
        yield _saved(
            content, folder / f"{stem}.xlsx", [replace(sheet.line, sheet=sheet.template.sheet)]
        )[0]


def _in_one_workbook(
    sheets: Iterator[_Sheet],
    order: StatementOrder,
    folder: Path,
    register: Sequence[IssuedStatement],
) -> Iterator[IssuedStatement]:
    ready = list(sheets)
    if not ready:
        return
    wanted = [
        (sheet.line.customer or sheet.line.currency or sheet.template.sheet, sheet.parts)
        for sheet in ready
    ]
    template = ready[0].template
    parts, titles = combined(wanted, template.sheet_part, template.sheet)
    taken = [Path(line.file).stem for line in register] + [file.stem for file in folder.iterdir()]
    first = replace(ready[0].line, customer=text("statement.all_customers", order.language))
    stem = unique(_stem(first, order), taken)
    lines = [replace(sheet.line, sheet=title) for sheet, title in zip(ready, titles, strict=True)]
    yield from _saved(packed(parts), folder / f"{stem}.xlsx", lines)


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
