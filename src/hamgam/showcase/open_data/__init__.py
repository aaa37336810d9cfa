"""Open data: OGC API, calendars, feeds, tables."""
