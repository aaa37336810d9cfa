"""The command line: each command is a thin door to the engine, and imports what it needs when it
runs."""
