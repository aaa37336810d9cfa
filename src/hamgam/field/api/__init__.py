"""The field's JSON doors."""
