"""The field's pages."""
