"""Hamgam: unified urban management, one shared register of every agency's works."""

__version__ = "0.1.0"
