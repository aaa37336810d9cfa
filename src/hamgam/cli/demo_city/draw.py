"""Works drawn at random by the laws of their trades: where they lie and when they run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from hamgam.cli.demo_city.ground import Floats, Geometries, Ground, Whole
from hamgam.cli.demo_city.trades import Trade
from hamgam.engine.works import Activity

Flags = npt.NDArray[np.bool_]

HORIZON_DAYS = 548
"""Works begin within this many days before and after today: three years in all."""
LEAST_LATE = 0.9
REINSTATEMENT_DAYS = 4
"""Agencies are gone so long before a season closes."""
MOVABLE_DAYS = 60
"""Longer works cannot be planned around a season; they are staged."""
NO_PART = NO_PROJECT = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafts:
    """n works as columns: places as metres along streets, days as numbers from 1970-01-01."""

    trade: Whole
    street: Whole
    begins_m: Floats
    ends_m: Floats
    aside_m: Floats
    """Positive to the left of the street."""
    part: Whole
    """The part between crossings, NO_PART on side streets and where the list tells none."""
    is_reversed: Flags
    """Whether the part is told from its far crossing back."""
    begins: Whole
    planned_ends: Whole
    ends: Whole
    """With the slip that has come since the plan."""
    submitted: Whole
    is_emergency: Flags
    project: Whole
    """The number of the project that a work belongs to, NO_PROJECT for most."""

    def __len__(self) -> int:
        return len(self.trade)

    def chosen(self, rows: Whole | Flags) -> Drafts:
        """Some of the rows, in the order asked."""
        return Drafts(**{one.name: getattr(self, one.name)[rows] for one in fields(self)})


def together(drafts: Sequence[Drafts]) -> Drafts:
    """All drafts in one, in order."""
    return Drafts(
        **{
            one.name: np.concatenate([getattr(draft, one.name) for draft in drafts])
            for one in fields(Drafts)
        }
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """A span of days in which most works rest: day numbers, and the share that keeps to it.

    `activities` are those that must rest, empty meaning all.
    """

    first: int
    last: int
    kept: float
    activities: frozenset[Activity]


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Today as a day number, and the city's seasons of rest, in order."""

    today: int
    rests: Sequence[Rest]


def draw_trade(
    number: int, trade: Trade, count: int, ground: Ground, times: Times, dice: np.random.Generator
) -> Drafts:  # fmt: skip
    """So many works of one trade; `number` is the trade's place in the table."""
    places = _places(trade, count, ground, dice)
    is_emergency = dice.random(count) < trade.emergency
    begins, planned = _days(trade, count, times, dice)
    rests = [r for r in times.rests if not r.activities or trade.activity in r.activities]
    begins = _around_seasons(begins, planned, ~is_emergency, rests, dice)
    slip = np.maximum(dice.lognormal(0.15, 0.35, count), LEAST_LATE)
    days = np.where(begins <= times.today, np.rint(planned * slip), planned).astype(np.int64)
    lead = np.where(dice.random(count) < 0.12, dice.integers(1, 9, count), _leads(count, dice))
    if trade.kind == "surface":
        begins, days = times.today - dice.integers(10, 4 * 365, count), np.ones(count, dtype=int)
    return Drafts(
        trade=np.full(count, number),
        **places,
        begins=begins,
        planned_ends=begins + planned - 1,
        ends=begins + np.maximum(days, 1) - 1,
        submitted=np.where(is_emergency, begins + dice.integers(0, 2, count), begins - lead),
        is_emergency=is_emergency,
        project=np.full(count, NO_PROJECT),
    )


def _leads(count: int, dice: np.random.Generator) -> Whole:
    return np.maximum(np.rint(dice.lognormal(np.log(35), 0.4, count)), 18).astype(np.int64)


