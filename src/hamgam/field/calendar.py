"""The stops of a tour as a calendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from icalendar import Calendar, Event

from hamgam.field.models import Stop, Tour
from hamgam.field.queries import reason_of
from hamgam.kit.dates import long_day
from hamgam.kit.words import Language, say


def _name(tour: Tour, language: Language) -> str:
    title = say("field.tour_title", language)
    return f"{title}، {tour.agency.name(language)}، {long_day(tour.begins, language)}"


def tour_calendar(
    tour: Tour, stops: Sequence[Stop], zone: str, site: str, language: Language
) -> bytes:
    """The calendar's bytes, each stop with why it is made and its brief. A stop keeps its UID, so
    that a later plan moves it."""
    book = Calendar()
    book.add("prodid", "-//Hamgam//Visits//FA")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", _name(tour, language))
    local = ZoneInfo(zone)
    for stop in stops:
        midnight = datetime.combine(stop.on, time(0), local)
        event = Event()
        event.add("uid", f"{stop.public_id}@visits.hamgam")
        event.add("dtstamp", tour.found_at or tour.asked_at)
        event.add("dtstart", midnight + timedelta(minutes=stop.begins))
        event.add("dtend", midnight + timedelta(minutes=stop.ends))
        event.add("summary", f"{stop.project.title} · {stop.delegation}")
        event.add("description", reason_of(stop, language))
        event.add("url", site + reverse("stop_brief", args=[stop.public_id]))
        book.add_component(event)
    book.add_missing_timezones()
    return bytes(book.to_ical())
