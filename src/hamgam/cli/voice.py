"""How a command speaks: answers to the standard output, everything else beside it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console

WELL, BLOCKED, BAD_INPUT = 0, 1, 2
"""Exit codes: nothing blocks, a finding blocks, nothing could be read or asked."""


class RefusalError(Exception):
    """What was asked cannot be done; the text says why, in sentences."""


def terminal_language() -> str:
    """The language that the terminal's own settings ask for, English where Hamgam lacks it."""
    told = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return told[:2] if told[:2] in {"fa", "ar"} else "en"


class Voice:
    """Two consoles: `out` for the answer, `beside` for everything about it."""

    def __init__(self, *, answers_beside: bool = False) -> None:
        self.beside = Console(stderr=True, highlight=False)
        self.out = self.beside if answers_beside else Console(highlight=False)

    def say(self, text: str, style: str | None = None) -> None:
        """A line beside the answer; nothing in it is markup."""
        self.beside.print(text, style=style, markup=False, soft_wrap=True)

    @contextmanager
    def working(self, text: str) -> Iterator[Callable[[int, int], None]]:
        """A moving sign while long work runs, on a terminal only; what it yields is told how much
        of how much is done."""
        if not self.beside.is_terminal:
            yield lambda _done, _all: None
            return
        with self.beside.status(text) as status:
            yield lambda done, all_: status.update(f"{text} · {done} of {all_}")
