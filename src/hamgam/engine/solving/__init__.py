"""What plan, arrange and tours share: limits, seeds, progress."""
