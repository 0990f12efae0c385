"""What lies before a person who decides: the workbook, its ledgers, what was found, and what was decided."""

import getpass
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
import xlwings as xw

from tieout.backups import back_up
from tieout.errors import TieoutError
from tieout.ledger.ledger import Ledger
from tieout.ledger.problem import Problem
from tieout.matching.causes import Cause
from tieout.matching.coded import Ints
from tieout.matching.decision import Decision, Verdict
from tieout.matching.engine import reconcile as matched
from tieout.matching.fingerprints import fingerprints
from tieout.matching.following import Followed, followed
from tieout.matching.known_row import KnownRow, known_rows
from tieout.matching.policy import Policy
from tieout.matching.presets import usual_policy
from tieout.matching.reconciliation import Reconciliation
from tieout.matching.scope import narrowed
from tieout.progress import Progress, silent
from tieout.texts import LANGUAGES, Language, current_language, text
from tieout.workbook.beside import Written
from tieout.workbook.carried import Carried, with_carried
from tieout.workbook.carried_marks import carried_marks
from tieout.workbook.currencies import in_stated_currencies
from tieout.workbook.decision_list import listed_decisions
from tieout.workbook.decisions import Action, Kept, KeptDecision
from tieout.workbook.in_place import place_report, with_widths
from tieout.workbook.learning import proposed_rules
from tieout.workbook.ledger_sheets import LedgerSheet, free_column, read_ledgers
from tieout.workbook.marks import columns_of, marked_sheet
from tieout.workbook.match_numbers import Numbers, numbers_now
from tieout.workbook.own_sheets import SIDES, OwnSheets, own_sheets
from tieout.workbook.report import Report, sheet_names
from tieout.workbook.result_book import result_layouts
from tieout.workbook.rules_place import policy_of, with_rules
from tieout.workbook.rules_sheet import ProposedRule
from tieout.workbook.state import carried_in, kept_in, noted, numbers_before, with_changes

Places = Sequence[int]
"""Entries of a side by their place in its ledger."""


