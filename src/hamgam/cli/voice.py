"""How a command speaks: answers to the standard output, everything else beside it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console

from hamgam.exchange.misread import Misread

WELL, BLOCKED, BAD_INPUT = 0, 1, 2
"""Exit codes: nothing blocks, a finding blocks, nothing could be read or asked."""


class RefusalError(Exception):
    """What was asked cannot be done; the text says why, in sentences, and `faults` what in a file
    stands against it."""

    def __init__(self, text: str, faults: Sequence[Misread] = ()) -> None:
        super().__init__("\n".join((text, *map(str, faults))))
        self._text, self._faults = text, faults

    def told(self, language: str) -> str:
        """The sentences in a language, as far as they are known in it."""
        from hamgam.exchange.misread_words import in_words, told

        return "\n".join(
            (in_words(self._text, language), *(told(fault, language) for fault in self._faults))
        )


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
