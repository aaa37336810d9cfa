"""Whether a plan keeps every rule of its problem, and what it is worth: an independent judge.

It reads the problem's values only and shares no code with the solver; every plan that leaves the
engine has passed it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, pairwise

from hamgam.engine.completion.problem import (
    Apart,
    BlockKind,
    FundingSource,
    Mode,
    Objective,
    Problem,
    Project,
    Relation,
    Task,
)
from hamgam.engine.completion.schedule import Plan, Scheduled

TOLERANCE = 1e-6
"""Relative difference allowed between the objective told and the one recomputed."""


def violations(problem: Problem, plan: Plan) -> list[str]:
    """What the plan breaks, each a sentence that names the thing; empty: it is sound."""
    # what comes later can be asked only of plans that are whole
    for rules in ((_presence,), (_work,), (_precedence, _crews, _apart, _dues, _sources, _aim)):
        found = [told for rule in rules for told in rule(problem, plan)]
        if found:
            return found
    return []


def objective(problem: Problem, plan: Plan) -> float:
    """The plan's objective, computed from the formulas of the documentation."""
    ends = _finishes(problem, plan)
    if problem.objective is Objective.MAKESPAN:
        return float(max(ends.values(), default=0))
    if problem.objective is Objective.WEIGHTED_DELAY:
        late = (p.weight * max(ends[p.ref] - (p.due or 0), 0) for p in problem.projects)
        return float(sum(late))
    total = sum(
        _contribution(problem, project, ends.get(project.ref)) for project in problem.projects
    )
    for pair in problem.together:
        if pair.a in plan.tasks and pair.b in plan.tasks:
            a, b = plan.tasks[pair.a].begins, plan.tasks[pair.b].begins
            if abs(a - b) <= pair.within:
                total += pair.saves_rials * _discount(problem, max(a, b))
    return total


def _discount(problem: Problem, instant: int) -> float:
    months = instant / problem.grid.periods_per_month
    return float((1 + problem.discount_per_month) ** -months)


def _contribution(problem: Problem, project: Project, end: int | None) -> float:
    if end is None:
        is_stopped = project.stop_value_rials is not None
        return 0.0 if is_stopped else -_open_cost(problem, project, problem.grid.horizon)
    once = sum(
        (1 + problem.discount_per_month) ** -month for month in range(1, project.benefit_months + 1)
    )
    benefit = project.benefit_rials_per_month * once * _discount(problem, end)
    stop = project.stop_value_rials or 0.0
    return project.chance * benefit - stop - _open_cost(problem, project, end)


def _open_cost(problem: Problem, project: Project, end: int) -> float:
    total = 0.0
    for period in range(end):
        monthly = project.keep_safe_rials_per_month + project.delay_cost_rials_per_month
        if project.due is not None and period >= project.due:
            monthly += project.late_rials_per_month
        total += monthly / problem.grid.periods_per_month * _discount(problem, period + 1)
    return total


def _finishes(problem: Problem, plan: Plan) -> dict[str, int]:
    ends: dict[str, int] = {}
    for task in problem.tasks:
        if task.key in plan.tasks:
            ends[task.project] = max(ends.get(task.project, 0), plan.tasks[task.key].ends)
    return ends


def _presence(problem: Problem, plan: Plan) -> Iterator[str]:
    known = {task.key for task in problem.tasks}
    for stray in plan.tasks.keys() - known:
        yield f"{stray}: the plan holds a task the problem does not"
    for task in problem.tasks:
        if (task.key in plan.tasks) != (task.project in plan.finishes):
            yield f"{task.key}: planned without its project, or missing from it"
    for project in problem.projects:
        is_out = project.ref not in plan.finishes
        if is_out and (project.must_finish or problem.all_must_finish):
            yield f"{project.ref}: must be finished and is not"
        if is_out != (project.ref in plan.unfinished):
            yield f"{project.ref}: must be either finished or unfinished"
    if plan.finishes != _finishes(problem, plan):
        yield "finishes: not the ends of the last tasks"


