"""A city's `seasons.toml`: its season rules, declared dates, and its own month starts and
holidays."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from hamgam.engine.calendars import jalali
from hamgam.engine.calendars.almanac import LAST
from hamgam.engine.calendars.hijri import HijriMonths, hijri_months
from hamgam.engine.calendars.season_rules import (
    Calendar,
    DeclaredSpan,
    MonthDay,
    Pad,
    Rule,
    Season,
    WeeklySpan,
    YearlySpan,
)
from hamgam.engine.calendars.seasons import Closure, Purpose
from hamgam.engine.calendars.working_days import iranian_holidays
from hamgam.engine.works import Activity, ZoneKind
from hamgam.exchange.city.tables import Faults, Table, read_toml
from hamgam.exchange.misread import Misread

T = TypeVar("T")
Choice = TypeVar("Choice", bound=StrEnum)
FILE = "seasons.toml"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_HOURS = re.compile(r"([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)")
_SOME_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayOverride:
    """The city's word on one day: free, or at work although a calendar says otherwise."""

    day: date
    is_free: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CitySeasons:
    """What a city says of its calendar: seasons (declared dates among their rules), the first day
    of lunar months by (year, month), and single days free or at work."""

    seasons: tuple[Season, ...] = ()
    month_starts: Mapping[tuple[int, int], date]
    holidays: tuple[HolidayOverride, ...] = ()

    def months(self) -> HijriMonths:
        """The lunar months of Iran with the city's own starts."""
        return hijri_months(self.month_starts)

    def free_days(self, years: Iterable[int]) -> dict[date, bool]:
        """Public holidays of these Gregorian years and whether each is confirmed; the city's word
        wins."""
        free: dict[date, bool] = {}
        for holiday in iranian_holidays(years, self.months()):
            free[holiday.day] = free.get(holiday.day, False) or holiday.is_confirmed
        for override in self.holidays:
            if override.is_free:
                free[override.day] = True
            else:
                free.pop(override.day, None)
        return free


def read_seasons(
    folder: Path, zone_keys: Collection[str] | None = None
) -> tuple[CitySeasons, list[Misread]]:
    """What `seasons.toml` of a folder says, and everything in it that cannot stand.

    With any fault the seasons are not to be used. `zone_keys` are the city's own zones; without
    them any well-formed key passes beside the kinds of zone.
    """
    faults = Faults()
    top = read_toml(folder, FILE, faults)
    city = CitySeasons(
        seasons=tuple(_seasons(top, zone_keys)),
        month_starts=_month_starts(top),
        holidays=tuple(_holiday(table) for table in top.tables("holidays")),
    )
    top.refuse_others()
    return city, faults.told


def _seasons(top: Table, zone_keys: Collection[str] | None) -> Iterator[Season]:
    tables = {table.get("key", str): table for table in top.tables("seasons")}
    dates: dict[str, list[Table]] = {key: [] for key in tables}
    for table in top.tables("declared"):
        key = table.get("season", str)
        if key not in dates:
            table.fault("season", "no such season", key, f"one of {', '.join(dates)}")
        dates.setdefault(key, []).append(table)
    if len(tables) < len(top.tables("seasons")):
        top.fault("seasons", "a key stands there twice", hint="each season has a key of its own")
    for key, table in tables.items():
        if not _KEY.fullmatch(key):
            table.fault("key", "no key", key, "small Latin letters, digits and _")
        season = _season(table, key, dates[key], zone_keys)
        if season:
            yield season


def _month_starts(top: Table) -> dict[tuple[int, int], date]:
    starts: dict[tuple[int, int], date] = {}
    for table in top.tables("months"):
        month = table.get("year", int), table.get("month", int)
        if month in starts:
            table.fault("month", "stands there twice", f"{month[0]}-{month[1]:02}")
        starts[month] = _day(table, "starts")
        table.get("source", str)
        table.refuse_others()
    if starts:
        try:
            hijri_months(starts)
        except ValueError as error:
            top.fault("months", str(error))
    return starts


