"""The deeds of agencies, one file per subject; the only writers of their tables."""
