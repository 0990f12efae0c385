"""Which rules does the user reconcile by: every threshold, readable and changeable."""

import hashlib
import json
from decimal import Decimal
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from tieout.matching.coded import Bools, Ints
from tieout.matching.pass_names import PASS_NAMES
from tieout.matching.window import Window

_FROZEN = ConfigDict(frozen=True, extra="forbid")
_MILLION = 1_000_000


PresetName = Literal["receivables", "supplier", "bank", "platform", "intercompany"]


class DateWindow(BaseModel):
    """A window that is not the same both ways, seen from the entries of one side (日期窗口)."""

    model_config = _FROZEN

    anchor: Literal["ours", "theirs"] = "ours"
    days_before: int = Field(default=10, ge=0, le=3660)
    days_after: int = Field(default=10, ge=0, le=3660)


class Weights(BaseModel):
    """What counts when several entries could be the same: the dearest evidence to go without (权重)."""

    model_config = _FROZEN

    date: int = Field(default=1000, ge=0, le=1_000_000)
    memo: int = Field(default=100, ge=0, le=1_000_000)


class CustomerPolicy(BaseModel):
    """What is agreed with one customer and differs from the rest; only what is given counts."""

    model_config = _FROZEN

    tolerance_cents: int | None = Field(default=None, ge=0)
    tolerance_percent: Decimal | None = Field(default=None, ge=0, le=100)
    tolerance_cap_cents: int | None = Field(default=None, ge=0)
    window_days: int | None = Field(default=None, ge=0, le=3660)
    window: DateWindow | None = None
    reference_window_days: int | None = Field(default=None, ge=0, le=3660)
    group_window_days: int | None = Field(default=None, ge=0, le=366)
    fee_max_cents: int | None = Field(default=None, ge=0)


class Policy(BaseModel):
    """The matching policy (对账规则). Amounts are minor units, windows are days.

    A difference is within tolerance up to `tolerance_cents`, or up to `tolerance_percent` of the
    larger amount, that never beyond `tolerance_cap_cents`. `window` replaces `window_days` where the
    two directions differ.

    >>> policy = Policy(tolerance_cents=100, tolerance_percent="0.5", tolerance_cap_cents=5000)
    >>> policy.tolerances(np.array([10_000, 100_000, 9_000_000])).tolist()
    [100, 500, 5000]
    """

    model_config = _FROZEN

    preset: PresetName = "receivables"
    tolerance_cents: int = Field(default=100, ge=0)
    tolerance_percent: Decimal = Field(default=Decimal(0), ge=0, le=100)
    tolerance_cap_cents: int | None = Field(default=None, ge=0)
    window_days: int = Field(default=10, ge=0, le=3660)
    window: DateWindow | None = None
    across_months: bool = True
    reference_window_days: int = Field(default=120, ge=0, le=3660)
    reversal_window_days: int = Field(default=62, ge=0, le=3660)
    group_window_days: int = Field(default=10, ge=0, le=366)
    tax_percents: tuple[int, ...] = (20, 13, 9, 6, 5, 3, 1)
    fee_basis_points: int = Field(default=200, ge=0, le=10_000)
    fee_max_cents: int = Field(default=50_000, ge=0)
    fee_on_receipts_only: bool = True
    payments_are_credits: bool = True
    cutoff_days: int = Field(default=7, ge=0, le=366)
    open_days_max: int = Field(default=90, ge=0, le=3660)
    ignored_in_references: tuple[str, ...] = ()
    passes: tuple[str, ...] = PASS_NAMES
    weights: Weights = Weights()
    customers: dict[str, CustomerPolicy] = Field(default_factory=dict)
    aliases: dict[str, str] = Field(default_factory=dict)

    @field_validator("window", mode="before")
    @classmethod
    def _no_window_of_its_own(cls, window: object) -> object:
        """`window = false` in a file: the window of the preset does not hold."""
        return None if window is False else window

    @field_validator("passes")
    @classmethod
    def _known_passes(cls, passes: tuple[str, ...]) -> tuple[str, ...]:
        unknown = sorted(set(passes) - set(PASS_NAMES))
        if unknown:
            raise ValueError(f"unknown: {', '.join(unknown)}")
        if len(set(passes)) < len(passes):
            raise ValueError("a pass is named twice")
        return passes

    @model_validator(mode="after")
    def _percent_is_fine_enough(self) -> "Policy":
        if self.tolerance_percent * 10_000 % 1:
            raise ValueError("tolerance_percent has more than four decimals")
        return self

    @property
    def date_window(self) -> Window:
        """How far apart two entries may be that only their dates and amounts bring together."""
        before, after = self.window_days, self.window_days
        if self.window is not None:
            before, after = self.window.days_before, self.window.days_after
            if self.window.anchor == "theirs":
                before, after = after, before
        return Window(-before, after, within_month=not self.across_months)

    @property
    def reference_window(self) -> Window:
        """How far apart two entries of one number may be."""
        return Window.either_way(self.reference_window_days)

    def tolerances(self, amounts: Ints) -> Ints:
        """The largest difference allowed at amounts of this size, minor units."""
        size, millionths = np.abs(amounts), int(self.tolerance_percent * 10_000)
        percent = size // _MILLION * millionths + size % _MILLION * millionths // _MILLION
        if self.tolerance_cap_cents is not None:
            percent = np.minimum(percent, self.tolerance_cap_cents)
        return np.maximum(percent, self.tolerance_cents)

    def within_tolerance(self, ours: Ints, theirs: Ints) -> Bools:
        """True where two amounts differ by no more than is allowed."""
        larger = np.maximum(np.abs(ours), np.abs(theirs))
        return np.abs(ours - theirs) <= self.tolerances(larger)

    def of_customer(self, customer: str) -> "Policy":
        """The policy with what is agreed with one customer."""
        own = self.customers.get(customer)
        if own is None:
            return self
        agreed = {name: getattr(own, name) for name in own.model_fields_set}
        return self.model_copy(update={k: v for k, v in agreed.items() if v is not None})

    def to_toml(self) -> str:
        """The rules as a file that `read_policy` reads; what is as usual for the preset is left out."""
        from tieout.matching.policy_file import as_toml

        return as_toml(self)

    @property
    def fingerprint(self) -> str:
        """Twelve letters that change when any rule changes.

        >>> Policy().fingerprint == Policy(window_days=10).fingerprint != Policy(window_days=9).fingerprint
        True
        """
        rules = json.dumps(self.model_dump(mode="json", exclude={"preset"}), sort_keys=True)
        return hashlib.sha256(rules.encode()).hexdigest()[:12]
