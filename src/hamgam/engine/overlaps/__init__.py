"""Overlaps: which works meet in place and time, and which rule says what about it."""
