"""Is a statement what was issued, and have the ledger or the rules changed since."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Literal

from tieout.errors import TieoutError
from tieout.ledger.ledger import Account, Ledger
from tieout.matching.reconciliation import Reconciliation
from tieout.statements.account import one_account
from tieout.statements.fingerprint import Mark, content_of, data_hash, marked_sheets, policy_hash
from tieout.statements.kinds import AccountKind, CustomersKind, ReconciledKind, kind_named
from tieout.statements.one_side import sides_of
from tieout.statements.opening import opened
from tieout.statements.printed import numbers_printed, read_printed
from tieout.statements.register import IssuedStatement, read_register
from tieout.statements.within import reconciled_within
from tieout.texts import Language, text

Answer = Literal["same", "changed", "unknown"]


@dataclass(frozen=True)
class Verification:
    """What was found of one statement.

    `content`: what stands in the file is what was written. `register`: the register has it so.
    `ledger`: its entries still are what they were; unknown where no ledger was given. `rules`: those
    given are those it was made by; none where it was made by none, or nothing to compare was given.
    """

    number: str
    kind: str
    sheet: str
    content: Answer
    register: Answer
    ledger: Answer
    rules: Answer | None = None

    @property
    def holds(self) -> bool:
        """True where nothing was changed and the register knows it; other rules change no statement."""
        return self.content == self.register == "same" and self.ledger != "changed"

    def sentences(self, language: Language) -> list[str]:
        """What to tell the user."""
        return [
            text(f"statement.verify.{name}_{getattr(self, name)}", language)
            for name in ("content", "register", "ledger", "rules")
            if getattr(self, name) is not None
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
        found.append(
            Verification(
                number=mark.number,
                kind=mark.kind,
                sheet=sheet.title,
                content="same" if content == mark.content_hash else "changed",
                register=_register(line, content, mark),
                ledger=_ledger(line, source),
                rules=_rules(line, source),
            )
        )
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
    return [
        Verification(
            number=line.number,
            kind=line.kind,
            sheet=line.sheet,
            content=same,
            register=same,
            ledger=_ledger(line, source),
            rules=_rules(line, source),
        )
        for line in found
    ]


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


def _ledger(line: IssuedStatement | None, source: Ledger | Reconciliation | None) -> Answer:
    if line is None or source is None:
        return "unknown"
    two_books = isinstance(kind_named(line.kind), ReconciledKind)
    if two_books and not isinstance(source, Reconciliation):
        return "unknown"
    try:
        now = _hash_now(line, source)
    except TieoutError:
        # The account is no longer there.
        return "changed"
    return "same" if now == line.data_hash else "changed"


def _rules(line: IssuedStatement | None, source: Ledger | Reconciliation | None) -> Answer | None:
    """Whether both books would be reconciled by the same rules today."""
    if line is None or not line.policy_hash or not isinstance(source, Reconciliation):
        return None
    return "same" if policy_hash(source.policy) == line.policy_hash else "changed"


def _hash_now(line: IssuedStatement, source: Ledger | Reconciliation) -> str:
    begin, end = (date.fromisoformat(day) if day else None for day in (line.begin, line.end))
    kind = kind_named(line.kind)
    ledger = source.our_ledger if isinstance(source, Reconciliation) else source
    if isinstance(kind, AccountKind):
        sides_by_account = sides_of(ledger)
        # A ledger that names no customer is of the one the statement names.
        side = sides_by_account.get(
            Account(line.customer, line.currency), sides_by_account.get(Account("", line.currency))
        )
        return "" if side is None else data_hash(side, begin, end)
    if isinstance(kind, CustomersKind):
        sides = [s for a, s in sides_of(ledger).items() if a.currency == line.currency]
        return data_hash(sides, begin, end)
    assert isinstance(source, Reconciliation), "a statement of both books is held against both"
    cut = reconciled_within(source, begin, end)
    return data_hash(one_account(cut, Account(line.customer, line.currency)), begin, end)
