"""What happened, by whom, when: of an agency, with filters."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from hamgam.agencies.acting import branch
from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.models import Agency, Person
from hamgam.agencies.rights import Right
from hamgam.kit.days import day_in
from hamgam.kit.finding import searched
from hamgam.ledger.models import Fact
from hamgam.ledger.queries import facts
from hamgam.register.events import Event, events, story_of
from hamgam.register.tables.events import history_page
from hamgam.register.views.reading import language, today

__all__ = ["Event", "events", "history", "story_of"]


def _midnight(asked: str, days: int = 0) -> datetime | None:
    day = day_in(asked, today())
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day + timedelta(days=days), time.min))


def _asked(rows: QuerySet[Fact], asked: QueryDict) -> QuerySet[Fact]:
    if asked.get("name"):
        rows = rows.filter(name=asked["name"])
    if asked.get("agency"):
        rows = rows.filter(agency=asked["agency"])
    if asked.get("subject"):
        rows = rows.filter(subject__startswith=asked.get("subject", "").strip())
    if since := _midnight(asked.get("since", "")):
        rows = rows.filter(at__gte=since)
    if until := _midnight(asked.get("until", ""), days=1):
        rows = rows.filter(at__lt=until)
    return rows


def _by(rows: QuerySet[Fact], asked: str, paths: tuple[str, ...]) -> QuerySet[Fact]:
    """The facts of people of one's own branches whose names hold some words."""
    if not asked.strip():
        return rows
    people = Person.objects.filter(branch("posts__agency__path", paths)).distinct()
    found = searched(people, asked, ("full_name", "username")).values_list("public_id", flat=True)
    return rows.filter(actor__in=[f"person:{public_id}" for public_id in found])


@door(Right.READ_LEDGER)
@require_safe
def history(request: HttpRequest) -> HttpResponseBase:
    """Everything the reader's agencies did, latest first."""
    acting, asked, spoken = acting_of(request), request.GET, language()
    paths = acting.paths_with(Right.READ_LEDGER)
    mine = list(Agency.objects.filter(branch("path", paths)).order_by("path"))
    rows = _asked(facts([row.key for row in mine]), asked)
    rows = _by(rows, asked.get("who", ""), paths)
    names = tuple((row.key, row.name(spoken)) for row in mine)
    page = history_page(lambda found: events(acting, found), names)
    return page.answer(request, rows, "register/history.html", {})
