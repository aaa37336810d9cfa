"""Money in a constraint model: a cumulative resource, never a reservoir.

A payment holds its amount from the day it falls due until money lapses (or for good); what has not
been released yet is held by blockers. Projects that may draw on the same sources share one pool of
all of them, a relaxation where sources overlap; the exact division is made by the schedule builder.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from hamgam.engine.completion.cpsat.buckets import add_buckets
from hamgam.engine.completion.cpsat.model import Model, steps
from hamgam.engine.completion.tables import Ints

FINEST = 1_000_000
"""Money is counted in such parts of all there is."""

MOST_ENTRIES = 500_000
"""Sums over buckets may hold so many terms together."""

MOST_PAYMENTS = 4
"""A task's payments are gathered into so many at most, each at its last day."""


def add_money(model: Model) -> None:
    """Every pool of sources that free tasks may draw on, as a cumulative resource."""
    scene = model.scene
    money = scene.tables.money
    if money.released.size == 0 or not len(money.pay_at):
        return
    pools = sorted({_sources(model, p) for p in scene.projects})
    for pool in pools:
        tasks = [
            i for i in scene.movable if set(_sources(model, int(money.project[i]))) <= set(pool)
        ]
        if tasks:
            _add_pool(model, list(pool), tasks)


def _sources(model: Model, p: int) -> tuple[int, ...]:
    money = model.scene.tables.money
    return tuple(int(s) for s in money.sources[money.source_from[p] : money.source_from[p + 1]])


def _left(model: Model, pool: list[int]) -> Ints:
    """Rials the pool has in each bucket when the free tasks pay nothing."""
    purse, money = model.scene.state.purse, model.scene.tables.money
    if model.scene.is_whole:
        # what open sites need depends on the plan: left out, so that the bound holds
        return np.asarray(money.released[pool].sum(axis=0))
    left = purse.slack[pool].copy()
    for i in model.scene.movable:
        begins = int(money.record_from[i])
        for s, b, rials, _ in purse.records[begins : begins + int(purse.recorded[i])]:
            if int(s) in pool:
                left[pool.index(int(s)), b : money.segment_ends[s, b]] += rials
    return np.asarray(left.sum(axis=0))


def _ever(model: Model, pool: list[int]) -> Ints:
    """Rials released up to each bucket as if nothing lapsed: a relaxation where the sources of the
    pool lose their money at different times."""
    money = model.scene.tables.money
    released = money.released[pool]
    arrives = released.copy()
    is_one = money.segment_ends[pool, 1:] == money.segment_ends[pool, :-1]
    arrives[:, 1:] -= np.where(is_one, released[:, :-1], 0)
    return np.asarray(arrives.cumsum(axis=1).sum(axis=0))


def _add_pool(model: Model, pool: list[int], tasks: list[int]) -> None:
    money = model.scene.tables.money
    ends = np.unique(money.segment_ends[pool])
    is_same = (money.segment_ends[pool] == money.segment_ends[pool[0]]).all() if pool else True
    is_mixed = model.scene.is_whole and not is_same
    left = np.maximum(_ever(model, pool) if is_mixed else _left(model, pool), 0)
    most = int(left.max())
    unit = max(most // FINEST, 1)
    cuts = [int(money.bucket_begins[b]) for b in ends] if is_same else []
    if _can_tabulate(model, tasks):
        add_buckets(model, tasks, (-(-left // unit), unit), cuts)
        return
    spans, rials = _payments(model, tasks, unit, cuts)
    if not spans:
        return
    missing = -(-most // unit) - -(-left // unit)
    held = np.repeat(missing, np.diff(money.bucket_begins))
    for begins, stop, amount in steps(held):
        spans.append(model.cp.new_fixed_size_interval_var(begins, stop - begins, ""))
        rials.append(amount)
    model.cp.add_cumulative(spans, rials, -(-most // unit))


def _can_tabulate(model: Model, tasks: list[int]) -> bool:
    """Whether a literal per start and a sum per bucket are few enough.

    Asked for the whole problem only. Without them its bound holds when no task may pause and no
    money lapses.
    """
    scene, money = model.scene, model.scene.tables.money
    if not scene.is_whole:
        return False
    modes = [m for i in tasks for m in scene.modes(i)]
    entries = len(modes) * scene.tables.work.horizon * money.released.shape[1]
    if entries <= MOST_ENTRIES:
        return True
    can_pause = any(scene.pauses(i, m) for i in tasks for m in scene.modes(i))
    if can_pause or (money.segment_ends != money.released.shape[1]).any():
        model.is_exact = False
    return False


def _payments(
    model: Model, tasks: list[int], unit: int, cuts: list[int]
) -> tuple[list[Any], list[int]]:
    spans, rials = [], []
    chosen = set(tasks)
    for (i, m), _ in model.spans.items():
        if i not in chosen:
            continue
        for at, amount in _gathered(model, i, m):
            if amount >= unit:
                spans.append(_held(model, (i, m), at, cuts))
                rials.append(amount // unit)
    return spans, rials


def _gathered(model: Model, i: int, m: int) -> list[tuple[int, int]]:
    """Payments of a mode as (worked period, rials of about its time), a few of them."""
    scene, money = model.scene, model.scene.tables.money
    stretch = slice(int(money.pay_from[m]), int(money.pay_from[m + 1]))
    at, rials = money.pay_at[stretch], money.pay_rials[stretch]
    if len(at) == 0:
        return []
    if scene.is_whole:
        period = int(scene.heads[i])
    else:
        period = int(scene.state.start[i]) if scene.state.placed[i] else 0
    last = len(money.growth) - 1
    if scene.is_whole and (np.diff(money.growth) < 0).any():
        factors = np.full(len(at), money.growth.min())
    else:
        factors = money.growth[np.minimum(at + period, last)]
    most = len(at) if scene.is_whole else min(MOST_PAYMENTS, len(at))
    parts = np.array_split(np.arange(len(at)), most)
    priced = np.floor(rials * factors).astype(np.int64)
    return [(int(at[part[-1]]), int(priced[part].sum())) for part in parts]


def _held(model: Model, task: tuple[int, int], at: int, cuts: list[int]) -> Any:
    """The interval over which a payment made `at` periods after the start is counted."""
    i, m = task
    cp, horizon = model.cp, model.scene.tables.work.horizon
    when = model.starts[i] + at
    literal = model.literal(i, m)
    end = horizon + at
    size = end - when
    if len(cuts) > 1:
        end, size = cp.new_int_var(0, end, ""), cp.new_int_var(0, end, "")
        flags = []
        for begins, stop in zip([0, *cuts[:-1]], cuts, strict=True):
            flag = cp.new_bool_var("")
            top = stop - 1 if stop < horizon else horizon + at
            cp.add_linear_constraint(when, begins, top).only_enforce_if(flag)
            cp.add(end == (stop if stop < horizon else horizon + at)).only_enforce_if(flag)
            flags.append(flag)
        cp.add_exactly_one(flags)
    if literal is None:
        return cp.new_interval_var(when, size, end, "")
    return cp.new_optional_interval_var(when, size, end, literal, "")
