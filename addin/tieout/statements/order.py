"""What is to be issued, and how is it to look."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tieout.statements.aging import AgingBase
from tieout.statements.file_names import DEFAULT_PATTERN
from tieout.statements.heading import Issuer
from tieout.texts import Language


@dataclass(frozen=True)
class StatementOrder:
    """What is to be issued (开单要求), and how it is to look."""

    kind: str
    language: Language
    begin: date | None = None
    end: date | None = None
    issued: date | None = None
    customers: tuple[str, ...] = ()
    by: AgingBase | None = None
    issuer: Issuer = field(default_factory=Issuer)
    templates: Path | None = None
    pattern: str = DEFAULT_PATTERN
    prefix: str = "DZ"
    one_workbook: bool = False
    pdf: bool = False
    passwords: Mapping[str, str] | Callable[[str], str | None] = field(default_factory=dict)
    again: bool = False

    def password(self, customer: str) -> str:
        """The password of a customer, "" where there is none."""
        found = (
            self.passwords(customer) if callable(self.passwords) else self.passwords.get(customer)
        )
        return found or ""

    @property
    def encrypted(self) -> bool:
        """True where workbooks get passwords."""
        return callable(self.passwords) or bool(self.passwords)

    @property
    def aging_base(self) -> AgingBase:
        """By due date for reminders, else by document date, unless the user said."""
        return self.by or ("due" if self.kind.startswith("reminder") else "invoice")
