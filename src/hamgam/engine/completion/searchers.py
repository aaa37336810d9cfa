"""Searches that can be carried on in small steps, each with a schedule of its own to work on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from hamgam.engine.completion.problem import Problem
from hamgam.engine.completion.rules import Rule, durations, heads_and_tails, keys_of
from hamgam.engine.completion.schedule import Plan
from hamgam.engine.completion.tables import Bools, Floats, Ints, Tables

if TYPE_CHECKING:
    from hamgam.engine.completion.kernels.plain import Plain
    from hamgam.engine.completion.kernels.state import State


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a schedule is built from: keys (lower first), modes (as in `State`), projects wanted.

    `floor` holds tasks back, each to start no earlier; None: all start as early as they can.
    `until` tells up to when money is first set aside to keep each site safe; None: to the horizon.
    """

    keys: Floats
    mode: Ints
    wanted: Bools
    floor: Ints | None = None
    until: Ints | None = None


class Searcher(Protocol):
    """A search over one problem; `value` is the best worth so far (more is better)."""

    @property
    def value(self) -> float:
        """Worth of the best schedule."""

    @property
    def schedules(self) -> int:
        """Schedules built so far."""

    def advance(self, schedules: int, goal: float) -> None:
        """Build about so many more, or stop when the worth reaches the goal."""

    def best(self) -> Recipe:
        """What the best schedule is built from."""

    def adopt(self, recipe: Recipe) -> None:
        """Take in a schedule found elsewhere."""


def build(tables: Tables, recipe: Recipe, prune: bool = True) -> tuple[State, float]:
    """The schedule of a recipe, and its worth."""
    from hamgam.engine.completion.kernels.decode import decode, order_by
    from hamgam.engine.completion.kernels.state import new_state

    state = new_state(tables)
    n = len(tables.project)
    order, heap, blockers = (np.zeros(n, np.int64) for _ in range(3))
    order_by(tables.ties, recipe.keys, order, heap, blockers)
    state.mode[:] = recipe.mode
    if recipe.floor is not None:
        state.floor[:] = recipe.floor
    if recipe.until is not None:
        state.until[:] = np.minimum(recipe.until, tables.work.horizon)
    return state, float(decode(tables, state, order, recipe.wanted, prune))


def replayed(tables: Tables, start: Ints, mode: Ints, wanted: Bools) -> tuple[Recipe, float]:
    """The recipe of given starts, pushed to the left if that is no worse, and its worth."""
    until = _until(tables, start, mode)
    held = Recipe(start.astype(np.float64), mode, wanted, start, until)
    pushed = Recipe(held.keys, mode, wanted, until=until)
    worths = [build(tables, recipe)[1] for recipe in (held, pushed)]
    return (pushed, worths[1]) if worths[1] >= worths[0] else (held, worths[0])


def _until(tables: Tables, start: Ints, mode: Ints) -> Ints:
    """When each project would be finished with these starts; the horizon where it would not."""
    from hamgam.engine.completion.kernels.place import finish_of

    until = np.zeros(len(tables.unfinished), np.int64)
    for i, (begins, m) in enumerate(zip(start, mode, strict=True)):
        ends = finish_of(tables.work, i, int(m), int(begins))
        p = tables.project[i]
        until[p] = max(until[p], ends if ends >= 0 else tables.work.horizon)
    return until


def near_recipes(problem: Problem, tables: Tables, plan: Plan) -> list[Recipe]:
    """Recipes that come near a plan of this problem or of one like it: its own projects first, with
    the others after them and without."""
    keys = keys_of(problem, tables, Rule.SMITH)
    keys += 1.0 + max((task.begins for task in plan.tasks.values()), default=0)
    mode = tables.work.mode_from[:-1].copy()
    for i, task in enumerate(problem.tasks):
        planned = plan.tasks.get(task.key)
        if planned is None:
            continue
        keys[i] = planned.begins
        names = [m.name for m in task.modes]
        mode[i] += names.index(planned.mode) if planned.mode in names else 0
    wanted = np.array([project.ref in plan.finishes for project in problem.projects])
    horizon = problem.grid.horizon
    until = np.array([plan.finishes.get(project.ref, horizon) for project in problem.projects])
    return [
        Recipe(keys, mode, np.ones_like(wanted)),
        Recipe(keys, mode, wanted),
        Recipe(keys, mode, wanted, until=until),
    ]


