"""Documents for people: pages that open anywhere, and print."""
