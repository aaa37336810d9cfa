"""Template tags of coordination."""
