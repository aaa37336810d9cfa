"""Migrations of coordination."""
