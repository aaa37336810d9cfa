"""Deeds of the showcase."""
