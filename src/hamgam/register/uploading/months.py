"""A file's season as months of days: how many of its works are open on each, the city's seasons
behind, and the days on which something is met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hamgam.engine.calendars.seasons import Closure, SeasonWindow
from hamgam.engine.findings import FindingKind
from hamgam.engine.works import Work
from hamgam.kit.digits import localise
from hamgam.kit.words import Language, say
from hamgam.register.intake import Foreseen
from hamgam.register.mapping.year import month_of
from hamgam.register.ribbon import city_seasons
from hamgam.register.uploading.outlook import Outlook

MOST_MONTHS = 12
SATURDAY = 5
ONE = timedelta(days=1)
LEVELS = (1, 3, 10)
"""From how many open works on a day is drawn darker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day: its number in its month, how many works are open, how many overlaps fall on it, and
    the season's name."""

    number: int
    works: int
    meets: int
    season: str
    is_ban: bool
    is_today: bool

    @property
    def level(self) -> int:
        """How dark it is drawn, 0 to 3."""
        return sum(self.works >= least for least in LEVELS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month's name, and its weeks from Saturday to Friday; None for days of its neighbours."""

    name: str
    weeks: Sequence[Sequence[Day | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Months:
    """The months, the weekdays' names and initials, and how many works lie beyond the last."""

    months: Sequence[Month]
    weekdays: Sequence[tuple[str, str]]
    beyond: int


Span = tuple[date, date]


def _open(work: Work) -> Span | None:
    if work.begins is None or work.ends is None:
        return None
    return work.begins, work.ends


def met_days(row: Foreseen, windows: Sequence[SeasonWindow]) -> list[Span]:
    """The days on which something foreseen happens: those that two works share, and of a single
    work those in a season. None for a chance, which is no trouble."""
    span = _open(row.new)
    if span is None or row.finding.kind == FindingKind.CHANCE:
        return []
    if (other := _other(row)) is not None:
        others = [other]
    elif row.finding.kind == FindingKind.BLACKOUT:
        others = [(window.begins, window.ends) for window in windows]
    else:
        return []
    shared = [(max(span[0], first), min(span[1], last)) for first, last in others]
    return [(first, last) for first, last in shared if first <= last]


def _other(row: Foreseen) -> Span | None:
    if row.other is not None:
        return _open(row.other)
    if row.standing is not None and row.standing.begins and row.standing.ends:
        return row.standing.begins, row.standing.ends
    return None


def _counted(spans: Iterable[Span], first: date, last: date) -> Mapping[date, int]:
    """How many of the spans hold each day of a period; one pass over the spans."""
    steps: Counter[date] = Counter()
    for begins, ends in spans:
        if begins <= last and ends >= first:
            steps[max(begins, first)] += 1
            steps[min(ends, last) + ONE] -= 1
    told, held, day = {}, 0, first
    while day <= last:
        held += steps[day]
        told[day], day = held, day + ONE
    return told


def _period(spans: Sequence[Span], today: date, language: Language) -> Span:
    """Whole months, from the first that a work is open in and that is not over."""
    ahead = [span for span in spans if span[1] >= today] or list(spans)
    since = today if ahead[0][1] >= today else date.min
    first, day, _, _ = month_of(max(min(begins for begins, _ in ahead), since), language)
    end = max(ends for _, ends in ahead)
    for _ in range(MOST_MONTHS - 1):
        if day > end:
            break
        _, day, _, _ = month_of(day, language)
    return first, day - ONE


def months_of(found: Outlook, today: date, language: Language) -> Months | None:
    """The months of a file's works; None when none has days."""
    spans = [span for work in found.intake.works if (span := _open(work))]
    if not spans:
        return None
    first, last = _period(spans, today, language)
    windows = [window for window in city_seasons(first) if window.begins <= last]
    meets = [days for row in found.seen for days in met_days(row, windows)]
    sheet = _Sheet(_counted(spans, first, last), _counted(meets, first, last), windows, today)
    return Months(
        months=list(_months(sheet, first, last, language)),
        weekdays=_weekdays(language),
        beyond=sum(begins > last for begins, _ in spans),
    )


def _weekdays(language: Language) -> list[tuple[str, str]]:
    """From Saturday; a letter is enough in Persian, two where names begin alike."""
    names = [say(f"calendar.weekday_{(SATURDAY + n) % 7}", language) for n in range(7)]
    letters = {Language.FA: 1, Language.EN: 2}.get(language)
    return [(name, name.removeprefix("ال")[: letters or 3]) for name in names]


@dataclass(frozen=True, slots=True)
class _Sheet:
    works: Mapping[date, int]
    meets: Mapping[date, int]
    windows: Sequence[SeasonWindow]
    today: date

    def day(self, day: date, number: int, language: Language) -> Day:
        held = [window for window in self.windows if window.begins <= day <= window.ends]
        held.sort(key=lambda window: window.closure is not Closure.CLOSED)
        season = held[0].names.get(language.value, held[0].season) if held else ""
        return Day(
            number=number,
            works=self.works[day],
            meets=self.meets[day],
            season=season,
            is_ban=bool(held) and held[0].closure is Closure.CLOSED,
            is_today=day == self.today,
        )


def _months(sheet: _Sheet, first: date, last: date, language: Language) -> Iterator[Month]:
    begins = first
    while begins <= last:
        _, follows, key, year = month_of(begins, language)
        blanks = (begins.weekday() - SATURDAY) % 7
        days: list[Day | None] = [None] * blanks
        for number in range((follows - begins).days):
            days.append(sheet.day(begins + number * ONE, number + 1, language))
        days += [None] * (-len(days) % 7)
        weeks = [days[at : at + 7] for at in range(0, len(days), 7)]
        name = f"{say(f'calendar.{key}', language)} {localise(year, language)}"
        yield Month(name=name, weeks=weeks)
        begins = follows
