"""What others would do with the same problem in the same time: OR-Tools CP-SAT on the whole."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from hamgam.engine.completion.problem import Objective, Problem

GLANCE_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class PeerAnswer:
    """Objective (None: no plan found) and lower bound."""

    objective: float | None
    bound: float


def cpsat_whole(problem: Problem, seconds: float, clock: Callable[[], float]) -> PeerAnswer:
    """The plain model with eight workers: one interval per task, crews and money as cumulatives.

    For problems of finish-start ties, one mode and costs paid at the start. It is stopped after so
    many seconds of the clock.
    """
    model = cp_model.CpModel()
    horizon = problem.grid.horizon
    starts, ends, spans = {}, {}, {}
    for task in problem.tasks:
        duration = task.modes[0].duration
        start = model.new_int_var(task.ready, horizon - duration, task.key)
        starts[task.key], ends[task.key] = start, start + duration
        spans[task.key] = model.new_fixed_size_interval_var(start, duration, "")
    for tie in problem.dependencies:
        model.add(starts[tie.after] >= ends[tie.before] + tie.lag)
    for crew in problem.crews:
        users = [t for t in problem.tasks if t.modes[0].demands.get(crew.ref, 0)]
        units = [t.modes[0].demands[crew.ref] for t in users]
        model.add_cumulative([spans[t.key] for t in users], units, crew.capacity)
    _add_money(model, problem, starts)
    model.minimize(_aim(model, problem, ends))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 8
    with _stopped_after(solver, seconds, clock):
        status = solver.solve(model)
    is_found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return PeerAnswer(solver.objective_value if is_found else None, solver.best_objective_bound)


@contextmanager
def _stopped_after(solver: Any, seconds: float, clock: Callable[[], float]) -> Iterator[None]:
    ends, is_done = clock() + seconds, threading.Event()

    def watch() -> None:
        while not is_done.wait(GLANCE_SECONDS):
            if clock() >= ends:
                solver.stop_search()

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        is_done.set()
        watcher.join()


def _add_money(model: Any, problem: Problem, starts: dict[str, Any]) -> None:
    horizon = problem.grid.horizon
    for source in problem.sources:
        total = sum(credit.payable_rials for credit in source.credits)
        spans, rials = [], []
        for task in problem.tasks:
            size = model.new_int_var(0, horizon + 1, "")
            spans.append(model.new_interval_var(starts[task.key], size, horizon + 1, ""))
            rials.append(task.modes[0].cost_rials)
        for credit in source.credits:
            if credit.period > 0:
                spans.append(model.new_fixed_size_interval_var(0, credit.period, ""))
                rials.append(credit.payable_rials)
        model.add_cumulative(spans, rials, total)


def _aim(model: Any, problem: Problem, ends: dict[str, Any]) -> Any:
    horizon = problem.grid.horizon
    finishes = {p.ref: model.new_int_var(0, horizon, p.ref) for p in problem.projects}
    for task in problem.tasks:
        model.add(finishes[task.project] >= ends[task.key])
    if problem.objective is Objective.MAKESPAN:
        span = model.new_int_var(0, horizon, "span")
        for finish in finishes.values():
            model.add(span >= finish)
        return span
    late = {p.ref: model.new_int_var(0, horizon, "") for p in problem.projects}
    for project in problem.projects:
        model.add(late[project.ref] >= finishes[project.ref] - (project.due or 0))
    return sum(project.weight * late[project.ref] for project in problem.projects)
