"""Works on a line of days: bars in their agency's colour, months below, seasons behind.

Time runs with reading, so the line turns round with the language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hamgam.engine.calendars.jalali import gregorian_of, jalali_of
from hamgam.engine.calendars.seasons import Closure, SeasonWindow
from hamgam.kit.dates import long_day
from hamgam.kit.digits import localise
from hamgam.kit.words import Language, say
from hamgam.register.marks import slot_of
from hamgam.register.models import Work
from hamgam.register.ribbon import city_seasons

WIDTH, TOP, ROW, BAR = 960.0, 26.0, 44.0, 16.0
LEAST_DAYS = 60
NEAR = timedelta(days=30)
"""Standing works farther than this from a file's own are left out of the line."""
MONTHS_SHOWN = 10
MONTH_STEPS = (1, 2, 3, 4, 6, 12)
NAME_WIDTH, LABEL_WIDTH = 92, 260


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A work's days and how it is called; `slot` is its agency's colour."""

    label: str
    begins: date
    ends: date
    slot: int
    is_new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A span on the line."""

    x: float
    y: float
    width: float
    label: str
    label_x: float
    anchor: str
    days: str
    slot: int
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """Something that lasts behind the bars; its name is empty where another's stands."""

    x: float
    width: float
    name: str
    is_ban: bool

    @property
    def middle(self) -> float:
        """Where its name stands."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Everything the template draws."""

    width: float
    height: float
    bars: Sequence[Bar]
    seasons: Sequence[Strip]
    shared: Strip | None
    months: Sequence[tuple[float, str]]
    ticks: Sequence[float]
    today: float | None

    @property
    def foot(self) -> float:
        """Where the bars' ground ends and the months' names begin."""
        return self.height - 24

    @property
    def deep(self) -> float:
        """How high what lies behind the bars is."""
        return self.foot - 22


class _Line:
    def __init__(self, first: date, last: date, language: Language) -> None:
        self.first, self.last, self.language = first, last, language
        self.per_day = WIDTH / max((last - first).days, 1)

    def x(self, day: date) -> float:
        share = (min(max(day, self.first), self.last) - self.first).days * self.per_day
        return round(WIDTH - share if self.language.direction == "rtl" else share, 1)

    def between(self, begins: date, ends: date) -> tuple[float, float]:
        """Left edge and width of some days, the last one whole."""
        one, other = self.x(begins), self.x(ends + timedelta(days=1))
        return min(one, other), round(max(abs(other - one), 3.0), 1)


def _bar(line: _Line, span: Span, row: int) -> Bar:
    x, width = line.between(span.begins, span.ends)
    is_turned = line.language.direction == "rtl"
    start = x + width if is_turned else x
    room = start if is_turned else WIDTH - start
    end = x if is_turned else x + width
    label_x, anchor = (start, "start") if room > LABEL_WIDTH else (end, "end")
    days = say(
        "pages.span",
        line.language,
        first=long_day(span.begins, line.language),
        last=long_day(span.ends, line.language),
    )
    return Bar(
        x=x,
        y=TOP + row * ROW + 20,
        width=width,
        label=span.label,
        label_x=label_x,
        anchor=anchor,
        days=days,
        slot=span.slot,
        is_new=span.is_new,
    )


def _strips(line: _Line, windows: Sequence[SeasonWindow]) -> Iterator[Strip]:
    taken: list[float] = []
    for window in windows:
        x, width = line.between(window.begins, window.ends)
        middle = x + width / 2
        is_free = all(abs(middle - other) > NAME_WIDTH for other in taken)
        name = window.names.get(line.language.value, window.season) if is_free else ""
        taken += [middle] if is_free else []
        yield Strip(x=x, width=width, name=name, is_ban=window.closure is Closure.CLOSED)


def _months(line: _Line) -> tuple[list[tuple[float, str]], list[float]]:
    year, month, _ = jalali_of(line.first)
    months = (line.last - line.first).days / 30.4
    step = next((step for step in MONTH_STEPS if months / step <= MONTHS_SHOWN), MONTH_STEPS[-1])
    names, ticks = [], []
    while (begins := gregorian_of(year, month, 1)) < line.last:
        if begins >= line.first and (month - 1) % step == 0:
            ticks.append(line.x(begins))
            name = say(f"calendar.jalali_{month}", line.language)
            shown = f"{name} {localise(year, line.language)}" if month == 1 or step > 1 else name
            if begins + timedelta(days=15 * step) < line.last:
                names.append((line.x(begins + timedelta(days=15)), shown))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return names, ticks


def shared_days(spans: Sequence[Span]) -> tuple[date, date] | None:
    """The days that all spans have in common."""
    begins, ends = max(span.begins for span in spans), min(span.ends for span in spans)
    return (begins, ends) if begins <= ends else None


def timeline(
    spans: Sequence[Span], *, today: date, language: Language, marks_shared: bool = False
) -> Timeline | None:
    """Some works on one line of days, in their order; None for no works."""
    if not spans:
        return None
    told = [span for span in spans if span.is_new] or spans
    first, last = min(span.begins for span in told), max(span.ends for span in told)
    spans = [span for span in spans if span.begins <= last + NEAR and span.ends >= first - NEAR]
    pad = timedelta(days=max(7, (last - first).days // 12, (LEAST_DAYS - (last - first).days) // 2))
    line = _Line(first - pad, last + pad, language)
    windows = [w for w in city_seasons(today) if w.begins <= line.last and w.ends >= line.first]
    months, ticks = _months(line)
    common = shared_days(spans) if marks_shared and len(spans) > 1 else None
    shared = None
    if common:
        x, width = line.between(*common)
        shared = Strip(x=x, width=width, name="", is_ban=False)
    return Timeline(
        width=WIDTH,
        height=TOP + len(spans) * ROW + 30,
        bars=[_bar(line, span, row) for row, span in enumerate(spans)],
        seasons=list(_strips(line, windows)),
        shared=shared,
        months=months,
        ticks=ticks,
        today=line.x(today) if line.first <= today <= line.last else None,
    )


def span_of(row: Work, language: Language, *, is_new: bool = False) -> Span | None:
    """A work's days under its name and its agency's; None for one without days."""
    if row.begins is None or row.ends is None:
        return None
    name = row.title or row.street or row.ref
    return Span(
        label=f"{name} · {row.agency.name(language)}",
        begins=row.begins,
        ends=row.ends,
        slot=slot_of(row.agency.key),
        is_new=is_new,
    )


def timeline_of(
    rows: Iterable[Work], *, today: date, language: Language, marks_shared: bool = False
) -> Timeline | None:
    """Works that stand, on one line of days; None when none of them has days."""
    spans = [span for row in rows if (span := span_of(row, language))]
    return timeline(spans, today=today, language=language, marks_shared=marks_shared)
