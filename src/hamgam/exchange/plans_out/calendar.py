"""The finishes of a plan as a calendar for phones (RFC 5545): one all-day event per project.

All-day ends are exclusive, lines end CR LF and are folded at 75 octets, never inside a character.
An event's UID follows from the project alone, so a later plan moves it instead of doubling it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from hamgam import __version__
from hamgam.exchange.findings_out.words import Words
from hamgam.exchange.plans_out.lines import last_day, lines, name_in
from hamgam.exchange.plans_out.report import PlanReport

OCTETS = 75
HOST = "plan.hamgam"


def calendar(report: PlanReport, spoken: Words, *, made: datetime) -> bytes:
    """The calendar's bytes; `made` is an instant with its zone. ValueError on a plan without
    days."""
    if not report.has_dates:
        raise ValueError("a plan without days has no calendar")
    stamp = made.astimezone(UTC)
    rows = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Hamgam//Plan {__version__}//FA",
        "METHOD:PUBLISH",
        f"NAME:{_escaped(spoken('page', 'title'))}",
        f"X-WR-CALNAME:{_escaped(spoken('page', 'title'))}",
        *_events(report, spoken, stamp),
        "END:VCALENDAR",
    ]
    return b"".join(_folded(row) for row in rows)


def _events(report: PlanReport, spoken: Words, stamp: datetime) -> Iterable[str]:
    sentences = report.sentences(spoken.language)
    for line in lines(report):
        if line.ends is None:
            continue
        project = line.project
        day = last_day(report.problem, line.ends)
        name = name_in(project.names, project.ref, spoken.language)
        yield "BEGIN:VEVENT"
        yield f"UID:{sha256(project.ref.encode()).hexdigest()[:32]}@{HOST}"
        yield f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}"
        # Whole minutes since 2020 rise from plan to plan, as a sequence must.
        yield f"SEQUENCE:{max(int(stamp.timestamp() - 1577836800) // 60, 0)}"
        yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
        yield f"SUMMARY:{_escaped(name)}"
        if sentences.get(project.ref):
            yield f"DESCRIPTION:{_escaped(sentences[project.ref])}"
        yield "STATUS:TENTATIVE"
        yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"


def _escaped(text: str) -> str:
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    text = text.replace("\r\n", "\n").replace("\n", "\\n")
    return "".join(sign for sign in text if sign >= " " and sign != "\x7f")


def _folded(row: str) -> bytes:
    """One line of content as lines of at most 75 octets, those after the first behind a blank."""
    parts: list[bytes] = []
    part = b""
    for sign in row:
        octets = sign.encode()
        if len(part) + len(octets) > OCTETS:
            parts.append(part)
            part = b" "
        part += octets
    return b"\r\n".join([*parts, part]) + b"\r\n"
