"""Timed doors of the register, and the door of long computations."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from hamgam.agencies.acting import deed, job
from hamgam.register import intake
from hamgam.register.judging import sweep
from hamgam.register.solves import running

SOLVES = "solves"
"""The queue of long computations: a worker of their own, so that notices do not wait for them."""


@task()
def sweep_findings() -> int:
    """Judge every standing work again; the number of findings."""
    with deed(job("sweep_findings")):
        return sweep(timezone.localdate())


@task()
def sweep_waiting() -> int:
    """Forget uploaded files that nobody confirmed; how many."""
    return intake.forget_abandoned(timezone.now())


@task(queue_name=SOLVES)
def run_solve(solve: str) -> str:
    """Work off one long computation; the state in which it was left."""
    return running.run(solve)
