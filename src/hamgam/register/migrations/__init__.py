"""The register's tables through time."""
