"""Pieces of a schedule that CP-SAT may arrange anew while the rest stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from hamgam.engine.completion.cpsat.scene import Scene
from hamgam.engine.completion.cpsat.solve import Answer, Effort, solve
from hamgam.engine.completion.searchers import Recipe, build, replayed
from hamgam.engine.completion.tables import Bools, Ints, Tables

if TYPE_CHECKING:
    from hamgam.engine.completion.kernels.state import State
    from hamgam.engine.solving import Stop


class Kind(StrEnum):
    """Which tasks a neighbourhood sets free."""

    WINDOW = "window"
    """Those that begin in a stretch of time, of whatever project."""
    NEIGHBOURS = "neighbours"
    """Projects that finish about the same time."""
    OTHERS = "others"
    """Projects chosen anywhere."""
    NEWCOMERS = "newcomers"
    """A project that is not in the plan beside some that are."""


FIRST_SIZES = {Kind.WINDOW: 120, Kind.NEIGHBOURS: 70, Kind.OTHERS: 50, Kind.NEWCOMERS: 50}
"""Tasks set free at first; the sizes then follow the time CP-SAT takes."""

SMALLEST, LARGEST = 15, 600

OVERHEAD = 0.01
"""Deterministic time that building a model is taken for."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One neighbourhood to try."""

    kind: Kind
    size: int
    effort: Effort


class Tuner:
    """Chooses kinds and sizes of neighbourhoods by what they brought so far; repeats exactly."""

    def __init__(self, seed: int, limit: float, sizes: Mapping[Kind, int]) -> None:
        self._limit = limit
        self._seed = seed
        self._tried = 0
        self._draw = np.random.default_rng(seed)
        self._sizes = {kind: float(size) for kind, size in sizes.items()}
        self._rates = dict.fromkeys(Kind, 0.0)

    def next(self, kinds: Sequence[Kind], seconds: float | None) -> Trial:
        """What to try next, of the kinds given."""
        rates = np.array([self._rates[kind] for kind in kinds])
        odds = 0.15 + rates / max(float(rates.max()), 1e-12)
        kind = kinds[int(self._draw.choice(len(kinds), p=odds / odds.sum()))]
        self._tried += 1
        effort = Effort(
            deterministic=self._limit,
            seconds=seconds,
            seed=(self._seed * 1_000_003 + self._tried) % (1 << 31),
        )
        return Trial(kind, round(self._sizes[kind]), effort)

    def learn(self, trial: Trial, deterministic: float, gain: float) -> None:
        """Take in what a trial cost and gained."""
        rate = max(gain, 0.0) / (deterministic + OVERHEAD)
        self._rates[trial.kind] += 0.3 * (rate - self._rates[trial.kind])
        size = self._sizes[trial.kind]
        if deterministic < 0.25 * self._limit:
            size *= 1.2
        elif deterministic > 0.9 * self._limit:
            size *= 0.85
        self._sizes[trial.kind] = min(max(size, SMALLEST), LARGEST)


@dataclass(frozen=True, slots=True)
class Found:
    """A schedule that came out of one neighbourhood, and the tasks that were free in it."""

    trial: Trial
    recipe: Recipe
    worth: float
    free: Bools
    answer: Answer


def explore(tables: Tables, recipe: Recipe, trial: Trial, stop: Stop | None = None) -> Found | None:
    """Set tasks of the schedule free and solve; None when there was nothing to set free."""
    state, worth = build(tables, recipe)
    free = choose(tables, state, trial, np.random.default_rng(trial.effort.seed))
    if not free.any():
        return None
    scene = Scene(tables, state, free, latest=_latest(tables, state))
    answer = solve(scene, trial.effort, stop)
    if answer.start is None or answer.mode is None or answer.wanted is None:
        return Found(trial, recipe, worth, free, answer)
    found, worth = replayed(tables, answer.start, answer.mode, answer.wanted)
    return Found(trial, found, worth, free, answer)


def joined(tables: Tables, recipe: Recipe, found: Found) -> tuple[Recipe, float]:
    """The schedule of a recipe with the free tasks of a neighbourhood as that one placed them."""
    state, _ = build(tables, recipe)
    answer = found.answer
    if answer.start is None or answer.mode is None or answer.wanted is None:
        return recipe, -np.inf
    start = np.where(found.free, answer.start, state.start)
    mode = np.where(found.free, answer.mode, state.mode)
    inside = np.zeros(len(tables.unfinished), np.bool_)
    inside[tables.project[found.free]] = True
    wanted = np.where(inside, answer.wanted, state.ends >= 0)
    return replayed(tables, start, mode, wanted)


def choose(tables: Tables, state: State, trial: Trial, draw: np.random.Generator) -> Bools:
    """Which tasks are set free, shape (n,)."""
    if trial.kind is Kind.WINDOW:
        return _window(state, trial.size, draw)
    projects = np.flatnonzero(state.ends >= 0)
    if len(projects) == 0:
        return np.ones(len(tables.project), np.bool_)
    count = max(2, round(trial.size / max(len(tables.project) / len(state.ends), 1)))
    if trial.kind is Kind.OTHERS:
        picked = draw.choice(projects, min(count, len(projects)), replace=False)
    else:
        picked = _near(state, projects, count, draw)
    if trial.kind is Kind.NEWCOMERS:
        picked = np.append(picked[1:], draw.choice(np.flatnonzero(state.ends < 0)))
    return np.asarray(np.isin(tables.project, picked))


def _near(state: State, projects: Ints, count: int, draw: np.random.Generator) -> Ints:
    """Projects that finish about the same time, some of them left out at random."""
    order = projects[np.argsort(state.ends[projects], kind="stable")]
    reach = min(len(order), round(count * (1 + draw.random() * 2)))
    begin = int(draw.integers(0, len(order) - reach + 1))
    near = order[begin : begin + reach]
    return draw.choice(near, min(count, len(near)), replace=False)


def _window(state: State, size: int, draw: np.random.Generator) -> Bools:
    """The tasks that begin in a stretch of time, from a random one on."""
    placed = np.flatnonzero(state.placed)
    free = np.zeros(len(state.placed), np.bool_)
    if len(placed):
        order = placed[np.argsort(state.start[placed], kind="stable")]
        begin = int(draw.integers(0, max(len(order) - size, 0) + 1))
        free[order[begin : begin + size]] = True
    return free


def _latest(tables: Tables, state: State) -> int:
    """Where free tasks must end: the horizon where a project may yet come in, else a little after
    the last finish."""
    if (state.ends < 0).any():
        return tables.work.horizon
    last = int(state.ends.max(initial=0))
    return min(tables.work.horizon, last + max(last // 10, 1))
