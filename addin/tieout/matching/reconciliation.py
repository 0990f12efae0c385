"""What did a reconciliation find: every entry in exactly one match or one open item."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from tieout.ledger.ledger import COLUMNS, Account, Ledger
from tieout.matching.causes import CAUSES, Cause
from tieout.matching.coded import Bools, Ints
from tieout.matching.customers import SameCustomer
from tieout.matching.decision import NOTHING_DECIDED, Decided, Decision
from tieout.matching.decision_reasons import with_marks_said, with_notes
from tieout.matching.findings import CAUSES_BY_CODE, STATES
from tieout.matching.fingerprints import fingerprints
from tieout.matching.matched import FOUND_BY
from tieout.matching.members import Members
from tieout.matching.open_causes import OpenCauses
from tieout.matching.open_reasons import Nearest, nearest_misses, open_reasons
from tieout.matching.our_books import OurBooks, our_books
from tieout.matching.policy import Policy
from tieout.matching.proposed import proposed_entries
from tieout.matching.reasons import match_reasons
from tieout.matching.rows import Rows
from tieout.matching.said import Said, said_of
from tieout.matching.signs import SignFinding
from tieout.texts import LANGUAGES, Language, text

KINDS = ("one_to_one", "one_to_many", "many_to_one", "many_to_many", "reversal")


@dataclass(frozen=True)
class Totals:
    """Sums of the entries in one currency, minor units; `unexplained` is always 0."""

    ours: int
    theirs: int
    explained: int

    @property
    def difference(self) -> int:
        """Ours − theirs."""
        return self.ours - self.theirs

    @property
    def unexplained(self) -> int:
        """What the listed differences leave over."""
        return self.difference - self.explained

    def __getitem__(self, name: str) -> int:
        return int(getattr(self, name))


@dataclass(frozen=True)
class Reconciliation:
    """The result: both ledgers in our perspective, and where each entry went.

    All amounts are int64 minor units, in our perspective; `ours` and `theirs` have the entries in
    input order. Frames and sentences are made when first asked for. `match_of_row` counts the matches
    from 1; `numbers` are what they are called by, where they were called so before.
    """

    our_ledger: Ledger
    their_ledger: Ledger
    policy: Policy
    their_sign: SignFinding
    rows: Rows
    match_of_row: Ints
    found: pd.DataFrame
    open: OpenCauses
    given_theirs: Ledger
    given_decisions: tuple[Decision, ...] = ()
    decided: Decided = NOTHING_DECIDED
    bounded: tuple[tuple[str, int], ...] = ()
    same_customers: tuple[SameCustomer, ...] = ()
    numbers: Ints | None = None

    @cached_property
    def matches(self) -> pd.DataFrame:
        """One line a match.

        match, kind, state, pass, ours (lines), theirs (lines), difference, cause ("" = none),
        alternatives, confidence, currency, reason_zh, reason_en.
        """
        plain = self._plain_matches.assign(note=self._notes)
        reasons = match_reasons(self._said, plain, self.our_members, self.their_members)
        return self._plain_matches.assign(
            **{
                f"reason_{language}": pd.Series(sentences, dtype=object)
                for language, sentences in reasons.items()
            }
        )

    @cached_property
    def ours(self) -> pd.DataFrame:
        """Our entries: line, match (0 = none), state, cause, difference, reason_zh, reason_en."""
        return self._side(self.our_ledger, ~self.rows.theirs)

    @cached_property
    def theirs(self) -> pd.DataFrame:
        """Their entries: line, match (0 = none), state, cause, difference, reason_zh, reason_en."""
        return self._side(self.their_ledger, self.rows.theirs)

    @cached_property
    def open_items(self) -> pd.DataFrame:
        """What is in no match, ours first.

        side, line, date, reference, memo, customer, currency, amount, cause, nature, turn (ours,
        theirs, both or nobody), comment_needed, carried_forward, nearest (mapping or None),
        reason_zh, reason_en, action_zh, action_en, entry_zh, entry_en (the entry that would settle
        it, "" where waiting or looking comes first).
        """
        items = self.entries.iloc[self.open.row].reset_index(drop=True)
        causes = [Cause(cause) for cause in self._open_cause_words]
        actions = {
            language: {cause: cause.action(language) for cause in set(causes)}
            for language in LANGUAGES
        }
        columns = ["side", "line", "date", "reference", "memo", "customer", "currency", "amount"]
        return items[columns].assign(
            cause=pd.Series(self._open_cause_words, dtype=object),
            nature=[CAUSES[cause].nature for cause in causes],
            turn=[
                whose_turn(cause, side) for cause, side in zip(causes, items["side"], strict=True)
            ],
            comment_needed=[CAUSES[cause].comment_needed for cause in causes],
            carried_forward=[CAUSES[cause].carried_forward for cause in causes],
            nearest=pd.Series(self._nearest, dtype=object),
            **{f"reason_{language}": self._open_reasons(language) for language in LANGUAGES},
            **{
                f"action_{language}": [actions[language][cause] for cause in causes]
                for language in LANGUAGES
            },
            **{
                f"entry_{language}": proposed_entries(
                    items.assign(cause=self._open_cause_words), self.our_books, language
                )
                for language in LANGUAGES
            },
        )

    @cached_property
    def entries(self) -> pd.DataFrame:
        """The entries of both sides, ours first: side and the COLUMNS of a ledger."""
        return pd.concat(
            [
                self.our_ledger.entries[list(COLUMNS)].assign(side="ours"),
                self.their_ledger.entries[list(COLUMNS)].assign(side="theirs"),
            ],
            ignore_index=True,
        )

    @cached_property
    def totals(self) -> Totals:
        """Sums over all entries; over several currencies they still add up but mean nothing."""
        every = self.totals_by_currency.values()
        return Totals(
            sum(total.ours for total in every),
            sum(total.theirs for total in every),
            sum(total.explained for total in every),
        )

    @cached_property
    def totals_by_currency(self) -> Mapping[str, Totals]:
        """Sums by currency, of the currencies that occur."""
        codes, currencies = pd.factorize(self._currency, sort=True)
        return {
            str(currency): Totals(
                int(self.rows.amount[(codes == code) & ~self.rows.theirs].sum()),
                int(self.rows.amount[(codes == code) & self.rows.theirs].sum()),
                int(self._row_difference[codes == code].sum()),
            )
            for code, currency in enumerate(currencies)
        }

    @cached_property
    def opening_differences(self) -> Mapping[Account, int]:
        """Ours − theirs of the opening balances that both sides state, where they differ."""
        ours, theirs = self.our_ledger.opening, self.their_ledger.opening
        shared = ours.keys() & theirs.keys()
        if not shared and len(ours) == len(theirs) == 1:
            (account, cents), (other,) = next(iter(ours.items())), theirs.values()
            return {account: cents - other} if cents != other else {}
        return {a: ours[a] - theirs[a] for a in sorted(shared) if ours[a] != theirs[a]}

    @cached_property
    def our_members(self) -> Members:
        """Our rows of each match, by their place in `entries`."""
        return Members.of(self.match_of_row, self._line, ~self.rows.theirs)

    @cached_property
    def their_members(self) -> Members:
        """Their rows of each match, by their place in `entries`."""
        return Members.of(self.match_of_row, self._line, self.rows.theirs)

    @cached_property
    def decisions(self) -> pd.DataFrame:
        """One line a decision: verdict, ours, theirs (fingerprints), who, when, why, cause, standing, match.

        `standing` says what has become of it; `match` is 0 where it made none.
        """
        match = np.zeros(len(self.given_decisions), dtype=np.int64)
        for number, rows in self.decided.accepted:
            match[number] = self.number_of_row[rows[0]]
        columns = ("verdict", "ours", "theirs", "who", "when", "why", "cause")
        given = {
            name: pd.Series([getattr(d, name) for d in self.given_decisions], dtype=object)
            for name in columns
        }
        return pd.DataFrame(given).assign(
            standing=pd.Series(self.decided.standing, dtype=object), match=match
        )

    @cached_property
    def customers(self) -> pd.DataFrame:
        """Customers the two sides name differently: ours, theirs, how, likeness, shared, reasons.

        `how` is alias (confirmed), name, entries, or suggested (nothing follows until confirmed).
        """
        columns = ("ours", "theirs", "how", "likeness", "shared")
        found = pd.DataFrame([astuple(same) for same in self.same_customers], columns=list(columns))
        for language in LANGUAGES:
            found[f"reason_{language}"] = [
                text(f"customer.{same.how}", language, **asdict(same))
                for same in self.same_customers
            ]
        return found

    @cached_property
    def our_books(self) -> OurBooks:
        """What our books are of, and which side of them is plus."""
        return our_books(self.policy, self.rows, self.our_ledger)

    @cached_property
    def match_numbers(self) -> Ints:
        """The number of each match, in the order of `matches`."""
        return np.arange(1, len(self.found) + 1) if self.numbers is None else self.numbers

    @cached_property
    def number_of_row(self) -> Ints:
        """The number of the match of each entry, ours first; 0 where it is in none."""
        return np.append(0, self.match_numbers)[self.match_of_row]

    @cached_property
    def decided_rows(self) -> Bools:
        """Whether a person decided the match of each entry, ours first."""
        found = np.zeros(len(self.rows), dtype=bool)
        for _, rows in self.decided.accepted:
            found[rows] = True
        return found

    def place_of(self, number: int) -> int | None:
        """The place in `matches` of the match of a number; None where there is none."""
        places = np.flatnonzero(self.match_numbers == number)
        return int(places[0]) if len(places) else None

    @cached_property
    def fingerprints(self) -> tuple[list[str], list[str]]:
        """By what our entries and theirs are known again; decisions name rows by these."""
        return fingerprints(self.our_ledger), fingerprints(self.given_theirs)

    def limits(self, language: Language | None = None) -> list[str]:
        """What was not searched to the end because there was too much: a sentence a pass."""
        return [
            text(
                "limit.reached",
                language,
                name=text(f"pass.{found_by}.name", language),
                rows=f"{rows:,}",
            )
            for found_by, rows in self.bounded
        ]

    @cached_property
    def _plain_matches(self) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "match": self.match_numbers,
                "kind": np.array(KINDS, dtype=object)[self._kinds],
                "state": np.array(STATES, dtype=object)[self.found["state"]],
                "pass": np.array(FOUND_BY, dtype=object)[self.found["pass"]],
                "ours": self.our_members.lists(self._line),
                "theirs": self.their_members.lists(self._line),
                "difference": self._match_difference,
                "cause": _CAUSE_WORDS[self.found["cause"]],
                "alternatives": self.found["alternatives"].to_numpy(),
                "confidence": self.found["confidence"].to_numpy(),
                "currency": self._currency[self._first_row],
            }
        )

    @cached_property
    def _said(self) -> Said:
        return said_of(self.entries)

    @cached_property
    def _notes(self) -> np.ndarray:
        """Why a person decided on a match, "" where nobody did."""
        notes = np.full(len(self.found), "", dtype=object)
        for number, rows in self.decided.accepted:
            notes[self.match_of_row[rows[0]] - 1] = self.given_decisions[number].why
        return notes

    def _open_reasons(self, language: Language) -> list[str]:
        found = open_reasons(self._said, self.open, self._open_cause_words, language)
        return with_marks_said(found, self.open, self.decided, self.given_decisions, language)

    @cached_property
    def _nearest(self) -> list[Nearest | None]:
        return nearest_misses(self._said, self.open)

    @cached_property
    def _line(self) -> Ints:
        sides = (self.our_ledger.entries["line"], self.their_ledger.entries["line"])
        return np.concatenate([side.to_numpy(np.int64) for side in sides])

    @property
    def _open_cause_words(self) -> Sequence[str]:
        return list(_CAUSE_WORDS[self.open.cause])

    @cached_property
    def _currency(self) -> np.ndarray:
        sides = (self.our_ledger.entries["currency"], self.their_ledger.entries["currency"])
        return np.concatenate([side.to_numpy(dtype=object) for side in sides])

    @cached_property
    def _signed(self) -> Ints:
        return np.where(self.rows.theirs, -self.rows.amount, self.rows.amount)

    @cached_property
    def _match_difference(self) -> Ints:
        difference = np.zeros(len(self.found) + 1, dtype=np.int64)
        np.add.at(difference, self.match_of_row, self._signed)
        return difference[1:]

    @cached_property
    def _first_row(self) -> Ints:
        """The row that carries a match's difference: our first, or theirs where none is ours."""
        first = np.zeros(len(self.found) + 1, dtype=np.int64)
        backwards = np.arange(len(self.rows))[::-1]
        first[self.match_of_row[backwards]] = backwards
        return first[1:]

    @cached_property
    def _row_difference(self) -> Ints:
        difference = np.where(self.match_of_row == 0, self._signed, 0)
        difference[self._first_row] = self._match_difference
        return difference

    @cached_property
    def _kinds(self) -> Ints:
        count = len(self.found) + 1
        ours = np.bincount(self.match_of_row[~self.rows.theirs], minlength=count)[1:]
        theirs = np.bincount(self.match_of_row[self.rows.theirs], minlength=count)[1:]
        return np.select(
            [(ours == 0) | (theirs == 0), (ours == 1) & (theirs == 1), ours == 1, theirs == 1],
            [4, 0, 1, 2],
            3,
        )

    def _side(self, ledger: Ledger, side: Bools) -> pd.DataFrame:
        match = self.match_of_row[side]
        cause = np.append(0, self.found["cause"].to_numpy())[self.match_of_row]
        cause[self.open.row] = self.open.cause
        state = np.append(len(STATES), self.found["state"].to_numpy())[match]
        return pd.DataFrame(
            {
                "line": ledger.entries["line"].to_numpy(np.int64),
                "match": self.number_of_row[side],
                "state": np.array([*STATES, "open"], dtype=object)[state],
                "cause": _CAUSE_WORDS[cause[side]],
                "difference": self._row_difference[side],
                **{
                    f"reason_{language}": self._row_reasons[language][side]
                    for language in LANGUAGES
                },
            }
        )

    @cached_property
    def _row_reasons(self) -> Mapping[Language, np.ndarray]:
        """What is said of each entry, ours first."""
        found = {}
        for language in LANGUAGES:
            of_match = self.matches[f"reason_{language}"].to_numpy(dtype=object)
            reasons = np.append(np.array([""], dtype=object), of_match)[self.match_of_row]
            reasons[self.open.row] = self.open_items[f"reason_{language}"].to_numpy(dtype=object)
            found[language] = with_notes(reasons, self.decided, self.given_decisions, language)
        return found


_CAUSE_WORDS = np.array(["" if cause is None else cause.value for cause in CAUSES_BY_CODE], object)


def whose_turn(cause: Cause, side: str) -> str:
    """Who has to act on a cause found on a side: ours, theirs, both or nobody."""
    turn = CAUSES[cause].turn
    other = "theirs" if side == "ours" else "ours"
    return {"holder": side, "other": other}.get(turn, turn)
