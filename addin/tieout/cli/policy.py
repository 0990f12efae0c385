"""`tieout policy`: show, check and keep the rules of a reconciliation, and put them on a sheet.

Each command imports the rooms it works in, so that no other command waits for them.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tieout.cli.help_texts import SpokenCommand, SpokenGroup
from tieout.errors import TieoutError
from tieout.texts import Language, current_language, text

if TYPE_CHECKING:
    from tieout.matching.policy import Policy
    from tieout.workbook.rules_sheet import ProposedRule

Source = Annotated[
    Path | None, typer.Argument(metavar="FILE", readable=False, help="policy_help.source")
]
Preset = Annotated[str | None, typer.Option("--preset", metavar="NAME", help="policy_help.preset")]


def mount(app: typer.Typer) -> None:
    """Put these commands among the others."""
    policy = typer.Typer(cls=SpokenGroup, help="policy_help.policy")
    for command, name in _COMMANDS:
        policy.command(name, cls=SpokenCommand, help=f"policy_help.{name}")(command)
    app.add_typer(policy, name="policy")


def show(source: Source = None, preset: Preset = None) -> None:
    """Every rule with its value and what it means."""
    from tieout.matching.policy_rows import policy_rows

    policy = _policy(source, preset)
    language = current_language()
    for row in policy_rows(policy):
        meaning = row.meaning_zh if language == "zh" else row.meaning_en
        print(f"{row.name} = {row.value}\n    {meaning}")
    print(text("policy_said.fingerprint", language, fingerprint=policy.fingerprint))


def check(
    source: Annotated[
        Path, typer.Argument(metavar="FILE", readable=False, help="policy_help.source")
    ],
) -> None:
    """Whether the rules can be used; what is wrong with them, cell by cell, otherwise."""
    policy = _policy(source, None)
    print(text("policy_said.valid", file=source.name, fingerprint=policy.fingerprint))


def sheet(
    workbook: Annotated[
        Path, typer.Argument(metavar="WORKBOOK", readable=False, help="policy_help.workbook")
    ],
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="FILE", readable=False, help="policy_help.output"),
    ],
    rules: Annotated[
        Path | None,
        typer.Option("--policy", metavar="FILE", readable=False, help="policy_help.rules"),
    ] = None,
    preset: Preset = None,
    currency: Annotated[
        str, typer.Option(metavar="CNY", help="policy_help.currency", show_default=False)
    ] = "",
) -> None:
    """The sheet put into a copy of a workbook, or into the workbook itself where it is named."""
    from tieout import procedures
    from tieout.cli.targets import check_target
    from tieout.engines import headless

    _check_workbook(workbook)
    check_target(output, (), (workbook.suffix.lower(),))
    policy = _policy(rules, preset) if rules or preset else None
    with headless.app() as app:
        book = app.books.open(workbook)
        put = procedures.put_rules(book, policy, currency=currency.upper())
        name = put.name
        book.save(output)
    print(text("policy_said.sheet", sheet=name, file=output))


def save(
    source: Annotated[
        Path, typer.Argument(metavar="FILE", readable=False, help="policy_help.source")
    ],
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="FILE", readable=False, help="policy_help.toml"),
    ],
) -> None:
    """The rules as a policy file."""
    from tieout.cli.targets import check_target
    from tieout.saving import whole_file

    check_target(output, [source], (".toml",))
    policy = _policy(source, None)
    with whole_file(output) as beside:
        beside.write_text(policy.to_toml(), encoding="utf-8")
    print(text("policy_said.saved", file=output, fingerprint=policy.fingerprint))


def proposed(
    workbook: Annotated[
        Path, typer.Argument(metavar="WORKBOOK", readable=False, help="policy_help.decided")
    ],
) -> None:
    """The rules that decisions imply, with what each would change."""
    from tieout.engines import headless
    from tieout.procedures.rules import proposed as proposed_in

    _check_workbook(workbook)
    language = current_language()
    with headless.app() as app:
        found = proposed_in(app.books.open(workbook))
    for rule in found:
        print(f"{rule.because(language)}\n    {_on_the_sheet(rule, language)}")
        if rule.effect is not None:
            print("    " + text("learned.would_change", language, count=rule.effect))
    print(text("learned.where" if found else "learned.none", language))


def _on_the_sheet(rule: "ProposedRule", language: Language) -> str:
    """A rule in the words and units of the sheet of rules, which are not those of a policy file."""
    from tieout.workbook.rule_rows import GENERAL

    meanings = {row.name: row.meaning(language) for row in GENERAL}
    return f"{meanings.get(rule.name, rule.name)} → {rule.value}"


_COMMANDS = (
    (show, "show"),
    (check, "check"),
    (sheet, "sheet"),
    (save, "save"),
    (proposed, "proposed"),
)


def _policy(source: Path | None, name: str | None) -> "Policy":
    from tieout.matching.presets import preset
    from tieout.procedures.rules import rules_of_file

    if source is not None and name is not None:
        raise TieoutError("policy_said.one_source", file=source.name, preset=name)
    return preset(name or "receivables") if source is None else rules_of_file(source)


def _check_workbook(workbook: Path) -> None:
    if workbook.suffix.lower() not in (".xlsx", ".xlsm"):
        raise TieoutError("policy_said.not_a_workbook", file=workbook.name)
    if not workbook.exists():
        raise TieoutError("read.no_file", file=workbook)
