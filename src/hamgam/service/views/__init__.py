"""Doors of service for people."""
