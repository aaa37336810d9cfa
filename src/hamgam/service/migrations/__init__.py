"""The service's tables through time."""
