"""How are two ledgers reconciled: decisions first, then every pass in order over what is still open."""

from collections.abc import Sequence

from tieout.at_once import both_at_once
from tieout.ledger.ledger import Ledger
from tieout.matching.customers import renaming
from tieout.matching.decision import NOTHING_DECIDED, Decided, Decision, decided
from tieout.matching.decision_findings import accepted
from tieout.matching.fingerprints import fingerprints
from tieout.matching.full_numbers import with_full_numbers
from tieout.matching.ignored_parts import without_ignored_parts
from tieout.matching.marking import settled_since, with_marks
from tieout.matching.matched import Matched
from tieout.matching.open_causes import open_causes
from tieout.matching.pass_names import DECISION
from tieout.matching.passes import passes_of
from tieout.matching.payments import with_payments_told
from tieout.matching.policy import Policy
from tieout.matching.presets import usual_policy
from tieout.matching.reconciliation import Reconciliation
from tieout.matching.rejecting import Rejections
from tieout.matching.rows import Rows, reunited, rows_of, turned
from tieout.matching.rules import rules_of
from tieout.matching.sameness import noticed
from tieout.matching.signs import their_sign
from tieout.progress import Progress, silent


def reconcile(
    ours: Ledger,
    theirs: Ledger,
    policy: Policy | None = None,
    decisions: Sequence[Decision] = (),
    progress: Progress = silent,
    *,
    whole: Reconciliation | None = None,
) -> Reconciliation:
    """Reconcile their ledger with ours; theirs is turned round first where it mirrors ours.

    Without a policy the usual one holds: that for banks beside a bank's statement. What a person decided outranks every pass. `progress` is told between passes, and may cancel. `whole` is the reconciliation of ledgers that
    these are a part of; it has told whether theirs mirrors ours.

    >>> import pandas as pd
    >>> ours = pd.DataFrame({"date": ["2026-03-02"], "amount": ["54.00"], "reference": ["INV-1001"]})
    >>> theirs = pd.DataFrame({"date": ["2026-03-03"], "amount": ["45.00"], "reference": ["1001"]})
    >>> result = reconcile(Ledger.from_frame(ours), Ledger.from_frame(theirs))
    >>> result.matches[["state", "pass", "difference", "cause"]].to_dict("records")
    [{'state': 'suggested', 'pass': 'same_number_slipped', 'difference': 900, 'cause': 'transposition'}]
    >>> result.totals["difference"], result.totals["unexplained"]
    (900, 0)
    """
    policy = policy or usual_policy(ours, theirs)
    theirs = noticed(ours, theirs)
    given, same = rows_of(
        without_ignored_parts(ours, policy.ignored_in_references),
        without_ignored_parts(theirs, policy.ignored_in_references),
        policy.aliases,
    )
    renamed = renaming(same)
    sign = their_sign(given, ours, theirs, renamed, whole.their_sign if whole else None)
    is_turned = given.theirs & (sign.account_signs[given.account] < 0)
    rows = with_full_numbers(turned(given, is_turned))
    decisions_found = _decided(ours, theirs, decisions, rows)
    rules = rules_of(with_payments_told(policy, rows, ours), ours, theirs, rows)
    rejections = Rejections(tuple(found for _, found in decisions_found.rejected))
    matched = Matched.none(rows).holding(
        accepted(rows, decisions_found, decisions, policy), DECISION
    )
    steps = passes_of(policy)
    for number, step in enumerate(steps):
        progress("matching", number / len(steps))
        matched = matched.after(step, rows, rules, rejections)
    progress("matching", 1.0)
    (match, record), their_side = both_at_once(
        matched.outcome,
        lambda: theirs.mirrored(is_turned[len(ours) :], sign.sign),
        rows=len(rows),
    )
    open_items = open_causes(rows, reunited(matched.parts, rows), match, policy)
    return Reconciliation(
        ours,
        their_side,
        policy,
        sign,
        rows,
        match,
        record,
        with_marks(open_items, decisions_found, decisions),
        given_theirs=theirs,
        given_decisions=tuple(decisions),
        decided=settled_since(decisions_found, match),
        bounded=matched.bounded,
        same_customers=same,
    )


def _decided(ours: Ledger, theirs: Ledger, decisions: Sequence[Decision], rows: Rows) -> Decided:
    if not decisions:
        return NOTHING_DECIDED
    our_places = {mark: place for place, mark in enumerate(fingerprints(ours))}
    their_places = {mark: len(ours) + place for place, mark in enumerate(fingerprints(theirs))}
    return decided(decisions, (our_places, their_places), rows.currency)