def _holiday(table: Table) -> HolidayOverride:
    holiday = HolidayOverride(
        day=_day(table, "day"), is_free=table.get("free", bool), reason=table.get("reason", str)
    )
    table.refuse_others()
    return holiday


def _day(table: Table, key: str) -> date:
    """A Gregorian TOML date, or a Jalali date in quotes."""
    told = table.get(key, object)
    if isinstance(told, date) and not isinstance(told, datetime):
        return told
    try:
        return jalali.day_of(told if isinstance(told, str) else "")
    except ValueError as error:
        if type(told) is not object:
            table.fault(key, str(error), told, "2027-02-08, or a Jalali date in quotes")
    return _SOME_DAY


def _season(
    table: Table, key: str, dates: list[Table], zone_keys: Collection[str] | None
) -> Season | None:
    """One `[[seasons]]` table with the dates declared for it; None when it is told of a fault."""
    zones = _zones(table, {}, zone_keys)
    pad = _pad(table, Pad())
    rules = [_rule(rule, zones, pad, zone_keys) for rule in table.tables("rules")]
    rules += [_declared(rule, zones, pad, zone_keys) for rule in dates]
    if not rules and not table.get("declared", bool, False):
        table.fault("rules", "missing", hint="a rule, or declared = true for dates to come")
    activities = [
        _choice(table, "activities", text, Activity) for text in table.texts("activities")
    ]
    names, lead = table.names(), _lead(table, zones)
    purpose = _choice(table, "purpose", table.get("purpose", str, Purpose.BLACKOUT.value), Purpose)
    basis, source = table.get("basis", str), table.get("source", str, "")
    is_secondary = table.get("secondary", bool, True)
    emergency_allowed = table.get("emergency_allowed", bool, True)
    table.get("declared", bool, False)
    table.refuse_others()
    return _built(
        table,
        "rules",
        lambda: Season(
            key=key,
            names=names,
            rules=tuple(rule for rule in rules if rule),
            purpose=purpose or Purpose.BLACKOUT,
            lead_close_days=lead,
            emergency_allowed=emergency_allowed,
            activities=frozenset(activity for activity in activities if activity),
            basis=basis,
            source=source,
            is_secondary=is_secondary,
        ),
    )


def _rule(
    table: Table, zones: Mapping[str, Closure], pad: Pad, zone_keys: Collection[str] | None
) -> Rule | None:
    """One `[[seasons.rules]]` table; zones and pads default to the season's own."""
    calendar, hours = table.get("calendar", str), _hours(table)
    zones = _zones(table, zones, zone_keys)
    if calendar == "weekly":
        rule: Rule | None = _weekly(table, zones, hours)
    else:
        rule = _yearly(table, calendar, zones, _pad(table, pad), hours)
    table.refuse_others()
    return rule


def _hours(table: Table) -> str | None:
    """The daily span of a rule, None meaning all day."""
    told = table.get("hours", str, "")
    if not told:
        return None
    if not _HOURS.fullmatch(told) or told[:5] >= told[6:]:
        table.fault("hours", "no hours of a day", told, "such as 17:00-24:00")
    return told


def _weekly(table: Table, zones: Mapping[str, Closure], hours: str | None) -> WeeklySpan:
    first, last = (_weekday(table, key) for key in ("from", "to"))
    joins_holidays = table.get("joins_holidays", bool, False)
    return WeeklySpan(
        first_weekday=first,
        last_weekday=last,
        zones=zones,
        joins_holidays=joins_holidays,
        hours=hours,
    )


def _weekday(table: Table, key: str) -> int:
    told = table.get(key, str)
    if told in WEEKDAYS:
        return WEEKDAYS.index(told)
    table.fault(key, "no weekday", told, f"one of {', '.join(WEEKDAYS)}")
    return 0


