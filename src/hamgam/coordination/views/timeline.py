"""Two rows on one line of time: the works as they stand, and as an option places them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hamgam.engine.calendars.jalali import gregorian_of, jalali_of
from hamgam.engine.calendars.seasons import Closure, SeasonWindow
from hamgam.engine.overlaps.settling import Span
from hamgam.kit.digits import localise
from hamgam.kit.words import Language, say

WIDTH, MARGIN_DAYS, NAME_WIDTH = 760.0, 12, 96.0
TOP, LANE = 24.0, 25.0
MONTH_WIDTH = 74.0
GAP, LETTER = 6.0, 7.0
"""Between a bar and its name, and about as wide as a letter is."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a name stands, along the line of reading, and whether inside its bar."""

    x: float
    anchor: str
    is_inside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One stretch of a work on a row; named once for each work."""

    x: float
    y: float
    width: float
    slot: int
    label: str
    spot: Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place on the axis: a month, or a season's band."""

    x: float
    width: float = 0.0
    name: str = ""
    is_ban: bool = False

    @property
    def middle(self) -> float:
        """Half way along it."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row's name and where it stands."""

    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """What the template paints, along the line of reading."""

    width: float
    height: float
    top: float
    """Where the axis runs, below the rows."""
    band: float
    """How high a season's band is."""
    bars: Sequence[Bar]
    rows: Sequence[Row]
    months: Sequence[Mark]
    seasons: Sequence[Mark]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A work on a row: its agency's slot and name, and its stretches."""

    slot: int
    label: str
    spans: Sequence[Span]


class _Line:
    def __init__(self, first: date, last: date, language: Language) -> None:
        self.first, self.days = first, (last - first).days + 1
        self.is_rtl = language.direction == "rtl"

    def x(self, day: date) -> float:
        share = (day - self.first).days / self.days * WIDTH
        return round(WIDTH - share if self.is_rtl else share, 1)

    def box(self, span: Span) -> tuple[float, float]:
        """Left side and width of a span."""
        one, other = self.x(span.begins), self.x(span.ends + timedelta(days=1))
        return min(one, other), max(round(abs(other - one), 1), 2.0)


def timeline(
    rows: Mapping[str, Sequence[Told]], windows: Sequence[SeasonWindow], language: Language
) -> Timeline | None:
    """The rows on one line of time with the seasons behind; None when no work has days."""
    spans = [span for told in rows.values() for one in told for span in one.spans]
    if not spans:
        return None
    margin = timedelta(days=MARGIN_DAYS)
    first, last = min(s.begins for s in spans) - margin, max(s.ends for s in spans) + margin
    line = _Line(first, last, language)
    lanes = max(len(told) for told in rows.values())
    height = 20.0 + lanes * LANE + 14.0
    bars = [
        bar
        for number, told in enumerate(rows.values())
        for lane, one in enumerate(told)
        for bar in _bars(line, one, TOP + number * height + 16 + lane * LANE)
    ]
    total = TOP + len(rows) * height
    return Timeline(
        width=WIDTH,
        height=total + 22,
        top=total,
        band=total - 18,
        bars=bars,
        rows=[
            Row(name=name, x=WIDTH if line.is_rtl else 0.0, y=TOP + n * height + 8)
            for n, name in enumerate(rows)
        ],
        months=_months(line, last, language),
        seasons=_seasons(line, windows, (first, last), language),
    )


def _bars(line: _Line, told: Told, y: float) -> list[Bar]:
    """A work's stretches; its name stands in the longest where it fits, else beside it."""
    boxes = [line.box(span) for span in told.spans]
    widest = max(range(len(boxes)), key=lambda n: boxes[n][1], default=0)
    found = []
    for number, (x, width) in enumerate(boxes):
        needed = len(told.label) * LETTER
        spot = _spot(line, (x, width), needed)
        label = told.label if number == widest else ""
        found.append(Bar(x=x, y=y, width=width, slot=told.slot, label=label, spot=spot))
    return found


def _spot(line: _Line, box: tuple[float, float], needed: float) -> Spot:
    """Where a name stands: in its bar, after it, or before it."""
    x, width = box
    first, last = (x + width, x) if line.is_rtl else (x, x + width)
    sign = -1 if line.is_rtl else 1
    if needed + 2 * GAP < width:
        return Spot(first + sign * GAP, "start", True)
    if 0 < last + sign * (needed + GAP) < WIDTH:
        return Spot(last + sign * GAP, "start", False)
    return Spot(first - sign * GAP, "end", False)


def _months(line: _Line, last: date, language: Language) -> list[Mark]:
    year, month, _ = jalali_of(line.first)
    found: list[Mark] = []
    while (begins := gregorian_of(year, month, 1)) <= last:
        if begins >= line.first and _is_free(line.x(begins), found):
            name = say(f"calendar.jalali_{month}", language)
            told = f"{name} {localise(year, language)}" if month == 1 or not found else name
            found.append(Mark(x=line.x(begins), name=told))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return found


def _is_free(x: float, found: Sequence[Mark]) -> bool:
    """Whether a month's name has room beside the one before it."""
    return not found or abs(found[-1].x - x) > MONTH_WIDTH


def _seasons(
    line: _Line, windows: Sequence[SeasonWindow], bounds: tuple[date, date], language: Language
) -> list[Mark]:
    found: list[Mark] = []
    taken: list[float] = []
    for window in sorted(windows, key=lambda held: held.begins):
        begins, ends = max(window.begins, bounds[0]), min(window.ends, bounds[1])
        if ends < begins:
            continue
        x, width = line.box(Span(begins, ends))
        middle = x + width / 2
        is_free = all(abs(middle - other) > NAME_WIDTH for other in taken)
        name = window.names.get(language.value, window.season) if is_free else ""
        taken += [middle] if is_free else []
        found.append(Mark(x=x, width=width, name=name, is_ban=window.closure is Closure.CLOSED))
    return found
