"""The server is killed in the middle of a search for a plan: the search begins anew with the same
question, counts its attempts, and can be cancelled afterwards."""

from __future__ import annotations

import time
from typing import Any

from tests.platform.living import Living

AFTER_A_MINUTE = """
import django; django.setup()
from datetime import timedelta
from django.utils import timezone
from hamgam.web import jobs
print(jobs.reap(timezone.now() + 2 * jobs.DEAD_AFTER))
"""
"""What the next reaper does, without waiting for the minute to pass."""
HELD = """
import django; django.setup()
from hamgam.completion.models import Plan
row = Plan.objects.select_related("solve").get()
print(row.solve.attempt, len(row.question["rows"]), row.question["rows"][0]["title"])
"""
SECONDS, PATIENCE_S = 300, 120


def sent(living: Living, address: str, body: dict[str, Any], status: int = 201) -> Any:
    got, told = living.ask("POST", f"/api/v1{address}", body, 0)
    assert got == status, told
    return told


def asked(living: Living) -> str:
    """A dozen projects, and a plan that is searched for longer than the test runs."""
    today = "2026-11-24"
    for number in range(12):
        body = {"agency": "water", "title": f"پل {number}", "begins": today}
        row = sent(living, "/projects", body)
        rest = {"remaining_rials": 10**12 + number, "price_year": 1405, "is_new_start": True}
        status, told = living.ask("PUT", f"/api/v1/projects/{row['public_id']}/estimate", rest, 0)
        assert status in {200, 201}, told
    scenario = sent(living, "/scenarios", {"agency": "water", "name": "پایه"})
    plan = sent(living, f"/scenarios/{scenario['public_id']}/plans", {"seconds": SECONDS})
    return str(plan["public_id"])


def awaited(living: Living, plan: str, *states: str) -> dict[str, Any]:
    """The plan as soon as its search is in one of the states; asks until it is."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        status, told = living.ask("GET", f"/api/v1/plans/{plan}", who=0)
        assert status == 200, told
        if told["state"] in states:
            return dict(told)
        time.sleep(0.1)
    raise AssertionError(f"never {states}: {told}")


def test_a_killed_search_begins_anew_and_is_cancelled_after_the_restart(living: Living) -> None:
    living.serve()
    plan = asked(living)
    awaited(living, plan, "running")
    living.kill()
    before = living.python(HELD)
    assert living.python(AFTER_A_MINUTE).split()[-1] != "0", "the job of the dead is put back"
    living.serve()
    until = time.monotonic() + PATIENCE_S
    while (held := living.python(HELD)) == before and time.monotonic() < until:
        time.sleep(0.1)
    assert (before.split()[0], held.split()[0]) == ("1", "2"), "a second attempt"
    assert held.split()[1:] == before.split()[1:], "at the same question"
    stopped, told = living.ask("POST", f"/api/v1/plans/{plan}/stop", {"keeps_best": False}, 0)
    assert stopped == 200, told
    assert awaited(living, plan, "cancelled", "done", "failed")["state"] == "cancelled"