def _yearly(
    table: Table, calendar: str, zones: Mapping[str, Closure], pad: Pad, hours: str | None
) -> YearlySpan | None:
    begins, ends = _month_day(table.table("from"), 1), _month_day(table.table("to"), LAST)
    next_year = table.get("next_year", bool, False)
    if calendar not in set(Calendar):
        known = ", ".join((*Calendar, "weekly"))
        table.fault("calendar", "no such calendar", calendar, f"one of {known}")
        return None
    return _built(
        table,
        "from, to",
        lambda: YearlySpan(
            calendar=Calendar(calendar),
            begins=begins,
            ends=ends,
            zones=zones,
            next_year=next_year,
            pad=pad,
            hours=hours,
        ),
    )


def _month_day(table: Table, default: int | str) -> MonthDay:
    """A month, and a day that defaults to its first at the beginning, its last at the end."""
    month, day = table.get("month", int), table.get("day", object, default)
    if not isinstance(day, int | str):
        table.fault("day", "no day", day, "a number, or 'last'")
        day = default
    table.refuse_others()
    return MonthDay(month=month, day=day)


def _declared(
    table: Table, zones: Mapping[str, Closure], pad: Pad, zone_keys: Collection[str] | None
) -> DeclaredSpan | None:
    """One `[[declared]]` table: dates in the Gregorian or, in quotes, the Jalali calendar."""
    begins = _day(table, "begins")
    ends = _day(table, "ends") if table.get("ends", object, None) is not None else begins
    zones, pad = _zones(table, zones, zone_keys), _pad(table, pad)
    names = table.names() if table.get("names", dict, {}) else {}
    is_confirmed = table.get("confirmed", bool, True)
    table.get("basis", str)
    table.refuse_others()
    return _built(
        table,
        "begins, ends",
        lambda: DeclaredSpan(
            begins=begins,
            ends=ends,
            zones=zones,
            pad=pad,
            is_confirmed=is_confirmed,
            names=names,
        ),
    )


def _zones(
    table: Table, default: Mapping[str, Closure], zone_keys: Collection[str] | None
) -> Mapping[str, Closure]:
    """Closures by zone; every zone must be a kind of zone or one of the city's own."""
    told = table.get("zones", dict, {})
    zones = {}
    for zone, closure in told.items():
        if zone not in set(ZoneKind) and (zone_keys is not None and zone not in zone_keys):
            table.fault(f"zones.{zone}", "no such zone", hint=f"a kind: {', '.join(ZoneKind)}")
        chosen = _choice(table, f"zones.{zone}", str(closure), Closure)
        if chosen:
            zones[zone] = chosen
    return zones or default


def _pad(table: Table, default: Pad) -> Pad:
    if not table.get("pad_days", dict, {}):
        return default
    inner = table.table("pad_days")
    before, after = inner.get("before", int, 0), inner.get("after", int, 0)
    inner.refuse_others()
    return _built(table, "pad_days", lambda: Pad(before=before, after=after)) or default


def _lead(table: Table, zones: Mapping[str, Closure]) -> dict[str, int]:
    lead = {}
    for zone, days in table.get("lead_close_days", dict, {}).items():
        if zone not in zones:
            table.fault(f"lead_close_days.{zone}", "no zone of this season", zone)
        elif type(days) is not int:
            table.fault(f"lead_close_days.{zone}", "no number of days", days)
        else:
            lead[zone] = days
    return lead


def _choice(table: Table, key: str, told: str, choices: type[Choice]) -> Choice | None:
    if told in set(choices):
        return choices(told)
    table.fault(key, "no such choice", told, f"one of {', '.join(choices)}")
    return None


def _built(table: Table, key: str, build: Callable[[], T]) -> T | None:
    """The value, or None and a fault when it refuses itself."""
    try:
        return build()
    except ValueError as error:
        table.fault(key, str(error))
        return None
