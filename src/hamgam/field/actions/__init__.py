"""The field's deeds, one file per subject."""
