"""What ledger is a range of cells, and what is the reconciliation of two."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from tieout.errors import TieoutError
from tieout.excel.cells import CellError, Cells, cents_of, shown
from tieout.excel.memory import Memory
from tieout.ledger.currency import UNSTATED, decimals
from tieout.ledger.ledger import Ledger
from tieout.ledger.reading import understand
from tieout.matching.engine import reconcile
from tieout.matching.policy import Policy
from tieout.matching.reconciliation import Reconciliation
from tieout.matching.scope import narrowed
from tieout.texts import current_language, text
from tieout.workbook.currencies import in_stated_currencies

Side = Literal["ours", "theirs"]
MEMORY = Memory()
"""What the functions of this Excel have worked out."""


@dataclass(frozen=True)
class LedgerRange:
    """A range with a heading row and entries below it; its first row is line 1."""

    cells: Cells

    @property
    def weight(self) -> int:
        """Cells of the range."""
        return self.cells.weight


def ledger_of(found: LedgerRange, side: Side) -> Ledger:
    """The ledger, which must be readable to the last amount: a total without it would be wrong."""
    language = current_language()
    key = ("ledger", found.cells.content, side, language)
    ledger = MEMORY.recall(key, lambda _: found.weight, lambda: _understood(found, side))
    blocking = [problem for problem in ledger.problems if problem.blocks]
    if blocking:
        raise CellError(
            "excel.unreadable", problem=blocking[0].sentence(language), count=len(blocking)
        )
    return ledger


def _understood(found: LedgerRange, side: Side) -> Ledger:
    frame = pd.DataFrame(found.cells.rows, dtype=object)
    name = text(f"side.{side}")
    try:
        return understand(frame, file=name, sheet=name)
    except TieoutError as error:
        if error.key != "read.no_header":
            raise
        raise CellError("excel.no_header", side=name, found=error.values["found"]) from None


def reconciled(
    ours: LedgerRange,
    theirs: LedgerRange,
    tolerance: float | None = None,
    window: int | None = None,
) -> Reconciliation:
    """The reconciliation of two ranges, worked out once for the same cells and rules."""
    first, second = ledger_of(ours, "ours"), ledger_of(theirs, "theirs")
    policy = policy_of(tolerance, window, _currency(first, second))
    key = (ours.cells.content, theirs.cells.content, policy.model_dump_json(), current_language())

    def worked_out() -> Reconciliation:
        return in_stated_currencies(reconcile(*narrowed(first, second, policy.aliases), policy))

    return MEMORY.recall(key, lambda _: ours.weight + theirs.weight, worked_out)


def policy_of(tolerance: float | None, window: int | None, currency: str) -> Policy:
    """The rules with the tolerance (major units) and window (days) of the call, where it gives them."""
    chosen: dict[str, int] = {}
    if tolerance is not None:
        cents = cents_of(tolerance, decimals(currency))
        if cents is None or cents < 0:
            raise CellError("excel.tolerance", found=shown(tolerance), decimals=decimals(currency))
        chosen["tolerance_cents"] = cents
    if window is not None:
        if window < 0:
            raise CellError("excel.window", found=window)
        chosen["window_days"] = window
    return Policy().model_copy(update=chosen)


def only_currency(currencies: tuple[str, ...]) -> str:
    """The one currency there is; sums over several mean nothing."""
    if len(currencies) > 1:
        named = [code or text("report.unstated") for code in currencies]
        raise CellError("excel.several_currencies", currencies=list(named))
    return currencies[0] if currencies else UNSTATED


def _currency(ours: Ledger, theirs: Ledger) -> str:
    stated = [code for code in (*ours.currencies, *theirs.currencies) if code != UNSTATED]
    return stated[0] if stated else UNSTATED
