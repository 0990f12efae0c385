"""What are statements made of: a ledger, two of them reconciled, a workbook with both, or the books."""

import getpass
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from tieout.books.books import Books
from tieout.books.posted_ledger import posted_ledger
from tieout.cli.books.opened import opened_books
from tieout.engines import headless
from tieout.errors import TieoutError
from tieout.ledger.ledger import Ledger
from tieout.ledger.reading import read
from tieout.matching.policy import Policy
from tieout.matching.reconciliation import Reconciliation
from tieout.procedures.posted import WORD, is_books, is_the_word, recording
from tieout.procedures.rules import rules_of_file
from tieout.procedures.statements import now, reconciled, reconciled_ledgers
from tieout.progress import Progress
from tieout.statements.issuing import Issue, issue, unheard
from tieout.statements.kinds import ReconciledKind, kind_named, kind_word
from tieout.statements.order import StatementOrder
from tieout.statements.verifying import Verification, verify
from tieout.texts import current_language

_WORKBOOKS = (".xlsx", ".xlsm")


@dataclass(frozen=True)
class WrittenSource:
    """What a user wrote to say which ledger is meant (账的出处); `books` and the file are of the books."""

    source: str
    sheet: str | None = None
    books: str | None = None
    passphrase_file: Path | None = None

    @contextmanager
    def opened(self) -> Iterator[Books | None]:
        """The books, where they are meant; who has a password is asked for it, as in all their commands."""
        if not self.of_books:
            yield None
            return
        with opened_books(self._place, self.passphrase_file) as books:
            yield books

    @property
    def in_workbook(self) -> bool:
        """Whether it may hold both ledgers."""
        return not self.of_books and self.file.suffix.lower() in _WORKBOOKS

    def ledger(self, books: Books | None, customers: Sequence[str] = ()) -> Ledger:
        """Our ledger; of the books, where they are meant, only what concerns some customers."""
        return read(self.file, self.sheet) if books is None else posted_ledger(books, customers)

    def read_ledger(self) -> Ledger:
        """Our ledger, the books opened for it alone."""
        with self.opened() as books:
            return self.ledger(books)

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
    books: Books | None,
    theirs: Path | None,
    policy: Path | None,
    order: StatementOrder,
    folder: Path,
    progress: Progress,
) -> Issue:
    """Issue an order of a source; statements of the books are written into the trace of their entries."""
    progress("reading", 0.0)
    source = source_of(written, books, theirs, order.kind, policy, order.customers)
    with nullcontext(unheard) if books is None else recording(books) as registered:
        return issue(
            source,
            order,
            folder,
            issued_at=now(),
            issued_by=getpass.getuser() if books is None else books.who,
            registered=registered,
            progress=progress,
        )


def source_of(
    written: WrittenSource,
    books: Books | None,
    theirs: Path | None,
    kind: str,
    policy: Path | None,
    customers: Sequence[str] = (),
) -> Ledger | Reconciliation:
    """The ledger or ledgers that a kind of statement is made of."""
    rules = rules_of_file(policy) if policy else None
    if theirs is not None:
        return reconciled(written.ledger(books), read(theirs), rules)
    if isinstance(kind_named(kind), ReconciledKind):
        return _both_ledgers(written.file, rules, written.sheet)
    try:
        return written.ledger(books, customers)
    except TieoutError as error:
        if error.key != "read.several_sheets":
            raise
        # A workbook with both ledgers, such as one that was reconciled: ours is what statements are of.
        return _both_ledgers(written.file, rules, written.sheet).our_ledger


def compared(
    statement: Path,
    register: Path | None,
    written: WrittenSource | None,
    theirs: Path | None,
    policy: Path | None,
    password: str = "",
) -> list[Verification]:
    """What was found of each statement of a file; both books of a workbook are read where one needs them."""

    def held_against(source: Ledger | Reconciliation | None) -> list[Verification]:
        return verify(statement, register, source, password)

    if written is None:
        return held_against(None)
    rules = rules_of_file(policy) if policy else None
    if theirs is not None:
        return held_against(reconciled(written.read_ledger(), read(theirs), rules))
    found = held_against(None)
    if written.in_workbook and any(
        isinstance(kind_named(one.kind), ReconciledKind) for one in found
    ):
        return held_against(_both_ledgers(written.file, rules, written.sheet))
    return held_against(written.read_ledger())


def refuse_one_ledger(written: WrittenSource, theirs: Path | None, kind: str) -> None:
    """No statement of both books from one of them; said before anything is opened."""
    if theirs is not None or not isinstance(kind_named(kind), ReconciledKind):
        return
    if not written.in_workbook:
        word = kind_word(kind, current_language())
        raise TieoutError("statement.error.needs_two", kind=word)
    if not written.file.exists():
        raise TieoutError("read.no_file", file=written.file)


def _both_ledgers(source: Path, rules: Policy | None, sheet: str | None) -> Reconciliation:
    with headless.app() as app:
        return reconciled_ledgers(app.books.open(source), policy=rules, ours_sheet=sheet)
