"""Solve a scene: a better schedule around the one at hand, or a bound for the whole problem."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from hamgam.engine.completion.cpsat.aims import Aim, add_aim
from hamgam.engine.completion.cpsat.cash import add_money
from hamgam.engine.completion.cpsat.model import Model, new_model
from hamgam.engine.completion.cpsat.scene import Scene
from hamgam.engine.completion.tables import Bools, Ints

if TYPE_CHECKING:
    from hamgam.engine.solving import Stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How long CP-SAT may work: wall seconds, or deterministic time, which repeats exactly."""

    seconds: float | None = None
    deterministic: float | None = None
    workers: int = 1
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What CP-SAT says of a scene.

    `start`, `mode` and `wanted` describe a schedule (None: it found none), `bound` is the most any
    plan can be worth (None: the model is no relaxation, or there is none), `is_impossible` tells
    that it proved there to be no plan at all.
    """

    start: Ints | None
    mode: Ints | None
    wanted: Bools | None
    bound: float | None
    is_impossible: bool = False
    deterministic: float = 0.0


NOTHING = Answer(start=None, mode=None, wanted=None, bound=None)


def solve(scene: Scene, effort: Effort, stop: Stop | None = None) -> Answer:
    """Build the model of the scene and solve it."""
    model = new_model(scene)
    if model is None:
        return NOTHING
    add_money(model)
    aim = add_aim(model)
    _hint(model)
    return _answer(model, aim, effort, stop)


def _hint(model: Model) -> None:
    state = model.scene.state
    for i, start in model.starts.items():
        if state.placed[i]:
            model.cp.add_hint(start, int(state.start[i]))
    for p, chosen in model.chosen.items():
        model.cp.add_hint(chosen, int(state.ends[p] >= 0))
    for i, ways in model.ways.items():
        for m, literal in ways.items():
            model.cp.add_hint(literal, int(bool(state.placed[i]) and m == state.mode[i]))
    for p, finish in model.finishes.items():
        if state.ends[p] >= 0:
            model.cp.add_hint(finish, int(state.ends[p]))


def _answer(model: Model, aim: Aim, effort: Effort, stop: Stop | None) -> Answer:
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = effort.workers
    solver.parameters.random_seed = effort.seed
    if effort.workers > 1 and effort.deterministic is not None:
        solver.parameters.interleave_search = True
    if effort.seconds is not None:
        solver.parameters.max_time_in_seconds = max(effort.seconds, 0.01)
    if effort.deterministic is not None:
        solver.parameters.max_deterministic_time = effort.deterministic
    status = solver.solve(model.cp, _watch(stop) if stop is not None else None)
    spent = float(solver.response_proto.deterministic_time)
    if status == cp_model.INFEASIBLE:
        is_proof = model.is_exact and model.scene.is_whole
        return Answer(
            start=None,
            mode=None,
            wanted=None,
            bound=None,
            is_impossible=is_proof,
            deterministic=spent,
        )
    bound = None
    # a search that ends before its first solution tells no bound that can be trusted
    if model.is_exact and status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        bound = aim.base + solver.best_objective_bound / aim.scale
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer(start=None, mode=None, wanted=None, bound=bound, deterministic=spent)
    start, mode, wanted = _read(model, solver)
    return Answer(start=start, mode=mode, wanted=wanted, bound=bound, deterministic=spent)


def _read(model: Model, solver: Any) -> tuple[Ints, Ints, Bools]:
    state = model.scene.state
    start, mode = state.start.copy(), state.mode.copy()
    for i, variable in model.starts.items():
        start[i] = solver.value(variable)
    for i, ways in model.ways.items():
        for m, literal in ways.items():
            if solver.value(literal):
                mode[i] = m
    wanted = np.array(state.ends >= 0)
    for p in model.scene.projects:
        wanted[p] = bool(solver.value(model.chosen[p])) if p in model.chosen else True
    return start, mode, wanted


def _watch(stop: Stop) -> Any:
    """Ends the search at a better schedule once somebody asked to stop."""
    from ortools.sat.python import cp_model

    class Watch(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            if stop():
                self.stop_search()

    return Watch()
