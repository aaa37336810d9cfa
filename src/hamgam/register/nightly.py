"""The daily look at what waits for whom."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from hamgam.agencies.acting import deed, job
from hamgam.register.raising import raise_items


@task()
def raise_waiting() -> int:
    """Let wait what the register asks of people; how many items were raised."""
    with deed(job("raise_waiting")):
        return raise_items(timezone.localdate())[0]
