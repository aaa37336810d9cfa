"""The sun's noon against an almanac."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from hamgam.engine.calendars.prayers import noon_minute

TEHRAN, MADRID = ZoneInfo("Asia/Tehran"), ZoneInfo("Europe/Madrid")


@pytest.mark.parametrize(
    ("day", "longitude", "zone", "clock"),
    [
        (date(2026, 2, 11), 59.6, TEHRAN, (11, 46)),
        (date(2026, 11, 3), 59.6, TEHRAN, (11, 15)),
        (date(2026, 6, 13), 51.4, TEHRAN, (12, 4)),
        (date(2026, 7, 26), -3.7, MADRID, (14, 21)),
    ],
)
def test_noon_is_that_of_the_almanac(
    day: date, longitude: float, zone: ZoneInfo, clock: tuple[int, int]
) -> None:
    """The extremes of the equation of time (+14.2 in February, -16.4 in November), a zero in June
    and summer time in the west."""
    assert noon_minute(day, longitude, zone) == pytest.approx(60 * clock[0] + clock[1], abs=1.0)
