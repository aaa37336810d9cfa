"""Solvers for the tests: plain functions, found by the child by their names; no Django here."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Mapping
from typing import Any

from hamgam.register.solves.solver import Contact, Solver, Step


def pose(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    return dict(arguments)


def keep(solve: str, arguments: Mapping[str, Any], answer: Any) -> Mapping[str, Any]:
    return {"kept": answer}


def double(problem: Mapping[str, Any], contact: Contact) -> Any:
    contact.tell(Step(percent=50.0, incumbent=7.0, bound=6.0, note="half way"))
    return {
        "twice": 2 * problem["number"],
        "django": "django" in sys.modules,
        "secrets": [n for n in os.environ if n == "DATABASE_URL" or n.startswith("HAMGAM_")],
    }


def until_enough(problem: Mapping[str, Any], contact: Contact) -> str:
    contact.tell(Step(percent=10.0, incumbent=3.0, note=str(os.getpid())))
    while not contact.is_stopped():
        time.sleep(0.01)
    return "the best so far"


def deaf(problem: Mapping[str, Any], contact: Contact) -> None:
    contact.tell(Step(note=str(os.getpid())))
    while True:
        time.sleep(0.05)


def dies(problem: Mapping[str, Any], contact: Contact) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def opens_the_register(problem: Mapping[str, Any], contact: Contact) -> int:
    from hamgam.register.models import Work

    return Work.objects.count()


def errs(problem: Mapping[str, Any], contact: Contact) -> None:
    raise ValueError("seconds: -1 is negative")


def _solver(solve: Any) -> Solver:
    return Solver(pose=pose, solve=solve, keep=keep)


DOUBLE, ENOUGH, DEAF = _solver(double), _solver(until_enough), _solver(deaf)
DIES, OPENS, ERRS = _solver(dies), _solver(opens_the_register), _solver(errs)
