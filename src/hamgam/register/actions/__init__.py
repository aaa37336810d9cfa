"""The register's deeds, one file per subject; the only writers of its tables."""
