"""What one deed costs: a work recorded, edited, uploaded, beside a bare insert of the framework.

    python -m benchmarks.speed.deeds --works 2000
    DATABASE_URL=postgresql://… python -m benchmarks.speed.deeds --works 2000 --writers 8

A register of its own is made in a temporary folder (or, with DATABASE_URL, a database of its own is
made on that server), filled with invented works in one upload each of 1,000, and asked through the
whole stack: middleware, door, deed, triggers, re-judging, notices, commit. The bare insert is one
row of the same table's width with the plain ORM in its own committed transaction. The median of
each, and its ratio to the bare insert of the same run. With --writers the deeds come from several
threads at once, and the table tells deeds a second.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

WEST, SOUTH, SPREAD = 59.55, 36.25, 0.12
SEED = 1405


def _psql(base: str, statement: str) -> None:
    subprocess.run(["psql", "-X", "-q", base, "-c", statement], check=True)


@contextmanager
def register() -> Iterator[None]:
    """An empty register of the benchmark's own, with Django on it."""
    base = os.environ.get("DATABASE_URL", "")
    name = f"deeds_{os.getpid()}"
    with tempfile.TemporaryDirectory(prefix="hamgam-deeds-") as folder:
        address = f"sqlite:///{folder}/register.sqlite3"
        if base:
            parts = urlsplit(base)
            base = f"{parts.scheme}://{parts.netloc}/postgres"
            _psql(base, f"CREATE DATABASE {name}")
            address = f"{parts.scheme}://{parts.netloc}/{name}"
        os.environ.update(
            DATABASE_URL=address,
            HAMGAM_HOME=folder,
            HAMGAM_LOG_LEVEL="ERROR",
            DJANGO_SETTINGS_MODULE="hamgam.web.settings",
        )
        Path(folder, "static").mkdir()
        import django

        django.setup()
        from hamgam.web.shape import bring_up_to_date

        bring_up_to_date()
        try:
            yield
        finally:
            from django.db import connections

            connections.close_all()
            if base:
                _psql(base, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def trenches(count: int, seed: int) -> list[dict[str, Any]]:
    """Invented works as the API takes them, spread over a city."""
    from django.utils import timezone

    random, today = np.random.default_rng(seed), timezone.localdate()
    told = []
    for number in range(count):
        x, y = random.random(2) * SPREAD + (WEST, SOUTH)
        dx, dy = random.normal(0, 0.0007, 2)
        begins = today + timedelta(days=int(random.integers(1, 700)))
        told.append(
            {
                "ref": f"{seed}-{number}",
                "title": "نوسازی لوله",
                "geometry": {"type": "LineString", "coordinates": [[x, y], [x + dx, y + dy]]},
                "begins": begins.isoformat(),
                "ends": (begins + timedelta(days=int(random.integers(3, 90)))).isoformat(),
                "activity": "excavation",
            }
        )
    return told


class Desk:
    """A client of the API with a token, and what the benchmark asks through it."""

    def __init__(self, agency: str, secret: str) -> None:
        from django.test import Client

        self.agency, self.secret = agency, secret
        self.client = Client(HTTP_AUTHORIZATION=f"Bearer {secret}", HTTP_HOST="127.0.0.1")

    def record(self, told: dict[str, Any]) -> tuple[str, str]:
        """Record a work; its address and mark."""
        answer = self.client.post("/api/v1/works", told, content_type="application/json")
        assert answer.status_code == 201, answer.content
        return answer["Location"], answer["ETag"]

    def edit(self, address: str, mark: str, told: dict[str, Any]) -> None:
        """Edit a work."""
        answer = self.client.put(
            address, told, content_type="application/json", headers={"If-Match": mark}
        )
        assert answer.status_code == 200, answer.content


def desks() -> list[Desk]:
    """Two agencies, each with its token."""
    from django.utils import timezone

    from hamgam.agencies.acting import job
    from hamgam.agencies.actions.agencies import found_agency
    from hamgam.agencies.actions.tokens import issue_token
    from hamgam.agencies.rights import Right
    from hamgam.agencies.vocabulary import AgencyKind

    made = []
    for key in ("water", "gas"):
        agency = found_agency(
            by=job("bench"), key=key, kind=AgencyKind.UTILITY, names={"fa": key}, parent=None
        )
        _, secret = issue_token(
            by=job("bench"),
            agency=agency,
            name="bench",
            rights=[Right.READ_REGISTER, Right.RECORD_WORK],
            expires=timezone.now() + timedelta(days=1),
        )
        made.append(Desk(key, secret))
    return made


def upload(agency: str, told: list[dict[str, Any]]) -> None:
    """One upload, by the deed."""
    import shapely

    from hamgam.agencies.acting import job
    from hamgam.agencies.models import Agency
    from hamgam.engine.works import Activity
    from hamgam.register.actions.uploads import File, upload_works
    from hamgam.register.values import WorkValues

    row = Agency.objects.get(key=agency)
    values = [
        WorkValues(
            ref=work["ref"],
            title=work["title"],
            activity=Activity(work["activity"]),
            geometry=shapely.LineString(work["geometry"]["coordinates"]),
            begins=date.fromisoformat(work["begins"]),
            ends=date.fromisoformat(work["ends"]),
        )
        for work in told
    ]
    file = File(name="bench.xlsx", digest="0" * 64)
    upload_works(by=replace(job("bench"), agency=row), agency=row, file=file, told=values)


def median_ms(does: Callable[[int], object], times: int) -> float:
    """The median of one call, in milliseconds; three calls beforehand are not counted."""
    taken = []
    for number in range(times + 3):
        began = time.perf_counter()
        does(number)
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken[3:])


