"""Money in a model of the whole problem: one literal per start, one sum per bucket.

Every payment counts in its true period and at its true price, pauses and growth included, and the
sums are strong in the linear relaxation: a tight bound where money decides.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from hamgam.engine.completion.cpsat.model import Model
from hamgam.engine.completion.tables import Ints


def add_buckets(model: Model, tasks: list[int], there: tuple[Ints, int], cuts: list[int]) -> None:
    """What the tasks have paid since the last lapse never exceeds what is there, in any bucket.

    `there` holds the money of each bucket, in units of so many rials; `cuts` are the periods at
    which money lapses (or the horizon).
    """
    left, unit = there
    sums: list[list[Any]] = [[] for _ in left]
    chosen = set(tasks)
    for i, m in model.spans:
        if i not in chosen:
            continue
        starts, literals = _literals(model, i, m)
        spent = _spent(model, (i, m), unit, cuts)
        for b, terms in enumerate(sums):
            for start, literal in zip(starts, literals, strict=True):
                if spent[b, start] > 0:
                    terms.append(int(spent[b, start]) * literal)
    for terms, most in zip(sums, left, strict=True):
        if terms:
            model.cp.add(sum(terms) <= int(most))


def _literals(model: Model, i: int, m: int) -> tuple[list[int], list[Any]]:
    """The starts of a mode with a literal for each, exactly one of them true where it is taken."""
    cp, literal = model.cp, model.literal(i, m)
    starts = [int(s) for s in model.scene.starts(i, m)]
    literals = [cp.new_bool_var(f"s{i}_{m}_{s}") for s in starts]
    if literal is None:
        cp.add_exactly_one(literals)
    else:
        cp.add(sum(literals) == literal)
    for start, one in zip(starts, literals, strict=True):
        cp.add(model.starts[i] == start).only_enforce_if(one)
    return starts, literals


def _spent(model: Model, task: tuple[int, int], unit: int, cuts: list[int]) -> Ints:
    """Units paid since the last lapse up to each bucket, rounded down: by start, (b, h + 1)."""
    i, m = task
    money, work = model.scene.tables.money, model.scene.tables.work
    buckets = len(money.bucket_begins) - 1
    segment = np.searchsorted(np.array(cuts or [work.horizon]), money.bucket_begins[:-1], "right")
    paid = np.zeros((buckets, work.horizon + 1))
    rows = np.arange(work.horizon + 1)
    periods = _worked_periods(model, i, m)
    for k in range(int(money.pay_from[m]), int(money.pay_from[m + 1])):
        at = np.minimum(periods[int(money.pay_at[k])], work.horizon - 1)
        np.add.at(paid, (money.bucket[at], rows), money.pay_rials[k] * money.growth[at])
    for b in range(1, buckets):
        if segment[b] == segment[b - 1]:
            paid[b] += paid[b - 1]
    return (paid // unit).astype(np.int64)


def _worked_periods(model: Model, i: int, m: int) -> list[Ints]:
    """For each worked period of a mode, the period it falls in by start, shape (h + 1,) each."""
    work = model.scene.tables.work
    now = np.arange(work.horizon + 1)
    periods = [now]
    for _ in range(1, int(work.duration[m])):
        now = np.minimum(now + 1, work.horizon)
        if work.interruptible[i]:
            now = work.next_open[work.pattern[m], now]
        periods.append(now)
    return periods
