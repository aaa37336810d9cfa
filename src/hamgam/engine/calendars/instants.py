"""Which UTC instant a local day and hour is, and the reverse: the only place where days become
instants."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

TEHRAN = "Asia/Tehran"
"""Iran's zone: 3 h 30 min ahead of UTC, without summer time since 2022."""


def instant_of(day: date, at: time, zone: str = TEHRAN) -> datetime:
    """The UTC instant of a local day and hour.

    An hour that summer time repeats means its first passing; an hour that it skips means the
    instant just after the skip. ValueError when `at` has a zone of its own.
    """
    if at.tzinfo is not None:
        raise ValueError(f"at: {at} has a zone of its own")
    return datetime.combine(day, at, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def day_bounds(day: date, zone: str = TEHRAN) -> tuple[datetime, datetime]:
    """The UTC instants at which a local day begins and the next one begins (excluded)."""
    return instant_of(day, time.min, zone), instant_of(day + timedelta(days=1), time.min, zone)


def local_of(instant: datetime, zone: str = TEHRAN) -> datetime:
    """The local date and hour of an instant, without a zone; ValueError when it has none."""
    if instant.tzinfo is None:
        raise ValueError(f"instant: {instant} has no zone")
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def local_day(instant: datetime, zone: str = TEHRAN) -> date:
    """The local day of an instant: "today", when the instant is now."""
    return local_of(instant, zone).date()
