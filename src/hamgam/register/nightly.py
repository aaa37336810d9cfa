"""Timed doors: what waits for whom, and trials of rules on a large register."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from hamgam.agencies.acting import deed, job
from hamgam.register.actions.rules import work_out
from hamgam.register.models import RuleTrial
from hamgam.register.raising import raise_items
from hamgam.register.vocabulary import TrialState


@task()
def raise_waiting() -> int:
    """Let wait what the register asks of people; how many items were raised."""
    with deed(job("raise_waiting")):
        return raise_items(timezone.localdate())[0]


@task()
def work_trials() -> int:
    """Work out the trials of rules that wait for it; how many."""
    rows = list(RuleTrial.objects.filter(state=TrialState.WAITING).order_by("pk")[:5])
    for row in rows:
        with deed(job("work_trials")):
            work_out(row, timezone.localdate())
    return len(rows)
