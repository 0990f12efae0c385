"""What are statements made of: a ledger, two of them reconciled, a workbook with both, or the books."""

import getpass
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from tieout.engines import headless
from tieout.errors import TieoutError
from tieout.ledger.ledger import Ledger
from tieout.ledger.reading import read
from tieout.matching.policy import Policy
from tieout.matching.reconciliation import Reconciliation
from tieout.procedures.posted import WORD, is_books, is_the_word, ledger_of_books, recording
from tieout.procedures.rules import rules_of_file
from tieout.procedures.statements import now, reconciled, reconciled_ledgers
from tieout.progress import Progress
from tieout.statements.issuing import Issue, Registered, issue, unheard
from tieout.statements.kinds import ReconciledKind, kind_named, kind_word
from tieout.statements.order import StatementOrder
from tieout.texts import current_language

_WORKBOOKS = (".xlsx", ".xlsm")


@dataclass(frozen=True)
class WrittenSource:
    """What a user wrote to say which ledger is meant (账的出处); `books` and the file are of the books."""

    source: str
    sheet: str | None = None
    books: str | None = None
    passphrase_file: Path | None = None

    def ledger(self, customers: Sequence[str] = ()) -> Ledger:
        """Our ledger; of the books, where they are meant, only what concerns some customers."""
        if self.of_books:
            return ledger_of_books(self._place, customers, passphrase_file=self.passphrase_file)
        return read(self.file, self.sheet)

    def recording(self) -> AbstractContextManager[Registered]:
        """What is told of each statement: the books, where it is of them."""
        if not self.of_books:
            return nullcontext(unheard)
        return recording(self._place, passphrase_file=self.passphrase_file)

    @property
    def _place(self) -> str | None:
        return self.books if is_the_word(self.source) else self.source

    @property
    def of_books(self) -> bool:
        """Whether the books are meant; `--books` says where those are that the word means."""
        if self.books is not None and not is_the_word(self.source):
            raise TieoutError("statement.error.books_elsewhere", source=self.source, word=WORD)
        return self.books is not None or is_books(self.source)

    @property
    def file(self) -> Path:
        """The file that is meant, where it is not the books."""
        return Path(self.source)


def issued_of(
    written: WrittenSource,
    theirs: Path | None,
    policy: Path | None,
    order: StatementOrder,
    folder: Path,
    progress: Progress,
) -> Issue:
    """Issue an order of a source; statements of the books are written into the trace of their entries."""
    progress("reading", 0.0)
    source = source_of(written, theirs, order.kind, policy, order.customers)
    with written.recording() as registered:
        return issue(
            source,
            order,
            folder,
            issued_at=now(),
            issued_by=getpass.getuser(),
            registered=registered,
            progress=progress,
        )


def source_of(
    written: WrittenSource,
    theirs: Path | None,
    kind: str,
    policy: Path | None,
    customers: Sequence[str] = (),
) -> Ledger | Reconciliation:
    """The ledger or ledgers that a kind of statement is made of."""
    rules = rules_of_file(policy) if policy else None
    if theirs is not None:
        return reconciled(written.ledger(), read(theirs), rules)
    if isinstance(kind_named(kind), ReconciledKind):
        return _both_ledgers(_workbook(written, kind), rules, written.sheet)
    try:
        return written.ledger(customers)
    except TieoutError as error:
        if error.key != "read.several_sheets":
            raise
        # A workbook with both ledgers, such as one that was reconciled: ours is what statements are of.
        return _both_ledgers(written.file, rules, written.sheet).our_ledger


def _workbook(written: WrittenSource, kind: str) -> Path:
    if written.of_books or written.file.suffix.lower() not in _WORKBOOKS:
        word = kind_word(kind, current_language())
        raise TieoutError("statement.error.needs_two", kind=word)
    if not written.file.exists():
        raise TieoutError("read.no_file", file=written.file)
    return written.file


def _both_ledgers(source: Path, rules: Policy | None, sheet: str | None) -> Reconciliation:
    with headless.app() as app:
        return reconciled_ledgers(app.books.open(source), policy=rules, ours_sheet=sheet)
