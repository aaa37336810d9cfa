"""What coordination shows on the pages of others, one file per subject."""
