from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.platform.conftest import TESTER, City
from tests.platform.register import solvers

from hamgam.agencies.rights import Right
from hamgam.agencies.vocabulary import Role
from hamgam.kit.refusals import Refused
from hamgam.ledger.signing import signed
from hamgam.register.models import Solve
from hamgam.register.solves import running
from hamgam.register.solves.asking import (
    ask_solve,
    cancel_solve,
    end_solve,
    restart_solve,
    solves_visible_to,
)
from hamgam.register.solves.process import Child, ChildDied
from hamgam.register.solves.solver import Solver
from hamgam.web import jobs

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def _findable(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child finds the tests' solvers, and the worker listens without waiting long."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setattr(running, "HEARD_EVERY_S", 0.02)
    monkeypatch.setattr(running, "NOTED_EVERY_S", 0.0)


def ask(city: City, name: str, seconds: float = 600, **arguments: Any) -> Solve:
    with signed(TESTER):
        return ask_solve(
            city.agencies["water"],
            solver=f"tests.platform.register.solvers.{name}",
            arguments=arguments,
            seconds=seconds,
            subject="p-1",
        )


def when_noted(monkeypatch: pytest.MonkeyPatch, then: Callable[[Solve], object]) -> list[int]:
    """Have something happen once the child has said that it works; the child's process id."""
    heard: list[int] = []
    note = running._Attempt._note

    def noted(attempt: running._Attempt, now: float) -> str | None:
        if attempt.step.note and not heard:
            heard.append(int(attempt.step.note))
            then(attempt.row)
        return note(attempt, now)

    monkeypatch.setattr(running._Attempt, "_note", noted)
    return heard


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_child_works_it_out_without_the_register(city: City) -> None:
    row = ask(city, "DOUBLE", number=21)
    assert (row.asked_by, row.state) == (TESTER.actor, "waiting")
    assert running.run(row.public_id) == "done"
    row.refresh_from_db()
    assert row.answer == {"kept": {"twice": 42, "django": False, "secrets": []}}
    assert (row.percent, row.incumbent, row.bound, row.note) == (100.0, 7.0, 6.0, "half way")
    assert running.run(row.public_id) == "", "a solve that is done is not begun again"


def test_a_child_cannot_open_the_register(city: City) -> None:
    row = ask(city, "OPENS")
    assert running.run(row.public_id) == "failed"
    row.refresh_from_db()
    assert row.fault.startswith("ImproperlyConfigured")


def test_what_the_solver_says_is_told(city: City) -> None:
    row = ask(city, "ERRS")
    running.run(row.public_id)
    row.refresh_from_db()
    assert (row.state, row.fault) == ("failed", "ValueError: seconds: -1 is negative")


def test_a_child_that_is_killed_fails_and_may_be_started_again(city: City) -> None:
    row = ask(city, "DIES")
    assert running.run(row.public_id) == "failed"
    row.refresh_from_db()
    assert row.fault == "the child ended without an answer (code -9)"
    Solve.objects.update(solver="tests.platform.register.solvers.DOUBLE", arguments={"number": 1})
    again = restart_solve(row.public_id)
    assert (again.state, again.fault) == ("waiting", "")
    assert running.run(row.public_id) == "done"


def test_cancelling_kills_the_child(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    row = ask(city, "DEAF")
    heard = when_noted(monkeypatch, lambda solve: cancel_solve(solve.public_id))
    assert running.run(row.public_id) == "cancelled"
    assert not is_alive(heard[0])
    with pytest.raises(Refused):
        cancel_solve(row.public_id)


def test_enough_ends_with_the_best_so_far(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    row = ask(city, "ENOUGH")
    when_noted(monkeypatch, lambda solve: end_solve(solve.public_id))
    assert running.run(row.public_id) == "done"
    row.refresh_from_db()
    assert (row.answer, row.incumbent) == ({"kept": "the best so far"}, 3.0)


def test_the_clock_says_enough_and_kills_the_deaf(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert running.run(ask(city, "ENOUGH", seconds=0.01).public_id) == "done"
    monkeypatch.setattr(running, "GRACE_S", 0.05)
    deaf = ask(city, "DEAF", seconds=0.01)
    assert running.run(deaf.public_id) == "failed"
    deaf.refresh_from_db()
    assert deaf.fault == "it did not end in time"


def test_a_house_that_closes_puts_it_back(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    row = ask(city, "DEAF")
    heard = when_noted(monkeypatch, lambda _: running.closing.set())
    assert running.run(row.public_id) == "waiting"
    assert not is_alive(heard[0])
    row.refresh_from_db()
    assert DBTaskResult.objects.get(pk=row.job).status == "READY"


def test_a_worker_that_died_leaves_it_to_the_next(city: City) -> None:
    row = ask(city, "DOUBLE", number=4)
    running._begin(row.public_id)
    result = DBTaskResult.objects.get(pk=row.job)
    result.claim("dead")
    assert jobs.reap(timezone.now()) == 1
    row.refresh_from_db()
    assert row.state == "running"
    assert running.run(row.public_id) == "done"
    row.refresh_from_db()
    assert row.attempt == 2
    assert row.answer == {"kept": {"twice": 8, "django": False, "secrets": []}}


def test_a_solve_that_kills_its_workers_is_left_to_a_person(city: City) -> None:
    row = ask(city, "DOUBLE", number=4)
    running._begin(row.public_id)
    for name in ("a", "b", "c"):
        DBTaskResult.objects.get(pk=row.job).claim(name)
    jobs.reap(timezone.now() + timedelta(hours=1))
    row.refresh_from_db()
    assert row.state == "interrupted"
    restart_solve(row.public_id)
    assert running.run(row.public_id) == "done"


def test_an_attempt_that_was_overtaken_writes_nothing(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = ask(city, "ENOUGH")
    when_noted(monkeypatch, lambda solve: running._begin(solve.public_id))
    assert running.run(row.public_id) == "running"
    row.refresh_from_db()
    assert (row.attempt, row.answer) == (2, None)


def test_what_keep_refuses_is_told_and_nothing_is_half_written(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = ask(city, "FALLS", number=1)

    def fall(*_: object) -> dict[str, object]:
        Solve.objects.filter(pk=row.pk).update(note="half")
        raise Refused("stale")

    falling = Solver(pose=solvers.pose, solve=solvers.double, keep=fall)
    monkeypatch.setattr(solvers, "FALLS", falling, raising=False)
    assert running.run(row.public_id) == "failed"
    row.refresh_from_db()
    assert row.fault.startswith("Refused")
    assert row.note != "half"


def test_a_child_ends_with_its_parent() -> None:
    child = Child(solvers.deaf, {})
    assert child.heard(30) is not None
    child._line.close()
    assert child._process.wait(30) == 3


def test_a_child_that_cannot_be_spoken_to_has_died() -> None:
    child = Child(solvers.dies, {})
    with pytest.raises(ChildDied):
        child.heard(30)
    child.enough()
    child.kill()


def test_others_do_not_see_it(city: City) -> None:
    ask(city, "DOUBLE", number=1)
    mine, others = city.acting("water"), city.acting("gas")
    assert solves_visible_to(mine, Right.RECORD_PROJECT).count() == 1
    assert not solves_visible_to(others, Right.RECORD_PROJECT).exists()
    assert not solves_visible_to(city.acting("water", Role.COUNCIL), Right.RECORD_PROJECT).exists()


def test_no_time_is_no_search(city: City) -> None:
    with pytest.raises(ValueError, match="seconds"):
        ask(city, "DOUBLE", seconds=0)


def test_solves_have_a_worker_of_their_own() -> None:
    shift = jobs.Shift()
    assert sorted(hand.is_for_solves for hand in shift.hands) == [False, True]
    shift.end()
    assert running.closing.is_set()
