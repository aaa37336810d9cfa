"""The forms of coordination's pages, one file per subject."""
