"""What the map island is given: the ground, the works in columns, what a drawn work would meet."""
