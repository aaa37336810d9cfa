"""The schema of completion."""
