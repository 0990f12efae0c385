"""What did customers reply to confirmations: returned workbooks are read and held against the register."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Literal

import numpy as np
import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tieout.errors import TieoutError
from tieout.ledger.currency import format_amount, to_cents
from tieout.matching.causes import Cause
from tieout.matching.differences import cause_of
from tieout.matching.findings import CAUSES_BY_CODE
from tieout.matching.policy import Policy
from tieout.saving import whole_file
from tieout.statements.fingerprint import content_of, marked_sheets, reply_cells
from tieout.statements.opening import opened
from tieout.statements.printed import hash_of, read_printed
from tieout.statements.register import IssuedStatement, quoted, read_register
from tieout.statements.replied import agrees, short, their_balance
from tieout.texts import Language, current_language, table, text

FILE = "replies.csv"
Outcome = Literal[
    "agreed",
    "differs",
    "incomplete",
    "contradicts",
    "altered",
    "superseded",
    "unknown",
    "repeated",
    "unreadable",
]
_USABLE = ("agreed", "differs")
_READ = (".xlsx", ".xlsm")
_NOT_READ = (".ods", ".xls", ".xlsb", ".et", ".numbers", ".docx", ".doc", ".png", ".jpg", ".jpeg")
_ONLY_IF_WRONG = "confirmation-negative"
"""Who is sent this letter replies only if the balance is wrong."""


@dataclass(frozen=True)
class ConfirmationReply:
    """One returned workbook; amounts are in major units, `difference` is ours − theirs."""

    file: str
    number: str
    customer: str
    outcome: Outcome
    our_balance: str = ""
    their_balance: str = ""
    difference: str = ""
    cause: str = ""
    replied_by: str = ""
    replied_on: str = ""
    note: str = ""


@dataclass(frozen=True)
class ReplySummary:
    """How the confirmations stand: 发函数, 回函率, 相符率, and who is to be asked again.

    What is asked a second time of the same account counts once in `sent`, and in `second`;
    `unanswered` are the last letters of those without a usable reply; `silent` those of the
    negative form without any, who are not asked again.
    """

    sent: int
    replies: tuple[ConfirmationReply, ...]
    unanswered: tuple[IssuedStatement, ...]
    second: int = 0
    silent: tuple[IssuedStatement, ...] = ()

    @property
    def answered(self) -> int:
        """Confirmations with a usable reply."""
        return sum(reply.outcome in _USABLE for reply in self.replies)

    @property
    def agreed(self) -> int:
        """Replies that agree."""
        return sum(reply.outcome == "agreed" for reply in self.replies)

    @property
    def without_reply(self) -> list[tuple[str, IssuedStatement]]:
        """The last letters of those without a usable reply, each with the word of `reply_word`."""
        silent = [("silent", line) for line in self.silent]
        return [*silent, *(("unanswered", line) for line in self.unanswered)]

    def percent(self, part: int, whole: int) -> str:
        """A rate with one decimal; none where there is nothing to divide by.

        >>> ReplySummary(3, (), ()).percent(2, 3), ReplySummary(0, (), ()).percent(0, 0)
        ('66.7%', '—')
        """
        return f"{(1000 * part * 2 + whole) // (2 * whole) / 10}%" if whole else "—"


def read_replies(returned: Path, register: Path) -> ReplySummary:
    """Every workbook of a folder, held against the register of what was sent."""
    lines = [line for line in read_register(register) if line.kind.startswith("confirmation-")]
    if not returned.is_dir():
        raise TieoutError("statement.error.no_replies", folder=returned)
    asked = _Asked({line.number: line for line in lines}, {_about(line): line for line in lines})
    replies: list[ConfirmationReply] = []
    printed = {line.file_hash for line in read_printed(register)}
    for file in sorted(returned.iterdir()):
        if file.name.startswith(("~$", ".")):
            continue
        if file.suffix.lower() in _READ:
            replies += _replies_in(file, asked, _answered(replies, asked))
        elif _is_no_workbook(file, printed):
            note = text("statement.reply.not_read", current_language(), kind=file.suffix.lower())
            replies.append(ConfirmationReply(file.name, "", "", "unreadable", note=note))
    return _summary(lines, asked, replies)


def _is_no_workbook(file: Path, printed: set[str]) -> bool:
    """A reply in another form, which a person must look at; our own PDFs are none."""
    kind = file.suffix.lower()
    return kind in _NOT_READ or (kind == ".pdf" and hash_of(file) not in printed)


def _summary(
    lines: Sequence[IssuedStatement], asked: "_Asked", replies: Sequence[ConfirmationReply]
) -> ReplySummary:
    answered = _answered(replies, asked)
    left = [line for about, line in asked.last.items() if about not in answered]
    known = [asked.by_number.get(reply.number) for reply in replies]
    heard = {_about(line) for line in known if line is not None}
    silent = [line for line in left if line.kind == _ONLY_IF_WRONG and _about(line) not in heard]
    again = tuple(line for line in left if line not in silent)
    second = len(lines) - len(asked.last)
    return ReplySummary(len(asked.last), tuple(replies), again, second, tuple(silent))


@dataclass(frozen=True)
class _Asked:
    """The letters that were sent, by number, and the last one about each account."""

    by_number: Mapping[str, IssuedStatement]
    last: Mapping[tuple[str, ...], IssuedStatement]


def _about(line: IssuedStatement) -> tuple[str, ...]:
    """What a letter asks: the same of the same account at the same day is a second request."""
    return line.kind, line.customer, line.currency, line.end


def _answered(replies: Sequence[ConfirmationReply], asked: _Asked) -> set[tuple[str, ...]]:
    """What there is a usable reply to."""
    return {_about(asked.by_number[one.number]) for one in replies if one.outcome in _USABLE}


def write_replies(summary: ReplySummary, folder: Path) -> Path:
    """The replies beside the register; written anew, as the workbooks are what they are made of."""
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow([field.name for field in fields(ConfirmationReply)])
    for reply in summary.replies:
        writer.writerow([quoted(str(value)) for value in asdict(reply).values()])
    for outcome, line in summary.without_reply:
        row = {"number": line.number, "customer": line.customer, "outcome": outcome}
        row["our_balance"] = line.amount
        writer.writerow([quoted(row.get(field.name, "")) for field in fields(ConfirmationReply)])
    target = folder / FILE
    with whole_file(target) as beside:
        beside.write_text(written.getvalue(), encoding="utf-8-sig", newline="")
    return target


def _replies_in(
    file: Path, asked: _Asked, answered: set[tuple[str, ...]]
) -> list[ConfirmationReply]:
    try:
        workbook, values = opened(file), opened(file, values=True)
    except TieoutError as error:
        return [ConfirmationReply(file.name, "", "", "unreadable", note=str(error))]
    marked = marked_sheets(workbook)
    if not marked:
        return [ConfirmationReply(file.name, "", "", "unknown")]
    found = []
    for mark, sheet in marked:
        line = asked.by_number.get(mark.number)
        line = line if line is not None and line.kind == mark.kind else None
        why = _useless(line, asked, answered, content_of(workbook, sheet))
        if line is None or why is not None:
            customer = line.customer if line is not None else ""
            found.append(ConfirmationReply(file.name, mark.number, customer, why or "unknown"))
        else:
            found.append(_reply(file, line, workbook, sheet, values[sheet.title]))
    return found


def _useless(
    line: IssuedStatement | None, asked: _Asked, answered: set[tuple[str, ...]], content: str
) -> Outcome | None:
    """Why a returned letter is not looked at, if there is a reason.

    A reply to an earlier letter is one to the last where both state the same balance.
    """
    if line is None:
        return "unknown"
    if _about(line) in answered:
        return "repeated"
    if content != line.content_hash:
        return "altered"
    return "superseded" if asked.last[_about(line)].amount != line.amount else None


def _reply(
    file: Path,
    line: IssuedStatement,
    workbook: openpyxl.Workbook,
    sheet: Worksheet,
    values: Worksheet,
) -> ConfirmationReply:
    """What the customer filled in; only the cells meant for it are looked at."""
    cells = reply_cells(workbook, sheet)
    said: dict[str, object] = {name: values.cell(*place).value for name, place in cells.items()}
    theirs = their_balance(said, line.currency)
    ours = to_cents(Decimal(line.amount), line.currency)
    word = agrees(said.get("agrees"))
    outcome = _outcome(word, ours, theirs)
    if outcome == "agreed" and theirs is None:
        theirs = ours
    difference = None if theirs is None else ours - theirs
    return ConfirmationReply(
        file=file.name,
        number=line.number,
        customer=line.customer,
        outcome=outcome,
        our_balance=line.amount,
        their_balance=_figure(theirs, line.currency),
        difference=_figure(difference, line.currency),
        cause=_cause(ours, theirs) if outcome == "differs" and theirs is not None else "",
        replied_by=short(said.get("name")),
        replied_on=short(said.get("date")),
        note=short(said.get("note")),
    )


def _outcome(agrees: bool | None, ours: int, theirs: int | None) -> Outcome:
    """A balance tells most; a word and a balance that contradict each other are asked again."""
    if theirs is None:
        return "incomplete" if agrees is None else "agreed" if agrees else "differs"
    if agrees is not None and agrees != (ours == theirs):
        return "contradicts"
    return "agreed" if ours == theirs else "differs"


def _cause(ours: int, theirs: int) -> str:
    code = int(cause_of(np.array([ours]), np.array([theirs]), Policy())[0])
    cause = CAUSES_BY_CODE[code]
    return cause.value if cause is not None else Cause.AMOUNT.value


def _figure(cents: int | None, currency: str) -> str:
    return "" if cents is None else format_amount(cents, currency).replace(",", "")


def reply_word(outcome: str, language: Language) -> str:
    """What an outcome is called."""
    key = f"statement.reply.{outcome}"
    return text(key, language) if key in table() else outcome
