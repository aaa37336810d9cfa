"""The JSON doors of completion."""
