"""Days moved by a period, as arrays: calendar days, working days, months and years."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from hamgam.engine.calendars.working_days import WorkCalendar, add_working_days
from hamgam.engine.overlaps.rules import Period

Days = npt.NDArray[np.int32]
EPOCH = date(1970, 1, 1)


def moved(days: Days, period: Period, sign: int, calendar: WorkCalendar | None) -> Days:
    """(n,) each day later (`sign` 1) or earlier (-1) by the period.

    Months and years come first and end on the month's last day where the day is absent. Without
    a calendar, Monday to Friday are working days.
    """
    out = _by_months(days, sign * (12 * period.years + period.months))
    out = out + sign * (period.days + 28 * period.months_of_28_days)
    if period.working_days:
        out = _by_working_days(out, sign * period.working_days, calendar)
    return out.astype(np.int32)


def _by_months(days: Days, months: int) -> npt.NDArray[np.int64]:
    moments = days.astype("datetime64[D]")
    if not months:
        return days.astype(np.int64)
    month = moments.astype("datetime64[M]")
    day_of_month = moments - month.astype("datetime64[D]")
    first = (month + months).astype("datetime64[D]")
    last = (month + months + 1).astype("datetime64[D]") - 1
    found: npt.NDArray[np.int64] = np.minimum(first + day_of_month, last).astype(np.int64)
    return found


def _by_working_days(
    days: npt.NDArray[np.int64], count: int, calendar: WorkCalendar | None
) -> npt.NDArray[np.int64]:
    if calendar is None:
        return _by_weekdays(days, count)
    unique, place = np.unique(days, return_inverse=True)
    shifted = [
        add_working_days(calendar, EPOCH + timedelta(days=int(day)), count) for day in unique
    ]
    return np.asarray([(day - EPOCH).days for day in shifted], dtype=np.int64)[place]


def _by_weekdays(days: npt.NDArray[np.int64], count: int) -> npt.NDArray[np.int64]:
    moments = days.astype("datetime64[D]")
    if count > 0:
        return np.busday_offset(moments, count, "backward").astype(np.int64)
    return np.busday_offset(moments, count, "forward").astype(np.int64)
