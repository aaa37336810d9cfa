"""Django's SQLite with one writer at a time and the functions that the ledger's triggers call."""
