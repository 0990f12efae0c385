"""Bank statements in the formats banks send: which format a file has, and what ledger it holds."""
