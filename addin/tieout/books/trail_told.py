"""What does a line of the trail say of before and after, in words."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tieout.books.backup_schedule import SETTING as SCHEDULE
from tieout.books.register_values import shown
from tieout.books.registers import CUSTOMER_LIST, PRODUCT_LIST
from tieout.books.trail import TrailLine
from tieout.ledger.currency import format_amount
from tieout.texts import table, text

Detail = Mapping[str, Any]
"""What a line holds beside its words, as it was written by any release."""
_STATES = {
    "period": "period_state",
    "close_period": "period_state",
    "reopen_period": "period_state",
    "review": "batch_state",
    "post": "batch_state",
    "reject": "batch_state",
}
"""By action, whose words its states have."""
_ASKED = {"state": "batch_state", "type": "entry_type"}
_REGISTERS = {each.action: each for each in (CUSTOMER_LIST, PRODUCT_LIST)}
SAID_MAX = 6
"""So many changes or readings of one line are said; the rest is counted."""


def told(line: TrailLine) -> str:
    """One sentence after the other; what no sentence is known for is said as it is kept."""
    if not line.detail:
        return ""
    try:
        detail = json.loads(line.detail)
        said = list(_sentences(line, detail))
    except (ValueError, TypeError, AttributeError, KeyError):
        return line.detail
    more = [text("posting.more", count=len(said) - SAID_MAX)] if len(said) > SAID_MAX else []
    return text("trail_told.between").join([*said[:SAID_MAX], *more]) or line.detail


def _sentences(line: TrailLine, detail: Detail) -> Iterator[str]:
    if "file" in detail:
        yield _posted(detail)
    if "readings" in detail:
        yield from map(_read, detail["readings"])
    if "changes" in detail:
        for change in detail["changes"]:
            yield from _changed(line.action, change)
    if "people" in detail:
        yield from map(_person, detail["people"])
    if "after" in detail:
        yield _from_to(line, detail)
    if "accounts" in detail:
        yield text("trail_told.accounts", count=detail["accounts"])
    if "encrypted" in detail:
        yield text("trail_told.encrypted" if detail["encrypted"] else "trail_told.not_encrypted")


def _posted(detail: Detail) -> str:
    """What became of a file, and what its new rows come to."""
    sums = ", ".join(
        f"{code} {format_amount(cents, code)}" for code, cents in detail["totals"].items()
    )
    counts = {name: detail[name] for name in ("file", "new", "known", "reversed")}
    return text("trail_told.posted", None, **counts, totals=sums or "0")


def _read(reading: Detail) -> str:
    """What was asked, and how many rows were seen."""
    asked = reading.get("asked", {})
    words = ", ".join(f"{_field(name)} {_asked(name, value)}" for name, value in asked.items())
    kind = text(f"reading_kind.{reading['kind']}")
    return text(
        "trail_told.read", kind=kind, rows=reading["rows"], asked=f" ({words})" if words else ""
    )


def _changed(action: str, change: Detail) -> Iterator[str]:
    """Each field of a customer or product that is another now."""
    rules = _REGISTERS[action]
    before, after = change["before"] or {}, change["after"]
    currency = str(after.get("currency") or before.get("currency") or "")
    for name, value in after.items():
        rule = rules.field(name)
        if rule is None or (change["before"] is None and name in ("code", "active")):
            continue
        was, now = (shown(rule, each, currency) or "—" for each in (before.get(name), value))
        fields = {"code": change["code"], "field": rule.heading(), "before": was, "after": now}
        yield text("base_data.changed", None, **fields)


def _person(change: Detail) -> str:
    """What somebody was and is; where that is the same, their password is another."""
    name, before, after = change["after"]["name"], _role(change["before"]), _role(change["after"])
    if before == after and change["after"].get("password"):
        return text("trail_told.password_set", subject=name)
    return text("trail_told.change", subject=name, before=before, after=after)


def _role(person: Detail | None) -> str:
    if person is None or not person["active"]:
        return text("trail_told.not_listed")
    groups = str(person["customer_group"]).replace("|", ", ")
    return text(f"role.{person['role']}") + (f" ({groups})" if groups else "")


def _from_to(line: TrailLine, detail: Detail) -> str:
    """A state or a setting, as it was and is."""
    words = _STATES.get(line.action) or f"setting_value.{line.subject.partition(':')[2]}"
    before, after = (_word(words, detail.get(name)) for name in ("before", "after"))
    return text("trail_told.from_to", before=before, after=after)


def _word(words: str, value: object) -> str:
    if words == f"setting_value.{SCHEDULE}":
        kept = json.loads(str(value)) if value else None
        return text("trail_told.schedule", None, **kept) if kept else "—"
    key = f"{words}.{value or 'empty'}"
    return text(key) if key in table() else str(value or "—")


def _field(name: str) -> str:
    key = f"asked.{name}"
    return text(key) if key in table() else name


def _asked(name: str, value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    key = f"{_ASKED.get(name)}.{value}"
    return text(key).partition("|")[0] if key in table() else str(value)
