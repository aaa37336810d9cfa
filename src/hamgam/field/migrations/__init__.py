"""The field's tables through time."""
