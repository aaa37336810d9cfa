"""What coordination lays into the inbox, one file per subject."""
