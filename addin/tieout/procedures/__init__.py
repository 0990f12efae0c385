"""The hallway: one function per procedure of an accountant."""

from tieout.procedures.reconciling import reconcile, reconcile_files

__all__ = ["reconcile", "reconcile_files"]