def _days(trade: Trade, count: int, times: Times, dice: np.random.Generator) -> tuple[Whole, Whole]:
    """First days, thinner the farther from today, and planned lengths in days."""
    begins = times.today + dice.triangular(-HORIZON_DAYS, 0, HORIZON_DAYS, count)
    median, spread = trade.days
    planned = np.maximum(np.rint(dice.lognormal(np.log(median), spread, count)), 1)
    return begins.astype(np.int64), planned.astype(np.int64)


def _around_seasons(
    begins: Whole, planned: Whole, may_move: Flags, rests: Sequence[Rest], dice: np.random.Generator
) -> Whole:  # fmt: skip
    """First days moved behind the seasons of rest they would have run into, by most."""
    movable = may_move & (planned <= MOVABLE_DAYS)
    for rest in rests:
        ends = begins + planned - 1 + REINSTATEMENT_DAYS
        runs_in = movable & (begins <= rest.last) & (ends >= rest.first)
        keeps = runs_in & (dice.random(len(begins)) < rest.kept)
        begins = np.where(keeps, rest.last + dice.integers(1, 20, len(begins)), begins)
    return begins


def _places(trade: Trade, count: int, ground: Ground, dice: np.random.Generator) -> dict[str, Any]:
    """Where works lie: on side streets, or on parts between crossings."""
    is_local = dice.random(count) < trade.local
    part = np.where(is_local, NO_PART, _chosen_parts(trade, count, ground, dice))
    side = dice.integers(ground.own_count, len(ground.lines), count)
    street = np.where(is_local, side, ground.parts.street[part])
    first = np.where(is_local, 0.0, ground.parts.begins[part])
    room = np.where(is_local, ground.lengths[side], ground.parts.ends[part] - first)
    median, spread = trade.length_m
    length = np.minimum(dice.lognormal(np.log(median), spread, count), room)
    is_reversed = dice.random(count) < 0.5
    if trade.from_crossing:
        offset = np.where(is_local | ~is_reversed, 0.0, room - length)
        offset = np.where(is_local, dice.random(count) * (room - length), offset)
    else:
        offset = dice.random(count) * (room - length)
    half = ground.widths[street] / 2
    aside = np.where(dice.random(count) < 0.5, 1.0, -1.0) * (half - 1.5)
    return {
        "street": street,
        "begins_m": first + offset,
        "ends_m": first + offset + length,
        "aside_m": aside if trade.shape in {"trench", "point"} else np.zeros(count),
        "part": part,
        "is_reversed": is_reversed,
    }


def _chosen_parts(trade: Trade, count: int, ground: Ground, dice: np.random.Generator) -> Whole:
    parts = ground.parts
    weights = parts.ends - parts.begins
    is_fast = np.asarray([ground.classes[s] == "freeway" for s in parts.street])
    is_outside = np.asarray([not ground.districts[s] for s in parts.street])
    if trade.on_entries:
        weights = weights * (is_fast | is_outside)
    else:
        weights = weights * np.where(is_fast, 0.05, 1.0) * ~is_outside
    if trade.near_shrine:
        is_near = np.asarray([ground.districts[s] == "samen" for s in parts.street]) | np.asarray(
            [ground.classes[s] == "shrine approach" for s in parts.street]
        )
        weights = weights * np.where(is_near, 1.0, 0.002)
    chosen: Whole = dice.choice(len(weights), count, p=weights / weights.sum())
    return chosen


def shapes(drafts: Drafts, ground: Ground, trades: Sequence[Trade]) -> Geometries:
    """The works' geometries in metres."""
    made = ground.cut(drafts.street, drafts.begins_m, drafts.ends_m, drafts.aside_m)
    shape = np.asarray([trade.shape for trade in trades])[drafts.trade]
    width = np.asarray([trade.width_m for trade in trades])[drafts.trade]
    patch, point = shape == "patch", shape == "point"
    made[patch] = shapely.buffer(made[patch], width[patch] / 2, cap_style="flat")
    middle = (drafts.begins_m + drafts.ends_m) / 2
    made[point] = ground.points(drafts.street[point], middle[point], drafts.aside_m[point])
    return made