def of_rule(problem: Problem, tables: Tables, rule: Rule) -> Recipe:
    """The recipe of a priority rule: first modes, every project wanted."""
    keys = keys_of(problem, tables, rule)
    wanted = np.ones(len(tables.unfinished), np.bool_)
    return Recipe(keys, tables.work.mode_from[:-1].copy(), wanted)


class WalkSearcher:
    """Local search for any problem."""

    def __init__(self, tables: Tables, recipe: Recipe, seed: int) -> None:
        from hamgam.engine.completion.kernels.state import new_state
        from hamgam.engine.completion.kernels.walk import begin, new_walk
        from hamgam.engine.solving.chance import seeded

        self._tables = tables
        self._state = new_state(tables)
        self._walk = new_walk(tables, recipe.keys)
        self._walk.mode[:] = recipe.mode
        self._walk.wanted[:] = recipe.wanted
        self._rng = seeded(seed)
        self._set_aside(recipe)
        begin(tables, self._state, self._walk)

    @property
    def value(self) -> float:
        """Worth of the best schedule."""
        return float(self._walk.values[1])

    @property
    def schedules(self) -> int:
        """Schedules built so far."""
        return int(self._walk.tally[1])

    def advance(self, schedules: int, goal: float) -> None:
        """Build so many more, unless the goal is met."""
        from hamgam.engine.completion.kernels.walk import roam

        if self.value < goal:
            roam(self._tables, self._state, self._walk, self._rng, schedules)

    def best(self) -> Recipe:
        """What the best schedule is built from."""
        walk = self._walk
        return Recipe(
            walk.best_keys.copy(),
            walk.best_mode.copy(),
            walk.best_wanted.copy(),
            until=walk.best_until.copy(),
        )

    def adopt(self, recipe: Recipe) -> None:
        """Go on from a schedule found elsewhere."""
        from hamgam.engine.completion.kernels.walk import begin

        self._walk.keys[:] = recipe.keys
        self._walk.mode[:] = recipe.mode
        self._walk.wanted[:] = recipe.wanted
        self._set_aside(recipe)
        begin(self._tables, self._state, self._walk)

    def _set_aside(self, recipe: Recipe) -> None:
        """Begin with as much money set aside for safety as the recipe tells."""
        horizon = self._tables.work.horizon
        self._state.until[:] = horizon
        if recipe.until is not None:
            np.minimum(recipe.until, horizon, out=self._state.until)


