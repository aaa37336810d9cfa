"""The JSON doors of coordination."""
