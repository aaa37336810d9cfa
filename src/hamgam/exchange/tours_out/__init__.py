"""Tours told: as JSON, workbook, calendar and page."""
