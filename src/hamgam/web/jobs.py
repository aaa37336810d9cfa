"""The worker, its heartbeat, the reaper and the minute tick."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

from django.db import connections, transaction
from django.db.utils import DatabaseError
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.module_loading import import_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from hamgam.web.models import Heartbeat, TimedJob

log = logging.getLogger("hamgam.jobs")

TIMED: Mapping[str, timedelta] = MappingProxyType(
    {
        "hamgam.agencies.jobs.send_notices": timedelta(minutes=1),
        "hamgam.register.jobs.sweep_findings": timedelta(hours=1),
        "hamgam.web.nightly.back_up": timedelta(days=1),
    }
)
"""Which job runs how often, at the earliest."""
BEAT = timedelta(seconds=10)
DEAD_AFTER = timedelta(seconds=60)
LAST_JOB_S = 30
MOST_STARTS = 3
"""A job whose workers died three times is left to a person."""


def beat(worker: str, now: datetime) -> None:
    """Say that a worker lives."""
    Heartbeat.objects.update_or_create(worker=worker, defaults={"at": now})


def reap(now: datetime) -> int:
    """Put back what dead workers left running; how many. A live worker's long job stays."""
    living = set(Heartbeat.objects.filter(at__gt=now - DEAD_AFTER).values_list("worker", flat=True))
    with transaction.atomic():
        # Locked, because two reapers must not put back a job that a third has begun meanwhile.
        running = DBTaskResult.objects.running().select_for_update(skip_locked=True)
        orphans = [row for row in running if not living & set(row.worker_ids[-1:])]
        for orphan in orphans:
            again = len(orphan.worker_ids) < MOST_STARTS
            log.warning("reaped", extra={"job": orphan.task_path})
            orphan.status = "READY" if again else "FAILED"
            orphan.save(update_fields=["status"])
    Heartbeat.objects.filter(at__lt=now - timedelta(days=1)).delete()
    return len(orphans)


def tick(now: datetime) -> list[str]:
    """Queue every timed job whose time has come; their names. Two workers queue it once."""
    queued = []
    for name, every in TIMED.items():
        with transaction.atomic():
            TimedJob.objects.get_or_create(name=name, defaults={"queued": now - every})
            due = TimedJob.objects.filter(name=name, queued__lte=now - every)
            if due.update(queued=now):
                import_string(name).enqueue()
                queued.append(name)
    return queued


@dataclass(slots=True)
class Shift:
    """A worker at work in two threads of this process: one runs jobs, one keeps the clock."""

    interval_s: float = 1.0
    name: str = field(default_factory=lambda: get_random_string(32))
    _end: threading.Event = field(default_factory=threading.Event)
    _worker: Worker | None = None
    _threads: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> None:
        """Start both threads; they end with the process."""
        for target in (self._keep_clock, self._run):
            thread = threading.Thread(target=target, name=f"hamgam{target.__name__}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def end(self) -> None:
        """Finish the job at hand and stop."""
        self._end.set()
        if self._worker is not None:
            self._worker.running = False

    def wait(self) -> None:
        """Return when the shift has ended and the job at hand is finished, or LAST_JOB_S later."""
        self._end.wait()
        for thread in self._threads:
            thread.join(LAST_JOB_S)

    def _run(self) -> None:
        while not self._end.is_set():
            try:
                self._run_jobs()
            except Exception:
                # A database that went away for a minute must not end the queue for good. The
                # job at hand may stay marked as running: under the old name it will be reaped.
                log.exception("the worker fell")
                connections.close_all()
                self.name = get_random_string(32)
                self._end.wait(self.interval_s)

    def _run_jobs(self) -> None:
        beat(self.name, timezone.now())
        self._worker = Worker(
            queue_names=["*"],
            interval=self.interval_s,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=self.name,
            excluded_queue_names=[],
        )
        self._worker.run()

    def _keep_clock(self) -> None:
        last_minute: datetime | None = None
        while not self._end.wait(BEAT.total_seconds() if last_minute else 0):
            now = timezone.now()
            try:
                beat(self.name, now)
                if last_minute is None or now - last_minute >= timedelta(minutes=1):
                    reap(now)
                    tick(now)
                    last_minute = now
            except DatabaseError:
                log.exception("the clock missed a beat")
            finally:
                connections.close_all()
