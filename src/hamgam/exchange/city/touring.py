"""How a city's officials tour its sites, as data: hours, pauses, peaks, speeds, worths."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hamgam.engine.calendars.prayers import noon_minute
from hamgam.engine.tours.prize import Standing
from hamgam.engine.tours.problem import Peak
from hamgam.exchange.city.folders import city_folder
from hamgam.exchange.city.tables import Faults, Table, read_toml
from hamgam.exchange.city.values import CityError

FILE = "touring.toml"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""In the order of `date.weekday()`."""
ANY_CLASS = ""
_CLOCK = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Touring:
    """What a city sets for its tours; hours are minutes of the day, money is rials.

    `removal_chance` is the chance (0 … 1) that those who can attend remove an obstacle at the site.
    `days_off` are weekdays as `date.weekday()` counts them. `noon_prayer_minutes` is how long the
    pause is that begins with the sun's noon of each day, 0 for none. `speeds_kmh` by class of
    street, the empty class for all others.
    """

    minute_rials: float
    standing: Standing
    removal_chance: float
    begins: int
    ends: int
    days_off: frozenset[int]
    stay_minutes: int
    most_stops: int
    pauses: tuple[tuple[int, int], ...]
    noon_prayer_minutes: int
    peaks: tuple[Peak, ...]
    speeds_kmh: Mapping[str, float]
    time_zone: ZoneInfo

    def pauses_on(self, day: date, longitude: float) -> list[tuple[int, int]]:
        """The pauses of a day at a meridian in degrees, in minutes of the day, the first first."""
        told = list(self.pauses)
        if self.noon_prayer_minutes:
            noon = round(noon_minute(day, longitude, self.time_zone))
            told.append((noon, noon + self.noon_prayer_minutes))
        return sorted(told)

    def speed_kmh(self, street_class: str) -> float:
        """The speed on a street of that class when it is quiet."""
        return self.speeds_kmh.get(street_class, self.speeds_kmh[ANY_CLASS])


def load_touring(name_or_path: str | Path) -> Touring:
    """What the city of that name, or of any folder, says about its tours.

    Raises CityError with every fault of the file.
    """
    folder, faults = city_folder(name_or_path), Faults()
    top = read_toml(folder, FILE, faults)
    if faults.told:
        raise CityError(faults.told)
    found = _touring(top)
    top.refuse_others()
    if faults.told:
        raise CityError(faults.told)
    return found


def clock_minutes(text: str) -> int | None:
    """The minute of the day that "07:30" names; None when it names none."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        return None
    minute = int(match[1]) * 60 + int(match[2])
    return minute if minute <= 24 * 60 else None


def _touring(top: Table) -> Touring:
    begins, ends = _hours(top)
    return Touring(
        minute_rials=top.positive("minute_rials"),
        standing=Standing(
            verification_rials=top.positive("verification_rials"),
            promise_rials=top.positive("promise_rials"),
            half_days=top.positive("half_days"),
        ),
        removal_chance=_share(top, "removal_chance"),
        begins=begins,
        ends=ends,
        days_off=frozenset(_weekdays(top)),
        stay_minutes=_count(top, "stay_minutes"),
        most_stops=_count(top, "most_stops"),
        pauses=tuple(_whole(table) for table in top.tables("pauses")),
        noon_prayer_minutes=_minutes(top, "noon_prayer_minutes"),
        peaks=tuple(_peak(table) for table in top.tables("peaks")),
        speeds_kmh=_speeds(top),
        time_zone=_zone(top),
    )


def _zone(top: Table) -> ZoneInfo:
    name = top.get("time_zone", str)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        top.fault("time_zone", "is no time zone", name, "such as Asia/Tehran")
        return ZoneInfo("UTC")


def _hours(table: Table) -> tuple[int, int]:
    begins, ends = (_clock(table, key) for key in ("begins", "ends"))
    if not begins < ends:
        table.fault("ends", "is not after begins")
        return 0, 24 * 60
    return begins, ends


def _clock(table: Table, key: str) -> int:
    text = table.get(key, str)
    minute = clock_minutes(text)
    if minute is None:
        table.fault(key, "is no time of day", text, "such as 07:30")
    return minute or 0


def _whole(table: Table) -> tuple[int, int]:
    hours = _hours(table)
    table.refuse_others()
    return hours


def _peak(table: Table) -> Peak:
    begins, ends = _hours(table)
    factor = table.positive("factor")
    if factor < 1:
        table.fault("factor", "is less than 1", factor)
    table.refuse_others()
    return Peak(begins=begins, ends=ends, factor=max(factor, 1.0))


def _speeds(top: Table) -> dict[str, float]:
    found = {}
    for table in top.tables("speeds"):
        found[table.get("class", str)] = table.positive("kmh")
        table.refuse_others()
    if ANY_CLASS not in found:
        top.fault("speeds", "no row for streets of any other class", hint='class = ""')
        found[ANY_CLASS] = 1.0
    return found


def _share(table: Table, key: str) -> float:
    share = table.get(key, float)
    if not 0 <= share <= 1:
        table.fault(key, "is no share from 0 to 1", share)
        return 1.0
    return share


def _count(table: Table, key: str) -> int:
    count = table.get(key, int)
    if count < 1:
        table.fault(key, "is not 1 or more", count)
    return max(count, 1)


def _minutes(table: Table, key: str) -> int:
    minutes = table.get(key, int, 0)
    if not 0 <= minutes <= 240:
        table.fault(key, "is not 0 to 240", minutes)
        return 0
    return minutes


def _weekdays(top: Table) -> list[int]:
    found = []
    for text in top.texts("days_off"):
        if text in WEEKDAYS:
            found.append(WEEKDAYS.index(text))
        else:
            top.fault("days_off", "unknown day", text, f"one of {', '.join(WEEKDAYS)}")
    return found
