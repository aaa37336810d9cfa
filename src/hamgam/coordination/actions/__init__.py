"""The deeds of coordination, the only writers of its tables."""
