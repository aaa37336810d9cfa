"""Numbers as people say them: a letter, the Jalali year and a serial."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from hamgam.engine.calendars.instants import local_day
from hamgam.engine.calendars.jalali import jalali_of


def next_number(letter: str, of: Any, now: datetime) -> str:
    """The next number of the year in `of`, a table with a column `number`."""
    year = jalali_of(local_day(now, settings.TIME_ZONE))[0]
    before = f"{letter}-{year}-"
    last = of.objects.filter(number__startswith=before).order_by("-pk").first()
    serial = int(last.number.removeprefix(before)) + 1 if last else 1
    return f"{before}{serial}"
