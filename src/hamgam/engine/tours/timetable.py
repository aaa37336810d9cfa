"""When a shift is where, if it visits these sites in this order."""

from __future__ import annotations

from collections.abc import Sequence

from hamgam.engine.tours.problem import Hours, Round, Shift, Site, TourProblem, Travel, Visit


def timetable(problem: TourProblem, shift: int, stops: Sequence[str]) -> Round | None:
    """The round of a shift over sites (refs) in this order, each as early as can be; None when it
    cannot be done within the shift, the sites' openings and the pauses.

    Posts are not looked at. O(stops × openings).
    """
    told = problem.shifts[shift]
    if told.most_stops is not None and len(stops) > told.most_stops:
        return None
    at, minute, visits = told.start, float(told.hours.begins), []
    for ref in stops:
        site = problem.by_ref[ref]
        visit = _visit(problem.travel, told, site, at, minute)
        if visit is None:
            return None
        visits.append(visit)
        at, minute = site.place, visit.ends
    home_drive = way_minutes(problem.travel, at, told.end, minute)
    home_at = arrival(told.pauses, minute, home_drive)
    if home_at > told.hours.ends:
        return None
    return Round(shift=shift, visits=tuple(visits), home_at=home_at, home_drive_minutes=home_drive)


def way_minutes(travel: Travel, start: int, end: int, minute: float) -> float:
    """Minutes on the road between two places when the way is begun at a minute of the day."""
    return float(travel.minutes[start, end]) * travel.factor(minute)


def arrival(pauses: Sequence[Hours], minute: float, drive_minutes: float) -> float:
    """When a drive begun at a minute ends, if nobody drives in the pauses."""
    there = minute + drive_minutes
    for pause in sorted(pauses, key=lambda pause: pause.begins):
        if pause.begins < there and minute < pause.ends and drive_minutes > 0:
            there += pause.ends - max(pause.begins, minute)
    return there


def earliest(site: Site, hours: Hours, pauses: Sequence[Hours], minute: float) -> float | None:
    """The earliest minute of a shift's day, not before `minute`, at which the whole stay fits into
    an opening of the site and into no pause; None: on that day there is none any more."""
    openings = [o for o in site.openings if o.day == hours.day] if site.openings else [hours]
    fits = (
        begins
        for opening in openings
        if (begins := _after_pauses(pauses, max(minute, opening.begins), site.stay_minutes))
        + site.stay_minutes
        <= min(opening.ends, hours.ends)
    )
    return min(fits, default=None)


def _after_pauses(pauses: Sequence[Hours], minute: float, stay_minutes: int) -> float:
    for pause in sorted(pauses, key=lambda pause: pause.begins):
        if minute < pause.ends and pause.begins < minute + stay_minutes:
            minute = float(pause.ends)
    return minute


def _visit(travel: Travel, shift: Shift, site: Site, at: int, minute: float) -> Visit | None:
    drive = way_minutes(travel, at, site.place, minute)
    arrives = arrival(shift.pauses, minute, drive)
    begins = earliest(site, shift.hours, shift.pauses, arrives)
    if begins is None:
        return None
    return Visit(
        site=site.ref,
        arrives=arrives,
        begins=begins,
        ends=begins + site.stay_minutes,
        drive_minutes=drive,
    )
