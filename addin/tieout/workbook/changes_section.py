"""What does the result sheet say first after a re-run: what changed, and which decisions rest on nothing."""

import re

from tieout.ledger.currency import format_amount
from tieout.matching.causes import Cause
from tieout.texts import Language, text
from tieout.workbook.changes import KINDS, SAID_PATTERN, Change, Changes
from tieout.workbook.drawing import NOTE, SECTION, Drawing
from tieout.workbook.layout import Style
from tieout.workbook.report import Report
from tieout.workbook.status import FILLS, cause_status, state_status

SHOWN_MAX = 30
PLAIN = Style(wrap=True, indent=1)
WARNED = Style(wrap=True, indent=1, fill=FILLS["✖"])


def draw_changes(page: Drawing, report: Report) -> None:
    """What changed since the last run, line by line; nothing where nothing did."""
    if report.changes.nothing:
        return
    _title(page, report.say("result.changes"))
    page.across(counted(report.changes, report.language), NOTE)
    for change in report.changes.listed[:SHOWN_MAX]:
        page.across(change_said(change, report.language), PLAIN)
    left = sum(report.changes.counts.values()) - min(len(report.changes.listed), SHOWN_MAX)
    if left > 0:
        page.across(report.say("result.more_changes", count=left), NOTE)
    page.gap()


def draw_to_decide_again(page: Drawing, report: Report) -> None:
    """Decisions that could not be applied, and what was typed and could not be taken."""
    again = [one for one in report.decisions if one.to_decide_again]
    if not again and not report.untaken:
        return
    _title(page, report.say("result.to_decide"))
    for one in again[:SHOWN_MAX]:
        standing = text(f"standing.{one.standing}", report.language)
        changed = one.said_of_changes(report.language)
        sentence = report.say(
            "result.decision_again", number=one.kept.number, standing=standing, changed=changed
        )
        page.across(f"✖ {sentence.rstrip()}", WARNED)
    for problem in report.untaken[:SHOWN_MAX]:
        page.across(f"✖ {problem.sentence(report.language)}", WARNED)
    left = max(len(again) - SHOWN_MAX, 0) + max(len(report.untaken) - SHOWN_MAX, 0)
    if left:
        page.across(report.say("result.more_changes", count=left), NOTE)
    page.gap()


def _title(page: Drawing, title: str) -> None:
    row = page.line([title, *[None] * (page.columns_count - 1)], SECTION)
    page.heights[row] = 22


def changes_from(written: str) -> Changes:
    """What lies on the hidden sheet; raises ValueError and the like where it cannot be said."""
    found = Changes.from_json(written)
    for change in found.listed:
        change_said(change, "en")
    return found


def counted(changes: Changes, language: Language) -> str:
    """How many lines changed in which way, in one sentence."""
    if changes.nothing:
        return text("change.none", language)
    parts = [
        text(f"change.count.{kind}", language, count=changes.counts[kind])
        for kind in KINDS
        if changes.counts.get(kind)
    ]
    return text("change.counted", language, parts=("，" if language == "zh" else ", ").join(parts))


def change_said(change: Change, language: Language) -> str:
    """One line that changed, with its values."""
    return text(
        f"change.{change.kind}",
        language,
        side=text(f"side.{change.side}", language),
        line=change.line,
        before=_entry(change.said_before, language),
        now=_entry(change.said, language),
        status_before=_status(change.status_before, language),
        status=_status(change.status, language),
    )


def _entry(said: str, language: Language) -> str:
    if not said:
        return ""
    found = re.match(SAID_PATTERN, said)
    if found is None:
        raise ValueError(f"nothing is said of an entry by {said!r}")
    date, reference, amount, currency = found.groups()
    parts = (date, reference, format_amount(int(amount), currency))
    return ("，" if language == "zh" else ", ").join(part for part in parts if part)


def _status(status: str, language: Language) -> str:
    if not status:
        return ""
    known = {cause.value for cause in Cause}
    return (
        cause_status(Cause(status), language) if status in known else state_status(status, language)
    )
