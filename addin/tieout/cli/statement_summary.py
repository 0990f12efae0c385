"""What is said of statements when they were issued, and of the replies to them."""

from pathlib import Path
from typing import TYPE_CHECKING

from tieout.texts import current_language, text

if TYPE_CHECKING:
    from tieout.statements.issuing import Issue
    from tieout.statements.order import StatementOrder
    from tieout.statements.replies import ReplySummary


def print_kinds() -> None:
    """Every kind of statement, by its name and in words."""
    from tieout.statements.kinds import KINDS, kind_word

    language = current_language()
    for name in KINDS:
        print(f"{name:<24}{kind_word(name, language)}")


def print_issue(made: "Issue", folder: Path, order: "StatementOrder") -> None:
    """What was issued, and what must be known before it is sent."""
    from tieout.statements.kinds import AUDITED, kind_warning

    language, kind = current_language(), order.kind
    for line in made.written:
        print(f"{line.number}  {line.customer or '—'}  {line.amount} {line.currency}  {line.file}")
    values = {"count": len(made.written), "before": len(made.before), "folder": folder}
    print(text("statement.issued", language, **values))
    if made.pdfs:
        print(text("statement.printed", language, count=len(made.pdfs)))
    if made.needless:
        why = "needless_differences" if kind == "difference-letter" else "needless"
        print(text(f"statement.{why}", language, count=len(made.needless)))
    warning = kind_warning(kind, language)
    if warning:
        print(warning)
    if kind in AUDITED and not order.issuer.auditor:
        print(text("statement.no_auditor", language))


def print_replies(summary: "ReplySummary", target: Path) -> None:
    """Every reply, who is to be asked again, and the rates."""
    from tieout.statements.replies import reply_word

    language = current_language()
    for reply in summary.replies:
        word = reply_word(reply.outcome, language)
        cause = text(f"cause.{reply.cause}.word", language) if reply.cause else ""
        why = reply.note if reply.outcome == "unreadable" else ""
        said = (word, reply.number, reply.customer, reply.difference, cause, reply.file, why)
        print("  ".join(filter(None, said)))
    for outcome, line in summary.without_reply:
        print(f"{reply_word(outcome, language)}  {line.number}  {line.customer}")
    print(
        text(
            "statement.replies",
            language,
            sent=summary.sent,
            second=summary.second,
            answered=summary.answered,
            reply_rate=summary.percent(summary.answered, summary.sent),
            agreed=summary.agreed,
            agree_rate=summary.percent(summary.agreed, summary.answered),
            again=len(summary.unanswered),
            file=target,
        )
    )
    if summary.silent:
        print(text("statement.silent", language, count=len(summary.silent)))
