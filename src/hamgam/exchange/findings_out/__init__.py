"""Findings as files: GeoJSON, CSV, Excel and JSON; the page for people is in `documents`."""
