"""Every schedule of a tiny problem, tried one after the other: the oracle."""

from __future__ import annotations

from itertools import product

from hamgam.engine.completion.check import objective, violations
from hamgam.engine.completion.problem import Problem, Span
from hamgam.engine.completion.schedule import Payment, Plan, Scheduled


def best_objective(problem: Problem) -> float | None:
    """The best objective of any plan (one mode, no pauses, one source); None when there is none."""
    best: float | None = None
    horizon = problem.grid.horizon
    choices = [
        [None, *range(task.ready, horizon - task.modes[0].duration + 1)] for task in problem.tasks
    ]
    for starts in product(*choices):
        found = _plan(problem, starts)
        if found is None or violations(problem, found):
            continue
        value = found.objective
        if best is None or (value > best if problem.maximises else value < best):
            best = value
    return best


def _plan(problem: Problem, starts: tuple[int | None, ...]) -> Plan | None:
    pairs = list(zip(problem.tasks, starts, strict=True))
    out = {task.project for task, start in pairs if start is None}
    if any(start is not None and task.project in out for task, start in pairs):
        return None
    tasks, ends, payments = {}, dict[str, int](), []
    for task, start in pairs:
        if start is None:
            continue
        mode = task.modes[0]
        end = start + mode.duration
        tasks[task.key] = Scheduled(
            task=task.key,
            mode=mode.name,
            begins=start,
            ends=end,
            worked=(Span(begins=start, ends=end),),
        )
        ends[task.project] = max(ends.get(task.project, 0), end)
        rials = round(mode.cost_rials * (1 + problem.price_growth_per_month) ** start)
        payments.append(
            Payment(project=task.project, task=task.key, source="city", period=start, rials=rials)
        )
    blank = Plan(
        tasks=tasks,
        finishes=ends,
        unfinished=tuple(p.ref for p in problem.projects if p.ref not in ends),
        payments=tuple(payments),
        objective=0.0,
        makespan=max(ends.values(), default=0),
    )
    if len(blank.unfinished) and problem.all_must_finish:
        return None
    return Plan(
        tasks=blank.tasks,
        finishes=blank.finishes,
        unfinished=blank.unfinished,
        payments=blank.payments,
        objective=objective(problem, blank),
        makespan=blank.makespan,
    )
