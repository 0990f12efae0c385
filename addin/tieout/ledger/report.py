"""What did the reader understand: a ledger's reading in plain words."""

from collections import defaultdict

import pandas as pd

from tieout.ledger.bank.bank_report import bank_lines
from tieout.ledger.cleaning_report import changes
from tieout.ledger.currency import format_amount
from tieout.ledger.ledger import Ledger
from tieout.ledger.one_account import is_one_account
from tieout.ledger.profile import GENERIC, STATED, profile_named
from tieout.ledger.sheet_extent import column_letters
from tieout.texts import Language, text

LINES_NAMED_MAX = 5
PROBLEMS_NAMED_MAX = 20


def describe(ledger: Ledger, language: Language | None = None) -> str:
    """Sheet, headings, columns, sign rule, entries, rows set aside, what was cleaned, problems."""
    return "\n".join(
        [
            *_place(ledger, language),
            *_columns(ledger, language),
            *_entries(ledger, language),
            *_aside(ledger, language),
            *_cleaned(ledger, language),
            *_problems(ledger, language),
        ]
    )


def _place(ledger: Ledger, language: Language | None) -> list[str]:
    source = ledger.source
    lines = [text("report.file", language, file=source.file)]
    if source.format:
        return [*lines, *bank_lines(ledger, language)]
    if source.sheet:
        lines.append(text("report.sheet", language, sheet=source.sheet))
    if source.headless:
        lines.append(text("report.no_headings", language, line=source.header_line + 1))
    else:
        lines.append(text("report.header_line", language, line=source.header_line))
    return [*lines, _profile(ledger, language)]


def _profile(ledger: Ledger, language: Language | None) -> str:
    """Whose sheet it is, and the headings that tell."""
    if ledger.source.profile == STATED:
        return text("report.stated_profile", language)
    profile = profile_named(ledger.source.profile)
    if profile.name == GENERIC or ledger.source.evidence:
        return text("report.no_profile", language)
    columns = ledger.source.columns.values()
    evidence = profile.required or [ledger.source.headings[column] for column in sorted(columns)]
    name = profile.called(language)
    return text("report.profile", language, name=name, evidence=evidence)


def _columns(ledger: Ledger, language: Language | None) -> list[str]:
    if ledger.source.format:
        return []
    by_place = sorted(ledger.source.columns.items(), key=lambda item: item[1])
    columns = [_column(ledger, meaning, column, language) for meaning, column in by_place]
    rule = text(f"sign_rule.{ledger.source.sign_rule}", language)
    whose = [text("bank_report.perspective", language)] if is_one_account(ledger) else []
    return [*columns, text("report.sign_rule", language, rule=rule), *whose]


def _column(ledger: Ledger, meaning: str, column: int, language: Language | None) -> str:
    """A column, its heading, its meaning, and why where the heading does not say."""
    source = ledger.source
    line = text(
        "report.letter" if source.headless else "report.column",
        language,
        letter=column_letters(column + 1),
        heading=source.headings[column],
        meaning=text(f"meaning.{meaning}", language),
    )
    why = source.evidence.get(meaning)
    return f"{line}{text('report.because', language, why=why.sentence(language))}" if why else line


def _entries(ledger: Ledger, language: Language | None) -> list[str]:
    dates = ledger.entries["date"].dropna()
    first, last = (
        f"{day:%Y-%m-%d}" if pd.notna(day) else "–" for day in (dates.min(), dates.max())
    )
    lines = [text("report.entries", language, count=len(ledger), first=first, last=last)]
    for name, balances in (("opening", ledger.opening), ("closing", ledger.closing)):
        lines += [
            text(f"report.{name}", language, amount=format_amount(cents, account.currency))
            for account, cents in balances.items()
        ]
    return lines + [
        text(
            "report.total",
            language,
            currency=currency or text("report.unstated", language),
            amount=format_amount(ledger.movement(currency), currency),
        )
        for currency in ledger.currencies
    ]


def _aside(ledger: Ledger, language: Language | None) -> list[str]:
    lines_by_why: dict[str, list[int]] = defaultdict(list)
    for row in ledger.set_aside:
        lines_by_why[row.why].append(row.line)
    reasons = [
        text(
            "report.why",
            language,
            why=text(f"set_aside.{why}", language),
            count=len(lines),
            lines=", ".join(map(str, lines[:LINES_NAMED_MAX]))
            + ("…" if len(lines) > LINES_NAMED_MAX else ""),
        )
        for why, lines in lines_by_why.items()
    ]
    return (
        [text("report.set_aside", language, count=len(ledger.set_aside)), *reasons]
        if reasons
        else []
    )


def _cleaned(ledger: Ledger, language: Language | None) -> list[str]:
    found = [change for change in changes(ledger) if change.code != "set_aside"]
    if not found:
        return []
    return [
        text("report.cleaned", language),
        *(f"  {change.sentence(language)}" for change in found),
    ]


def _problems(ledger: Ledger, language: Language | None) -> list[str]:
    if not ledger.problems:
        return [text("report.no_problems", language)]
    listed = [f"  {problem.sentence(language)}" for problem in ledger.problems[:PROBLEMS_NAMED_MAX]]
    return [text("report.problems", language, count=len(ledger.problems)), *listed]
