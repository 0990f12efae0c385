"""Which rules suit which work: policies to start from, by what is reconciled."""

from typing import get_args

from tieout.errors import TieoutError
from tieout.ledger.ledger import Ledger
from tieout.ledger.one_account import is_one_account
from tieout.matching.policy import DateWindow, Policy, PresetName

PRESET_NAMES: tuple[PresetName, ...] = get_args(PresetName)


def preset(name: str) -> Policy:
    """The policy for a kind of work; the texts `preset.<name>` say when it suits.

    >>> preset("bank").tolerance_cents
    0
    """
    if name not in PRESETS:
        raise TieoutError("policy.no_such_preset", found=name, known=", ".join(PRESETS))
    return PRESETS[name].model_copy(update={"preset": name})


def usual_policy(ours: Ledger, theirs: Ledger) -> Policy:
    """The rules where nobody chose any: those for banks beside the statement of a bank or wallet."""
    return preset("bank") if is_one_account(ours) or is_one_account(theirs) else Policy()


PRESETS: dict[str, Policy] = {
    "receivables": Policy(),
    # Suppliers post late and statements are monthly; their numbers are ours to the letter.
    "supplier": Policy(
        window_days=15,
        group_window_days=15,
        reference_window_days=180,
        payments_are_credits=False,
    ),
    # Money moves to the cent; cheques clear days later, receipts are booked days after the bank has them.
    "bank": Policy(
        tolerance_cents=0,
        window=DateWindow(anchor="ours", days_before=5, days_after=10),
        group_window_days=5,
        tax_percents=(),
        fee_on_receipts_only=False,
        reference_window_days=30,
    ),
    # A platform pays orders out in batches some days later, its commission deducted.
    "platform": Policy(
        tolerance_cents=0,
        window=DateWindow(anchor="ours", days_before=0, days_after=15),
        group_window_days=7,
        fee_basis_points=600,
        fee_on_receipts_only=False,
        tax_percents=(),
    ),
    # Both books are of one group: they have to agree in every month, to the cent.
    "intercompany": Policy(
        tolerance_cents=0, window_days=5, across_months=False, reference_window_days=31
    ),
}