@dataclass(frozen=True)
class Desk:
    """An open workbook with both ledgers read, and every decision so far.

    `given` are the ledgers as they go into matching; `numbers_written` are match numbers that people
    wrote beside entries since the last run, by `side:fingerprint`.
    """

    book: xw.Book
    own: OwnSheets
    sheets: tuple[LedgerSheet, LedgerSheet]
    given: tuple[Ledger, Ledger]
    kept: Kept
    carried: Carried
    policy: Policy
    language: Language
    progress: Progress
    numbers_written: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def followed(self) -> list[Followed]:
        """The live decisions about the rows of today."""
        live = [(one.decision, one.ours, one.theirs) for one in self.kept.live]
        return followed(live, *self.given)

    @cached_property
    def found(self) -> Reconciliation:
        """What is found, given the decisions, in the currencies as they were read.

        After the decisions of this workbook, as `followed` has them, come the marks of carried items.
        """
        made = [one.decision for one in self.followed]
        return matched(
            *self.given,
            self.policy,
            decisions=[*made, *carried_marks(*self.given, made)],
            progress=self.progress,
        )

    @cached_property
    def result(self) -> Reconciliation:
        """What is found, in the currencies the ledgers state; each match has the number it had."""
        return in_stated_currencies(replace(self.found, numbers=self._numbered[0]))

    @property
    def numbers(self) -> Numbers:
        """The numbers given to matches so far."""
        return self._numbered[1]

    @cached_property
    def _numbered(self) -> tuple[Ints, Numbers]:
        before = numbers_before(self.own)
        return numbers_now(self.found, self.marks, before, self.numbers_written)

    @cached_property
    def marks(self) -> tuple[list[str], list[str]]:
        """The fingerprints of both sides."""
        return fingerprints(self.given[0]), fingerprints(self.given[1])

    def places(self, side: str, lines: Collection[int]) -> list[int]:
        """The places of the entries on some lines of a side's sheet; a line without one is refused."""
        at = SIDES.index(side)
        lines_now = self.given[at].entries["line"].tolist()
        known = {line: place for place, line in enumerate(lines_now)}
        for line in lines:
            if line not in known:
                raise self._no_entry(side, line, list(known))
        return sorted({known[line] for line in lines})

    def _no_entry(self, side: str, line: int, known: Sequence[int]) -> TieoutError:
        sheet = self.sheets[SIDES.index(side)].sheet.name
        values = {"side": Bilingual.of(f"side.{side}"), "sheet": sheet, "line": line}
        if not known:
            return TieoutError("settle.no_entries", **values)
        return TieoutError("settle.no_entry", **values, first=min(known), last=max(known))

    def matches_of(self, ours: Places, theirs: Places) -> list[int]:
        """The numbers of the matches that some entries are in, ascending."""
        match = self.result.number_of_row
        rows = [*ours, *(len(self.given[0]) + place for place in theirs)]
        return sorted({int(match[row]) for row in rows} - {0})

    def members(self, match: int) -> tuple[list[int], list[int]]:
        """The places of both sides' entries in a match."""
        rows = np.flatnonzero(self.result.number_of_row == match)
        count = len(self.given[0])
        return rows[rows < count].tolist(), (rows[rows >= count] - count).tolist()

    def sums(self, ours: Places, theirs: Places) -> tuple[int, int]:
        """What entries of both sides add up to, minor units in our perspective."""
        amount = self.result.rows.amount
        count = len(self.given[0])
        return sum(int(amount[p]) for p in ours), sum(int(amount[count + p]) for p in theirs)

    def currencies(self, ours: Places, theirs: Places) -> list[str]:
        """The currencies of some entries."""
        ledgers = self.result.our_ledger, self.result.their_ledger
        return sorted(
            {
                str(currency)
                for ledger, places in zip(ledgers, (ours, theirs), strict=True)
                for currency in ledger.entries["currency"].iloc[list(places)]
            }
        )

    def known(self, side: str, places: Places) -> tuple[KnownRow, ...]:
        """What entries of a side say now."""
        at = SIDES.index(side)
        return known_rows(self.given[at], self.marks[at], places)

    def decision(
        self,
        verdict: Verdict,
        ours: Places,
        theirs: Places,
        by: "By",
        *,
        cause: Cause | None = None,
        why: str = "",
        withdraws: Sequence[int] = (),
    ) -> KeptDecision:
        """A decision about entries of today, not yet kept."""
        known = self.known("ours", ours), self.known("theirs", theirs)
        marks = [tuple(row.fingerprint for row in side) for side in known]
        made = Decision(verdict, marks[0], marks[1], by.who, by.when, why, cause)
        return KeptDecision(0, 0, made, *known, withdraws=tuple(withdraws))

    def deciding(self, kind: str, by: "By", made: Sequence[KeptDecision]) -> "Desk":
        """The desk with one more action."""
        if not made:
            return self
        action = Action(0, kind, by.who, by.when)
        return self.with_kept(self.kept.with_action(action, made))

    def match(self, number: int) -> pd.Series:
        """What was found of a match, by its number."""
        place = self.result.place_of(number)
        assert place is not None, "numbers of matches are checked where they come in"
        return self.result.matches.iloc[place]

    def with_kept(self, kept: Kept) -> "Desk":
        """The same workbook with other decisions."""
        return replace(self, kept=kept)

    def on_terms(self, policy: Policy, carried: Carried) -> "Desk":
        """The same workbook by other rules, with other open items carried into it."""
        given = _given(self.sheets, policy, carried)
        return replace(self, policy=policy, carried=carried, given=given)


@dataclass(frozen=True)
class Bilingual:
    """A text inside an error, which is said in the language of its reader."""

    zh: str
    en: str

    @classmethod
    def of(cls, key: str) -> "Bilingual":
        """The text of a key."""
        return cls(text(key, "zh"), text(key, "en"))


@dataclass(frozen=True)
class By:
    """Who decides, and when."""

    who: str
    when: datetime

    @classmethod
    def now(cls, who: str | None) -> "By":
        """The user of this machine where nobody is named."""
        return cls(who or getpass.getuser(), datetime.now().astimezone())


