"""The demo city, made anew from a seed: the same seed, scale and day give the same city."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from hamgam.cli.demo_city.draw import HORIZON_DAYS, Drafts, Rest, Times, draw_trade, together
from hamgam.cli.demo_city.ground import Ground, lay_ground
from hamgam.cli.demo_city.plant import plant
from hamgam.cli.demo_city.projects import draw_projects
from hamgam.cli.demo_city.trades import Trade, trades
from hamgam.cli.demo_city.values import DemoCity
from hamgam.cli.demo_city.works import day_number, make_works
from hamgam.engine.calendars.season_rules import season_windows
from hamgam.engine.calendars.seasons import Closure, SeasonWindow
from hamgam.engine.works import ZoneKind
from hamgam.exchange.city import load_city
from hamgam.exchange.city.folders import city_folder
from hamgam.exchange.season_rules import read_seasons

CITY = "mashhad"
KEPT = {Closure.CLOSED: 0.93, Closure.QUIET: 0.6}
"""How many works agencies plan around a season, by how firmly it shuts."""
WORKS = 2_000
WORKS_PER_SIDE_STREET = 6
FEWEST_SIDE_STREETS = 300


def make_demo(seed: int, scale: int = WORKS, *, today: date) -> DemoCity:
    """About `scale` works of twelve agencies over three years around `today`, and their projects.

    The shares, sizes and slips are those of `trades.toml`; some cases of every kind of finding are
    planted. 2,000 works take a second, 100,000 some ten.
    """
    if scale < 1:
        raise ValueError(f"scale: {scale} is not positive")
    dice = np.random.default_rng(seed)
    city = load_city(CITY)
    windows = windows_around(today)
    ground = lay_ground(city, max(scale // WORKS_PER_SIDE_STREET, FEWEST_SIDE_STREETS), dice)
    times = _times(today, windows)
    projects = draw_projects(city, ground, trades(), today, times, dice)
    others = max(scale - len(projects.drafts), 1)
    drafts = together([_drawn(trades(), others, ground, times, dice), projects.drafts])
    drafts = drafts.chosen(np.argsort(drafts.begins, kind="stable"))
    works = make_works(drafts, ground, trades(), city, today, dice)
    planted = plant(city, ground, today, windows, dice)
    return DemoCity(
        today=today,
        works=works + planted.works,
        projects=projects.projects,
        zones=city.zones,
        planted=planted.cases,
    )


def windows_around(today: date) -> list[SeasonWindow]:
    """The dated seasons that a work of the demo city can meet."""
    seasons, faults = read_seasons(city_folder(CITY))
    if faults:
        raise ValueError("\n".join(str(fault) for fault in faults))
    reach = timedelta(days=HORIZON_DAYS + 400)
    return season_windows(seasons.seasons, today - reach, today + reach, seasons.months())


def _times(today: date, windows: Sequence[SeasonWindow]) -> Times:
    """Today, and the seasons in which the whole city rests, strictly or by and large."""
    rests = [
        Rest(
            first=day_number(window.begins),
            last=day_number(window.ends),
            kept=KEPT[window.closure],
            activities=window.activities,
        )
        for window in windows
        if window.zone == ZoneKind.CITY and window.closure in KEPT and window.hours is None
    ]
    return Times(today=day_number(today), rests=sorted(rests, key=lambda rest: rest.first))


def _drawn(
    table: Sequence[Trade], scale: int, ground: Ground, times: Times, dice: np.random.Generator
) -> Drafts:
    """The works of all trades by their shares."""
    shares = np.asarray([trade.share for trade in table])
    counts = dice.multinomial(scale, shares / shares.sum())
    return together(
        [
            draw_trade(number, trade, int(count), ground, times, dice)
            for number, (trade, count) in enumerate(zip(table, counts, strict=True))
            if count
        ]
    )
