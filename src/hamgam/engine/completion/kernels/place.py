"""Place one task at its earliest start, or take it out again."""

from __future__ import annotations

from hamgam.engine.completion.kernels.money import give_back, pay_task
from hamgam.engine.completion.kernels.state import Crews, State
from hamgam.engine.completion.tables import Tables, Work
from hamgam.engine.solving.compiled import compiled


@compiled
def finish_of(t: Work, i: int, m: int, start: int) -> int:
    """When mode `m` of task `i` ends if begun at `start`; -1: not before the horizon."""
    left = t.duration[m]
    q = t.pattern[m]
    u = start
    while left > 0:
        if u >= t.horizon:
            return -1
        there = t.run[q, u]
        if there >= left:
            return int(u + left)
        if not t.interruptible[i]:
            return -1
        left += t.closing[i] - there
        u = t.next_open[q, u + there]
    return int(u)


@compiled
def next_start(t: Work, i: int, m: int, start: int) -> int:
    """The first start at or after `start` at which the pattern lets mode `m` run; -1: none."""
    need = t.duration[m]
    if need == 0:
        return start if start <= t.horizon else -1
    q = t.pattern[m]
    u = start
    while u < t.horizon:
        u = t.next_open[q, u]
        if u >= t.horizon:
            return -1
        if t.interruptible[i] or t.run[q, u] >= need:
            return int(u)
        u += t.run[q, u]
    return -1


@compiled
def clash(t: Work, x: Crews, i: int, m: int, u: int) -> bool:
    """Whether period `u` lacks a crew of mode `m`, or a group is held by another member."""
    for z in range(t.demand_from[m], t.demand_from[m + 1]):
        c = t.demand_crew[z]
        if x.used[c, u] + t.demand_units[z] > t.capacity[c, u]:
            return True
    for z in range(t.apart_from[i], t.apart_from[i + 1]):
        holder = x.holder[t.apart_group[z], u]
        if holder not in (-1, t.apart_member[z]):
            return True
    return False


@compiled
def last_clash(t: Work, x: Crews, i: int, m: int, span: tuple[int, int]) -> int:
    """The last worked period of the span that clashes; -1: none."""
    q = t.pattern[m]
    for u in range(span[1] - 1, span[0] - 1, -1):
        if t.run[q, u] > 0 and clash(t, x, i, m, u):
            return u
    return -1


@compiled
def occupy(t: Work, x: State, i: int, sign: int) -> None:
    """Book (1) or free (-1) the crews and groups of a placed task."""
    m = x.mode[i]
    q = t.pattern[m]
    for u in range(x.start[i], x.finish[i]):
        if t.run[q, u] == 0:
            continue
        for z in range(t.demand_from[m], t.demand_from[m + 1]):
            x.crews.used[t.demand_crew[z], u] += sign * t.demand_units[z]
        for z in range(t.apart_from[i], t.apart_from[i + 1]):
            g = t.apart_group[z]
            x.crews.held[g, u] += sign
            x.crews.holder[g, u] = t.apart_member[z] if x.crews.held[g, u] > 0 else -1


@compiled
def earliest(t: Tables, x: State, i: int) -> tuple[int, int]:
    """The earliest start and the earliest finish the predecessors allow; start -1: one is out."""
    start = max(t.ready[i], x.floor[i])
    finish = 0
    for z in range(t.ties.pred_from[i], t.ties.pred_from[i + 1]):
        j = t.ties.pred[z]
        if not x.placed[j]:
            return -1, 0
        kind = t.ties.pred_kind[z]
        end = x.finish[j] if kind in (0, 2) else x.start[j]
        if kind in (0, 1):
            start = max(start, end + t.ties.pred_lag[z])
        else:
            finish = max(finish, end + t.ties.pred_lag[z])
    return start, finish


@compiled
def place(t: Tables, x: State, i: int) -> bool:
    """Put task `i` at its earliest start in its mode; False when it does not fit the horizon."""
    start, finish = earliest(t, x, i)
    m = x.mode[i]
    while start >= 0:
        start = next_start(t.work, i, m, start)
        if start < 0:
            return False
        end = finish_of(t.work, i, m, start)
        if end < 0:
            start = start + 1 if t.work.interruptible[i] else -1
            continue
        if end < finish:
            start += 1 if t.work.interruptible[i] else finish - end
            continue
        u = last_clash(t.work, x.crews, i, m, (start, end))
        if u >= 0:
            start = u + 1
            continue
        retry = pay_task(t.work, t.money, x.purse, i, m, start)
        if retry == start:
            x.start[i] = start
            x.finish[i] = end
            x.placed[i] = True
            occupy(t.work, x, i, 1)
            return True
        start = retry
    return False


@compiled
def take_out(t: Tables, x: State, i: int) -> None:
    """Remove a placed task with its crews and payments."""
    if x.placed[i]:
        occupy(t.work, x, i, -1)
        give_back(t.money, x.purse, i)
        x.placed[i] = False
