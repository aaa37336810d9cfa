"""What a list page costs, beside a bare list page of the framework in the same run.

    python -m benchmarks.speed.pages --works 100000
    DATABASE_URL=postgresql://… python -m benchmarks.speed.pages

A register of its own is filled with invented works and asked by a signed-in planner through the
whole stack: middleware, door, rights, menu, year ribbon, filters, table of 25 rows in Persian. The
bare page is what a Django project does by itself: its own middleware and session, the same rows by
the same model in the same order, a count, and a plain table. All are asked in turns, so that a
busy machine slows all. The median of each, pages a second, and the ratio, for the first reader
after a change and for those who come after; then the pages that many works could make slow.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from datetime import timedelta
from functools import cache, partial
from typing import Any

import numpy as np
import shapely
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

from benchmarks.speed.deeds import SEED, SPREAD, WEST, register
from benchmarks.speed.deeds import SOUTH as SOUTHERN

PLAIN = """<!doctype html><title>Works</title><p>{{ count }}</p><table>{% for w in works %}
<tr><td>{{ w.title }}</td><td>{{ w.agency.name_fa }}</td><td>{{ w.street }}</td>
<td>{{ w.begins }}</td><td>{{ w.ends }}</td><td>{{ w.activity }}</td><td>{{ w.stage }}</td></tr>
{% endfor %}</table>"""
OWN = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
"""What `django-admin startproject` installs."""
PAGES = {
    "works": "/works/",
    "works, page 2,000": "/works/?when=all&page=2000",
    "works of one agency by street": "/works/?agency=water&sort=street",
    "works, searched": "/works/?q=%D9%84%D9%88%D9%84%D9%87%20777",
    "one work": "",
    "streets": "/streets/",
    "history": "/history/",
    "found by Ctrl-K": "/search.json?q=777",
}
LISTS = {"works": "/works/", "projects": "/projects/", "overlaps": "/overlaps/", "inbox": "/inbox/"}
BARE = "bare list of Django"
BATCH = 5_000


@cache
def plain_template() -> Any:
    """The bare page's template, compiled once, as a project's are."""
    return Engine().from_string(PLAIN)


def bare(request: HttpRequest) -> HttpResponse:
    """The list as a bare project shows it."""
    from hamgam.register.models import Work

    request.user.is_authenticated  # noqa: B018 - asks the session, as every project's page does
    rows = Work.objects.filter(withdrawn__isnull=True).select_related("agency")
    told = {"works": rows.order_by("begins", "pk")[:25], "count": rows.count()}
    return HttpResponse(plain_template().render(Context(told)))


urlpatterns = [path("works/", bare)]


def fill(count: int) -> Any:
    """Invented works of two agencies, without judging them; the planner who will ask."""
    from django.utils import timezone

    from hamgam.agencies.acting import job
    from hamgam.agencies.actions.agencies import found_agency
    from hamgam.agencies.models import Person, Post
    from hamgam.agencies.vocabulary import AgencyKind, Role
    from hamgam.ledger.signing import CITY, Signature, signed
    from hamgam.register.models import Work

    agencies = [
        found_agency(
            by=job("bench"), key=key, kind=AgencyKind.UTILITY, names={"fa": key}, parent=None
        )
        for key in ("water", "gas")
    ]
    random, today = np.random.default_rng(SEED), timezone.localdate()
    with signed(Signature(actor="job:bench", agency=CITY, request="")):
        for first in range(0, count, BATCH):
            rows = []
            for number in range(first, min(first + BATCH, count)):
                x, y = random.random(2) * SPREAD + (WEST, SOUTHERN)
                begins = today + timedelta(days=int(random.integers(-300, 700)))
                row = Work(
                    agency=agencies[number % 2],
                    ref=f"b-{number}",
                    title=f"نوسازی لولهٔ {number}",
                    street=f"خیابان {number % 900}",
                    activity="excavation",
                    stage="planned",
                    begins=begins,
                    ends=begins + timedelta(days=int(random.integers(3, 90))),
                )
                row.lay_at(shapely.LineString([(x, y), (x + 0.0007, y + 0.0007)]))
                rows.append(row)
            Work.objects.bulk_create(rows, batch_size=500)
        person = Person.objects.create_user("bench", password=None, full_name="bench")
        Post.objects.create(person=person, agency=agencies[0], role=Role.HEAD.value, begins=today)
    return person


def taken_ms(does: Callable[[], object]) -> float:
    """One call, in milliseconds."""
    began = time.perf_counter()
    does()
    return (time.perf_counter() - began) * 1000


def _asked(client: Any, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)


def in_turns(client: Any, plain: Any, times: int) -> dict[str, float]:
    """The medians of the bare page and of our lists, asked in turns; three of each are not counted.
    A list is asked as the next reader finds it, and as the first one after a change does."""
    from django.test import override_settings

    from hamgam.kit.kept import forget

    told: dict[str, list[float]] = {}

    def note(name: str, asker: Any, address: str) -> None:
        told.setdefault(name, []).append(taken_ms(partial(_asked, asker, address)))

    for _ in range(times + 3):
        with override_settings(ROOT_URLCONF="benchmarks.speed.pages", MIDDLEWARE=OWN):
            note(BARE, plain, "/works/")
        for name, address in LISTS.items():
            forget()
            note(f"{name}, first after a change", client, address)
            note(name, client, address)
    return {name: float(np.median(times_[3:])) for name, times_ in told.items()}


def measure(works: int, times: int) -> None:
    """Fill the register, measure, and print the tables."""
    from django.db import connection
    from django.test import Client

    from hamgam.register.models import Work

    person = fill(works)
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client, plain = Client(HTTP_HOST="127.0.0.1"), Client(HTTP_HOST="127.0.0.1")
    client.force_login(person, backend=backend)
    plain.force_login(person, backend=backend)
    medians = in_turns(client, plain, times)
    print(f"{connection.vendor}, {works:,} works\n")
    print("| page | median ms | pages a second | of the bare page's |\n|---|---|---|---|")
    for name, own_ms in medians.items():
        ratio = medians[BARE] / own_ms
        print(f"| {name} | {own_ms:.1f} | {1000 / own_ms:.0f} | {ratio:.2f} |")
    print()
    one = f"/works/{Work.objects.values_list('public_id', flat=True)[0]}"
    print("| page | median ms |\n|---|---|")
    for name, address in PAGES.items():
        told = [taken_ms(partial(_asked, client, address or one)) for _ in range(7)]
        print(f"| {name} | {float(np.median(told[2:])):.0f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--works", type=int, default=20_000)
    parser.add_argument("--times", type=int, default=60)
    asked = parser.parse_args()
    with register():
        measure(asked.works, asked.times)


if __name__ == "__main__":
    main()
