"""What is one row of the collected ledger, and by what is it known again."""

from dataclasses import dataclass, fields
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class CollectedRow:
    """One row of a source as it stands in the ledger; `amount` is "" where only goods moved.

    Amounts, quantities and prices are decimal figures, days are 2026-06-30. `place` says where the
    row was found and is no part of what it says.
    """

    key: str
    place: str
    date: str
    type: str = ""
    reference: str = ""
    memo: str = ""
    customer: str = ""
    amount: str = ""
    currency: str = ""
    due_date: str = ""
    quantity: str = ""
    price: str = ""

    @property
    def content(self) -> tuple[str, ...]:
        """What the row says."""
        return tuple(getattr(self, name) for name in CONTENT)

    def named(self) -> str:
        """How a report names the row."""
        return " ".join(filter(None, (self.place, self.reference)))


NAMES = tuple(field.name for field in fields(CollectedRow))
CONTENT = NAMES[2:]


def content_hash(row: CollectedRow) -> str:
    """By what a row without a key is known again."""
    return sha256("\x1f".join(row.content).encode()).hexdigest()[:24]
