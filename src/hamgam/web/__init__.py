"""Composition only: settings, addresses, the pipeline, and the doors shared by all capabilities."""
