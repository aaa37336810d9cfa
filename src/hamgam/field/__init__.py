"""At the site: obstacles, the week's tour, the meeting that ends in decisions, promises kept."""
