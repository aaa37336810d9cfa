"""The parsers of foreign files, one module per form; each runs in the child process only."""
