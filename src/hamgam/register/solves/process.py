"""A child process as its parent sees it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

from hamgam.register.solves.child import ENOUGH
from hamgam.register.solves.solver import Solve

WITHHELD = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")


class ChildDied(Exception):  # noqa: N818 - what happened, not what went wrong in our code
    """The child ended without an answer; the sentence says how."""


def _surroundings(environ: Mapping[str, str]) -> dict[str, str]:
    """The child's environment: nothing that leads to the register or opens it."""
    return {
        name: value
        for name, value in environ.items()
        if name not in WITHHELD and not name.startswith(("HAMGAM_", "PG"))
    }


def path_of(function: Solve) -> str:
    """A function as the child finds it: `module:name`."""
    return f"{function.__module__}:{function.__qualname__}"


class Child:
    """One child at work on one problem; started afresh, never forked from a process with threads
    and open databases."""

    def __init__(self, solve: Solve, problem: Any) -> None:
        """Start it and hand over the problem."""
        ours, theirs = Pipe()
        self._line: Connection[Any, Any] = ours
        # The program is our own interpreter and module; nothing of a request is in the command.
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", "-m", "hamgam.register.solves.child", str(theirs.fileno())],
            pass_fds=(theirs.fileno(),),
            env=_surroundings(os.environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        theirs.close()
        try:
            self._line.send((path_of(solve), problem))
        except OSError:
            self.kill()
            raise ChildDied("the child ended before it read the problem") from None

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def heard(self, seconds: float) -> tuple[str, Any] | None:
        """The next message (kind and value), None when there was none in that time.

        Raises ChildDied when it ended without an answer.
        """
        try:
            if not self._line.poll(seconds):
                return None
            told: tuple[str, Any] = self._line.recv()
        except (EOFError, OSError):
            code = self._process.wait()
            raise ChildDied(f"the child ended without an answer (code {code})") from None
        return told

    def enough(self) -> None:
        """Ask it to end soon with the best it has."""
        try:
            self._line.send(ENOUGH)
        except OSError:
            return

    def kill(self) -> None:
        """End it now and let go of the line; a child that has ended stays ended."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._line.close()
