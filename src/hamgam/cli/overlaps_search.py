"""From files and options to a report: what `hamgam overlaps` and `hamgam demo` have in common."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from hamgam.cli.overlaps_options import SearchOptions, Sources
from hamgam.cli.voice import RefusalError
from hamgam.engine.calendars.instants import local_day
from hamgam.engine.calendars.jalali import day_of
from hamgam.engine.calendars.season_rules import season_windows
from hamgam.engine.calendars.seasons import SeasonWindow
from hamgam.engine.calendars.working_days import WorkCalendar
from hamgam.engine.overlaps.find import Ground, find, find_near
from hamgam.engine.overlaps.found import KINDS, SEVERITIES, Findings
from hamgam.engine.works import Work
from hamgam.exchange.city import City, load_city
from hamgam.exchange.city.folders import city_folder
from hamgam.exchange.columns import field_names, field_of
from hamgam.exchange.findings_out.report import Report
from hamgam.exchange.options import ReadOptions
from hamgam.exchange.read import WARNING, Reading, read_works
from hamgam.exchange.rulepack import load_pack
from hamgam.exchange.season_rules import read_seasons

DEFAULT_PACK = "default"
BACK, AHEAD = timedelta(days=3 * 366), timedelta(days=5 * 366)
"""How far from today seasons are dated."""


def day_asked(text: str | None) -> date:
    """The day that `--today` means; Mashhad's present day when it is not given."""
    if text is None:
        return local_day(datetime.now(UTC))
    try:
        return day_of(text)
    except ValueError as error:
        raise RefusalError(f"--today: {error}") from error


def columns_asked(pairs: Sequence[str]) -> dict[str, str]:
    """What `--map FIELD=COLUMN` says, field by field."""
    columns = {}
    for pair in pairs:
        name, sign, column = pair.partition("=")
        if not sign or not name.strip() or not column.strip():
            raise RefusalError(f"--map: {pair!r} is not written FIELD=COLUMN")
        if field_of(name.strip()) is None:
            known = ", ".join(field_names())
            raise RefusalError(f"--map: there is no field {name.strip()!r}; the fields are {known}")
        columns[name.strip()] = column.strip()
    return columns


def city_asked(name: str | None) -> City | None:
    """The city of `--city`."""
    try:
        return None if name is None else load_city(name)
    except ValueError as error:
        raise RefusalError(f"--city: {error}") from error


def reading_asked(sources: Sources, city: City | None) -> ReadOptions:
    """How the files are to be read; RefusalError says which option cannot be."""
    for name, value in (("memory", sources.max_memory), ("seconds", sources.max_seconds)):
        if value is not None and not value > 0:
            raise RefusalError(f"--max-{name}: {value} is not above 0")
    return ReadOptions(
        map=columns_asked(sources.map),
        crs=sources.crs,
        agency=sources.agency,
        city=city,
        max_memory_bytes=None if sources.max_memory is None else sources.max_memory * 2**20,
        max_seconds=sources.max_seconds,
    )


def read(files: Sequence[Path], sources: Sources, city: City | None) -> Reading:
    """What the files hold; RefusalError when no work could be read at all."""
    reading = read_works(files, reading_asked(sources, city))
    if not reading.works:
        reasons = "\n".join(str(misread) for misread in reading.misread[:20])
        raise RefusalError(f"no work could be read from {', '.join(map(str, files))}\n{reasons}")
    return reading


def check(search: SearchOptions) -> None:
    """Whether the search can be asked at all; RefusalError says what is wrong with it."""
    if search.within is not None and not (math.isfinite(search.within) and search.within >= 0):
        raise RefusalError(f"--within: {search.within} is no distance; give metres from 0 up")
    if search.gap is not None and not (search.gap >= 0 and search.gap.is_integer()):
        raise RefusalError(f"--gap: {search.gap:g} is no whole number of days from 0 up")
    if search.is_plain and search.rules is not None:
        raise RefusalError("--within and --gap search without rules: leave --rules out")
    if search.is_plain and search.severity:
        raise RefusalError("--severity: a search without rules knows no severity")


def season_dates(
    sources: Sources, works: Sequence[Work], today: date
) -> tuple[list[SeasonWindow], WorkCalendar | None]:
    """The city's dated seasons around the works, and its working days; none without a city."""
    if sources.city is None:
        return [], None
    told, faults = read_seasons(city_folder(sources.city))
    if faults:
        raise RefusalError("\n".join(f"--city: {fault}" for fault in faults))
    begins = [work.begins for work in works if work.begins]
    ends = [work.ends for work in works if work.ends]
    first = max(min(begins, default=today), today - BACK)
    last = max(min(max(ends, default=today), today + AHEAD), first)
    free = told.free_days(range(first.year - 1, last.year + 2))
    windows = season_windows(told.seasons, first, last, told.months(), free)
    return windows, WorkCalendar(holidays=frozenset(free))


def searched(
    works: Sequence[Work], sources: Sources, search: SearchOptions, city: City | None
) -> Report:
    """The report of a search among the works."""
    today = day_asked(search.today)
    epsg = city.epsg if city else None
    if search.is_plain:
        within_m, gap_days = search.within or 0.0, int(search.gap or 0)
        found = find_near(works, within_m=within_m, gap_days=gap_days, epsg=epsg)
        return Report(found=chosen(found, search), today=today, city=city)
    name = search.rules or (city.rulepack if city else DEFAULT_PACK)
    try:
        pack = load_pack(name)
    except ValueError as error:
        raise RefusalError(f"--rules: {error}") from error
    windows, calendar = season_dates(sources, works, today)
    ground = Ground(zones=city.zones if city else (), windows=windows, calendar=calendar, epsg=epsg)
    since = None if search.today is None else today
    found = find(works, pack, today=since, **ground)
    return Report(found=chosen(found, search), today=today, since=since, pack=pack.key, city=city)


def chosen(found: Findings, search: SearchOptions) -> Findings:
    """Only the findings of the kinds and severities asked for; all where none is."""
    keep = np.ones(len(found), dtype=bool)
    if search.kind:
        keep &= np.isin(found.verdicts.kind, [KINDS.index(kind) for kind in search.kind])
    if search.severity:
        grave = [SEVERITIES.index(severity) for severity in search.severity]
        keep &= np.isin(found.verdicts.severity, grave)
    return found if keep.all() else found.take(keep)


def overlaps_report(files: Sequence[Path], sources: Sources, search: SearchOptions) -> Report:
    """Read, search, report."""
    check(search)
    day_asked(search.today)
    city = city_asked(sources.city)
    reading = read(files, sources, city)
    report = searched(reading.works, sources, search, city)
    notes = tuple(note for note in reading.notes if not note.startswith(WARNING))
    return replace(report, misread=reading.misread, notes=notes)
