"""Timed doors of agencies: the notices in the outbox."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from hamgam.agencies.outbox import deliver, gather


@task()
def send_notices() -> int:
    """Turn what waits in the outbox into messages and send those that are due; how many were
    tried."""
    now = timezone.now()
    gather(now)
    return deliver(now)
