"""`tieout read`: what the reader understood of a file, and what it should have."""

from collections.abc import Sequence
from pathlib import Path

from tieout.cli.targets import STANDARD_OUTPUT, check_target, write_json
from tieout.errors import TieoutError
from tieout.ledger.ledger import Ledger
from tieout.ledger.reading import read as read_ledger
from tieout.ledger.report import describe
from tieout.ledger.saved_profiles import save_profile
from tieout.texts import LANGUAGES, table, text


def read(
    file: Path,
    *,
    json: Path | None,
    sheet: str | None,
    profile: str | None,
    currency: str,
    columns: Sequence[str] = (),
    save_as: str | None = None,
    customer: str = "",
) -> None:
    """Say it in words, write it as JSON where asked, and remember the columns where asked."""
    if json is not None:
        check_target(json, [file])
    ledger = read_ledger(file, sheet, profile, currency=currency, columns=stated(columns))
    if json != STANDARD_OUTPUT:
        print(describe(ledger))
    if json is not None:
        from tieout.matching.document import ledger_document

        write_json(ledger_document(ledger), json)
    if save_as is not None:
        _save(ledger, save_as, customer)


def stated(columns: Sequence[str]) -> dict[str, str]:
    """Meanings and headings as they are written: amount=结算数, or 金额=结算数.

    >>> stated(["amount=结算数", "业务参考号=合同号"])
    {'amount': '结算数', 'reference': '合同号'}
    """
    known = _meanings()
    found: dict[str, str] = {}
    for written in columns:
        meaning, equals, heading = written.partition("=")
        if not (equals and heading.strip() and meaning.strip().lower() in known):
            words = [text(f"meaning.{name}") for name in dict.fromkeys(known.values())]
            raise TieoutError("cli.unknown_meaning", found=written, known=words)
        found[known[meaning.strip().lower()]] = heading.strip()
    return found


def _meanings() -> dict[str, str]:
    """What a column can mean, by its name and by the words for it in every language."""
    names = {key.removeprefix("meaning."): key for key in table() if key.startswith("meaning.")}
    return {name: name for name in names} | {
        text(key, language): name for name, key in names.items() for language in LANGUAGES
    }


def _save(ledger: Ledger, title: str, customer: str) -> None:
    columns = {m: ledger.source.headings[place] for m, place in ledger.source.columns.items()}
    file = save_profile(ledger, title, columns, customer)
    print(text("cli.profile_saved", title=title, file=file))
