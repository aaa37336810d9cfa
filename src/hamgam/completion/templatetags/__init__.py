"""Tags of completion."""