def _modes(problem: Problem, plan: Plan) -> dict[str, Mode]:
    return {
        task.key: mode
        for task in problem.tasks
        if task.key in plan.tasks
        for mode in task.modes
        if mode.name == plan.tasks[task.key].mode
    }


def _planned(problem: Problem, plan: Plan) -> list[tuple[Task, Scheduled]]:
    return [(task, plan.tasks[task.key]) for task in problem.tasks if task.key in plan.tasks]


def _forbidden(problem: Problem, task: Task, zone: str) -> set[int]:
    horizon = problem.grid.horizon
    closed: set[int] = set()
    for block in problem.blocks:
        is_here = (
            block.task == task.key
            or block.project == task.project
            or (block.zone is not None and block.zone == zone)
        )
        if is_here and not (block.kind is BlockKind.SEASON and task.ignores_seasons):
            closed.update(range(max(block.begins, 0), min(block.ends, horizon)))
    if task.windows:
        inside = {t for span in task.windows for t in range(span.begins, span.ends)}
        closed.update(t for t in range(horizon) if t not in inside)
    return closed


def _work(problem: Problem, plan: Plan) -> Iterator[str]:
    modes = _modes(problem, plan)
    zones = {project.ref: project.zone for project in problem.projects}
    for task, planned in _planned(problem, plan):
        if task.key not in modes:
            yield f"{task.key}: mode {planned.mode!r} is not one of its modes"
            continue
        yield from _work_of(problem, task, planned, modes[task.key])
        closed = _forbidden(problem, task, zones[task.project])
        if any(t in closed for span in planned.worked for t in range(span.begins, span.ends)):
            yield f"{task.key}: is worked in a forbidden period"


def _work_of(problem: Problem, task: Task, planned: Scheduled, mode: Mode) -> Iterator[str]:
    key = task.key
    if planned.begins < task.ready:
        yield f"{key}: begins at {planned.begins}, ready at {task.ready}"
    if planned.begins < 0 or planned.ends > problem.grid.horizon:
        yield f"{key}: leaves the horizon {problem.grid.horizon}"
    spans = planned.worked
    length = mode.duration + task.closing_periods * max(len(spans) - 1, 0)
    if sum(span.ends - span.begins for span in spans) != length:
        yield f"{key}: is not worked {length} periods"
    frame = (spans[0].begins, spans[-1].ends) if spans else (planned.begins, planned.begins)
    if frame != (planned.begins, planned.ends):
        yield f"{key}: its worked spans do not run from its beginning to its end"
    if len(spans) > 1 and not task.interruptible:
        yield f"{key}: is interrupted and may not be"
    if any(a.ends >= b.begins for a, b in pairwise(spans)):
        yield f"{key}: its worked spans overlap or touch"


def _precedence(problem: Problem, plan: Plan) -> Iterator[str]:
    for tie in problem.dependencies:
        if tie.after not in plan.tasks:
            continue
        if tie.before not in plan.tasks:
            yield f"{tie.after}: waits for {tie.before}, which is not planned"
            continue
        before, after = plan.tasks[tie.before], plan.tasks[tie.after]
        from_end = tie.relation in (Relation.FINISH_START, Relation.FINISH_FINISH)
        to_start = tie.relation in (Relation.FINISH_START, Relation.START_START)
        earliest = (before.ends if from_end else before.begins) + tie.lag
        if (after.begins if to_start else after.ends) < earliest:
            yield f"{tie.after}: does not keep {tie.relation}{tie.lag:+d} after {tie.before}"


def _crews(problem: Problem, plan: Plan) -> Iterator[str]:
    modes = _modes(problem, plan)
    used: dict[tuple[str, int], int] = defaultdict(int)
    for task, planned in _planned(problem, plan):
        for span in planned.worked:
            for period in range(span.begins, span.ends):
                for crew, units in modes[task.key].demands.items():
                    used[crew, period] += units
    there = {crew.ref: crew.units(problem.grid.horizon) for crew in problem.crews}
    for (crew, period), units in sorted(used.items()):
        if units > there[crew][period]:
            yield f"{crew}: {units} units used in period {period}, {there[crew][period]} are there"


