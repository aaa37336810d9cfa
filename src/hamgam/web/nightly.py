"""The nightly copy."""

from __future__ import annotations

from django_tasks import task

from hamgam.web import copies


@task()
def back_up() -> str:
    """Copy the register beside its data and remove the oldest copies; where the copy lies."""
    copy = copies.take(copies.default_place())
    copies.prune()
    return str(copy.place)