def desk(
    book: xw.Book,
    *,
    policy: Policy | None = None,
    ours_sheet: str | None = None,
    theirs_sheet: str | None = None,
    language: Language | None = None,
    carried: Carried | None = None,
    progress: Progress = silent,
) -> Desk:
    """Read an open workbook.

    Without a policy its sheet of rules holds, else what held in the last run, else what held where
    items are carried from.
    """
    progress("reading", 0.0)
    own = with_rules(book, own_sheets(book))
    chosen = language or language_before(own) or current_language()
    brought = carried_in(own) if carried is None else carried
    said = policy or policy_of(book, own, chosen) or policy_before(own) or brought.policy
    sheets = read_ledgers(book, own, ours_sheet, theirs_sheet)
    rules = said or usual_policy(*(sheet.ledger for sheet in sheets))
    progress("matching", 0.0)
    return Desk(
        book,
        own,
        sheets,
        _given(sheets, rules, brought),
        kept_in(own),
        brought,
        rules,
        chosen,
        progress,
    )


def _given(
    sheets: tuple[LedgerSheet, LedgerSheet], rules: Policy, carried: Carried
) -> tuple[Ledger, Ledger]:
    ours, theirs = narrowed(sheets[0].ledger, sheets[1].ledger, rules.aliases)
    return with_carried(ours, theirs, carried, rules)


def policy_before(own: OwnSheets) -> Policy | None:
    """The rules of the last run."""
    found = own.read("policy", Policy.model_validate_json)
    return found[0] if found else None


def language_before(own: OwnSheets) -> Language | None:
    """The language of the last run."""
    found = own.noted("language")
    return next((known for known in LANGUAGES if [known] == found), None)


def put_down(
    at: Desk,
    untaken: Sequence[Problem] = (),
    *,
    backup: bool = True,
    beside: Sequence[Written] = (),
) -> Report:
    """Write everything that is found into the workbook, in place of an earlier run.

    `beside` is what people once wrote on our sheets, where those are no longer there.
    """
    report = _report(at, untaken)
    runs = noted(report, at.own, datetime.now().astimezone())
    ran_anew = len(runs) > len(at.own.noted("run"))
    report = with_changes(report, at.own, ran_anew=ran_anew)
    layouts = result_layouts(report, runs)
    at.progress("writing", 0.0)
    if backup:
        keep_copy(at.book)
    place_report(at.book, at.own, report, layouts, beside)
    at.progress("writing", 1.0)
    return report


def _report(at: Desk, untaken: Sequence[Problem]) -> Report:
    """Where everything goes."""
    result, own = at.result, at.own
    count = len(columns_of(result))
    our_marks, their_marks = (
        with_widths(
            marked_sheet(
                result, side, found.sheet.name, free_column(found, own, count), found.cells
            ),
            found.sheet,
            own,
        )
        for side, found in zip(SIDES, at.sheets, strict=True)
    )
    taken = {sheet.name for sheet in at.book.sheets} - own.result_names
    return Report(
        result,
        our_marks,
        their_marks,
        at.language,
        sheet_names(at.language, taken),
        (at.found.our_ledger, at.found.given_theirs),
        at.kept,
        listed_decisions(at.kept, at.followed, result, at.marks),
        untaken=tuple(untaken),
        carried=at.carried,
        proposed=learned(at),
        numbers=at.numbers,
    )


def learned(at: Desk) -> tuple[ProposedRule, ...]:
    """The rules that the decisions so far imply, each tried out."""
    return proposed_rules(at.result, lambda policy: at.on_terms(policy, at.carried).result)


_COPIED: set[str] = set()
"""Workbooks that were backed up since this program started."""


def keep_copy(book: xw.Book) -> None:
    """A copy of the file as it is on the disk, before its first change in this session."""
    file = Path(book.fullname)
    if book.fullname not in _COPIED and file.is_absolute():
        back_up(file, datetime.now().astimezone())
        _COPIED.add(book.fullname)
