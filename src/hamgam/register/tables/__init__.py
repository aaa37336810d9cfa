"""The register's lists as tables: their columns, their questions, what they are sorted by."""
