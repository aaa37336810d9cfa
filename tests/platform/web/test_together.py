"""People who write at the same moment: nobody is answered with a fault, nothing is missed."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.platform.living import Living

WRITERS = 6
ROUNDS = 4
STREET = {"type": "LineString", "coordinates": [[59.60, 36.29], [59.602, 36.29]]}
SWEEP = """
import django; django.setup()
from django.utils import timezone
from hamgam.agencies.acting import deed, job
from hamgam.register.judging import sweep
from hamgam.register.models import Finding
def standing():
    return {(row.identity, row.state, row.kind) for row in Finding.objects.all()}
before = standing()
with deed(job("tests")):
    sweep(timezone.localdate())
print(len(before), *sorted(before ^ standing()))
"""


@pytest.fixture(scope="module")
def living(seed: Living, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Living]:
    made = Living(tmp_path_factory.mktemp("living"), seed=seed)
    made.serve("--no-jobs", *(["--workers", "3"] if made.base else []))
    yield made
    made.end()


def together(deed: Callable[[int], list[tuple[int, Any]]]) -> list[tuple[int, Any]]:
    """What every writer was answered; they start at one moment."""
    answers: list[tuple[int, Any]] = []
    start = threading.Barrier(WRITERS)

    def write(number: int) -> None:
        start.wait()
        answers.extend(deed(number))

    threads = [threading.Thread(target=write, args=(n,)) for n in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def trench(number: int, ref: str = "") -> dict[str, Any]:
    return {
        "ref": ref,
        "title": f"کار {number}",
        "activity": "excavation",
        "stage": "planned",
        "geometry": STREET,
        "begins": "2027-01-10",
        "ends": f"2027-02-{10 + number:02}",
    }


def test_works_in_one_street_miss_no_collision(living: Living) -> None:
    def record_and_edit(number: int) -> list[tuple[int, Any]]:
        found = []
        for part in range(ROUNDS):
            who = number % 2
            made = living.ask("POST", "/api/v1/works", trench(number), who)
            found.append(made)
            if made[0] == 201:
                address = f"/api/v1/works/{made[1]['public_id']}"
                told = {"If-Match": f'"{made[1]["public_id"]}.1"'}
                found.append(living.ask("PUT", address, trench(part), who, headers=told))
        return found

    answers = together(record_and_edit)
    assert Counter(status for status, _ in answers) == {
        201: WRITERS * ROUNDS,
        200: WRITERS * ROUNDS,
    }
    count, *missed = living.python(SWEEP).split(maxsplit=1)
    assert missed == []
    assert int(count) >= (WRITERS * ROUNDS // 2) ** 2


def test_one_reference_is_given_once(living: Living) -> None:
    answers = together(
        lambda number: [living.ask("POST", "/api/v1/works", trench(number, "once"), 0)]
    )
    assert Counter(status for status, _ in answers) == {201: 1, 409: WRITERS - 1}


def test_one_key_is_done_once(living: Living) -> None:
    body = trench(1, "keyed")
    answers = together(
        lambda _: [living.ask("POST", "/api/v1/works", body, 0, "the-key") for _ in range(3)]
    )
    assert {status for status, _ in answers} == {201}
    assert len({told["public_id"] for _, told in answers}) == 1


def test_of_edits_of_one_version_one_is_saved(living: Living) -> None:
    _, made = living.ask("POST", "/api/v1/works", trench(1), 1)
    address = f"/api/v1/works/{made['public_id']}"
    told = {"If-Match": f'"{made["public_id"]}.1"'}
    answers = together(lambda n: [living.ask("PUT", address, trench(n), 1, headers=told)])
    assert Counter(status for status, _ in answers) == {200: 1, 412: WRITERS - 1}
    assert {told["current_version"] for status, told in answers if status == 412} == {2}


def test_the_chains_are_whole(living: Living) -> None:
    audit = living.run("audit", "verify")
    assert audit.returncode == 0, audit.stdout
