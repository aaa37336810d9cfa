"""The shared table: streets and zones, projects, works, windows, promises, money, findings."""
