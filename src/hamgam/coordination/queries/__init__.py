"""What coordination reads, one file per subject."""
