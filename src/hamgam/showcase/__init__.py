"""Showcase: what everybody may see of every capability, and no more."""
