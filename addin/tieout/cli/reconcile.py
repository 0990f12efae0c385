"""`tieout reconcile`: two files, or one workbook with two ledgers, become one explained difference."""

from pathlib import Path

from tieout import procedures
from tieout.cli.progress_bar import progress_bar
from tieout.cli.summary import print_summary
from tieout.cli.targets import STANDARD_OUTPUT, check_target, write_json
from tieout.engines import headless
from tieout.errors import TieoutError
from tieout.matching.document import as_document
from tieout.matching.policy import Policy
from tieout.matching.reconciliation import Reconciliation
from tieout.procedures.rules import rules_of_file
from tieout.progress import Progress
from tieout.texts import current_language
from tieout.workbook.carried import NOTHING_CARRIED, Carried

WORKBOOKS = (".xlsx", ".xlsm")


def reconcile(
    ours: Path,
    theirs: Path | None,
    *,
    output: Path | None,
    json: Path | None,
    policy: Path | None,
    ours_sheet: str | None,
    theirs_sheet: str | None,
    carried: Path | None = None,
) -> None:
    """Check where the results go, reconcile, write them, and say what was found."""
    inputs = [ours] if theirs is None else [ours, theirs]
    closed = [carried] if carried is not None else []
    if output is not None:
        # One workbook may be completed in place, where the user says so.
        check_target(
            output,
            [*(inputs if theirs else ()), *closed],
            (".xlsx",) if theirs else (ours.suffix.lower(),),
        )
    if json is not None:
        check_target(json, [*inputs, *closed, *([output] if output else [])])
    sheets = (ours_sheet, theirs_sheet)
    with progress_bar() as progress:
        rules = None if policy is None else rules_of_file(policy)
        brought = None if carried is None else _open_items(carried, progress)
        result, changed = (
            _one_workbook(ours, output, rules, sheets, brought, progress)
            if theirs is None
            else (_two_files(ours, theirs, output, rules, sheets, brought, progress), [])
        )
        if json is not None:
            progress("writing", 1.0)
            write_json(as_document(result), json)
    if json != STANDARD_OUTPUT:
        print_summary(result, output, json)
        for sentence in changed:
            print(sentence)


def _two_files(
    ours: Path,
    theirs: Path,
    output: Path | None,
    rules: Policy | None,
    sheets: tuple[str | None, str | None],
    carried: Carried | None,
    progress: Progress,
) -> Reconciliation:
    return procedures.reconcile_files(
        ours,
        theirs,
        output,
        policy=rules,
        ours_sheet=sheets[0],
        theirs_sheet=sheets[1],
        language=current_language(),
        carried=carried or NOTHING_CARRIED,
        progress=progress,
    )


def _open_items(closed: Path, progress: Progress) -> Carried:
    """What the workbook of the last period hands on; it is only read."""
    if not closed.exists():
        raise TieoutError("read.no_file", file=closed)
    if closed.suffix.lower() not in WORKBOOKS:
        raise TieoutError("policy_said.not_a_workbook", file=closed.name)
    with headless.app() as app:
        return procedures.open_items_of(app.books.open(closed), progress=progress)


def _one_workbook(
    file: Path,
    output: Path | None,
    rules: Policy | None,
    sheets: tuple[str | None, str | None],
    carried: Carried | None,
    progress: Progress,
) -> tuple[Reconciliation, list[str]]:
    """The results go into a copy of the workbook; it is saved only where the user said.

    With them what people typed since the last run, and what has changed.
    """
    if file.suffix.lower() not in WORKBOOKS:
        raise TieoutError("cli.one_file", file=file.name)
    if not file.exists():
        raise TieoutError("read.no_file", file=file)
    with headless.app() as app:
        book = app.books.open(file)
        outcome = procedures.rerun(
            book,
            policy=rules,
            ours_sheet=sheets[0],
            theirs_sheet=sheets[1],
            language=current_language(),
            carried=carried,
            backup=output is not None and output.exists() and output.samefile(file),
            progress=progress,
        )
        if output is not None:
            book.save(output)
    assert outcome.result is not None, "a run always finds something"
    return outcome.result, outcome.sentences()[1:]
