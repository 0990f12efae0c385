"""What did an entry say when somebody decided about it: enough to know it again once it has changed."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

import pandas as pd

from tieout.ledger.ledger import Ledger


@dataclass(frozen=True)
class KnownRow:
    """An entry (账项) as it was: `amount` in minor units as the ledger has it, `date` ISO or "".

    `alike` entries of its side, itself among them, had its reference, amount, currency and customer.
    """

    fingerprint: str
    line: int = 0
    date: str = ""
    type: str = ""
    reference: str = ""
    memo: str = ""
    amount: int = 0
    currency: str = ""
    customer: str = ""
    alike: int = 1

    @property
    def digest(self) -> str:
        """The fingerprint without its number among entries that say the same."""
        return self.fingerprint.rpartition("-")[0]

    def as_values(self) -> dict[str, object]:
        """For JSON; what is empty is left out."""
        return {name: value for name, value in asdict(self).items() if value not in ("", None)}

    @classmethod
    def from_values(cls, values: Mapping[str, object]) -> "KnownRow":
        """From JSON; what a later version wrote besides is left out."""
        names = cls.__dataclass_fields__
        return cls(**{name: value for name, value in values.items() if name in names})  # type: ignore[arg-type]


ALIKE = ["reference", "amount", "currency", "customer"]


def known_rows(ledger: Ledger, marks: list[str], places: Iterable[int]) -> tuple[KnownRow, ...]:
    """Entries of a ledger, as it was read, by their places in it; `marks` are its fingerprints."""
    chosen = list(places)
    entries = ledger.entries.iloc[chosen]
    alike = ledger.entries.groupby(ALIKE, dropna=False)["line"].transform("size").iloc[chosen]
    columns = (
        [marks[place] for place in chosen],
        entries["line"].tolist(),
        ["" if pd.isna(day) else f"{day:%Y-%m-%d}" for day in entries["date"].tolist()],
        *(_texts(entries[name]) for name in ("type", "reference", "memo")),
        entries["amount"].tolist(),
        *(_texts(entries[name]) for name in ("currency", "customer")),
        alike.tolist(),
    )
    return tuple(KnownRow(*values) for values in zip(*columns, strict=True))


def _texts(column: pd.Series) -> list[str]:
    return column.astype(object).fillna("").astype(str).tolist()
