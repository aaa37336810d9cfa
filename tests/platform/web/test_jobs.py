from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from tests.platform.conftest import TESTER, City

from hamgam.agencies.actions.inbox import queue_notice
from hamgam.agencies.jobs import send_notices
from hamgam.agencies.models import Notice
from hamgam.agencies.outbox import LONGEST_WAIT, MOST_ATTEMPTS, deliver, gather
from hamgam.ledger.signing import signed
from hamgam.register.jobs import sweep_findings
from hamgam.web import jobs
from hamgam.web.models import Heartbeat

pytestmark = pytest.mark.django_db


def work_off(name: str = "w1") -> None:
    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
        excluded_queue_names=[],
    ).run()


@pytest.fixture(autouse=True)
def _no_closing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker closes connections between jobs; a test's transaction lives in one."""
    monkeypatch.setattr(
        "django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None
    )


def test_a_job_runs_from_the_queue(city: City) -> None:
    result = sweep_findings.enqueue()
    work_off()
    row = DBTaskResult.objects.get(pk=result.id)
    assert (row.status, row.return_value) == ("SUCCESSFUL", 0)


def test_what_a_dead_worker_left_running_is_run_again(city: City) -> None:
    result = sweep_findings.enqueue()
    row = DBTaskResult.objects.get(pk=result.id)
    row.claim("dead")
    now = timezone.now()
    Heartbeat.objects.create(worker="dead", at=now - timedelta(minutes=5))
    assert jobs.reap(now) == 1
    work_off("alive")
    row.refresh_from_db()
    assert row.status == "SUCCESSFUL"
    assert row.worker_ids == ["dead", "alive"]


def test_a_living_workers_long_job_is_left_alone(city: City) -> None:
    row = DBTaskResult.objects.get(pk=sweep_findings.enqueue().id)
    row.claim("busy")
    now = timezone.now()
    jobs.beat("busy", now - timedelta(seconds=30))
    assert jobs.reap(now) == 0
    row.refresh_from_db()
    assert row.status == "RUNNING"


def test_a_job_that_kills_its_workers_is_left_to_a_person(city: City) -> None:
    row = DBTaskResult.objects.get(pk=sweep_findings.enqueue().id)
    for name in ("a", "b", "c"):
        row.claim(name)
    jobs.reap(timezone.now())
    row.refresh_from_db()
    assert row.status == "FAILED"


def test_the_tick_queues_each_job_once_in_its_time(city: City) -> None:
    now = timezone.now()
    assert set(jobs.tick(now)) == set(jobs.TIMED)
    assert jobs.tick(now) == []
    minute = timedelta(minutes=1)
    often = [name for name, every in jobs.TIMED.items() if every == minute]
    assert "hamgam.agencies.jobs.send_notices" in often
    assert jobs.tick(now + minute) == often


def test_enqueueing_rolls_back_with_the_transaction(city: City) -> None:
    def half_a_deed() -> None:
        with signed(TESTER):
            sweep_findings.enqueue()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_a_deed()
    assert not DBTaskResult.objects.exists()


def test_notices_go_out_once_in_the_persons_language(city: City) -> None:
    person = city.person("water")
    with signed(TESTER):
        person.email = "water@example.ir"
        person.save(update_fields=["email"])
        about = {"watch": "حرم", "work": "w-1", "street": "امام رضا"}
        queue_notice(person, kind="work_recorded", about=about)
    assert send_notices.call() == 1
    assert send_notices.call() == 0
    (message,) = mail.outbox
    assert message.subject == "عملیات تازه در محدودهٔ «حرم»: امام رضا"
    assert Notice.objects.get().sent is not None


def test_a_notice_that_cannot_be_sent_is_kept_with_its_fault(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no route to the mail server")

    monkeypatch.setattr("hamgam.agencies.channels.send_mail", refuse)
    person = city.person("water")
    with signed(TESTER):
        person.email = "water@example.ir"
        person.save(update_fields=["email"])
        queue_notice(person, kind="work_recorded", about={})
    now = timezone.now()
    gather(now)
    for ahead in range(2 * MOST_ATTEMPTS):
        deliver(now + ahead * LONGEST_WAIT)
    notice = Notice.objects.get()
    assert (notice.sent, notice.attempts) == (None, MOST_ATTEMPTS)
    assert "no route" in notice.fault


def test_a_worker_that_fell_begins_again_under_another_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shift, names = jobs.Shift(interval_s=0), []

    def fall_once(worker: Worker) -> None:
        names.append(worker.worker_id)
        if len(names) == 1:
            raise OperationalError("the server closed the connection")
        shift.end()

    monkeypatch.setattr(Worker, "run", fall_once)
    monkeypatch.setattr("hamgam.web.jobs.connections.close_all", lambda: None)
    shift._run(shift.hands[0])
    assert len(set(names)) == 2
    assert set(Heartbeat.objects.values_list("worker", flat=True)) == set(names)


def test_every_timed_job_exists() -> None:
    from django.utils.module_loading import import_string

    for name in jobs.TIMED:
        assert callable(import_string(name).enqueue), Path(name)
