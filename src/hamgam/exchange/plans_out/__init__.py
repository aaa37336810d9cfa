"""Plans as files: JSON for programs, workbooks, calendars and pages for people."""