class PriceSearcher:
    """Schedules in the order in which tasks want to start at the prices of the bound.

    Prices that nearly clear the market of crews and money tell every task when it is worth its
    means; the mean of those starts over the late steps is an order few rules come near.
    """

    def __init__(self, tables: Tables, recipe: Recipe) -> None:
        from hamgam.engine.completion.bound import PriceBound

        self._tables = tables
        state, self._value = build(tables, recipe)
        self._best = recipe
        self._half = durations(tables)[0] / 2
        self.prices = PriceBound(tables, state, self._value)
        self._schedules = 1

    @property
    def value(self) -> float:
        """Worth of the best schedule."""
        return self._value

    @property
    def schedules(self) -> int:
        """Schedules built so far, and steps of the prices."""
        return self._schedules

    def advance(self, schedules: int, goal: float) -> None:
        """Improve the prices a little and build schedules by them, unless the goal is met."""
        if self._value >= goal:
            return
        steps = max(schedules // 4, 2)
        self.prices.tighten(steps)
        wanted = np.ones(len(self._tables.unfinished), np.bool_)
        starts = self.prices.starts
        for keys in (starts.copy(), starts + self._half):
            recipe = Recipe(keys, self.prices.modes.copy(), wanted)
            worth = build(self._tables, recipe)[1]
            if worth > self._value:
                self._best, self._value = recipe, worth
        self._schedules += 2 + 2 * steps
        self.prices.aim_at(self._value)

    def best(self) -> Recipe:
        """What the best schedule is built from."""
        return self._best

    def adopt(self, recipe: Recipe) -> None:
        """Take note of a schedule found elsewhere."""
        self._best, self._value = recipe, build(self._tables, recipe)[1]
        self.prices.aim_at(self._value)


class ListSearcher:
    """Population search for one makespan under constant crews."""

    def __init__(self, tables: Tables, seed: int) -> None:
        from hamgam.engine.completion.kernels.lists import evolve, new_pool
        from hamgam.engine.solving.chance import seeded

        self._tables = tables
        self._plain = plain_of(tables)
        self._pool = new_pool(self._plain)
        self._rng = seeded(seed)
        evolve(self._plain, self._pool, self._rng, 0, 0)

    @property
    def value(self) -> float:
        """Worth of the best schedule: the makespan below zero."""
        return -float(self._pool.best[0])

    @property
    def schedules(self) -> int:
        """Schedules built so far."""
        return int(self._pool.best[2])

    def advance(self, schedules: int, goal: float) -> None:
        """Build about so many more, or stop at the goal."""
        from hamgam.engine.completion.kernels.lists import evolve

        aim = -int(goal) if np.isfinite(goal) else 0
        evolve(self._plain, self._pool, self._rng, schedules, aim)

    def best(self) -> Recipe:
        """What the best schedule is built from."""
        keys = np.empty(len(self._pool.best_list))
        keys[self._pool.best_list] = np.arange(len(keys))
        wanted = np.ones(len(self._tables.unfinished), np.bool_)
        return Recipe(keys, self._tables.work.mode_from[:-1].copy(), wanted)

    def adopt(self, recipe: Recipe) -> None:
        """Take a schedule found elsewhere into the population."""
        from hamgam.engine.completion.kernels.lists import adopt

        adopt(self._plain, self._pool, np.argsort(recipe.keys, kind="stable").astype(np.uint32))


def is_plain(tables: Tables) -> bool:
    """Whether the population search over lists can take the problem as it is."""
    return bool(
        tables.is_makespan
        and len(tables.work.duration) == len(tables.project)
        and not tables.ready.any()
        and (tables.ties.pred_kind == 0).all()
        and (tables.ties.pred_lag == 0).all()
        and len(tables.work.run) == 1
        and tables.work.run[0, 0] == tables.work.horizon
        and len(tables.money.pay_at) == 0
        and tables.work.apart_groups == 0
        and (tables.work.capacity == tables.work.capacity[:, :1]).all()
        and tables.work.horizon >= tables.work.duration.sum()
    )


def plain_of(tables: Tables) -> Plain:
    """The problem as the list kernels read it."""
    from hamgam.engine.completion.kernels.plain import Plain, packed

    needs = np.zeros((len(tables.project), tables.work.capacity.shape[0]), np.int64)
    for i in range(len(needs)):
        for z in range(tables.work.demand_from[i], tables.work.demand_from[i + 1]):
            needs[i, tables.work.demand_crew[z]] = tables.work.demand_units[z]
    there = tables.work.capacity[:, 0]
    demand, capacity, guard = packed(needs, there)
    work = tables.work.duration * (needs / np.maximum(there, 1)).sum(axis=1)
    ties = tables.ties
    flat = (tables.work.duration, ties.pred_from, ties.pred, ties.succ_from, ties.succ)
    duration, pred_from, pred, succ_from, succ = (array.astype(np.uint32) for array in flat)
    return Plain(
        duration=duration,
        demand=demand,
        capacity=capacity,
        guard=guard,
        pred_from=pred_from,
        pred=pred,
        succ_from=succ_from,
        succ=succ,
        tail=heads_and_tails(tables)[1].astype(np.float64),
        weight=work / max(float(work.sum()), 1e-9),
        horizon=int(tables.work.duration.sum()) + 1,
    )
