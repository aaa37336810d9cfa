"""The worker, its heartbeat, the reaper and the minute tick.

Long computations have a queue and a thread of their own; each is worked out in a child process that
never opens the database (`register.solves`).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from types import MappingProxyType

from django.db import connections, transaction
from django.db.utils import DatabaseError
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.module_loading import import_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from hamgam.register.jobs import SOLVES
from hamgam.register.solves.asking import mark_interrupted
from hamgam.register.solves.running import closing
from hamgam.web.models import Heartbeat, TimedJob

log = logging.getLogger("hamgam.jobs")

TIMED: Mapping[str, timedelta] = MappingProxyType(
    {
        "hamgam.agencies.jobs.send_notices": timedelta(minutes=1),
        "hamgam.register.jobs.sweep_findings": timedelta(hours=1),
        "hamgam.coordination.jobs.run_case_clocks": timedelta(minutes=5),
        "hamgam.register.nightly.raise_waiting": timedelta(hours=6),
        "hamgam.register.nightly.work_trials": timedelta(minutes=1),
        "hamgam.register.jobs.sweep_waiting": timedelta(hours=1),
        "hamgam.service.jobs.send_news": timedelta(minutes=1),
        "hamgam.service.jobs.forget_reporters": timedelta(hours=6),
        "hamgam.completion.jobs.keep_forecasts": timedelta(days=7),
        "hamgam.field.jobs.follow_promises": timedelta(days=1),
        "hamgam.web.nightly.back_up": timedelta(days=1),
        "hamgam.web.nightly.anchor_heads": timedelta(days=1),
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
    mark_interrupted()
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
class Hand:
    """One thread that runs jobs one after the other, under a name that beats while it lives."""

    is_for_solves: bool
    name: str = field(default_factory=lambda: get_random_string(32))
    worker: Worker | None = None

    def run(self, interval_s: float) -> None:
        """Run jobs until told to stop."""
        beat(self.name, timezone.now())
        self.worker = Worker(
            queue_names=[SOLVES] if self.is_for_solves else ["*"],
            interval=interval_s,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=self.name,
            excluded_queue_names=[] if self.is_for_solves else [SOLVES],
        )
        self.worker.run()

    def stop(self) -> None:
        """Finish the job at hand and take no other."""
        if self.worker is not None:
            self.worker.running = False


@dataclass(slots=True)
class Shift:
    """A worker at work in three threads of this process: one runs jobs, one waits for long
    computations, one keeps the clock."""

    interval_s: float = 1.0
    hands: tuple[Hand, ...] = field(
        default_factory=lambda: (Hand(is_for_solves=False), Hand(is_for_solves=True))
    )
    _end: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name of its first hand."""
        return self.hands[0].name

    def begin(self) -> None:
        """Start the threads; they end with the process."""
        closing.clear()
        runs = [partial(self._run, hand) for hand in self.hands]
        targets: list[Callable[[], None]] = [self._keep_clock, *runs]
        for target in targets:
            thread = threading.Thread(target=target, name="hamgam_shift", daemon=True)
            self._threads.append(thread)
            thread.start()

    def end(self) -> None:
        """Finish the job at hand and stop; a long computation is put back into its queue."""
        self._end.set()
        closing.set()
        for hand in self.hands:
            hand.stop()

    def wait(self) -> None:
        """Return when the shift has ended and the job at hand is finished, or LAST_JOB_S later."""
        self._end.wait()
        for thread in self._threads:
            thread.join(LAST_JOB_S)

    def _run(self, hand: Hand) -> None:
        while not self._end.is_set():
            try:
                hand.run(self.interval_s)
            except Exception:
                # A database that went away for a minute must not end the queue for good. The
                # job at hand may stay marked as running: under the old name it will be reaped.
                log.exception("the worker fell")
                connections.close_all()
                hand.name = get_random_string(32)
                self._end.wait(self.interval_s)

    def _keep_clock(self) -> None:
        last_minute: datetime | None = None
        while not self._end.wait(BEAT.total_seconds() if last_minute else 0):
            now = timezone.now()
            try:
                for hand in self.hands:
                    beat(hand.name, now)
                if last_minute is None or now - last_minute >= timedelta(minutes=1):
                    reap(now)
                    tick(now)
                    last_minute = now
            except DatabaseError:
                log.exception("the clock missed a beat")
            finally:
                connections.close_all()
