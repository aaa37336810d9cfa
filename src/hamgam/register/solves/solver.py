"""What a solver is, and its line to the people who wait. Knows no Django: the child imports it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from hamgam.engine.solving import Limits, Progress, Report

Json = Mapping[str, Any]
TOLD_EVERY_S = 0.2
"""A search may find better answers a thousand times a second; people read more slowly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How far a solve is: `percent` 0 to 100, the best objective so far, its proven bound, and what
    it does. None where it is not known."""

    percent: float | None = None
    incumbent: float | None = None
    bound: float | None = None
    note: str = ""


class Contact(Protocol):
    """What a solver is given beside its problem."""

    def tell(self, step: Step) -> None:
        """Say how far it is; may be called from any thread and as often as one likes."""

    def is_stopped(self) -> bool:
        """Whether it should end soon with the best it has; fits the engine's `stop`."""


Solve = Callable[[Any, Contact], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Solver:
    """Three functions. `pose` and `keep` run in the worker and may use the database; `solve` runs
    in the child: a function of a module that imports no model, problem and answer picklable."""

    pose: Callable[[Json], Any]
    """The frozen problem, from the arguments that the deed wrote down."""
    solve: Solve
    """The answer."""
    keep: Callable[[str, Json, Any], Json]
    """Write the answer where it belongs: gets the solve's public id, its arguments and the answer,
    runs in the transaction that marks the solve done, and gives what the solve's row shall hold."""


@dataclass(slots=True)
class Throttle:
    """Lets a step pass at most every TOLD_EVERY_S."""

    _last: float = float("-inf")

    def is_open(self) -> bool:
        """Whether enough time has passed since it was last open."""
        now = time.monotonic()
        if now - self._last < TOLD_EVERY_S:
            return False
        self._last = now
        return True


def report_to(contact: Contact, limits: Limits) -> Report:
    """The engine's `progress` argument, told to those who wait; the percent is the share of the
    limits that is spent, None without limits."""

    def report(progress: Progress) -> None:
        share = None
        if limits.seconds:
            share = progress.seconds / limits.seconds
        elif limits.work:
            share = progress.work / limits.work
        contact.tell(
            Step(
                percent=None if share is None else min(100.0, 100 * share),
                incumbent=progress.objective,
                bound=progress.bound,
                note=progress.step,
            )
        )

    return report


class Silence:
    """A contact for tests and terminals: keeps the steps, stops when told."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.enough = threading.Event()

    def tell(self, step: Step) -> None:
        """Keep the step."""
        self.steps.append(step)

    def is_stopped(self) -> bool:
        """Whether `enough` was set."""
        return self.enough.is_set()
