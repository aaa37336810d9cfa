"""What a public page costs kept, beside the same page made anew by Django in the same run.

    python -m benchmarks.speed.public --works 300 --rounds 60

A register of its own is made in a temporary folder with invented public works, and each page is
asked through the whole stack of middleware, first with the kept pages forgotten before every
request, then as they are kept, then with the ETag a reader holds already. Medians in milliseconds
and the ratio made / kept.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from benchmarks.speed.deeds import register

PAGES = ("/showcase/", "/pilgrim/", "/in-step/", "/showcase/streets/", "/open/")


def lay(count: int) -> None:
    """Works in the city's own streets, all of them public."""
    from django.utils import timezone
    from shapely.ops import substring

    from hamgam.agencies.acting import job
    from hamgam.agencies.models import Agency
    from hamgam.agencies.vocabulary import Sharing
    from hamgam.engine.works import Activity, Impact, Stage
    from hamgam.exchange.city import load_city
    from hamgam.register.actions.uploads import File, upload_works
    from hamgam.register.values import WorkValues
    from hamgam.web.founding import draw_ground, found_agencies

    city, today = load_city("mashhad"), timezone.localdate()
    found_agencies(city)
    draw_ground(city)
    lines = [street for street in city.streets if street.line.length > 0]
    told = []
    for number in range(count):
        street = lines[number % len(lines)]
        at = (number * 0.37) % 0.9
        told.append(
            WorkValues(
                ref=f"B{number}",
                title=f"کار {number}",
                street=street.names["fa"],
                activity=Activity.EXCAVATION,
                stage=Stage.RUNNING,
                impact=Impact.IMPORTANT,
                geometry=substring(street.line, at, at + 0.05, normalized=True),
                begins=today - timedelta(days=number % 20),
                ends=today + timedelta(days=number % 40),
                sharing=Sharing.PUBLIC,
            )
        )
    agency = Agency.objects.get(key="gas")
    upload_works(by=job("bench"), agency=agency, file=File(name="b", digest="0" * 64), told=told)


def timed(ask: Callable[[], Any], rounds: int) -> float:
    """The median of some calls, in milliseconds."""
    found = []
    for _ in range(rounds):
        begun = time.perf_counter()
        ask()
        found.append((time.perf_counter() - begun) * 1000)
    return statistics.median(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--works", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=60)
    told = parser.parse_args()
    with register():
        from django.test import Client

        from hamgam.showcase import prerender

        lay(told.works)
        client = Client(SERVER_NAME="localhost")

        def anew(page: str) -> None:
            prerender.forget()
            assert client.get(page).status_code == 200

        print(f"{'page':<22}{'made':>9}{'kept':>9}{'304':>9}{'ratio':>8}")
        for page in PAGES:
            anew(page)
            made = timed(partial(anew, page), max(told.rounds // 6, 3))
            kept = timed(partial(client.get, page), told.rounds)
            tag = {"If-None-Match": client.get(page)["ETag"]}
            same = timed(partial(client.get, page, headers=tag), told.rounds)
            print(f"{page:<22}{made:>9.1f}{kept:>9.2f}{same:>9.2f}{made / kept:>8.1f}")


if __name__ == "__main__":
    main()
