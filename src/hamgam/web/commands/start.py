"""How every command of the platform begins, and how it says no."""

from __future__ import annotations

import os
import sys

from rich.console import Console

BAD_INPUT = 2
console = Console()


def platform() -> None:
    """Read the settings and start Django; ends the program with a sentence when they are
    nonsense."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hamgam.web.settings")
    import django

    django.setup()


def refuse(sentence: str) -> int:
    """Say why not, on standard error; the exit code for bad input."""
    Console(stderr=True).print(sentence, style="red", markup=False, highlight=False)
    return BAD_INPUT


def say(sentence: str) -> None:
    """Say something on standard output."""
    console.print(sentence, markup=False, highlight=False, soft_wrap=True)


def is_interactive() -> bool:
    """Whether a person sits at the terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()
