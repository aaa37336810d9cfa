"""The compiled inner loops of the planner; importing a module here imports numba."""
