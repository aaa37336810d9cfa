"""Orders that people use or that theory knows: the baselines, and where the search begins."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

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
    first = tables.work.mode_from[:-1]
    shares = np.zeros((len(tables.unfinished), tables.work.capacity.shape[0] + 1))
    there = np.maximum(tables.work.capacity.sum(axis=1), 1)
    for i, m in enumerate(first):
        for z in range(tables.work.demand_from[m], tables.work.demand_from[m + 1]):
            crew = tables.work.demand_crew[z]
            work = tables.work.demand_units[z] * tables.work.duration[m]
            shares[tables.project[i], crew] += work / there[crew]
        money = tables.money.pay_rials[
            tables.money.pay_from[m] : tables.money.pay_from[m + 1]
        ].sum()
        shares[tables.project[i], -1] += money
    shares[:, -1] /= max(float(tables.money.released.max(axis=1, initial=0).sum()), 1.0)
    return np.asarray(np.maximum(shares.max(axis=1), 1e-12), dtype=np.float64)


def heads_and_tails(tables: Tables) -> tuple[Ints, Ints]:
    """Earliest start of each task and longest chain from its start to the end of all.

    Both ignore crews, money and forbidden periods, and take the quickest mode; lags count. Lower
    bounds, in O(n + e).
    """
    order = topological(tables)
    quick, slow = durations(tables)
    heads = tables.ready.copy()
    for i in order:
        for z in range(tables.ties.pred_from[i], tables.ties.pred_from[i + 1]):
            j = int(tables.ties.pred[z])
            heads[i] = max(heads[i], heads[j] + _offset(tables, (quick, slow), i, z))
    tails = quick.copy()
    for i in reversed(order):
        for z in range(tables.ties.pred_from[i], tables.ties.pred_from[i + 1]):
            j = int(tables.ties.pred[z])
            tails[j] = max(tails[j], tails[i] + _offset(tables, (quick, slow), i, z))
    return heads, tails


def rests(tables: Tables) -> Ints:
    """Least periods from the end of each task to the end of its own project, shape (n,)."""
    quick, slow = durations(tables)
    ties = tables.ties
    rest = np.zeros(len(quick), np.int64)
    tail = quick.copy()
    for i in reversed(topological(tables)):
        tail[i] = max(tail[i], quick[i] + rest[i])
        for z in range(ties.pred_from[i], ties.pred_from[i + 1]):
            j, kind = int(ties.pred[z]), int(ties.pred_kind[z])
            if tables.project[i] != tables.project[j]:
                continue
            after = int(ties.pred_lag[z] + (tail[i] if kind in (0, 1) else rest[i]))
            if kind in (0, 2):
                rest[j] = max(rest[j], after)
            else:
                rest[j] = max(rest[j], after - slow[j])
                tail[j] = max(tail[j], after)
    return rest


def durations(tables: Tables) -> tuple[Ints, Ints]:
    """The least and the greatest duration among the modes of each task, shape (n,) each.

    A task that may pause can take up to the whole horizon.
    """
    of_task = [tables.work.duration[a:b] for a, b in pairwise(tables.work.mode_from)]
    longest = np.array([d.max() for d in of_task])
    longest[tables.work.interruptible] = tables.work.horizon
    return np.array([d.min() for d in of_task]), longest


def crew_bound(tables: Tables) -> int:
    """Least makespan by the work of each crew: of the tasks that cannot start before some instant
    and leave some periods after them, their work at full capacity between the two.

    Where a task has several modes the one with the least work counts. O(crews · n²).
    """
    heads, rest = heads_and_tails(tables)[0], rests(tables)
    bound = 0
    for crew, units in enumerate(tables.work.capacity.max(axis=1)):
        work = _crew_work(tables, crew)
        users = np.flatnonzero(work)
        if not len(users) or units <= 0:
            continue
        for after in np.unique(rest[users]):
            late = users[rest[users] >= after]
            late = late[np.argsort(-heads[late], kind="stable")]
            spans = heads[late] + -(-np.cumsum(work[late]) // units) + after
            bound = max(bound, int(spans.max()))
    return bound


def _crew_work(tables: Tables, crew: int) -> Ints:
    """Unit periods of a crew that each task takes at least, shape (n,)."""
    work, demand_from = tables.work, tables.work.demand_from
    of_mode = np.zeros(len(work.duration), np.int64)
    owner = np.repeat(np.arange(len(of_mode)), np.diff(demand_from))
    own = work.demand_crew == crew
    of_mode[owner[own]] = work.demand_units[own] * work.duration[owner[own]]
    return np.minimum.reduceat(of_mode, work.mode_from[:-1])


def _offset(tables: Tables, ends: tuple[Ints, Ints], i: int, z: int) -> int:
    """Least periods from the start of predecessor entry `z` to the start of task `i`."""
    kind, lag = int(tables.ties.pred_kind[z]), int(tables.ties.pred_lag[z])
    before = int(ends[0][tables.ties.pred[z]]) if kind in (0, 2) else 0
    return before + lag - (int(ends[1][i]) if kind in (2, 3) else 0)


def topological(tables: Tables) -> Sequence[int]:
    """Tasks with predecessors first; shorter than n when some wait for each other in a ring."""
    blockers = np.diff(tables.ties.pred_from).copy()
    ready = [i for i in range(len(blockers)) if blockers[i] == 0]
    order = []
    while ready:
        i = ready.pop()
        order.append(i)
        for z in range(tables.ties.succ_from[i], tables.ties.succ_from[i + 1]):
            j = int(tables.ties.succ[z])
            blockers[j] -= 1
            if blockers[j] == 0:
                ready.append(j)
    return order


def _slack(problem: Problem, tables: Tables, heads: Ints, tails: Ints) -> Floats:
    """Slack against the soft date, or else against the longest chain of all, heads as tie-break."""
    longest = int((heads + tails).max())
    due = np.array([longest if p.due is None else p.due for p in problem.projects])
    slack = due[tables.project] - heads - tails
    return np.asarray(slack * float(longest + 2) + heads, dtype=np.float64)
