"""What did an action do, or what would it do: the value that a door shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from tieout.ledger.currency import format_amount
from tieout.ledger.problem import Problem
from tieout.matching.reconciliation import Reconciliation
from tieout.procedures.desk import Desk
from tieout.texts import Language, current_language, text
from tieout.workbook.changes import NO_CHANGES, Changes
from tieout.workbook.changes_section import change_said, counted
from tieout.workbook.decisions import KeptDecision

SHOWN_MAX = 20


@dataclass(frozen=True)
class MadeDecision:
    """A decision that was made, or would be: lines of both sheets, sums in our perspective.

    `ours`, `theirs` and their `difference` are minor units of `currency`.
    """

    kept: KeptDecision
    our_lines: tuple[int, ...]
    their_lines: tuple[int, ...]
    ours: int
    theirs: int
    currency: str

    @property
    def difference(self) -> int:
        """Ours − theirs."""
        return self.ours - self.theirs

    def sentence(self, language: Language | None = None) -> str:
        """What was decided, with its values."""
        language = language or current_language()
        made = self.kept.decision
        cause = "" if made.cause is None else made.cause.word(language)
        return text(
            f"outcome.{made.verdict}",
            language,
            rows=self._rows("rows", language),
            sides=self._rows("side", language),
            difference=format_amount(self.difference, self.currency),
            cause=text("outcome.cause", language, cause=cause) if cause else "",
            numbers=_lines(self.kept.withdraws),
        )

    def _rows(self, form: str, language: Language) -> str:
        """The lines of each side that has any, with what they add up to or without."""
        sides = ("our", self.our_lines, self.ours), ("their", self.their_lines, self.theirs)
        said = [
            text(
                f"outcome.{side}_{form}",
                language,
                lines=_lines(lines),
                amount=format_amount(cents, self.currency),
            )
            for side, lines, cents in sides
            if any(lines)
        ]
        return ("、" if language == "zh" else ", ").join(said) or text("outcome.no_rows", language)


def _lines(lines: Sequence[int]) -> str:
    shown = ", ".join(map(str, [line for line in lines if line][:SHOWN_MAX]))
    return f"{shown} …" if len(lines) > SHOWN_MAX else shown


@dataclass(frozen=True)
class Outcome:
    """What came of an action (操作结果): its decisions, the reconciliation now, and what that changed.

    A preview has `done` False, and nothing was written. `untaken` is what was typed into our columns
    and could not be taken, each with its place and remedy; `undone` the kinds of the actions taken back,
    `stay` the imported sheets that stay for all that, `emptied` whether nothing of ours is left.
    """

    kind: str
    decisions: tuple[MadeDecision, ...]
    result: Reconciliation | None
    changes: Changes = NO_CHANGES
    untaken: tuple[Problem, ...] = ()
    done: bool = True
    undone: tuple[str, ...] = ()
    stay: tuple[str, ...] = ()
    emptied: bool = False

    @property
    def difference(self) -> int:
        """What the decisions' rows differ by in all, minor units; of one currency only."""
        return sum(one.difference for one in self.decisions)

    def sentences(self, language: Language | None = None) -> list[str]:
        """What happened, for people: the action, its decisions, what changed, what was not taken."""
        language = language or current_language()
        lines = [self._first_line(language)]
        lines += [one.sentence(language) for one in self.decisions[:SHOWN_MAX]]
        if len(self.decisions) > SHOWN_MAX:
            lines.append(text("outcome.more", language, count=len(self.decisions) - SHOWN_MAX))
        if self.done and not self.changes.nothing:
            lines.append(counted(self.changes, language))
            lines += [change_said(one, language) for one in self.changes.listed[:SHOWN_MAX]]
        lines += [problem.sentence(language) for problem in self.untaken]
        lines += [text("outcome.stays", language, sheet=sheet) for sheet in self.stay]
        if self.emptied:
            lines.append(text("deciding.cleared", language))
        return lines

    def _first_line(self, language: Language) -> str:
        done = (
            ("outcome.done" if self.decisions else "outcome.only") if self.done else "outcome.would"
        )
        return text(done, language, action=self._action(language), count=len(self.decisions))

    def _action(self, language: Language) -> str:
        """The action as people call it; of an undoing also what it took back."""
        word = text(f"action.{self.kind}", language)
        if not self.undone:
            return word
        listed = [text(f"action.{kind}", language) for kind in self.undone]
        actions = ("、" if language == "zh" else ", ").join(listed)
        return text("outcome.undone", language, action=word, actions=actions)


def made(at: Desk, kept: Sequence[KeptDecision]) -> tuple[MadeDecision, ...]:
    """Decisions with the lines and sums of their rows today; `at` is the desk they were made on."""
    places = tuple({mark: place for place, mark in enumerate(side)} for side in at.marks)
    return tuple(_made(at, one, places) for one in kept)


def _made(at: Desk, one: KeptDecision, places: tuple[dict[str, int], ...]) -> MadeDecision:
    ours, theirs = (
        [known[mark] for mark in marks if mark in known]
        for known, marks in zip(places, (one.decision.ours, one.decision.theirs), strict=True)
    )
    lines = [
        tuple(int(ledger.entries["line"].iloc[place]) for place in side)
        for ledger, side in zip(at.given, (ours, theirs), strict=True)
    ]
    currencies = at.currencies(ours, theirs)
    sums = at.sums(ours, theirs)
    return MadeDecision(one, lines[0], lines[1], *sums, currencies[0] if currencies else "")
