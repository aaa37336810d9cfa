"""Tags by which templates reach the furniture."""
