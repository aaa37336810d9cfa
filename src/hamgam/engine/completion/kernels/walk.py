"""Local search over keys, modes and the choice of projects, each judged by a whole schedule.

Late-acceptance hill climbing (Burke and Bykov 2017): a step is taken when it is no worse than where
the walk stands or stood some steps ago.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from hamgam.engine.completion.kernels.decode import decode, order_by
from hamgam.engine.completion.kernels.state import State
from hamgam.engine.completion.tables import Bools, Floats, Ints, Tables
from hamgam.engine.solving.chance import Words, below, chance
from hamgam.engine.solving.compiled import compiled


class Walk(NamedTuple):
    """Where a walk stands, the best place it has seen, and the step it tries."""

    keys: Floats
    mode: Ints
    wanted: Bools
    best_keys: Floats
    best_mode: Ints
    best_wanted: Bools
    best_until: Ints
    values: Floats
    """Value here, best value, then the values of some steps ago."""
    tally: Ints
    """Steps taken, schedules built."""
    try_keys: Floats
    try_wanted: Bools
    order: Ints
    heap: Ints
    blockers: Ints


MEMORY = 40
"""How many steps back a walk remembers."""


def new_walk(tables: Tables, keys: Floats) -> Walk:
    """A walk that begins with these keys, the first modes and every project wanted."""
    n, p = len(tables.project), len(tables.unfinished)
    first = tables.work.mode_from[:-1]
    return Walk(
        keys=keys.astype(np.float64).copy(),
        mode=first.copy(),
        wanted=np.ones(p, np.bool_),
        best_keys=keys.astype(np.float64).copy(),
        best_mode=first.copy(),
        best_wanted=np.ones(p, np.bool_),
        best_until=np.full(p, tables.work.horizon, np.int64),
        values=np.full(2 + MEMORY, -np.inf),
        tally=np.zeros(2, np.int64),
        try_keys=keys.astype(np.float64).copy(),
        try_wanted=np.ones(p, np.bool_),
        order=np.zeros(n, np.int64),
        heap=np.zeros(n, np.int64),
        blockers=np.zeros(n, np.int64),
    )


@compiled
def judge(t: Tables, x: State, w: Walk, keys: Floats, wanted: Bools) -> float:
    """Build the schedule of keys and choice with the modes in the state."""
    order_by(t.ties, keys, w.order, w.heap, w.blockers)
    w.tally[1] += 1
    return decode(t, x, w.order, wanted, True)


@compiled
def shift_project(t: Tables, w: Walk, rng: Words) -> None:
    """Bring one project just before or after another in the order."""
    p = below(rng, len(t.unfinished))
    q = below(rng, len(t.unfinished))
    i = t.project_tasks[t.project_from[p]]
    j = t.project_tasks[t.project_from[q]]
    step = w.keys[j] - w.keys[i] + (chance(rng) - 0.5)
    for z in range(t.project_from[p], t.project_from[p + 1]):
        w.try_keys[t.project_tasks[z]] += step


@compiled
def swap_projects(t: Tables, w: Walk, rng: Words) -> None:
    """Let two projects change places in the order."""
    p = below(rng, len(t.unfinished))
    q = below(rng, len(t.unfinished))
    if p == q:
        return
    step = w.keys[t.project_tasks[t.project_from[q]]] - w.keys[t.project_tasks[t.project_from[p]]]
    for z in range(t.project_from[p], t.project_from[p + 1]):
        w.try_keys[t.project_tasks[z]] += step
    for z in range(t.project_from[q], t.project_from[q + 1]):
        w.try_keys[t.project_tasks[z]] -= step


@compiled
def shift_task(w: Walk, rng: Words) -> None:
    """Bring one task just before or after another in the order."""
    n = len(w.keys)
    i = below(rng, n)
    w.try_keys[i] = w.keys[below(rng, n)] + (chance(rng) - 0.5) * 1e-3


@compiled
def flip_choice(t: Tables, x: State, w: Walk, rng: Words) -> None:
    """Want a project that is not in the plan, or no longer want one that is."""
    p = below(rng, len(t.unfinished))
    w.try_wanted[p] = not (w.wanted[p] and x.ends[p] >= 0)
    if w.try_wanted[p]:
        x.until[p] = 1 + below(rng, t.work.horizon)
    if w.try_wanted[p] and chance(rng) < 0.7:
        for z in range(t.project_from[p], t.project_from[p + 1]):
            w.try_keys[t.project_tasks[z]] -= chance(rng) * (1 + abs(w.keys.max() - w.keys.min()))


@compiled
def flip_mode(t: Tables, x: State, rng: Words) -> None:
    """Do one task another way (nothing happens to a task with one mode)."""
    i = below(rng, len(x.mode))
    x.mode[i] = t.work.mode_from[i] + below(rng, t.work.mode_from[i + 1] - t.work.mode_from[i])


@compiled
def step(t: Tables, x: State, w: Walk, rng: Words) -> None:
    """Change one thing in the trial."""
    draw = chance(rng)
    has_modes = len(t.work.duration) > len(t.project)
    projects = len(t.unfinished)
    if has_modes and draw < 0.25:
        flip_mode(t, x, rng)
    elif projects > 1 and draw < 0.5:
        shift_project(t, w, rng)
    elif projects > 1 and draw < 0.7:
        swap_projects(t, w, rng)
    elif t.may_drop.any() and draw < 0.8:
        flip_choice(t, x, w, rng)
    else:
        shift_task(w, rng)


@compiled
def accept(x: State, w: Walk, value: float, slot: int, horizon: int) -> bool:
    """Whether the walk goes where the trial leads; then it does, and remembers the best."""
    if value < w.values[0] and value < w.values[slot]:
        return False
    w.keys[:] = w.try_keys
    w.wanted[:] = w.try_wanted
    w.mode[:] = x.mode
    w.values[0] = value
    if value > w.values[1]:
        w.values[1] = value
        w.best_keys[:] = w.keys
        w.best_wanted[:] = w.wanted
        w.best_mode[:] = w.mode
        w.best_until[:] = x.until
        # what an earlier finish leaves of the money set aside is there for the others at once
        for p in range(len(x.ends)):
            x.until[p] = x.ends[p] if x.ends[p] >= 0 else horizon
    return True


@compiled
def begin(t: Tables, x: State, w: Walk) -> float:
    """Judge where the walk stands and start its memory with that."""
    x.mode[:] = w.mode
    x.floor[:] = 0
    w.try_keys[:] = w.keys
    w.try_wanted[:] = w.wanted
    value = judge(t, x, w, w.keys, w.wanted)
    w.values[2:] = value
    w.values[0] = value
    accept(x, w, value, 2, t.work.horizon)
    return value


@compiled
def roam(t: Tables, x: State, w: Walk, rng: Words, schedules: int) -> float:
    """Take steps until `schedules` more are built: the best value so far."""
    until = w.tally[1] + schedules
    slots = len(w.values) - 2
    while w.tally[1] < until:
        x.mode[:] = w.mode
        w.try_keys[:] = w.keys
        w.try_wanted[:] = w.wanted
        step(t, x, w, rng)
        if chance(rng) < 0.3:
            step(t, x, w, rng)
        value = judge(t, x, w, w.try_keys, w.try_wanted)
        slot = 2 + w.tally[0] % slots
        accept(x, w, value, slot, t.work.horizon)
        w.values[slot] = w.values[0]
        w.tally[0] += 1
    return float(w.values[1])
