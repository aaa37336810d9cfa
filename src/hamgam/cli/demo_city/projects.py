"""The demo city's projects: half-finished at about two thirds, under-paid, slipping; and their
works."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np

from hamgam.cli.demo_city.draw import Drafts, Times, draw_trade, together
from hamgam.cli.demo_city.ground import Ground, plain_name
from hamgam.cli.demo_city.trades import Trade
from hamgam.cli.demo_city.values import DemoProject
from hamgam.cli.demo_city.works import project_ref
from hamgam.engine.calendars.jalali import gregorian_of, jalali_of
from hamgam.exchange.city import City

HALF_FINISHED: Final = 0.74
NEARLY_DONE: Final = 0.10
"""The rest has not begun."""
DAYS_A_MONTH: Final = 30.4
CREDIT_OF_REMAINING: Final = (0.32, 0.28, 0.2)
"""What is approved of the remaining cost for this year and the next two, before chance."""
FEAST_SHARE: Final = 0.35
"""Promises that fall on Government Week or the Fajr decade, when finished works are opened."""


@dataclass(frozen=True, slots=True)
class Projects:
    """The projects, and the drafts of their works."""

    projects: tuple[DemoProject, ...]
    drafts: Drafts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Progress:
    """How far a project is, in percent, and when it began."""

    physical: float
    paid: float
    began: date | None


def draw_projects(
    city: City, ground: Ground, table: Sequence[Trade], today: date, times: Times,
    dice: np.random.Generator,
) -> Projects:  # fmt: skip
    """About sixty projects on parts of the city's own streets, with two or three works each."""
    told = tomllib.loads(Path(__file__).with_name("projects.toml").read_text(encoding="utf-8"))
    kinds = [kind for kind in told["kinds"] for _ in range(kind["count"])]
    projects, drafts = [], []
    for number, kind in enumerate(kinds):
        trade = next(n for n, one in enumerate(table) if kind["trade"] in one.titles)
        rows = draw_trade(trade, table[trade], int(dice.integers(2, 4)), ground, times, dice)
        rows = _on_one_street(rows, number)
        street = int(rows.street[0])
        draft = _Draft(kind=kind, city=city, ground=ground, street=street, today=today, dice=dice)
        projects.append(draft.project(number, told["obstacle_shares"]))
        drafts.append(rows)
    return Projects(tuple(projects), together(drafts))


def _on_one_street(rows: Drafts, project: int) -> Drafts:
    """A project's works, the later ones where the first lies."""
    first = np.zeros(len(rows), dtype=np.int64)
    return replace(
        rows,
        street=rows.street[first],
        begins_m=rows.begins_m[first],
        ends_m=rows.ends_m[first],
        aside_m=rows.aside_m[first],
        part=rows.part[first],
        is_reversed=rows.is_reversed[first],
        project=np.full(len(rows), project),
        is_emergency=np.zeros(len(rows), dtype=np.bool_),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """One project being drawn."""

    kind: Mapping[str, Any]
    city: City
    ground: Ground
    street: int
    today: date
    dice: np.random.Generator

    def project(self, number: int, shares: Mapping[str, int]) -> DemoProject:
        """The project with its progress, money, promises and obstacles."""
        progress = self._progress()
        total = self.dice.lognormal(np.log(self.kind["total_billion_rials"]), 0.45)
        left = max(1 - progress.physical / 100, 0.02)
        remaining = total * left * self.dice.lognormal(0.05, 0.12)
        first, last = self._promises(progress, left)
        names = {agency.key: agency.names["fa"] for agency in self.city.agencies}
        book = self.city.price_book
        return DemoProject(
            ref=project_ref(number) or "",
            title=self.kind["title"].format(street=plain_name(self.ground.names[self.street])),
            agency=names[self.kind["agency"]],
            zone=self.ground.districts[self.street] or "city",
            physical_percent=progress.physical,
            paid_percent=progress.paid,
            total_rials=_billions(total),
            remaining_rials=_billions(remaining),
            price_base=(book.base_year, book.base_quarter),
            credit_rials=self._credits(remaining),
            began=progress.began,
            promised=last,
            first_promised=first,
            benefit_rials_per_month=_billions(total * self.dice.uniform(0.004, 0.02)),
            is_mega=self.kind.get("mega", False),
            obstacles=self._obstacles(shares) if progress.physical < 97 else (),
        )

    def _progress(self) -> _Progress:
        """Half-finished ones stand at two thirds on the average and are paid nine points less."""
        chance = self.dice.random()
        if chance > HALF_FINISHED + NEARLY_DONE:
            return _Progress(physical=0.0, paid=0.0, began=None)
        physical = 100 * self.dice.beta(6.5, 3.3)
        if chance > HALF_FINISHED:
            physical = self.dice.uniform(91, 98)
        paid = float(np.clip(physical - self.dice.normal(9, 6), 2, 100))
        slowness = self.dice.lognormal(0.5, 0.35)
        age_days = self.kind["months"] * DAYS_A_MONTH * physical / 100 * slowness
        began = self.today - timedelta(days=int(age_days) + 30)
        return _Progress(physical=round(physical, 1), paid=round(paid, 1), began=began)

    def _promises(self, progress: _Progress, left: float) -> tuple[date | None, date | None]:
        """The first promise and the last: later ones lie further off, some on feast days."""
        if progress.began is None or self.dice.random() < 0.1:
            return None, None
        planned = progress.began + timedelta(days=int(self.kind["months"] * DAYS_A_MONTH))
        days = self.kind["months"] * DAYS_A_MONTH * left * self.dice.lognormal(0.1, 0.3)
        last = max(planned, self.today + timedelta(days=int(days) + 20))
        if self.dice.random() < FEAST_SHARE:
            last = _next_feast(last)
        return min(planned, last), last

    def _credits(self, remaining: float) -> dict[int, int]:
        year = jalali_of(self.today)[0]
        return {
            year + n: _billions(remaining * share * self.dice.uniform(0.4, 1.2))
            for n, share in enumerate(CREDIT_OF_REMAINING)
        }

    def _obstacles(self, shares: Mapping[str, int]) -> tuple[str, ...]:
        weights = np.asarray(list(shares.values()), dtype=float)
        count = int(self.dice.choice([0, 1, 2, 3], p=[0.2, 0.4, 0.28, 0.12]))
        codes = self.dice.choice(list(shares), count, replace=False, p=weights / weights.sum())
        taxonomy = {obstacle.code: list(obstacle.sub_codes) for obstacle in self.city.obstacles}
        return tuple(str(self.dice.choice(taxonomy[code])) for code in codes)


def _billions(number: float) -> int:
    """Billions of rials as whole rials, to the nearest hundred million."""
    return max(round(number * 10), 1) * 100_000_000


def _next_feast(day: date) -> date:
    """The next opening day: 4 Shahrivar of Government Week, or 15 Bahman of the Fajr decade."""
    year = jalali_of(day)[0]
    feasts = [
        gregorian_of(year + later, month, number)
        for later in (0, 1)
        for month, number in ((6, 4), (11, 15))
    ]
    return min(feast for feast in feasts if feast >= day)
