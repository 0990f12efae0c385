"""What was understood of a bank's statement, in plain words: its format, direction and accounts."""

from tieout.ledger.ledger import Ledger
from tieout.texts import Language, text


def bank_lines(ledger: Ledger, language: Language | None) -> list[str]:
    """The format, whose direction the amounts have, and each account with its entries."""
    counts = ledger.entries["customer"].value_counts(sort=False)
    return [
        text("bank_report.format", language, format=ledger.source.format),
        text("bank_report.perspective", language),
        *(
            text("bank_report.account", language, account=account or "–", count=int(count))
            for account, count in counts.items()
        ),
    ]
