"""Which rows of different sources may be one and the same document."""

from collections.abc import Mapping

from tieout.collecting.collected_row import CollectedRow
from tieout.texts import text

NAMED_MAX = 200


def perhaps_twice(sources: Mapping[str, Mapping[str, CollectedRow]]) -> tuple[str, ...]:
    """Rows of two sources with the same reference, day, kind, amount and currency; all are kept."""
    first: dict[tuple[str, ...], tuple[str, CollectedRow]] = {}
    found: list[str] = []
    for name, rows in sources.items():
        for row in rows.values():
            if not (row.reference and row.amount):
                continue
            says = (row.reference, row.date, row.type, row.amount, row.currency)
            other, earlier = first.setdefault(says, (name, row))
            if other != name and len(found) < NAMED_MAX:
                found.append(
                    text(
                        "collecting.twice",
                        reference=row.reference,
                        amount=row.amount,
                        one=f"{other} {earlier.place}",
                        other=f"{name} {row.place}",
                    )
                )
    return tuple(found)
