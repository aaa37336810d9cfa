"""The child: `python -m hamgam.register.solves.child HANDLE`. Reads one problem from the line that
its parent holds, answers with steps and one answer, and ends with its parent.

It has neither Django's settings nor the database's address, so it cannot open the register.
"""

from __future__ import annotations

import os
import sys
import threading
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any

from hamgam.register.solves.solver import Solve, Step, Throttle

STEP, ANSWER, FAULT, ENOUGH = "step", "answer", "fault", "enough"
ORPHANED = 3
KINDNESS = 5
"""Requests of people at the screen go before."""


class Line:
    """The child's end of the line, as the solver's contact."""

    def __init__(self, connection: Connection[Any, Any]) -> None:
        self._connection = connection
        self._turn = threading.Lock()
        self._throttle = Throttle()
        self._enough = threading.Event()

    def send(self, kind: str, value: Any) -> None:
        """Send a whole message; threads wait for one another."""
        with self._turn:
            self._connection.send((kind, value))

    def tell(self, step: Step) -> None:
        """Send a step, unless the last one was just sent."""
        if self._throttle.is_open():
            self.send(STEP, step)

    def is_stopped(self) -> bool:
        """Whether the parent said that it is enough."""
        return self._enough.is_set()

    def listen(self) -> None:
        """Hear what the parent says; without a parent there is nobody to work for."""
        while True:
            try:
                told = self._connection.recv()
            except (EOFError, OSError):
                os._exit(ORPHANED)
            if told == ENOUGH:
                self._enough.set()


def _function(path: str) -> Solve:
    module, _, name = path.partition(":")
    found: Solve = getattr(import_module(module), name)
    return found


def main(handle: int) -> None:
    """Work out what the parent asks."""
    os.nice(KINDNESS)
    connection: Connection[Any, Any] = Connection(handle)
    line = Line(connection)
    try:
        path, problem = connection.recv()
        threading.Thread(target=line.listen, daemon=True).start()
        line.send(ANSWER, _function(path)(problem, line))
    except Exception as fault:  # whatever it is, the parent is told in a sentence
        line.send(FAULT, f"{type(fault).__name__}: {fault}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
