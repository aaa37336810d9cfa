"""A problem as flat arrays, the form the compiled kernels read.

Rows of "…_from" arrays point into the flat arrays beside them (entry i owns the stretch from[i] to
from[i + 1]).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hamgam.engine.completion.problem import Relation

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

RELATIONS = tuple(Relation)


class Work(NamedTuple):
    """When tasks can be worked, how, and with which crews."""

    horizon: int
    interruptible: Bools
    closing: Ints
    mode_from: Ints
    duration: Ints
    demand_from: Ints
    demand_crew: Ints
    demand_units: Ints
    pattern: Ints
    run: Ints
    """Shape (q, h + 1): how many periods in a row can be worked from each on."""
    next_open: Ints
    """Shape (q, h + 1): the first period at or after each that can be worked; h: none."""
    capacity: Ints
    """Shape (k, h)."""
    apart_from: Ints
    apart_group: Ints
    apart_member: Ints
    apart_groups: int


class Money(NamedTuple):
    """What tasks and open sites pay, and the sources that may pay for each project."""

    project: Ints
    pay_from: Ints
    pay_at: Ints
    """Which worked period of its mode a payment falls due in."""
    pay_rials: Ints
    growth: Floats
    bucket: Ints
    bucket_begins: Ints
    """Shape (b + 1,): the last is the horizon."""
    released: Ints
    """Shape (s, b): money there is since the last lapse."""
    segment_ends: Ints
    """Shape (s, b): the bucket after the last before money lapses."""
    source_from: Ints
    sources: Ints
    keep_safe: Floats
    """Rials at the price base per period and project."""
    record_from: Ints
    """Shape (n + 1,): room for the records of each task's payments."""


class Ties(NamedTuple):
    """Who waits for whom."""

    pred_from: Ints
    pred: Ints
    pred_kind: Ints
    """An index into `RELATIONS`."""
    pred_lag: Ints
    succ_from: Ints
    succ: Ints


class Tables(NamedTuple):
    """Everything a kernel reads and never writes.

    Sizes: n tasks, m modes (of all tasks), p projects, k crews, s sources, b money buckets
    (stretches of periods in which no money arrives), h horizon, q patterns (which periods can be
    worked), g groups kept apart. The parts keep small the functions that need only one of them.
    """

    work: Work
    money: Money
    ties: Ties
    is_makespan: bool
    project: Ints
    ready: Ints
    project_from: Ints
    project_tasks: Ints
    worth: Floats
    """Shape (p, h + 1): what a finish at each instant adds."""
    unfinished: Floats
    may_drop: Bools
    together: Ints
    """Shape (pairs, 3): task, task, within."""
    saves: Floats
    discount: Floats
