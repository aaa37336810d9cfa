"""From the arrays of a finished schedule to a plan as values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hamgam.engine.completion.problem import Problem, Span
from hamgam.engine.completion.schedule import Payment, Plan, Scheduled
from hamgam.engine.completion.tables import Tables

if TYPE_CHECKING:
    from hamgam.engine.completion.kernels.state import State


def extract(problem: Problem, tables: Tables, state: State, worth: float) -> Plan:
    """The plan a state holds; `worth` is what the kernel says of it (more is better)."""
    tasks = {}
    for i, task in enumerate(problem.tasks):
        if state.placed[i]:
            mode = task.modes[int(state.mode[i] - tables.work.mode_from[i])]
            tasks[task.key] = Scheduled(
                task=task.key,
                mode=mode.name,
                begins=int(state.start[i]),
                ends=int(state.finish[i]),
                worked=_worked(tables, state, i),
            )
    ends = {p.ref: int(e) for p, e in zip(problem.projects, state.ends, strict=True) if e >= 0}
    return Plan(
        tasks=tasks,
        finishes=ends,
        unfinished=tuple(p.ref for p in problem.projects if p.ref not in ends),
        payments=(*_task_payments(problem, tables, state), *_safe_payments(problem, tables, state)),
        objective=worth if problem.maximises else -worth,
        makespan=max(ends.values(), default=0),
    )


def _worked(tables: Tables, state: State, i: int) -> tuple[Span, ...]:
    start, finish = int(state.start[i]), int(state.finish[i])
    if start == finish:
        return ()
    q = tables.work.pattern[state.mode[i]]
    spans = []
    u = start
    while u < finish:
        ends = min(finish, u + int(tables.work.run[q, u]))
        spans.append(Span(begins=u, ends=ends))
        u = int(tables.work.next_open[q, ends])
    return tuple(spans)


def _task_payments(problem: Problem, tables: Tables, state: State) -> list[Payment]:
    payments = []
    for i, task in enumerate(problem.tasks):
        begins = int(tables.money.record_from[i])
        for s, _, rials, k in state.purse.records[begins : begins + int(state.purse.recorded[i])]:
            payments.append(
                Payment(
                    project=task.project,
                    task=task.key,
                    source=problem.sources[int(s)].ref,
                    period=_paid_period(tables, state, i, int(tables.money.pay_at[k])),
                    rials=int(rials),
                )
            )
    return payments


def _paid_period(tables: Tables, state: State, i: int, worked: int) -> int:
    """The period of worked period number `worked` of task `i`."""
    q = tables.work.pattern[state.mode[i]]
    u = int(state.start[i])
    for _ in range(worked):
        u = int(tables.work.next_open[q, u + 1]) if tables.work.interruptible[i] else u + 1
    return min(u, tables.work.horizon - 1)


def _safe_payments(problem: Problem, tables: Tables, state: State) -> list[Payment]:
    """What keeps open sites safe, period by period, out of what was reserved by bucket."""
    payments: list[Payment] = []
    for p in range(len(state.purse.safe)):
        project = problem.projects[p].ref
        for b in range(state.purse.safe.shape[2]):
            left = {s: int(state.purse.safe[p, s, b]) for s in range(state.purse.safe.shape[1])}
            for period in range(
                int(tables.money.bucket_begins[b]), int(tables.money.bucket_begins[b + 1])
            ):
                due = int(np.floor(tables.money.keep_safe[p] * tables.money.growth[period] + 0.5))
                for s, there in left.items():
                    part = min(due, there)
                    left[s] = there - part
                    due -= part
                    if part > 0:
                        ref = problem.sources[s].ref
                        payments.append(
                            Payment(
                                project=project, task=None, source=ref, period=period, rials=part
                            )
                        )
    return payments
