"""Where a thing stands and where it may go: one table per subject."""
