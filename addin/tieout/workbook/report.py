"""What goes on the result sheets, and which sheets of the workbook they refer to."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count

from tieout.ledger.currency import UNSTATED
from tieout.ledger.ledger import Ledger
from tieout.ledger.problem import Problem
from tieout.matching.reconciliation import Reconciliation
from tieout.texts import Language, text
from tieout.workbook.balances import Balances, balances_of
from tieout.workbook.carried import NOTHING_CARRIED, Carried
from tieout.workbook.changes import NO_CHANGES, Changes
from tieout.workbook.decision_list import ListedDecision
from tieout.workbook.decisions import NOTHING_KEPT, Kept
from tieout.workbook.marks import MarkedSheet
from tieout.workbook.match_numbers import Numbers
from tieout.workbook.rules_sheet import ProposedRule

RESULT_SHEETS = (
    "result",
    "statement",
    "open_items",
    "aging",
    "review",
    "customers",
    "proposals",
    "carried",
    "decisions",
    "rules",
    "cleaning",
    "state",
)
"""Our sheets, in order; not every one is in every workbook."""


@dataclass(frozen=True)
class Report:
    """A reconciliation about to lie in sheets: its two marked ledgers, and the names of our sheets.

    `given` are the ledgers as they were read, `kept` what people decided so far and `decisions` what
    became of it, `changes` those since the last run, `untaken` what was typed and could not be taken,
    `carried` what the last reconciliation handed on, `proposed` the rules that decisions imply,
    `numbers` those that matches had and have.
    """

    result: Reconciliation
    ours: MarkedSheet
    theirs: MarkedSheet
    language: Language
    names: dict[str, str]
    given: tuple[Ledger, Ledger]
    kept: Kept = NOTHING_KEPT
    decisions: tuple[ListedDecision, ...] = ()
    changes: Changes = NO_CHANGES
    untaken: tuple[Problem, ...] = ()
    carried: Carried = NOTHING_CARRIED
    proposed: tuple[ProposedRule, ...] = ()
    numbers: Numbers = field(default_factory=Numbers)

    def say(self, key: str, **values: object) -> str:
        """A text of this room in the language of the report."""
        return text(f"workbook.{key}", self.language, **values)

    @property
    def sides(self) -> tuple[tuple[Ledger, MarkedSheet], tuple[Ledger, MarkedSheet]]:
        """Our ledger and theirs, each with its sheet."""
        return (self.result.our_ledger, self.ours), (self.result.their_ledger, self.theirs)

    @cached_property
    def balances(self) -> tuple[Balances, ...]:
        """The balances by currency; of an unstated one where there are no entries at all."""
        currencies = tuple(self.result.totals_by_currency) or (UNSTATED,)
        return tuple(balances_of(self.result, currency) for currency in currencies)

    @property
    def several_currencies(self) -> bool:
        """Whether every sum is by currency."""
        return len(self.balances) > 1

    @cached_property
    def blocking(self) -> tuple[Problem, ...]:
        """The problems that keep an entry from being counted rightly."""
        return tuple(p for ledger, _ in self.sides for p in ledger.problems if p.blocks)

    @cached_property
    def same_ledger(self) -> bool:
        """Whether both sides hold the very same cells, or entries."""
        if any(p.code == "same_ledger" for ledger, _ in self.sides for p in ledger.problems):
            return True
        ours, theirs = (ledger.source.cells for ledger, _ in self.sides)
        return ours is not None and theirs is not None and len(ours) > 0 and ours.equals(theirs)

    @property
    def empty_sides(self) -> tuple[str, ...]:
        """Sides without a single entry."""
        return tuple(sheet.side for ledger, sheet in self.sides if not len(ledger))


def sheet_names(language: Language, taken: Iterable[str] = ()) -> dict[str, str]:
    """How our sheets are named, beside sheets whose names are taken.

    >>> sheet_names("en", ["open ITEMS"])["open_items"]
    'Open items (2)'
    """
    lowered = {name.lower() for name in taken}
    return {
        kind: _free(text(f"workbook.sheet.{kind}", language), lowered) for kind in RESULT_SHEETS
    }


def _free(wanted: str, taken: set[str]) -> str:
    names = (wanted if number == 1 else f"{wanted} ({number})" for number in count(1))
    return next(name for name in names if name.lower() not in taken)
