"""The weeks of a search as an axis: bars of open works, bands of seasons, months by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from hamgam.engine.calendars.jalali import MONTH_NAMES, gregorian_of, jalali_of
from hamgam.engine.calendars.seasons import Closure, Purpose, SeasonWindow
from hamgam.engine.findings import Finding
from hamgam.engine.works import Work
from hamgam.exchange.findings_out.report import Report
from hamgam.exchange.findings_out.words import Words

WEEK = 7
LONGEST_WEEKS = 52 * 5
"""A longer search shows its middle: lists hold works of 1970 and of 2099."""
MOST_MONTHS = 13
"""More names of months than these leave no room between them."""
SHORTEST_BAND = 3
"""Shorter windows return every week and would paint the whole axis."""
NAME_UNIT = 7
"""About how wide a letter of a name is, on an axis of 1000."""
Named = dict[str, Any]
WIDTH, BAR_TOP, BAR_FOOT = 1000, 20, 70


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeAxis:
    """Weeks counted from `first`; `open_works` counts the works open in each."""

    first: date
    open_works: npt.NDArray[np.int64]

    @property
    def weeks(self) -> int:
        """How many weeks it spans."""
        return len(self.open_works)

    def week(self, day: date) -> int:
        """The week of a day, held inside the axis."""
        return min(max((day - self.first).days // WEEK, 0), self.weeks - 1)

    def x(self, day: date) -> float:
        """Where a day stands on an axis of 1000, held inside it."""
        share = (day - self.first).days / (self.weeks * WEEK)
        return round(min(max(share, 0.0), 1.0) * WIDTH, 1)


def time_axis(works: Sequence[Work], today: date) -> TimeAxis:
    """The weeks in which the dated works lie, at most five years of them around their middle."""
    spans = [(work.begins, work.ends) for work in works if work.begins and work.ends]
    if not spans:
        return TimeAxis(first=today, open_works=np.zeros(1, dtype=np.int64))
    days = np.asarray(spans, dtype="datetime64[D]").astype(np.int64)
    middle = int(np.median(days))
    half = LONGEST_WEEKS * WEEK // 2
    low = max(int(days[:, 0].min()), middle - half)
    high = min(int(days[:, 1].max()), middle + half)
    first = date(1970, 1, 1) + timedelta(days=low)
    weeks = (high - low) // WEEK + 1
    begins = np.clip((days[:, 0] - low) // WEEK, 0, weeks)
    after = np.clip((days[:, 1] - low) // WEEK + 1, 0, weeks)
    steps = np.bincount(begins, minlength=weeks + 1) - np.bincount(after, minlength=weeks + 1)
    return TimeAxis(first=first, open_works=np.cumsum(steps)[:weeks])


def relevant_span(report: Report, finding: Finding) -> tuple[date, date] | None:
    """From when to when a finding matters: the shared days, else both works from first to last."""
    sides = [work for work in report.sides(finding) if work is not None]
    spans = [(work.begins, work.ends) for work in sides if work.begins and work.ends]
    if not spans:
        return None
    begins, ends = zip(*spans, strict=True)
    if max(begins) <= min(ends):
        return max(begins), min(ends)
    return min(begins), max(ends)


def bars(axis: TimeAxis) -> list[tuple[float, float, float, float]]:
    """x, y, width and height of each week's bar in a frame of 1000 by 70."""
    highest = max(int(axis.open_works.max()), 1)
    step = WIDTH / axis.weeks
    return [
        (round(week * step, 1), round(BAR_FOOT - height, 1), round(step * 0.72, 1), height)
        for week, count in enumerate(axis.open_works.tolist())
        if (height := round(count / highest * (BAR_FOOT - BAR_TOP), 1)) >= 0
    ]


