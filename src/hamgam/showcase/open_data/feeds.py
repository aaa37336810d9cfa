"""Feeds to follow: iCalendar (RFC 5545) and Atom (RFC 4287), of a project, a street, or all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language

from hamgam.agencies.doors import door
from hamgam.agencies.rights import Right
from hamgam.engine.calendars.instants import day_bounds
from hamgam.kit.words import Language, language_of, say
from hamgam.register.models import Street, Work
from hamgam.register.models.columns import in_view
from hamgam.register.nearness import distance_m, widened
from hamgam.showcase import rows
from hamgam.showcase.history import past_of
from hamgam.showcase.open_data.collections import page_of
from hamgam.showcase.prerender import prerendered
from hamgam.showcase.telling import PublicWork, told_work
from hamgam.showcase.words import change_told

MOST_EVENTS = 500
BACK = timedelta(days=60)
NEAR_STREET_M = 30.0


def _language() -> Language:
    return language_of(get_language())


def works_in(street: Street, since: date) -> list[Work]:
    """Public works in a street that are not over before a day."""
    shape = street.shape
    if shape is None:
        return []
    near = rows.works_at(since, date.max).filter(in_view(*widened(shape, NEAR_STREET_M)))
    found = near.order_by("begins", "pk")
    return [
        row
        for row in found
        if (place := row.shape) is not None and distance_m(shape, place) <= NEAR_STREET_M
    ]


def _event(told: PublicWork, at: datetime, version: int) -> object:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{told.public_id}@{urlsplit(settings.PUBLIC_URL).hostname}")
    event.add("dtstamp", at)
    event.add("sequence", version)
    event.add("summary", f"{told.title or told.street} · {told.agency_name}")
    begins = told.begins or timezone.localdate()
    event.add("dtstart", begins)
    # The end of an all-day event is the first day that is free again.
    event.add("dtend", (told.ends or begins) + timedelta(days=1))
    if told.street:
        event.add("location", told.street)
    if told.shape is not None:
        spot = told.shape.representative_point()
        event.add("geo", (round(spot.y, 6), round(spot.x, 6)))
    event.add("url", page_of("showcase_work", told.public_id))
    event.add("transp", "TRANSPARENT")
    return event


def calendar(works: Iterable[Work], title: str) -> HttpResponse:
    """Works as all-day events that a phone keeps up to date by itself."""
    from icalendar import Calendar

    language = _language()
    book = Calendar()
    book.add("prodid", f"-//Hamgam//{language.value}")
    book.add("version", "2.0")
    book.add("name", title)
    book.add("x-wr-calname", title)
    book.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    # The day it was made is mark enough: a feed that changes with each reading is never 304.
    at = datetime.combine(timezone.localdate(), time.min, tzinfo=UTC)
    for row in works:
        if row.begins is not None:
            book.add_component(_event(told_work(row, language), at, row.version))  # type: ignore[arg-type] # an Event
    response = HttpResponse(book.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="hamgam.ics"'
    return response


@door(Right.READ_PUBLIC)
@prerendered()
def all_works(request: HttpRequest) -> HttpResponse:
    """Every public work that is not long over."""
    since = timezone.localdate() - BACK
    found = rows.works_at(since, date.max).order_by("begins", "pk")[:MOST_EVENTS]
    return calendar(found, say("showcase.ical_all", _language()))


@door(Right.READ_PUBLIC)
@prerendered()
def of_project(request: HttpRequest, project_id: str) -> HttpResponse:
    """The public works of a project."""
    project = rows.project_of(project_id)
    found = rows.public_works().filter(project=project).order_by("begins", "pk")
    return calendar(found[:MOST_EVENTS], project.title)


@door(Right.READ_PUBLIC)
@prerendered()
def of_street(request: HttpRequest, key: str) -> HttpResponse:
    """The public works of a street."""
    street = rows.street_of(key)
    title = getattr(street, f"name_{_language().value}") or street.name_fa
    return calendar(works_in(street, timezone.localdate() - BACK), title)


@door(Right.READ_PUBLIC)
@prerendered()
def changes(request: HttpRequest, project_id: str) -> HttpResponse:
    """What changed about a project, as a feed."""
    language = _language()
    project = rows.project_of(project_id)
    page = page_of("showcase_project", project.public_id)
    feed = Atom1Feed(
        title=project.title,
        link=page,
        description=say("showcase.changes", language),
        language=language.value,
        feed_guid=page,
    )
    for number, change in enumerate(past_of(project).changes):
        zone = settings.TIME_ZONE
        feed.add_item(
            title=change_told(change, language),
            link=page,
            description=change_told(change, language),
            unique_id=f"{page}#{change.on.isoformat()}-{change.field}-{number}",
            updateddate=day_bounds(change.on, zone)[0],
        )
    return HttpResponse(
        feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )
