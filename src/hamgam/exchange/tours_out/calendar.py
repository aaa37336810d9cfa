"""Tours as a calendar for phones (RFC 5545): one event per stop, in the city's local time."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from icalendar import Calendar, Event

from hamgam import __version__
from hamgam.engine.tours.problem import Round, Visit
from hamgam.exchange.findings_out.words import Words
from hamgam.exchange.tours_out.report import TourReport, clock
from hamgam.exchange.tours_out.words import why

HOST = "tour.hamgam"
_EPOCH_SECONDS = 1_577_836_800
"""The beginning of 2020: whole minutes since then rise from plan to plan, as a sequence must."""


def calendar(report: TourReport, spoken: Words, *, made: datetime) -> bytes:
    """The calendar's bytes; `made` is an instant with its zone.

    A stop keeps its UID while its site, delegation and day stay, so that a later plan moves it.
    """
    book = Calendar()
    book.add("prodid", f"-//Hamgam//Tour {__version__}//FA")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", spoken("head", "title"))
    for round_ in report.plan.rounds:
        for visit in round_.visits:
            book.add_component(_event(report, round_, visit, (spoken, made)))
    book.add_missing_timezones()
    return bytes(book.to_ical())


def _event(report: TourReport, round_: Round, visit: Visit, told: tuple[Words, datetime]) -> Event:
    spoken, made = told
    shift, day = report.week.problem.shifts[round_.shift], report.day_of(round_)
    name = f"{visit.site}\n{shift.delegation}\n{day.isoformat()}"
    row = report.week.rows[visit.site]
    event = Event()
    event.add("uid", f"{sha256(name.encode()).hexdigest()[:32]}@{HOST}")
    event.add("dtstamp", made)
    event.add("sequence", max(0, int(made.timestamp() - _EPOCH_SECONDS) // 60))
    event.add("dtstart", datetime.combine(day, clock(visit.begins), report.touring.time_zone))
    event.add("dtend", datetime.combine(day, clock(visit.ends), report.touring.time_zone))
    event.add("summary", f"{row.title} · {shift.delegation}")
    event.add("location", row.place)
    event.add("description", why(report, visit.site, spoken))
    longitude, latitude = report.week.places[report.week.problem.by_ref[visit.site].place]
    event.add("geo", (float(latitude), float(longitude)))
    return event
