"""The days worth trying for a work: where its verdicts can change, and a coarse grid between."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from hamgam.engine.overlaps.settling import Scene, Span

GRID_DAYS = 7
MOST_STARTS = 40
"""Starts tried for one work; those nearest to its stated day are kept."""
_DAY = timedelta(days=1)


def room(scene: Scene, ref: str, days: int) -> tuple[date, date] | None:
    """The first and last day on which so long a stretch may begin; None when it may not move or
    does not fit. What has begun keeps its day, and nothing moves into the past."""
    freedom, stated = scene.freedom.get(ref), scene.span_of(ref)
    if freedom is None or stated.begins <= scene.today:
        return None
    first = max(freedom.begins, scene.today + _DAY)
    last = freedom.ends - (days - 1) * _DAY
    return (first, last) if first <= last else None


def starts(scene: Scene, ref: str, days: int | None = None) -> list[date]:
    """The days on which a work, `days` long (its own length when None), is tried, in order; empty
    when it may not move."""
    length = days or scene.span_of(ref).days
    bounds = room(scene, ref, length)
    if bounds is None:
        return []
    first, last = bounds
    stated = scene.span_of(ref).begins
    wanted = {first, last, stated, *_critical(scene, ref, length), *_grid(first, last)}
    held = [day for day in wanted if first <= day <= last]
    return sorted(sorted(held, key=lambda day: (abs((day - stated).days), day))[:MOST_STARTS])


def _grid(first: date, last: date) -> Iterable[date]:
    for ahead in range(0, (last - first).days + 1, GRID_DAYS):
        yield first + timedelta(days=ahead)


def _critical(scene: Scene, ref: str, length: int) -> Iterable[date]:
    """Just before and just after everything that stands near: works and seasons."""
    for work in (*scene.works, *scene.around):
        if work.ref != ref and work.begins and work.ends:
            yield work.ends + _DAY
            yield work.begins - length * _DAY
    for window in scene.seasons:
        yield window.ends + _DAY
        yield window.begins - (length + window.lead_days) * _DAY


def stages(scene: Scene, ref: str) -> list[tuple[Span, Span]]:
    """The ways to cut a work in two round each season it runs into: what fits before it from the
    stated first day on, the rest from the day after it."""
    stated, found = scene.span_of(ref), []
    if room(scene, ref, 1) is None:
        return []
    freedom = scene.freedom[ref]
    for window in scene.seasons:
        before = (window.begins - stated.begins).days - window.lead_days
        if not 0 < before < stated.days or window.ends < stated.begins:
            continue
        rest = Span(window.ends + _DAY, window.ends + (stated.days - before) * _DAY)
        if rest.within(freedom):
            found.append((stated.starting(stated.begins, before), rest))
    return sorted(set(found))
