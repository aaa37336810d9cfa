"""The agencies' tables through time."""
