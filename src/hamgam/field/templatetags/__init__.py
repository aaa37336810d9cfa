"""Tags of the field's pages."""
