"""Timed doors of completion."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from hamgam.agencies.acting import deed, job
from hamgam.completion.actions.forecasts import note_forecasts


@task()
def keep_forecasts() -> int:
    """Keep what is forecast today of every half-finished project; how many."""
    with deed(job("keep_forecasts")):
        return note_forecasts(timezone.localdate())
