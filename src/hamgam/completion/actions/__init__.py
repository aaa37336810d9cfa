"""The deeds of completion, one file each."""
