"""Bytes to engine values and back: one file per format, foreign files in a child process with
limits."""