def bare(number: int) -> None:
    """One row into a table without triggers, committed."""
    from django.db import transaction

    from hamgam.ledger.models import Receipt

    with transaction.atomic():
        Receipt.objects.create(
            owner="bench", key=f"{number}-{time.time_ns()}", digest="0" * 64, status=201,
            body="x" * 600, headers={},
        )  # fmt: skip


def deeds_a_second(desks: list[Desk], writers: int, each: int) -> float:
    """Deeds a second from several threads at once."""
    from django.db import connections

    seeds = iter(range(20_000 + 100 * writers, 30_000))

    def write(number: int) -> None:
        told_by = desks[number % len(desks)]
        desk = Desk(told_by.agency, told_by.secret)
        for told in trenches(each, next(seeds)):
            desk.record(told)
        connections.close_all()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(writers)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return writers * each / (time.perf_counter() - began)


def rejudging_ms(does: Callable[[int], object], times: int) -> float:
    """The median share of re-judging in a deed, in milliseconds."""
    from hamgam.register import judging

    taken: list[float] = []
    real = judging.rejudge

    def timed(fact: Any) -> None:
        began = time.perf_counter()
        real(fact)
        taken.append((time.perf_counter() - began) * 1000)

    judging.rejudge = timed
    try:
        for number in range(times):
            does(number)
    finally:
        judging.rejudge = real
    return statistics.median(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--works", type=int, default=2_000)
    parser.add_argument("--times", type=int, default=60)
    parser.add_argument("--writers", type=int, default=0)
    asked = parser.parse_args()
    with register():
        measure(asked.works, asked.times, asked.writers)


def measure(works: int, times: int, writers: int) -> None:
    """Fill the register, measure, and print the table."""
    from django.db import connection

    both = desks()
    upload_s = 0.0
    for number in range(-(-works // 1000)):
        told = trenches(min(1000, works - 1000 * number), SEED + number)
        began = time.perf_counter()
        upload(both[number % 2].agency, told)
        upload_s = time.perf_counter() - began
    fresh = trenches(3 * (times + 3), 7)
    made: list[tuple[str, str, dict[str, Any]]] = []

    def record(number: int) -> None:
        told = fresh[number]
        made.append((*both[0].record(told), told))

    def edit(number: int) -> None:
        address, mark, told = made[number]
        shifted = {**told, "title": "دیگر", "geometry": fresh[-1 - number]["geometry"]}
        both[0].edit(address, mark, shifted)

    plain = median_ms(bare, times)
    rows = [("bare insert, committed", plain), ("record a work", median_ms(record, times))]
    rows.append(("edit a work (moved)", median_ms(edit, times)))
    more = iter(range(times + 3, 2 * times + 3))
    rows.append(("of that, re-judging", rejudging_ms(lambda _: record(next(more)), times)))
    print(f"{connection.vendor}, {works:,} works\n")
    print("| deed | median ms | times the bare insert |\n|---|---|---|")
    for name, milliseconds in rows:
        print(f"| {name} | {milliseconds:.1f} | {milliseconds / plain:.1f} |")
    print(f"| upload of {min(1000, works):,} works | {upload_s * 1000:,.0f} |"
          f" {upload_s * 1000 / plain:,.0f} |")  # fmt: skip
    if writers:
        one = deeds_a_second(both, 1, times)
        many = deeds_a_second(both, writers, max(5, times // writers))
        print(f"\n{one:.0f} deeds a second from one writer, {many:.0f} from {writers} at once")


if __name__ == "__main__":
    main()
