"""Is a statement what was issued, and have the ledger or the rules changed since."""

from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Literal

from openpyxl.worksheet.worksheet import Worksheet

from tieout.errors import TieoutError
from tieout.ledger.ledger import Account, Ledger
from tieout.matching.reconciliation import Reconciliation
from tieout.statements.account import one_account
from tieout.statements.changed_lines import ChangedStatement, change_of
from tieout.statements.fingerprint import Mark, content_of, data_hash, marked_sheets, policy_hash
from tieout.statements.kinds import AccountKind, Kind, ReconciledKind, kind_named
from tieout.statements.one_side import sides_of
from tieout.statements.opening import opened
from tieout.statements.order import StatementOrder
from tieout.statements.printed import hash_of, numbers_printed, read_printed
from tieout.statements.register import IssuedStatement, read_register
from tieout.statements.stated import statement_fields
from tieout.statements.subjects import Subject
from tieout.statements.within import reconciled_within
from tieout.texts import Language, text

Answer = Literal["same", "changed", "unknown"]


@dataclass(frozen=True)
class Verification:
    """What was found of one statement.

    `content`: what stands in the file is what was written. `register`: the register has it so.
    `ledger`: its entries still are what they were; unknown where no ledger was given. `rules`: those
    given are those it was made by; none where it was made by none, or nothing to compare was given.
    `change` has the figures, where the statement and its ledger are known to differ.
    """

    number: str
    kind: str
    sheet: str
    content: Answer
    register: Answer
    ledger: Answer
    rules: Answer | None = None
    change: ChangedStatement | None = None

    @property
    def holds(self) -> bool:
        """True where nothing was changed and the register knows it; other rules change no statement."""
        return self.content == self.register == "same" and self.ledger != "changed"

    def sentences(self, language: Language) -> list[str]:
        """What to tell the user."""
        names = ("content", "register", "ledger")
        told = [text(f"statement.verify.{name}_{getattr(self, name)}", language) for name in names]
        told += self.change.sentences(language) if self.change else []
        return [
            *told,
            *([text(f"statement.verify.rules_{self.rules}", language)] if self.rules else []),
        ]


def verify(
    file: Path,
    folder: Path | None = None,
    source: Ledger | Reconciliation | None = None,
    password: str = "",
) -> list[Verification]:
    """Every statement in a workbook or PDF, held against the register in `folder` (else beside the file)."""
    if file.suffix.lower() == ".pdf":
        return _verify_printed(file, folder or file.parent, source)
    workbook = opened(file, password=password)
    marked = marked_sheets(workbook)
    if not marked:
        raise TieoutError("statement.error.no_mark", file=file.name)
    lines = {line.number: line for line in read_register(folder or file.parent)}
    found = []
    for mark, sheet in marked:
        line = lines.get(mark.number)
        content = content_of(workbook, sheet)
        verification = Verification(
            number=mark.number,
            kind=mark.kind,
            sheet=sheet.title,
            content="same" if content == mark.content_hash else "changed",
            register=_register(line, content, mark),
            ledger="unknown",
        )
        found.append(_held_against(source, verification, line, sheet))
    return found


def _verify_printed(
    file: Path, folder: Path, source: Ledger | Reconciliation | None
) -> list[Verification]:
    """A PDF is what was printed, byte for byte, or it was changed; what is on it, no program can tell."""
    content = _content(file)
    hashed = sha256(content).hexdigest()
    lines = read_register(folder)
    of = next((one for one in read_printed(folder) if one.file_hash == hashed), None)
    same: Answer = "same" if of is not None else "changed"
    numbers = numbers_printed(content)
    workbooks = {line.file for line in lines if line.number in numbers}
    if of is not None:
        found = [line for line in lines if line.file_hash == of.workbook_hash]
    else:
        found = [line for line in lines if line.file in workbooks]
    if not found:
        raise TieoutError("statement.error.no_mark_printed", file=file.name)
    sheets = _sheets_of(folder / of.workbook, of.workbook_hash) if of is not None and source else {}
    return [
        _held_against(
            source,
            Verification(line.number, line.kind, line.sheet, same, same, ledger="unknown"),
            line,
            sheets.get(line.number),
        )
        for line in found
    ]


def _sheets_of(workbook: Path, workbook_hash: str) -> dict[str, Worksheet]:
    """The sheets a PDF was printed of, by number, where the workbook still is what was printed."""
    if not workbook.is_file() or hash_of(workbook) != workbook_hash:
        return {}
    return {mark.number: sheet for mark, sheet in marked_sheets(opened(workbook))}


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        why = error.strerror or error
        raise TieoutError("statement.error.unreadable_file", file=file.name, why=why) from error


def _register(line: IssuedStatement | None, content: str, mark: Mark) -> Answer:
    """The register is the truth: a file whose own mark was changed with it does not agree with it."""
    if line is None:
        return "unknown"
    issued = line.content_hash, line.data_hash, line.policy_hash
    return "same" if issued == (content, mark.data_hash, mark.policy_hash) else "changed"


def _held_against(
    source: Ledger | Reconciliation | None,
    found: Verification,
    line: IssuedStatement | None,
    sheet: Worksheet | None,
) -> Verification:
    """What the ledger of today says of a statement; nothing where it cannot be compared."""
    if line is None or source is None:
        return found
    kind = kind_named(line.kind)
    if isinstance(kind, ReconciledKind) and not isinstance(source, Reconciliation):
        return found
    subject = _subject_now(kind, line, source)
    ledger: Answer = "same" if _hash_now(line, subject) == line.data_hash else "changed"
    found = replace(found, ledger=ledger, rules=_rules(line, source))
    if ledger == found.content == "same":
        return found
    change = replace(_change(kind, line, subject, sheet), file_only=ledger == "same")
    return replace(found, change=change)


def _change(
    kind: Kind, line: IssuedStatement, subject: Subject | None, sheet: Worksheet | None
) -> ChangedStatement:
    if subject is None:
        return ChangedStatement(line.amount, now="")
    language: Language = "zh" if line.language == "zh" else "en"
    order = StatementOrder(kind.name, language, *_period(line))
    return change_of(line, kind, statement_fields(kind, subject, line, order), sheet)


def _rules(line: IssuedStatement | None, source: Ledger | Reconciliation | None) -> Answer | None:
    """Whether both books would be reconciled by the same rules today."""
    if line is None or not line.policy_hash or not isinstance(source, Reconciliation):
        return None
    return "same" if policy_hash(source.policy) == line.policy_hash else "changed"


def _hash_now(line: IssuedStatement, subject: Subject | None) -> str:
    return "" if subject is None else data_hash(subject, *_period(line))


def _period(line: IssuedStatement) -> tuple[date | None, date | None]:
    begin, end = (date.fromisoformat(day) if day else None for day in (line.begin, line.end))
    return begin, end


def _subject_now(
    kind: Kind, line: IssuedStatement, source: Ledger | Reconciliation
) -> Subject | None:
    """What a statement would be made of today; nothing where the account is no longer there."""
    account = Account(line.customer, line.currency)
    if isinstance(kind, ReconciledKind):
        assert isinstance(source, Reconciliation), "a statement of both books is held against both"
        try:
            return one_account(reconciled_within(source, *_period(line)), account)
        except TieoutError:
            return None
    sides = sides_of(source.our_ledger if isinstance(source, Reconciliation) else source)
    if isinstance(kind, AccountKind):
        # A ledger that names no customer is of the one the statement names.
        return sides.get(account, sides.get(Account("", line.currency)))
    return [side for found, side in sides.items() if found.currency == line.currency] or None
