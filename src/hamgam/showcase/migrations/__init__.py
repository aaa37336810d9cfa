"""The showcase's tables through time."""