def _apart(problem: Problem, plan: Plan) -> Iterator[str]:
    for group in problem.apart:
        for one, other in combinations(group.members, 2):
            both = _periods(problem, plan, group, one) & _periods(problem, plan, group, other)
            if both:
                yield f"{group.ref}: {one} and {other} are worked together in period {min(both)}"


def _periods(problem: Problem, plan: Plan, group: Apart, member: str) -> set[int]:
    return {
        period
        for task, planned in _planned(problem, plan)
        if member in (task.key, task.project)
        for span in planned.worked
        for period in range(span.begins, span.ends)
    }


def _dues(problem: Problem, plan: Plan) -> Iterator[str]:
    """Every task and every open site is paid in full, in the periods in which it falls due."""
    if not problem.sources:
        return
    paid: dict[tuple[str, str | None, int], int] = defaultdict(int)
    for payment in plan.payments:
        paid[payment.project, payment.task, payment.period] += payment.rials
    due = _all_dues(problem, plan)
    for key in sorted(paid.keys() | due.keys(), key=str):
        if abs(paid[key] - due[key]) > 1:
            yield f"{key[1] or key[0]}: {paid[key]} rials paid in period {key[2]}, {due[key]} due"


def _all_dues(problem: Problem, plan: Plan) -> dict[tuple[str, str | None, int], int]:
    due: dict[tuple[str, str | None, int], int] = defaultdict(int)
    last = problem.grid.horizon - 1
    modes = _modes(problem, plan)
    for task, planned in _planned(problem, plan):
        worked = [t for span in planned.worked for t in range(span.begins, span.ends)]
        for k, rials in enumerate(modes[task.key].payments()):
            period = worked[k] if worked else min(planned.begins, last)
            due[task.project, task.key, period] += _price(problem, rials, period)
    for project in problem.projects:
        per_period = project.keep_safe_rials_per_month / problem.grid.periods_per_month
        is_stopped = project.ref in plan.unfinished and project.stop_value_rials is not None
        is_free = is_stopped or not _costs_open(project)
        open_until = 0 if is_free else plan.finishes.get(project.ref, last + 1)
        for period in range(open_until if per_period > 0 else 0):
            due[project.ref, None, period] += _price(problem, per_period, period)
    return due


def _costs_open(project: Project) -> bool:
    return project.keep_safe_rials_per_month > 0


def _price(problem: Problem, rials: float, period: int) -> int:
    months = period / problem.grid.periods_per_month
    return round(rials * float((1 + problem.price_growth_per_month) ** months))


def _sources(problem: Problem, plan: Plan) -> Iterator[str]:
    spent: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    by_ref = {source.ref: source for source in problem.sources}
    for payment in plan.payments:
        if payment.source not in by_ref:
            yield f"{payment.source}: pays and is no source"
        elif not by_ref[payment.source].pays_for(payment.project):
            yield f"{payment.source}: may not pay for {payment.project}"
        if payment.rials < 0:
            yield f"{payment.source}: pays {payment.rials} rials to {payment.project}"
        spent[payment.source][payment.period] += payment.rials
    for source in problem.sources:
        yield from _source(problem, source, spent[source.ref])


def _source(problem: Problem, source: FundingSource, spent: dict[int, int]) -> Iterator[str]:
    balance = 0
    for period in range(problem.grid.horizon):
        if period in source.lapses:
            balance = 0
        balance += sum(c.payable_rials for c in source.credits if c.period == period)
        balance -= spent.get(period, 0)
        if balance < 0:
            yield f"{source.ref}: is overdrawn by {-balance} rials in period {period}"
            return


def _aim(problem: Problem, plan: Plan) -> Iterator[str]:
    real = objective(problem, plan)
    if abs(real - plan.objective) > TOLERANCE * max(1.0, abs(real)):
        yield f"objective: the plan says {plan.objective}, it is {real}"
    if plan.makespan != max(plan.finishes.values(), default=0):
        yield f"makespan: the plan says {plan.makespan}"
