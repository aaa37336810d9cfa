"""Timed doors of coordination."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from hamgam.coordination.actions.cooperation import run_cooperation_clocks
from hamgam.coordination.actions.inquiries import run_inquiry_clocks
from hamgam.coordination.actions.ladder import run_clocks
from hamgam.coordination.actions.permits import run_dig_clocks
from hamgam.coordination.actions.resolutions import run_resolution_clocks
from hamgam.coordination.actions.seals import run_seals
from hamgam.coordination.actions.steps import run_step_clocks

CLOCKS = (
    run_clocks,
    run_dig_clocks,
    run_inquiry_clocks,
    run_cooperation_clocks,
    run_seals,
    run_step_clocks,
    run_resolution_clocks,
)


@task()
def run_case_clocks() -> int:
    """Do what the end of each clock means; how many ran out."""
    now = timezone.now()
    return sum(run(now) for run in CLOCKS)
