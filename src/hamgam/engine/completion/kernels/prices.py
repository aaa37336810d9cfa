"""What each project would do if it could buy crews and money at given prices: the heart of the
bound."""

from __future__ import annotations

from typing import NamedTuple

from hamgam.engine.completion.kernels.place import finish_of
from hamgam.engine.completion.tables import Floats, Ints, Tables
from hamgam.engine.solving.compiled import compiled

INFINITE = 1e300


class Prices(NamedTuple):
    """Prices of a unit of each crew in each period and of a rial of each source in each bucket."""

    crew_sums: Floats
    """Shape (k, h + 1): prices summed from period 0 up to each instant."""
    rial: Floats
    """Shape (p, h): the cheapest rial each project can draw in each period, growth included."""


class Reply(NamedTuple):
    """What the projects take at those prices, and room to work it out."""

    use: Floats
    """Shape (k, h)."""
    pay: Floats
    """Shape (p, h): rials of the period, growth included."""
    finish: Ints
    """Finish of each project; -1: better left unfinished."""
    start: Ints
    """Start of each task; that of the last reply where its project is left unfinished."""
    way: Ints
    """Mode of each task, the same way."""
    cost: Floats
    """Shape (tasks of the largest project, h + 1): least cost of ending by each instant."""
    begin: Ints
    mode: Ints
    total: Floats


class Chains(NamedTuple):
    """What precedence alone says of each task."""

    head: Ints
    """Its earliest start."""
    rest: Ints
    """Least periods from its end to the end of its project."""


@compiled
def price_start(t: Tables, g: Prices, i: int, m: int, s: int) -> float:
    """What mode `m` of task `i` begun at `s` costs; where it may pause, its crews are free."""
    work, money = t.work, t.money
    total = 0.0
    if not work.interruptible[i]:
        for z in range(work.demand_from[m], work.demand_from[m + 1]):
            c = work.demand_crew[z]
            spent = g.crew_sums[c, s + work.duration[m]] - g.crew_sums[c, s]
            total += work.demand_units[z] * spent
    p = t.project[i]
    period = s
    worked = 0
    for k in range(money.pay_from[m], money.pay_from[m + 1]):
        while worked < money.pay_at[k]:
            period += 1
            worked += 1
            if work.interruptible[i]:
                period = work.next_open[work.pattern[m], period]
        total += money.pay_rials[k] * g.rial[p, min(period, work.horizon - 1)]
    return total


@compiled
def price_mode(t: Tables, g: Prices, x: Reply, task: tuple[int, int, int], head: int) -> None:
    """Enter into a row what mode `m` of task `i` costs at each end it can have."""
    i, m, row = task
    work = t.work
    need = work.duration[m]
    wanted = 1 if work.interruptible[i] and need > 0 else need
    for s in range(head, work.horizon + 1 - need):
        if work.run[work.pattern[m], s] < wanted:
            continue
        end = finish_of(work, i, m, s)
        if end < 0:
            continue
        cost = price_start(t, g, i, m, s)
        if cost < x.cost[row, end]:
            x.cost[row, end] = cost
            x.begin[row, end] = s
            x.mode[row, end] = m


@compiled
def price_task(t: Tables, g: Prices, c: Chains, x: Reply, i: int, row: int) -> None:
    """Fill a row: the least cost of task `i` ending by each instant, and how."""
    x.cost[row].fill(INFINITE)
    for m in range(t.work.mode_from[i], t.work.mode_from[i + 1]):
        price_mode(t, g, x, (i, m, row), c.head[i])
    for e in range(1, t.work.horizon + 1):
        if x.cost[row, e - 1] <= x.cost[row, e]:
            x.cost[row, e] = x.cost[row, e - 1]
            x.begin[row, e] = x.begin[row, e - 1]
            x.mode[row, e] = x.mode[row, e - 1]


@compiled
def best_finish(t: Tables, c: Chains, x: Reply, p: int, safe: Floats) -> tuple[int, float]:
    """The finish of project `p` that is worth most after its costs, and what that is worth."""
    h = t.work.horizon
    for e in range(h + 1):
        x.total[e] = t.worth[p, e] - safe[e]
    for z in range(t.project_from[p], t.project_from[p + 1]):
        row = z - t.project_from[p]
        rest = c.rest[t.project_tasks[z]]
        for e in range(h + 1):
            at = e - rest
            x.total[e] -= x.cost[row, at] if at >= 0 else INFINITE
    best = 0
    for e in range(1, h + 1):
        if x.total[e] > x.total[best]:
            best = e
    return best, x.total[best]


@compiled
def take(t: Tables, c: Chains, x: Reply, p: int, end: int) -> None:
    """Book what project `p` uses and pays when it finishes at `end`."""
    work, money = t.work, t.money
    for z in range(t.project_from[p], t.project_from[p + 1]):
        i = t.project_tasks[z]
        row = z - t.project_from[p]
        m = x.mode[row, end - c.rest[i]]
        s = x.begin[row, end - c.rest[i]]
        x.start[i] = s
        x.way[i] = m
        if not work.interruptible[i]:
            for y in range(work.demand_from[m], work.demand_from[m + 1]):
                for u in range(s, s + work.duration[m]):
                    x.use[work.demand_crew[y], u] += work.demand_units[y]
        period = s
        worked = 0
        for k in range(money.pay_from[m], money.pay_from[m + 1]):
            while worked < money.pay_at[k]:
                period += 1
                worked += 1
                if work.interruptible[i]:
                    period = work.next_open[work.pattern[m], period]
            at = min(period, work.horizon - 1)
            x.pay[p, at] += money.pay_rials[k] * money.growth[at]


@compiled
def guard(t: Tables, g: Prices, p: int, safe: Floats) -> None:
    """What keeping the site of project `p` safe costs up to each instant."""
    safe[0] = 0.0
    for u in range(t.work.horizon):
        safe[u + 1] = safe[u] + t.money.keep_safe[p] * g.rial[p, u]


@compiled
def reply(t: Tables, g: Prices, c: Chains, x: Reply, safe: Floats) -> float:
    """What all projects together are worth at these prices, each doing its best alone."""
    x.use.fill(0.0)
    x.pay.fill(0.0)
    total = 0.0
    for p in range(len(t.unfinished)):
        for z in range(t.project_from[p], t.project_from[p + 1]):
            price_task(t, g, c, x, t.project_tasks[z], z - t.project_from[p])
        guard(t, g, p, safe)
        end, worth = best_finish(t, c, x, p, safe)
        is_open = t.unfinished[p] != 0
        left = t.unfinished[p] - (safe[t.work.horizon] if is_open else 0.0)
        if worth < left and t.may_drop[p]:
            x.finish[p] = -1
            total += left
            end = t.work.horizon if is_open else 0
        else:
            x.finish[p] = end
            total += worth
            take(t, c, x, p, end)
        for u in range(end):
            x.pay[p, u] += t.money.keep_safe[p] * t.money.growth[u]
    return total
