"""How does a ledger without headings get a line for them, where results are to stand beside it."""

from dataclasses import replace

import pandas as pd

from tieout.ledger.ledger import Ledger, SetAside
from tieout.ledger.problem import Problem
from tieout.texts import Language, text


def lacks_headings(ledger: Ledger) -> bool:
    """Whether its first line is an entry already."""
    return ledger.source.headless and ledger.source.header_line == 0


def with_headings(ledger: Ledger, language: Language | None = None) -> Ledger:
    """The same ledger one line lower, under headings that say what each column was taken for."""
    source = ledger.source
    if not lacks_headings(ledger) or source.cells is None:
        return ledger
    names = {place: text(f"meaning.{m}", language) for m, place in source.columns.items()}
    headings = [names.get(place, letter) for place, letter in enumerate(source.headings)]
    top = pd.DataFrame([headings], columns=source.cells.columns, dtype=object)
    cells = pd.concat([top, source.cells.astype(object)], ignore_index=True)
    return replace(
        ledger,
        entries=ledger.entries.assign(line=ledger.entries["line"] + 1),
        source=replace(source, cells=cells, header_line=1, headings=tuple(headings)),
        set_aside=tuple(SetAside(r.line + 1, r.why, r.amount) for r in ledger.set_aside),
        problems=tuple(map(_lower, ledger.problems)),
    )


def _lower(problem: Problem) -> Problem:
    return replace(problem, line=problem.line + 1) if problem.line else problem
