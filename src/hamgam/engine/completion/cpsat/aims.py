"""The objective of a constraint model, in whole numbers: always maximised."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from hamgam.engine.completion.cpsat.model import Model
from hamgam.engine.completion.tables import Floats

FINEST = 10_000_000
"""The objective is counted in such parts of the most that could be won."""

LONGEST_TABLE = 600
"""Up to so many instants a project's worth is read from a table; beyond, from chords."""

CHORDS = 24


@dataclass(frozen=True, slots=True)
class Aim:
    """How to read the model's objective: worth is at most base + units / scale."""

    base: float
    scale: float


def add_aim(model: Model) -> Aim:
    """Maximise the worth of the projects in the scene; the others are as they are."""
    for p in model.scene.projects:
        _add_finish(model, p)
    if model.scene.tables.is_makespan:
        return _add_makespan(model)
    if _is_linear(model):
        return _add_linear(model)
    return _add_worths(model)


def _add_finish(model: Model, p: int) -> None:
    """The project's finish: after each of its tasks."""
    scene = model.scene
    begins, ends = scene.tables.project_from[p : p + 2]
    tasks = [int(i) for i in scene.tables.project_tasks[begins:ends]]
    fixed = max((int(scene.state.finish[i]) for i in tasks if i not in model.starts), default=0)
    finish = model.cp.new_int_var(fixed, max(scene.end, fixed), f"F{p}")
    model.finishes[p] = finish
    for i in tasks:
        if i in model.starts and i in model.ends:
            tie = model.cp.add(finish >= model.ends[i])
            if p in model.chosen:
                tie.only_enforce_if(model.chosen[p])


def _others(model: Model) -> float:
    """Worth of the projects outside the scene."""
    tables, state = model.scene.tables, model.scene.state
    inside = set(model.scene.projects)
    return float(
        sum(
            tables.worth[p, state.ends[p]] if state.ends[p] >= 0 else tables.unfinished[p]
            for p in range(len(tables.unfinished))
            if p not in inside
        )
    )


def _add_makespan(model: Model) -> Aim:
    state = model.scene.state
    inside = set(model.scene.projects)
    others = [int(e) for p, e in enumerate(state.ends) if p not in inside]
    span = model.cp.new_int_var(max(others, default=0), model.scene.tables.work.horizon, "span")
    for finish in model.finishes.values():
        model.cp.add(span >= finish)
    model.cp.maximize(-span)
    return Aim(0.0, 1.0)


def _is_linear(model: Model) -> bool:
    """Whether every worth is 0 up to some instant and falls by whole steps after it."""
    worth = model.scene.tables.worth[model.scene.projects]
    steps = np.diff(worth, axis=1)
    falls = (worth[:, 0] == 0).all() and (steps <= 0).all() and (np.diff(steps) <= 0).all()
    return bool(falls) and not len(model.scene.tables.saves)


def _add_linear(model: Model) -> Aim:
    """Weighted delay: exact and without tables."""
    tables = model.scene.tables
    terms = []
    for p, finish in model.finishes.items():
        worth = tables.worth[p]
        weight = round(float(worth[-2] - worth[-1]))
        if weight == 0:
            continue
        due = len(worth) - 1 + round(float(worth[-1])) // weight
        late = model.cp.new_int_var(0, max(len(worth) - 1 - due, 0), "")
        model.cp.add(late >= finish - due)
        terms.append(-weight * late)
    model.cp.maximize(sum(terms))
    return Aim(_others(model), 1.0)


def _add_worths(model: Model) -> Aim:
    tables, scene = model.scene.tables, model.scene
    wins = {p: tables.worth[p] - tables.unfinished[p] for p in model.finishes}
    most = sum(float(np.abs(win[: scene.end + 1]).max()) for win in wins.values())
    most += float(tables.saves.sum())
    scale = FINEST / max(most, 1e-9)
    terms = []
    for p, finish in model.finishes.items():
        scaled = np.ceil(wins[p] * scale).astype(np.int64)
        terms.append(_won(model, p, finish, scaled))
    terms += _saved(model, scale)
    model.cp.maximize(sum(terms))
    base = _others(model) + float(sum(tables.unfinished[p] for p in wins))
    return Aim(base, scale)


def _won(model: Model, p: int, finish: Any, scaled: Any) -> Any:
    """What project `p` wins over staying unfinished; 0 when it is not chosen."""
    low, high = int(scaled.min()), int(scaled.max())
    won = model.cp.new_int_var(min(low, 0), max(high, 0), f"w{p}")
    chosen = model.chosen.get(p)
    if len(scaled) <= LONGEST_TABLE:
        read = model.cp.new_int_var(low, high, "")
        model.cp.add_element(finish, [int(v) for v in scaled], read)
        tie = model.cp.add(won == read)
        if chosen is not None:
            tie.only_enforce_if(chosen)
    else:
        _below_chords(model, won, finish, scaled)
    if chosen is not None:
        model.cp.add(won == 0).only_enforce_if(~chosen)
    return won


def _below_chords(model: Model, won: Any, finish: Any, scaled: Any) -> None:
    """Hold `won` below a chord over each stretch of the finish: never below the true worth."""
    chosen = [
        model.chosen[p] for p, f in model.finishes.items() if f is finish and p in model.chosen
    ]
    edges = np.unique(np.linspace(0, len(scaled) - 1, CHORDS + 1).astype(int))
    flags = []
    for a, b in pairwise(edges):
        flag = model.cp.new_bool_var("")
        model.cp.add_linear_constraint(finish, int(a), int(b)).only_enforce_if(flag)
        slope, lift = _cover(scaled[a : b + 1], int(a))
        model.cp.add(won * 1000 <= slope * finish + lift).only_enforce_if([flag, *chosen])
        flags.append(flag)
    model.cp.add_exactly_one(flags)


def _cover(values: Floats, first: int) -> tuple[int, int]:
    """A line (slope, lift, in thousandths) through no point above which a value lies."""
    at = np.arange(first, first + len(values))
    slope = int(np.floor((values[-1] - values[0]) * 1000 / max(len(values) - 1, 1)))
    return slope, int((values * 1000 - slope * at).max())


def _saved(model: Model, scale: float) -> list[Any]:
    """What tasks begun together save, where a free task takes part (at its dearest)."""
    tables = model.scene.tables
    terms = []
    for (a, b, within), saves in zip(tables.together, tables.saves, strict=True):
        i, j = int(a), int(b)
        is_moving = i in model.starts or j in model.starts
        if not (is_moving and model.is_present(i) and model.is_present(j)):
            continue
        flag = model.cp.new_bool_var("")
        apart = model.start(i) - model.start(j)
        model.cp.add_linear_constraint(apart, -int(within), int(within)).only_enforce_if(flag)
        for k in (i, j):
            chosen = model.chosen.get(int(tables.project[k]))
            if chosen is not None:
                model.cp.add_implication(flag, chosen)
        early = max(int(model.scene.heads[i]), int(model.scene.heads[j]), 0)
        terms.append(int(np.ceil(saves * scale * tables.discount[early])) * flag)
    return terms
