"""Money in buckets: draw what a task pays, reserve what keeps an open site safe, give it back."""

from __future__ import annotations

import math

from hamgam.engine.completion.kernels.state import Purse
from hamgam.engine.completion.tables import Money, Work
from hamgam.engine.solving.compiled import compiled


@compiled
def segment_begins(t: Money, s: int, b: int) -> int:
    """The first bucket whose money is still there in bucket `b` of source `s`."""
    end = t.segment_ends[s, b]
    while b > 0 and t.segment_ends[s, b - 1] == end:
        b -= 1
    return b


@compiled
def refresh(t: Money, x: Purse, s: int, b: int) -> None:
    """Recompute the room of the segment that holds bucket `b` of source `s`."""
    u = t.segment_ends[s, b] - 1
    least = x.slack[s, u]
    x.room[s, u] = least
    begins = segment_begins(t, s, b)
    for v in range(u - 1, begins - 1, -1):
        least = min(least, x.slack[s, v])
        x.room[s, v] = least


@compiled
def draw(t: Money, x: Purse, s: int, b: int, rials: int) -> None:
    """Take `rials` from source `s` in bucket `b` (a negative amount gives back)."""
    for v in range(b, t.segment_ends[s, b]):
        x.slack[s, v] -= rials
    refresh(t, x, s, b)


@compiled
def price(t: Money, rials: float, period: int) -> int:
    """What an amount at the price base costs in a period, to the nearest rial."""
    return math.floor(float(rials * t.growth[period] + 0.5))


@compiled
def give_back(t: Money, x: Purse, i: int) -> None:
    """Undo every payment recorded for task `i`."""
    begins = t.record_from[i]
    for r in range(begins, begins + x.recorded[i]):
        draw(t, x, x.records[r, 0], x.records[r, 1], -x.records[r, 2])
    x.recorded[i] = 0


@compiled
def pay(t: Money, x: Purse, i: int, period: int, k: int) -> bool:
    """Draw payment `k` of the mode of task `i` in a period; False when money is short."""
    p = t.project[i]
    due = price(t, t.pay_rials[k], period)
    b = t.bucket[period]
    for z in range(t.source_from[p], t.source_from[p + 1]):
        if due <= 0:
            break
        s = t.sources[z]
        part = min(due, x.room[s, b])
        if part > 0:
            draw(t, x, s, b, part)
            r = t.record_from[i] + x.recorded[i]
            x.records[r, 0] = s
            x.records[r, 1] = b
            x.records[r, 2] = part
            x.records[r, 3] = k
            x.recorded[i] += 1
            due -= part
    return due <= 0


@compiled
def pay_task(w: Work, t: Money, x: Purse, i: int, m: int, start: int) -> int:
    """Draw all payments of mode `m` begun at `start`: `start`, or the next start worth trying."""
    q = w.pattern[m]
    period = start
    worked = 0
    for k in range(t.pay_from[m], t.pay_from[m + 1]):
        while worked < t.pay_at[k]:
            period += 1
            worked += 1
            if w.interruptible[i]:
                period = w.next_open[q, period]
        at = min(period, w.horizon - 1)
        if not pay(t, x, i, at, k):
            give_back(t, x, i)
            if w.interruptible[i]:
                return start + 1
            return int(start + t.bucket_begins[t.bucket[at] + 1] - at)
    return start


@compiled
def reserve_safe(t: Money, x: Purse, p: int, until: int) -> None:
    """Reserve what keeps project `p` safe from where it was so far, or as far as money goes."""
    begins = x.safe_until[p]
    x.safe_until[p] = max(begins, until)
    if len(x.safe) == 0 or t.keep_safe[p] <= 0:
        return
    for period in range(begins, until):
        due = price(t, t.keep_safe[p], period)
        b = t.bucket[period]
        for z in range(t.source_from[p], t.source_from[p + 1]):
            s = t.sources[z]
            part = min(due, x.room[s, b])
            if part > 0:
                draw(t, x, s, b, part)
                x.safe[p, s, b] += part
                due -= part
        if due > 0:
            x.safe_until[p] = period
            return


@compiled
def release_safe(t: Money, x: Purse, p: int, instant: int) -> None:
    """Give back what was reserved for project `p` from `instant` on."""
    if len(x.safe) == 0 or t.keep_safe[p] <= 0 or instant >= t.bucket_begins[-1]:
        return
    first = t.bucket[instant]
    keep = 0
    for period in range(t.bucket_begins[first], instant):
        keep += price(t, t.keep_safe[p], period)
    for b in range(first, x.safe.shape[2]):
        for z in range(t.source_from[p], t.source_from[p + 1]):
            s = t.sources[z]
            part = min(keep, x.safe[p, s, b])
            keep -= part
            if x.safe[p, s, b] > part:
                draw(t, x, s, b, part - x.safe[p, s, b])
                x.safe[p, s, b] = part
