"""Which rules does the user reconcile by: every threshold, readable and changeable."""

from pydantic import BaseModel, ConfigDict, Field


class Policy(BaseModel):
    """The matching policy (对账规则). Amounts are minor units, windows are days."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tolerance_cents: int = Field(default=100, ge=0)
    window_days: int = Field(default=10, ge=0)
    reference_window_days: int = Field(default=120, ge=0)
    reversal_window_days: int = Field(default=62, ge=0)
    group_window_days: int = Field(default=10, ge=0)
    tax_percents: tuple[int, ...] = (13, 9, 6, 5, 3, 1)
    fee_basis_points: int = Field(default=200, ge=0)
    fee_max_cents: int = Field(default=50_000, ge=0)
    cutoff_days: int = Field(default=7, ge=0)
