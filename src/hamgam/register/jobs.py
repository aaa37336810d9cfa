"""Timed doors of the register."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from hamgam.agencies.acting import deed, job
from hamgam.register.judging import sweep


@task()
def sweep_findings() -> int:
    """Judge every standing work again; the number of findings."""
    with deed(job("sweep_findings")):
        return sweep(timezone.localdate())
