"""Serial schedule generation: from an order of tasks to a schedule and what it is worth."""

from __future__ import annotations

from hamgam.engine.completion.kernels.money import release_safe, reserve_safe
from hamgam.engine.completion.kernels.place import place, take_out
from hamgam.engine.completion.kernels.state import Purse, State
from hamgam.engine.completion.tables import Bools, Floats, Ints, Money, Tables, Ties
from hamgam.engine.solving.compiled import compiled

BROKEN = 1e18
"""What a missing project that must be finished costs: more than any plan is worth."""


@compiled
def refill(t: Money, x: Purse) -> None:
    """All money there, nothing paid."""
    for s in range(x.slack.shape[0]):
        least = 0
        for b in range(x.slack.shape[1] - 1, -1, -1):
            x.slack[s, b] = t.released[s, b]
            is_last = t.segment_ends[s, b] == b + 1
            least = x.slack[s, b] if is_last else min(least, x.slack[s, b])
            x.room[s, b] = least
    x.recorded.fill(0)


@compiled
def reset(t: Tables, x: State, wanted: Bools) -> None:
    """An empty schedule in which the wanted projects are to be finished."""
    x.crews.used.fill(0)
    x.crews.holder.fill(-1)
    x.crews.held.fill(0)
    refill(t.money, x.purse)
    x.purse.safe.fill(0)
    x.purse.safe_until.fill(0)
    x.placed.fill(False)
    x.ends.fill(-1)
    for p in range(len(x.chosen)):
        x.chosen[p] = wanted[p] or not t.may_drop[p]
        x.waiting[p] = t.project_from[p + 1] - t.project_from[p]
        if x.chosen[p] or t.unfinished[p] != 0:
            until = x.until[p] if x.chosen[p] else t.work.horizon
            reserve_safe(t.money, x.purse, p, until)


@compiled
def drop(t: Tables, x: State, p: int) -> None:
    """Take project `p` out of the schedule; if it can be stopped its site needs no more money."""
    x.chosen[p] = False
    x.ends[p] = -1
    for z in range(t.project_from[p], t.project_from[p + 1]):
        take_out(t, x, t.project_tasks[z])
    if t.may_drop[p] and t.unfinished[p] == 0:
        release_safe(t.money, x.purse, p, 0)
    else:
        reserve_safe(t.money, x.purse, p, t.work.horizon)


@compiled
def is_needed(t: Tables, x: State, p: int) -> bool:
    """Whether a placed task of another project waits for one of project `p`."""
    for z in range(t.project_from[p], t.project_from[p + 1]):
        i = t.project_tasks[z]
        for y in range(t.ties.succ_from[i], t.ties.succ_from[i + 1]):
            j = t.ties.succ[y]
            if t.project[j] != p and x.placed[j]:
                return True
    return False


@compiled
def complete(t: Tables, x: State, p: int, prune: bool) -> None:
    """Close project `p`, whose tasks are all placed; drop it when it is worth less than leaving."""
    end = 0
    for z in range(t.project_from[p], t.project_from[p + 1]):
        end = max(end, x.finish[t.project_tasks[z]])
    if x.purse.safe_until[p] == x.until[p]:
        reserve_safe(t.money, x.purse, p, end)
    is_late = end > x.purse.safe_until[p]
    is_poor = prune and t.worth[p, end] < t.unfinished[p] and t.may_drop[p]
    if is_late or (is_poor and not is_needed(t, x, p)):
        drop(t, x, p)
        return
    x.ends[p] = end
    release_safe(t.money, x.purse, p, end)


@compiled
def decode(t: Tables, x: State, order: Ints, wanted: Bools, prune: bool) -> float:
    """Build the schedule of an order (predecessors first): its worth, more is better.

    Tasks of projects that are not wanted are left out; a project that does not fit is dropped, and
    so are those that wait for it. Modes and floors are read from the state.
    """
    reset(t, x, wanted)
    for i in order:
        p = t.project[i]
        if not x.chosen[p]:
            continue
        if not place(t, x, i):
            drop(t, x, p)
            continue
        x.waiting[p] -= 1
        if x.waiting[p] == 0:
            complete(t, x, p, prune)
    drop_orphans(t, x)
    return worth_of(t, x)


@compiled
def drop_orphans(t: Tables, x: State) -> None:
    """Drop every project of which a task waits for a task that has been dropped since."""
    again = True
    while again:
        again = False
        for j in range(len(t.project)):
            if not x.placed[j]:
                continue
            for z in range(t.ties.pred_from[j], t.ties.pred_from[j + 1]):
                if not x.placed[t.ties.pred[z]] and x.chosen[t.project[j]]:
                    drop(t, x, t.project[j])
                    again = True


@compiled
def savings(t: Tables, x: State) -> float:
    """Present value of what tasks begun together save."""
    total = 0.0
    for r in range(len(t.saves)):
        a, b, within = t.together[r]
        if x.placed[a] and x.placed[b] and abs(x.start[a] - x.start[b]) <= within:
            total += t.saves[r] * t.discount[max(x.start[a], x.start[b])]
    return total


@compiled
def worth_of(t: Tables, x: State) -> float:
    """The objective of the schedule, more is better; every broken duty costs `BROKEN`."""
    total = 0.0
    last = 0
    for p in range(len(x.ends)):
        if x.ends[p] >= 0:
            total += t.worth[p, x.ends[p]]
            last = max(last, x.ends[p])
        else:
            total += t.unfinished[p]
            unsafe = t.unfinished[p] != 0 and x.purse.safe_until[p] < t.work.horizon
            if unsafe or not t.may_drop[p]:
                total -= BROKEN
    if t.is_makespan:
        total -= last
    return total + savings(t, x)


@compiled
def sink(keys: Floats, heap: Ints, root: int, size: int) -> None:
    """Restore the heap below `root`."""
    while True:
        child = 2 * root + 1
        if child >= size:
            return
        if child + 1 < size and keys[heap[child + 1]] < keys[heap[child]]:
            child += 1
        if keys[heap[root]] <= keys[heap[child]]:
            return
        heap[root], heap[child] = heap[child], heap[root]
        root = child


@compiled
def swim(keys: Floats, heap: Ints, leaf: int) -> None:
    """Restore the heap above `leaf`."""
    while leaf > 0:
        parent = (leaf - 1) // 2
        if keys[heap[parent]] <= keys[heap[leaf]]:
            return
        heap[parent], heap[leaf] = heap[leaf], heap[parent]
        leaf = parent


@compiled
def order_by(t: Ties, keys: Floats, order: Ints, heap: Ints, blockers: Ints) -> int:
    """Tasks by rising key, predecessors always first; how many could be ordered (all: no cycle)."""
    n = len(keys)
    size = 0
    for i in range(n):
        blockers[i] = t.pred_from[i + 1] - t.pred_from[i]
        if blockers[i] == 0:
            heap[size] = i
            swim(keys, heap, size)
            size += 1
    done = 0
    while size > 0:
        i = heap[0]
        size -= 1
        heap[0] = heap[size]
        sink(keys, heap, 0, size)
        order[done] = i
        done += 1
        for z in range(t.succ_from[i], t.succ_from[i + 1]):
            j = t.succ[z]
            blockers[j] -= 1
            if blockers[j] == 0:
                heap[size] = j
                swim(keys, heap, size)
                size += 1
    return done
