"""The ledger's tables through time."""
