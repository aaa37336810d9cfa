"""One project, fixed crews, shortest makespan: activity lists, double justification, a population.

Serial generation with forward-backward improvement after Valls, Ballestín and Quintanilla (2005);
a steady population in which a child takes the place of its nearer parent when it is not worse.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from hamgam.engine.completion.tables import Bools, Floats, Ints
from hamgam.engine.solving.chance import Words, below, chance
from hamgam.engine.solving.compiled import compiled


class Plain(NamedTuple):
    """A problem with finish-start ties only, constant crews and one mode per task."""

    duration: Ints
    demand: Ints
    """Shape (n, k)."""
    capacity: Ints
    pred_from: Ints
    pred: Ints
    succ_from: Ints
    succ: Ints
    tail: Ints
    """Longest chain of durations from the start of each task to the end of all."""
    horizon: int


class Pool(NamedTuple):
    """A population of activity lists and the room to breed it in."""

    lists: Ints
    """Shape (size, n): each sorted by start, predecessors first."""
    spans: Ints
    best: Ints
    """Makespan of the best list, children since it was found, schedules built, rounds."""
    best_list: Ints
    best_start: Ints
    child: Ints
    start: Ints
    mirror: Ints
    used: Ints
    taken: Bools
    keys: Floats
    sort: Ints


def new_pool(plain: Plain, size: int) -> Pool:
    """An empty population; `renew` fills it."""
    n, k = plain.demand.shape
    return Pool(
        lists=np.zeros((size, n), np.int64),
        spans=np.zeros(size, np.int64),
        best=np.array([1 << 40, 0, 0, 0], np.int64),
        best_list=np.zeros(n, np.int64),
        best_start=np.zeros(n, np.int64),
        child=np.zeros(n, np.int64),
        start=np.zeros(n, np.int64),
        mirror=np.zeros(n, np.int64),
        used=np.zeros((plain.horizon + 1, k), np.int64),
        taken=np.zeros(n, np.bool_),
        keys=np.zeros(n, np.float64),
        sort=np.zeros(n, np.int64),
    )


@compiled
def fit(plain: Plain, used: Ints, i: int, t: int) -> int:
    """The first start at or after `t` at which all crews of task `i` are free throughout."""
    u = t
    start = t
    end = t + plain.duration[i]
    while u < end:
        for k in range(len(plain.capacity)):
            if used[u, k] + plain.demand[i, k] > plain.capacity[k]:
                start = u + 1
                end = start + plain.duration[i]
                break
        u += 1
    return start


@compiled
def book(plain: Plain, used: Ints, i: int, t: int) -> None:
    """Use the crews of task `i` from `t` on."""
    for u in range(t, t + plain.duration[i]):
        for k in range(len(plain.capacity)):
            used[u, k] += plain.demand[i, k]


@compiled
def forward(plain: Plain, used: Ints, order: Ints, start: Ints) -> int:
    """Serial generation in the order given: starts are written, the makespan comes back."""
    used[:, :] = 0
    span = 0
    for i in order:
        t = 0
        for z in range(plain.pred_from[i], plain.pred_from[i + 1]):
            j = plain.pred[z]
            t = max(t, start[j] + plain.duration[j])
        t = fit(plain, used, i, t)
        start[i] = t
        book(plain, used, i, t)
        span = max(span, t + plain.duration[i])
    return span


@compiled
def backward(plain: Plain, used: Ints, order: Ints, start: Ints) -> None:
    """The same on the mirrored axis: successors first."""
    used[:, :] = 0
    for i in order:
        t = 0
        for z in range(plain.succ_from[i], plain.succ_from[i + 1]):
            j = plain.succ[z]
            t = max(t, start[j] + plain.duration[j])
        t = fit(plain, used, i, t)
        start[i] = t
        book(plain, used, i, t)


@compiled
def sort_by(keys: Floats, order: Ints) -> None:
    """Tasks by rising key (ties by number): insertion into a nearly sorted list."""
    for a in range(1, len(order)):
        i = order[a]
        b = a
        while b > 0 and keys[order[b - 1]] > keys[i]:
            order[b] = order[b - 1]
            b -= 1
        order[b] = i


@compiled
def justify(plain: Plain, pool: Pool, order: Ints) -> int:
    """Generate, push right, push left: the makespan; `order` becomes the list sorted by start."""
    forward(plain, pool.used, order, pool.start)
    n = len(order)
    for i in range(n):
        pool.keys[i] = -(pool.start[i] + plain.duration[i])
    for a in range(n):
        pool.sort[a] = order[n - 1 - a]
    # with ties the reversed order stands, in which successors come first
    sort_by(pool.keys, pool.sort)
    backward(plain, pool.used, pool.sort, pool.mirror)
    for i in range(n):
        pool.keys[i] = -(pool.mirror[i] + plain.duration[i])
    for a in range(n):
        order[a] = pool.sort[n - 1 - a]
    sort_by(pool.keys, order)
    span = forward(plain, pool.used, order, pool.start)
    for i in range(n):
        pool.keys[i] = pool.start[i]
    sort_by(pool.keys, order)
    return span


@compiled
def foremost(pool: Pool, size: int) -> int:
    """Where the largest key stands among the first `size` of the tasks that can come next."""
    best = 0
    for b in range(1, size):
        if pool.keys[pool.sort[b]] > pool.keys[pool.sort[best]]:
            best = b
    return best


@compiled
def random_list(plain: Plain, pool: Pool, rng: Words, noise: float, order: Ints) -> None:
    """A list by longest tail first, blurred by `noise` in [0, 1]."""
    n = len(order)
    most = max(plain.tail.max(), 1)
    for i in range(n):
        pool.keys[i] = (1 - noise) * plain.tail[i] / most + noise * chance(rng)
        pool.mirror[i] = plain.pred_from[i + 1] - plain.pred_from[i]
    size = 0
    for i in range(n):
        if pool.mirror[i] == 0:
            pool.sort[size] = i
            size += 1
    for a in range(n):
        best = foremost(pool, size)
        i = pool.sort[best]
        size -= 1
        pool.sort[best] = pool.sort[size]
        order[a] = i
        for z in range(plain.succ_from[i], plain.succ_from[i + 1]):
            j = plain.succ[z]
            pool.mirror[j] -= 1
            if pool.mirror[j] == 0:
                pool.sort[size] = j
                size += 1


@compiled
def note(pool: Pool, span: int, order: Ints) -> None:
    """Count a child built, and keep it when it is the best so far."""
    pool.best[1] += 1
    pool.best[2] += 3
    if span < pool.best[0]:
        pool.best[0] = span
        pool.best[1] = 0
        pool.best_list[:] = order
        pool.best_start[:] = pool.start


@compiled
def renew(plain: Plain, pool: Pool, rng: Words) -> None:
    """Fill the population anew; from the second round on it keeps the best list."""
    for g in range(len(pool.spans)):
        if g == 0 and pool.best[3] > 0:
            pool.lists[0] = pool.best_list
            pool.spans[0] = pool.best[0]
            continue
        random_list(plain, pool, rng, 0.15 + 0.7 * chance(rng), pool.lists[g])
        pool.spans[g] = justify(plain, pool, pool.lists[g])
        note(pool, pool.spans[g], pool.lists[g])
    pool.best[1] = 0
    pool.best[3] += 1


@compiled
def cross(pool: Pool, a: int, b: int, rng: Words) -> None:
    """The child: a stretch of list `a` comes in the order of list `b`."""
    n = len(pool.child)
    length = 1 + n // 8 + below(rng, max(1, n // 2 - n // 8 + 1))
    length = min(length, n)
    first = below(rng, n - length + 1)
    pool.taken[:] = False
    k = 0
    for z in range(first):
        pool.child[k] = pool.lists[a, z]
        pool.taken[pool.lists[a, z]] = True
        k += 1
    for z in range(n):
        if k >= first + length:
            break
        i = pool.lists[b, z]
        if not pool.taken[i]:
            pool.child[k] = i
            pool.taken[i] = True
            k += 1
    for z in range(n):
        i = pool.lists[a, z]
        if not pool.taken[i]:
            pool.child[k] = i
            k += 1


@compiled
def mutate(plain: Plain, child: Ints, rng: Words, rate: float) -> None:
    """Swap neighbours in the list where no tie forbids it."""
    for z in range(len(child) - 1):
        if chance(rng) >= rate:
            continue
        i = child[z]
        j = child[z + 1]
        is_free = True
        for h in range(plain.pred_from[j], plain.pred_from[j + 1]):
            if plain.pred[h] == i:
                is_free = False
        if is_free:
            child[z] = j
            child[z + 1] = i


@compiled
def breed(plain: Plain, pool: Pool, rng: Words) -> None:
    """One child: it takes the place of its nearer parent (the less fit of a pair) if not worse."""
    size = len(pool.spans)
    a, b, c = below(rng, size), below(rng, size), below(rng, size)
    if pool.spans[c] < pool.spans[a]:
        a = c
    if a == b:
        return
    cross(pool, a, b, rng)
    mutate(plain, pool.child, rng, 0.05)
    span = justify(plain, pool, pool.child)
    note(pool, span, pool.child)
    loser = b if pool.spans[b] >= pool.spans[a] else a
    if span < pool.spans[loser] or (span == pool.spans[loser] and chance(rng) < 0.5):
        pool.lists[loser] = pool.child
        pool.spans[loser] = span


@compiled
def evolve(plain: Plain, pool: Pool, rng: Words, schedules: int, goal: int) -> int:
    """Breed until `schedules` more are built or the makespan `goal` is met: the best makespan.

    After 60 children per member without a better one the population is renewed.
    """
    until = pool.best[2] + schedules
    if pool.best[3] == 0:
        renew(plain, pool, rng)
    while pool.best[2] < until and pool.best[0] > goal:
        if pool.best[1] > 60 * len(pool.spans):
            renew(plain, pool, rng)
        breed(plain, pool, rng)
    return int(pool.best[0])


@compiled
def adopt(plain: Plain, pool: Pool, order: Ints) -> int:
    """Take a list from elsewhere into the population, in place of the least fit."""
    worst = np.argmax(pool.spans)
    pool.child[:] = order
    span = justify(plain, pool, pool.child)
    note(pool, span, pool.child)
    if span <= pool.spans[worst]:
        pool.lists[worst] = pool.child
        pool.spans[worst] = span
    return span
