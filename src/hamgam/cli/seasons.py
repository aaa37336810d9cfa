"""`hamgam seasons`: when a city closes which zone, by three calendars."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

import orjson
from cyclopts import Parameter
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from hamgam.cli.season_words import WORDS
from hamgam.engine.calendars import hijri, jalali
from hamgam.engine.calendars.instants import local_day
from hamgam.engine.calendars.season_rules import WeeklySpan, season_windows
from hamgam.engine.calendars.seasons import Closure, Purpose, SeasonWindow
from hamgam.engine.works import ZoneKind
from hamgam.exchange.city.folders import city_folder
from hamgam.exchange.season_rules import CitySeasons, read_seasons

Language = Annotated[Literal["fa", "en", "ar"], Parameter(name=("--lang", "--language"))]
YEARS = range(1361, 1453)
"""The Jalali years whose lunar months can be told."""
BAD_INPUT = 2
STYLES: Mapping[Closure, str] = {
    Closure.CLOSED: "red",
    Closure.QUIET: "yellow",
    Closure.EXTRA: "cyan",
    Closure.OPEN: "green",
}


def seasons(
    *,
    year: int | None = None,
    city: str = "mashhad",
    zone: str | None = None,
    weekly: Annotated[bool, Parameter(negative=())] = False,
    language: Language = "fa",
    today: str | None = None,
    json: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """When a city closes which zone to works in a Jalali year.

    Parameters
    ----------
    year:
        The Jalali year, such as 1405; this year when not given.
    city:
        One of Hamgam's own cities, or a folder that holds seasons.toml.
    zone:
        Only windows of this zone (a kind, or a zone's key) and of the whole city.
    weekly:
        Also the windows that return every week.
    language:
        The language of the table: fa, en or ar.
    today:
        The day to count from, 1405-09-03 or 2026-11-24.
    json:
        Print one JSON object.
    """
    try:
        now = jalali.day_of(today) if today else local_day(datetime.now(UTC))
        jalali_year = _year_asked(now, year)
        told = _told(city)
        windows = _windows(told, jalali_year, zone, weekly)
        months = told.months()
    except ValueError as error:
        Console(stderr=True).print(str(error), style="red", markup=False, highlight=False)
        return BAD_INPUT
    if json:
        rows = [_row(window, now, months) for window in windows]
        answer = {"city": city, "year": jalali_year, "today": now, "windows": rows}
        sys.stdout.write(orjson.dumps(answer, option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        _print(windows, jalali_year, now, months, language)
    return 0


def _year_asked(now: date, year: int | None) -> int:
    asked = jalali.jalali_of(now)[0] if year is None else year
    if asked not in YEARS:
        hint = f"; did you mean {asked - 621}?" if asked - 621 in YEARS else ""
        raise ValueError(f"--year: {asked} is no Jalali year from {YEARS[0]} to {YEARS[-1]}{hint}")
    return asked


def _told(city: str) -> CitySeasons:
    told, misread = read_seasons(city_folder(city))
    if misread:
        raise ValueError("\n".join(str(fault) for fault in misread))
    return told


def _windows(told: CitySeasons, year: int, zone: str | None, weekly: bool) -> list[SeasonWindow]:
    first, last = jalali.year_bounds(year)
    weekly_keys = {
        season.key
        for season in told.seasons
        if any(isinstance(rule, WeeklySpan) for rule in season.rules)
    }
    chosen = [season for season in told.seasons if weekly or season.key not in weekly_keys]
    free = told.free_days(range(first.year - 1, last.year + 2)) if weekly else {}
    return [
        window
        for window in season_windows(chosen, first, last, told.months(), free)
        if zone is None or window.zone in (zone, ZoneKind.CITY)
    ]


def _row(window: SeasonWindow, now: date, months: hijri.HijriMonths) -> dict[str, Any]:
    return {
        "season": window.season,
        "zone": window.zone,
        "closure": window.closure,
        "begins": window.begins,
        "ends": window.ends,
        "begins_jalali": jalali.jalali_numbers(window.begins),
        "ends_jalali": jalali.jalali_numbers(window.ends),
        "begins_hijri": "{}-{:02}-{:02}".format(*months.hijri_of(window.begins)),
        "ends_hijri": "{}-{:02}-{:02}".format(*months.hijri_of(window.ends)),
        "is_confirmed": window.is_confirmed,
        "days": window.days,
        "days_left": (window.begins - now).days,
        "lead_days": window.lead_days,
        "hours": window.hours,
        "purpose": window.purpose,
        "activities": sorted(window.activities),
        "emergency_allowed": window.emergency_allowed,
        "names": dict(window.names),
    }


def _print(
    windows: list[SeasonWindow],
    year: int,
    now: date,
    months: hijri.HijriMonths,
    language: Language,
) -> None:
    words = WORDS[language]
    title = words["title"].format(year=jalali.in_digits(str(year), language))
    table = Table(title=title, header_style="bold", box=SIMPLE_HEAD, show_lines=True)
    for column in ("season", "zone", "dates", "gregorian", "hijri", "status"):
        table.add_column(words[column], no_wrap=column in ("dates", "gregorian", "status"))
    for window in windows:
        table.add_row(*_cells(window, now, months, language))
    console = Console()
    console.print(table)
    if any(not window.is_confirmed for window in windows):
        console.print(words["note"])


def _cells(
    window: SeasonWindow, now: date, months: hijri.HijriMonths, language: Language
) -> list[str]:
    words, style = WORDS[language], STYLES[window.closure]
    ruling = window.closure if window.purpose is Purpose.BLACKOUT else window.purpose
    bounds = (window.begins, window.ends)
    lunar = (hijri.hijri_text(months, day, language) for day in bounds)
    status = words["confirmed" if window.is_confirmed else "estimated"]
    return [
        window.names[language] + (f" ({window.hours})" if window.hours else ""),
        f"{words.get(window.zone, window.zone)}\n[{style}]{words[ruling]}[/]",
        "\n".join(jalali.jalali_text(day, language) for day in bounds),
        "\n".join(day.isoformat() for day in bounds),
        "\n".join(jalali.in_digits(text, language) for text in lunar),
        f"{status}\n{_left(window, now, language)}",
    ]


def _left(window: SeasonWindow, now: date, language: Language) -> str:
    words = WORDS[language]
    if window.ends < now:
        return words["past"]
    if window.begins <= now:
        return words["running"]
    return jalali.in_digits(words["days"].format(n=(window.begins - now).days), language)
