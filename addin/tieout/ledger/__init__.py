"""The ledger room: what an account is, and how to read one cleanly."""
