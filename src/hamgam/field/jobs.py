"""Timed doors of the field."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from hamgam.agencies.acting import job
from hamgam.field.actions.pursuit import remind


@task()
def follow_promises() -> int:
    """Remind owners of their promises, and let what is overdue climb; how many were told."""
    return remind(job("follow_promises"), timezone.localdate())