def bands(axis: TimeAxis, windows: Sequence[SeasonWindow], language: str) -> list[dict[str, Any]]:
    """The seasons that shut or quieten a zone, each once, widest zone's span."""
    last = axis.first + timedelta(days=axis.weeks * WEEK - 1)
    spans: dict[tuple[str, str], list[date]] = {}
    named: dict[tuple[str, str], SeasonWindow] = {}
    for window in windows:
        shuts = window.purpose is Purpose.BLACKOUT and window.closure is not Closure.EXTRA
        if (
            not shuts
            or window.days < SHORTEST_BAND
            or window.ends < axis.first
            or window.begins > last
        ):
            continue
        year = str(jalali_of(window.begins + (window.ends - window.begins) / 2)[0])
        key = (window.season, year)
        held = spans.setdefault(key, [window.begins, window.ends])
        held[:] = [min(held[0], window.begins), max(held[1], window.ends)]
        if key not in named or window.closure is Closure.CLOSED:
            named[key] = window
    return [
        _band(axis, named[key], (span[0], span[1]), language) for key, span in sorted(spans.items())
    ]


def _band(
    axis: TimeAxis, window: SeasonWindow, span: tuple[date, date], language: str
) -> dict[str, Any]:
    start, end = axis.x(span[0]), axis.x(span[1] + timedelta(days=1))
    return {
        "x": start,
        "width": round(end - start, 1),
        "middle": round((start + end) / 2, 1),
        "is_ban": window.closure is Closure.CLOSED,
        "name": window.names.get(language) or window.season,
    }


def months(axis: TimeAxis, language: str) -> list[dict[str, Any]]:
    """The Jalali months that begin on the axis: place, name, and the year where one is due."""
    year, month, _ = jalali_of(axis.first)
    last = axis.first + timedelta(days=axis.weeks * WEEK - 1)
    marks: list[dict[str, Any]] = []
    while (begins := gregorian_of(year, month, 1)) <= last:
        if begins >= axis.first:
            name = MONTH_NAMES[language][month - 1]
            marks.append({"x": axis.x(begins), "name": name, "year": year, "month": month})
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    every = next(step for step in (1, 2, 3, 4, 6, 12) if len(marks) <= MOST_MONTHS * step)
    return [mark for mark in marks if (mark["month"] - 1) % every == 0]


def week_names(axis: TimeAxis, words: Words) -> list[str]:
    """The first day of each week, in words."""
    return [
        words.jalali(axis.first + timedelta(days=week * WEEK)) for week in range(axis.weeks + 1)
    ]


def season_names(
    axis: TimeAxis, painted: Sequence[dict[str, Any]], today: date, words: Words
) -> list[Named]:
    """The names above the axis that have room: today's first, then the bans', then the rest's."""
    wanted: list[Named] = [{"x": axis.x(today), "name": words("page", "today")}]
    wanted += [
        {"x": band["middle"], "name": band["name"]}
        for band in sorted(painted, key=lambda band: (not band["is_ban"], -band["width"]))
    ]
    placed: list[Named] = []
    for name in wanted:
        half = len(name["name"]) * NAME_UNIT / 2
        name["x"] = round(min(max(name["x"], half), WIDTH - half), 1)
        if all(
            abs(name["x"] - other["x"]) > half + len(other["name"]) * NAME_UNIT / 2 + 8
            for other in placed
        ):
            placed.append(name)
    return placed


def pair_line(report: Report, finding: Finding) -> dict[str, Any] | None:
    """The finding's works on a line of 300, with the season met and today where they fall on it.

    None where a work does not tell its dates.
    """
    sides = [work for work in report.sides(finding) if work is not None]
    spans = [(work.begins, work.ends) for work in sides if work.begins and work.ends]
    if not spans or len(spans) < len(sides):
        return None
    window = report.season(finding)
    seen = [*spans, (window.begins, window.ends)] if window else spans
    low = min(begins for begins, _ in seen)
    days = (max(ends for _, ends in seen) - low).days + 1

    def at(begins: date, ends: date) -> tuple[float, float]:
        start, width = (begins - low).days / days, ((ends - begins).days + 1) / days
        return round(start * 300, 1), round(max(width * 300, 3), 1)

    today = (report.today - low).days / days
    return {
        "bars": [at(*span) for span in spans],
        "band": at(window.begins, window.ends) if window else None,
        "today": round(today * 300, 1) if 0 <= today <= 1 else None,
    }
