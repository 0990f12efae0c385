"""Collecting: what other business systems hold, brought into one ledger, and what of it is new."""
