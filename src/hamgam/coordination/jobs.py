"""Timed doors of coordination."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from hamgam.coordination.actions.ladder import run_clocks
from hamgam.coordination.actions.permits import run_dig_clocks


@task()
def run_case_clocks() -> int:
    """Do what the end of each clock means; how many ran out."""
    now = timezone.now()
    return run_clocks(now) + run_dig_clocks(now)
