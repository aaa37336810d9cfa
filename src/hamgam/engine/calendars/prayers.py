"""The sun's noon, from which the noon prayer begins."""

from __future__ import annotations

import math
from datetime import date, datetime, time, tzinfo

MINUTES_PER_DEGREE = 4.0


def noon_minute(day: date, longitude: float, zone: tzinfo) -> float:
    """The minute of the zone's day at which the sun stands highest over a meridian (degrees, east
    positive). Within about a minute; the equation of time by Spencer (1971), "Fourier series
    representation of the position of the sun"."""
    midday = datetime.combine(day, time(12), zone)
    offset = midday.utcoffset()
    ahead = 0.0 if offset is None else offset.total_seconds() / 60
    return 720 + ahead - MINUTES_PER_DEGREE * longitude - _equation_of_time(day)


def _equation_of_time(day: date) -> float:
    """Minutes by which the sundial is ahead of the clock."""
    turn = 2 * math.pi * (day.timetuple().tm_yday - 1) / 365
    series = (
        0.000075
        + 0.001868 * math.cos(turn)
        - 0.032077 * math.sin(turn)
        - 0.014615 * math.cos(2 * turn)
        - 0.040849 * math.sin(2 * turn)
    )
    return series * 720 / math.pi
