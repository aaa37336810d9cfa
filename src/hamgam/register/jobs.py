"""Timed doors of the register, and the door of long computations."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from hamgam.agencies.acting import deed, job
from hamgam.register import intake
from hamgam.register.judging import sweep
from hamgam.register.solves import running
from hamgam.register.uploading import large
from hamgam.register.uploading.course import Closing

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


@task()
def read_upload(token: str, person: int, post: int | None) -> str:
    """Read a large waiting file for a person; how it ended."""
    try:
        return large.work_off(token, person, post, large.read_waiting)
    except Closing:
        return large.hand_on(token, queue_reading(token, person, post))


@task()
def lay_upload(token: str, person: int, post: int | None) -> str:
    """Lay a large waiting file on the table for a person; how it ended."""
    try:
        return large.work_off(token, person, post, large.lay_waiting)
    except Closing:
        return large.hand_on(token, queue_laying(token, person, post))


def queue_reading(token: str, person: int, post: int | None) -> str:
    """Queue the reading of a waiting file; the job's id."""
    return str(read_upload.enqueue(token, person, post).id)


def queue_laying(token: str, person: int, post: int | None) -> str:
    """Queue the laying of a waiting file on the table; the job's id."""
    return str(lay_upload.enqueue(token, person, post).id)
