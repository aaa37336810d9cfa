"""A file on its way: its columns, what was said about it, what differs, the workbook back."""
