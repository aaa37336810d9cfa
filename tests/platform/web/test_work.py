"""The queue's worker, inside the server and in a process of its own."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from tests.platform.living import Living

WATCH = """
import time
import django; django.setup()
from django_tasks_db.models import DBTaskResult
from hamgam.web.jobs import TIMED
for _ in range(600):
    done = set(DBTaskResult.objects.successful().values_list("task_path", flat=True))
    if done >= set(TIMED):
        break
    time.sleep(0.1)
print(len(set(TIMED) - done), DBTaskResult.objects.count() - len(TIMED))
"""


@pytest.fixture
def worker(living: Living) -> Iterator[subprocess.Popen[str]]:
    begun = subprocess.Popen(
        [sys.executable, "-m", "hamgam", "work"],
        env=living.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    yield begun
    begun.kill()
    begun.communicate()


def test_the_servers_own_worker_does_the_timed_jobs_once(living: Living) -> None:
    # Several server processes on PostgreSQL have one worker between them.
    living.serve(*(["--workers", "2"] if living.base else []))
    assert living.python(WATCH).split() == ["0", "0"]


def test_a_worker_of_its_own_does_them_and_ends_when_told(
    living: Living, worker: subprocess.Popen[str]
) -> None:
    assert living.python(WATCH).split() == ["0", "0"]
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(60) == 0
