"""Deeds of service."""
