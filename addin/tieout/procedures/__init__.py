"""The hallway: one function per procedure of an accountant."""

from tieout.procedures.reconciling import reconcile_files

__all__ = ["reconcile_files"]
