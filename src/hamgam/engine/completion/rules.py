"""Orders that people use or that theory knows: the baselines, and where the search begins."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from hamgam.engine.completion.problem import Objective, Problem
from hamgam.engine.completion.tables import Floats, Ints, Tables


class Rule(StrEnum):
    """How to order half-finished projects without searching."""

    PERCENT_COMPLETE = "percent_complete"
    """The furthest advanced first: today's practice."""
    MINIMUM_SLACK = "minimum_slack"
    """The task that can wait least first: what project tools do when they level crews."""
    SMITH = "smith"
    """Most benefit a month per remaining rial (or per crew time) first: Smith's rule."""


def keys_of(problem: Problem, tables: Tables, rule: Rule) -> Floats:
    """One key per task, shape (n,); lower comes first."""
    heads, tails = heads_and_tails(tables)
    if rule is Rule.MINIMUM_SLACK:
        return _slack(problem, tables, heads, tails)
    if rule is Rule.PERCENT_COMPLETE:
        merit = np.array([-project.physical_share for project in problem.projects])
    else:
        merit = burdens(tables) / np.maximum(monthly_worths(problem), 1e-9)
    rank = np.empty(len(merit))
    rank[np.argsort(merit, kind="stable")] = np.arange(len(merit))
    return np.asarray(rank[tables.project] * float(heads.max() + 2) + heads, dtype=np.float64)


def monthly_worths(problem: Problem) -> Floats:
    """What a month of delay costs, per project (the weight where delay is the objective)."""
    if problem.objective is not Objective.VALUE:
        return np.array([float(project.weight) for project in problem.projects])
    return np.array(
        [
            project.chance * project.benefit_rials_per_month
            + project.keep_safe_rials_per_month
            + project.delay_cost_rials_per_month
            for project in problem.projects
        ]
    )


def burdens(tables: Tables) -> Floats:
    """How much of the scarcest means each project takes, as a share of all there is, shape (p,)."""
    count = tables.work.capacity.shape[0]
    there = np.maximum(tables.work.capacity.sum(axis=1), 1)
    first = tables.work.mode_from[:-1]
    shares = np.zeros((len(tables.unfinished), count + 1))
    for crew in range(count):
        work = crew_work(tables, crew)[first]
        shares[:, crew] = np.bincount(tables.project, work, len(shares)) / there[crew]
    owner = np.repeat(np.arange(len(tables.work.duration)), np.diff(tables.money.pay_from))
    rials = np.bincount(owner, tables.money.pay_rials, len(tables.work.duration))[first]
    shares[:, -1] = np.bincount(tables.project, rials, len(shares))
    shares[:, -1] /= max(float(tables.money.released.max(axis=1, initial=0).sum()), 1.0)
    return np.asarray(np.maximum(shares.max(axis=1), 1e-12), dtype=np.float64)


def heads_and_tails(tables: Tables) -> tuple[Ints, Ints]:
    """Earliest start of each task and longest chain from its start to the end of all.

    Both ignore crews, money and forbidden periods, and take the quickest mode; lags count. Lower
    bounds, in O(n + e).
    """
    from hamgam.engine.completion.kernels.chains import chains

    return chains(tables.ties, tables.ready, *durations(tables))


def earliest_ends(tables: Tables) -> Ints:
    """The earliest finish of each project by precedence and readiness alone, shape (p,)."""
    ready = heads_and_tails(tables)[0] + durations(tables)[0]
    ends = np.zeros(len(tables.unfinished), np.int64)
    np.maximum.at(ends, tables.project, ready)
    return ends


def rests(tables: Tables) -> Ints:
    """Least periods from the end of each task to the end of its own project, shape (n,)."""
    from hamgam.engine.completion.kernels.chains import rests as found

    return found(tables.ties, tables.project, *durations(tables))


def topological(tables: Tables) -> Ints:
    """Tasks with predecessors first; shorter than n when some wait for each other in a ring."""
    from hamgam.engine.completion.kernels.chains import topological as found

    return found(tables.ties)


def durations(tables: Tables) -> tuple[Ints, Ints]:
    """The least and the greatest duration among the modes of each task, shape (n,) each.

    A task that may pause can take up to the whole horizon.
    """
    begins = tables.work.mode_from[:-1]
    longest = np.maximum.reduceat(tables.work.duration, begins)
    longest[tables.work.interruptible] = tables.work.horizon
    return np.minimum.reduceat(tables.work.duration, begins), longest


def crew_bound(tables: Tables) -> int:
    """Least makespan by the work of each crew: of the tasks that cannot start before some instant
    and leave some periods after them, their work at full capacity between the two.

    Where a task has several modes the one with the least work counts. O(crews · n²).
    """
    heads, rest = heads_and_tails(tables)[0], rests(tables)
    bound = 0
    for crew, units in enumerate(tables.work.capacity.max(axis=1)):
        work = np.minimum.reduceat(crew_work(tables, crew), tables.work.mode_from[:-1])
        users = np.flatnonzero(work)
        if not len(users) or units <= 0:
            continue
        for after in np.unique(rest[users]):
            late = users[rest[users] >= after]
            late = late[np.argsort(-heads[late], kind="stable")]
            spans = heads[late] + -(-np.cumsum(work[late]) // units) + after
            bound = max(bound, int(spans.max()))
    return bound


def crew_work(tables: Tables, crew: int) -> Ints:
    """Unit periods of a crew that each mode takes, shape (m,)."""
    work, demand_from = tables.work, tables.work.demand_from
    taken = np.zeros(len(work.duration), np.int64)
    owner = np.repeat(np.arange(len(taken)), np.diff(demand_from))
    own = work.demand_crew == crew
    taken[owner[own]] = work.demand_units[own] * work.duration[owner[own]]
    return taken


def _slack(problem: Problem, tables: Tables, heads: Ints, tails: Ints) -> Floats:
    """Slack against the soft date, or else against the longest chain of all, heads as tie-break."""
    longest = int((heads + tails).max())
    due = np.array([longest if p.due is None else p.due for p in problem.projects])
    slack = due[tables.project] - heads - tails
    return np.asarray(slack * float(longest + 2) + heads, dtype=np.float64)
