"""The composition's tables through time."""
