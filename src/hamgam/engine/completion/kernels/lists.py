"""A population of activity lists, each child walked through its neighbourhood before it is judged.

Serial generation with forward-backward improvement after Valls, Ballestín and Quintanilla (2005).
A child takes a stretch of one parent in the order of the other, then many short stretches of it are
shuffled one after the other, worse lists taken now and then (simulated annealing at a fixed, low
temperature); it takes the place of its nearer parent when it is not worse. Hundreds of lists have
the same makespan; of two of them the one whose work ends earlier in the mean goes before, for it
leaves more room where the last tasks have to be moved.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from hamgam.engine.completion.kernels.plain import Indices, Plain, Room, justify, new_room
from hamgam.engine.completion.tables import Bools, Floats, Ints
from hamgam.engine.solving.chance import Words, below, chance
from hamgam.engine.solving.compiled import compiled

MEMBERS = 20
PATIENCE = 30
"""Children per member without a better list after which the population is renewed."""
FEWEST_STEPS, MOST_STEPS = 20, 500
"""Steps of a walk: as many at first, and at last."""
SHORTEST, LONGEST = 5, 44
"""Tasks in a stretch that is shuffled."""
WARMTH = 0.3
"""Mean periods by which a list may be worse and yet be walked on from."""
PULL = 0.3
"""Periods of makespan that one period of the mean end of the work is worth."""


class Pool(NamedTuple):
    """A population of activity lists and the room to breed it in."""

    lists: Indices
    """Shape (size, n): each sorted by start, predecessors first."""
    costs: Floats
    best: Ints
    """Makespan of the best list, children since it was found, schedules built, rounds."""
    best_list: Indices
    child: Indices
    here: Indices
    """Where the walk stands."""
    top: Indices
    """The best list of the walk."""
    room: Room
    taken: Bools
    keys: Floats


def new_pool(plain: Plain, size: int = MEMBERS) -> Pool:
    """An empty population; `renew` fills it."""
    n = len(plain.duration)
    best_list, child, here, top = (np.zeros(n, np.uint32) for _ in range(4))
    return Pool(
        lists=np.zeros((size, n), np.uint32),
        costs=np.zeros(size, np.float64),
        best=np.array([1 << 40, 0, 0, 0], np.int64),
        best_list=best_list,
        child=child,
        here=here,
        top=top,
        room=new_room(plain),
        taken=np.zeros(n, np.bool_),
        keys=np.zeros(n, np.float64),
    )


@compiled
def signed(value: Any) -> Any:
    """The number with a sign, so that differences can be negative."""
    return np.int64(value)


@compiled
def judge(plain: Plain, pool: Pool, order: Indices) -> float:
    """What a list costs: its makespan, and a little for work that ends late. The list is justified,
    counted, and kept when its makespan is the best so far."""
    span = signed(justify(plain, pool.room, order))
    pool.best[2] += 3
    if span < pool.best[0]:
        pool.best[0] = span
        pool.best[1] = 0
        pool.best_list[:] = order
    late = 0.0
    for i in range(len(order)):
        late += plain.weight[i] * pool.room.end[i]
    return float(span + PULL * late)


@compiled
def foremost(keys: Floats, ready: Indices, size: int) -> int:
    """Where the largest key stands among the first `size` tasks that can come next."""
    best = 0
    for b in range(1, size):
        if keys[ready[b]] > keys[ready[best]]:
            best = b
    return best


@compiled
def arrange(plain: Plain, pool: Pool, order: Indices, size: int) -> None:
    """Write the tasks that wait into a stretch of a list, the largest key first, as ties allow.

    `room.back` holds for each task 0 (not one of them) or 1 + how many of them it waits for;
    `room.sort` begins with the `size` that wait for none.
    """
    ready, waits = pool.room.sort, pool.room.back
    for a in range(len(order)):
        b = foremost(pool.keys, ready, size)
        i = ready[b]
        size -= 1
        ready[b] = ready[size]
        order[a] = i
        waits[i] = 0
        for z in range(plain.succ_from[i], plain.succ_from[i + 1]):
            j = plain.succ[z]
            if waits[j] > 0:
                waits[j] -= 1
                if waits[j] == 1:
                    ready[size] = j
                    size += 1


@compiled
def random_list(plain: Plain, pool: Pool, rng: Words, noise: float, order: Indices) -> None:
    """A list by longest tail first, blurred by `noise` in [0, 1]."""
    most = max(plain.tail.max(), 1.0)
    size = 0
    for i in range(len(order)):
        pool.keys[i] = (1 - noise) * plain.tail[i] / most + noise * chance(rng)
        pool.room.back[i] = 1 + plain.pred_from[i + 1] - plain.pred_from[i]
        if pool.room.back[i] == 1:
            pool.room.sort[size] = i
            size += 1
    arrange(plain, pool, order, size)


@compiled
def shuffle(plain: Plain, pool: Pool, rng: Words) -> None:
    """Give a short stretch of the child another order."""
    n = len(pool.child)
    length = min(n, SHORTEST + below(rng, LONGEST - SHORTEST + 1))
    begins = below(rng, n - length + 1)
    stretch = pool.child[begins : begins + length]
    pool.room.back[:] = 0
    for a in range(length):
        pool.room.back[stretch[a]] = 1
        pool.keys[stretch[a]] = -a - length * chance(rng)
    size = 0
    # predecessors stand before: they have their number already, and count as waited for
    for i in stretch:
        waits = 1
        for z in range(plain.pred_from[i], plain.pred_from[i + 1]):
            waits += pool.room.back[plain.pred[z]] > 0
        pool.room.back[i] = waits
        if waits == 1:
            pool.room.sort[size] = i
            size += 1
    arrange(plain, pool, stretch, size)


@compiled
def cross(pool: Pool, a: int, b: int, rng: Words) -> None:
    """The child: a stretch of list `a` comes in the order of list `b`."""
    n = len(pool.child)
    length = min(n, 1 + n // 8 + below(rng, max(1, n // 2 - n // 8 + 1)))
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
def walk(plain: Plain, pool: Pool, rng: Words, steps: int, goal: int) -> float:
    """Walk from the child on; the best list of the walk stands in `pool.top`, its cost comes
    back."""
    here = top = judge(plain, pool, pool.child)
    pool.here[:] = pool.child
    pool.top[:] = pool.child
    for _ in range(steps):
        if pool.best[0] <= goal:
            break
        pool.child[:] = pool.here
        shuffle(plain, pool, rng)
        cost = judge(plain, pool, pool.child)
        if cost <= here or cost - here <= -WARMTH * np.log(1e-12 + chance(rng)):
            here = cost
            pool.here[:] = pool.child
        if cost <= top:
            top = cost
            pool.top[:] = pool.child
    return top


@compiled
def renew(plain: Plain, pool: Pool, rng: Words) -> None:
    """Fill the population anew; from the second round on it keeps the best list."""
    for g in range(len(pool.costs)):
        if g == 0 and pool.best[3] > 0:
            pool.lists[0] = pool.best_list
        else:
            random_list(plain, pool, rng, 0.15 + 0.7 * chance(rng), pool.lists[g])
        pool.costs[g] = judge(plain, pool, pool.lists[g])
    pool.best[1] = 0
    pool.best[3] += 1


@compiled
def breed(plain: Plain, pool: Pool, rng: Words, goal: int) -> None:
    """One child and its walk; walks grow longer with the schedules built."""
    size = len(pool.costs)
    a, b, c = below(rng, size), below(rng, size), below(rng, size)
    if pool.costs[c] < pool.costs[a]:
        a = c
    if a == b:
        return
    cross(pool, a, b, rng)
    pool.best[1] += 1
    steps = min(MOST_STEPS, max(FEWEST_STEPS, pool.best[2] // (12 * size)))
    cost = walk(plain, pool, rng, steps, goal)
    loser = b if pool.costs[b] >= pool.costs[a] else a
    if cost <= pool.costs[loser]:
        pool.lists[loser] = pool.top
        pool.costs[loser] = cost


@compiled
def evolve(plain: Plain, pool: Pool, rng: Words, schedules: int, goal: int) -> int:
    """Breed until about `schedules` more are built or the makespan `goal` is met: the best so far.

    A child is never left half walked, so that the answer does not depend on where calls end.
    """
    until = pool.best[2] + schedules
    if pool.best[3] == 0:
        renew(plain, pool, rng)
    while pool.best[2] < until and pool.best[0] > goal:
        if pool.best[1] > PATIENCE * len(pool.costs):
            renew(plain, pool, rng)
        breed(plain, pool, rng, goal)
    return int(pool.best[0])


@compiled
def adopt(plain: Plain, pool: Pool, order: Indices) -> float:
    """Take a list from elsewhere into the population, in place of the least fit."""
    worst = np.argmax(pool.costs)
    pool.child[:] = order
    cost = judge(plain, pool, pool.child)
    if cost <= pool.costs[worst]:
        pool.lists[worst] = pool.child
        pool.costs[worst] = cost
    return cost
