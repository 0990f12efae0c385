"""`tieout read`: what the reader understood of a file."""

from pathlib import Path

from tieout.cli.targets import STANDARD_OUTPUT, check_target, write_json
from tieout.ledger.reading import read as read_ledger
from tieout.ledger.report import describe
from tieout.matching.document import ledger_document


def read(
    file: Path, *, json: Path | None, sheet: str | None, profile: str | None, currency: str
) -> None:
    """Say it in words, and write it as JSON where asked."""
    if json is not None:
        check_target(json, [file])
    ledger = read_ledger(file, sheet, profile, currency=currency)
    if json != STANDARD_OUTPUT:
        print(describe(ledger))
    if json is not None:
        write_json(ledger_document(ledger), json)
