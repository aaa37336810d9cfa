"""Which half-finished projects are finished first: the planner."""
