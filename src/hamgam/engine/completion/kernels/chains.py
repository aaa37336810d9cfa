"""What precedence alone says of every task: its place in the order, and the chains through it."""

from __future__ import annotations

import numpy as np

from hamgam.engine.completion.tables import Ints, Ties
from hamgam.engine.solving.compiled import compiled


@compiled
def topological(ties: Ties) -> Ints:
    """Tasks with predecessors first; shorter than n when some wait for each other in a ring."""
    n = len(ties.pred_from) - 1
    blockers = np.diff(ties.pred_from)
    order = np.zeros(n, np.int64)
    size = 0
    for i in range(n):
        if blockers[i] == 0:
            order[size] = i
            size += 1
    done = 0
    while done < size:
        i = order[done]
        done += 1
        for z in range(ties.succ_from[i], ties.succ_from[i + 1]):
            j = ties.succ[z]
            blockers[j] -= 1
            if blockers[j] == 0:
                order[size] = j
                size += 1
    return order[:size]


@compiled
def offset(ties: Ties, quick: Ints, slow: Ints, i: int, z: int) -> int:
    """Least periods from the start of predecessor entry `z` to the start of task `i`."""
    kind = ties.pred_kind[z]
    before = quick[ties.pred[z]] if kind in (0, 2) else 0
    return int(before + ties.pred_lag[z] - (slow[i] if kind in (2, 3) else 0))


@compiled
def chains(ties: Ties, ready: Ints, quick: Ints, slow: Ints) -> tuple[Ints, Ints]:
    """Earliest start of each task and longest chain from its start to the end of all, (n,) each."""
    order = topological(ties)
    heads, tails = ready.copy(), quick.copy()
    for i in order:
        for z in range(ties.pred_from[i], ties.pred_from[i + 1]):
            after = heads[ties.pred[z]] + offset(ties, quick, slow, i, z)
            heads[i] = max(heads[i], after)
    for i in order[::-1]:
        for z in range(ties.pred_from[i], ties.pred_from[i + 1]):
            j = ties.pred[z]
            tails[j] = max(tails[j], tails[i] + offset(ties, quick, slow, i, z))
    return heads, tails


@compiled
def rests(ties: Ties, project: Ints, quick: Ints, slow: Ints) -> Ints:
    """Least periods from the end of each task to the end of its own project, shape (n,)."""
    rest = np.zeros(len(quick), np.int64)
    tail = quick.copy()
    for i in topological(ties)[::-1]:
        tail[i] = max(tail[i], quick[i] + rest[i])
        for z in range(ties.pred_from[i], ties.pred_from[i + 1]):
            j = ties.pred[z]
            if project[i] != project[j]:
                continue
            kind = ties.pred_kind[z]
            after = ties.pred_lag[z] + (tail[i] if kind in (0, 1) else rest[i])
            if kind in (0, 2):
                rest[j] = max(rest[j], after)
            else:
                rest[j] = max(rest[j], after - slow[j])
                tail[j] = max(tail[j], after)
    return rest
