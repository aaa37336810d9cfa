"""The schedule under construction, as arrays a kernel writes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from hamgam.engine.completion.tables import Bools, Ints, Tables


class Crews(NamedTuple):
    """What is booked, shapes (k, h) and (g, h)."""

    used: Ints
    holder: Ints
    """Which member of a group is worked on in a period; -1: none."""
    held: Ints


class Purse(NamedTuple):
    """What is paid and reserved."""

    slack: Ints
    """Shape (s, b): money released less money drawn, since the last lapse."""
    room: Ints
    """Shape (s, b): what can be drawn without leaving any later bucket short."""
    records: Ints
    """Payments drawn: source, bucket, rials, which payment of the mode."""
    recorded: Ints
    safe: Ints
    """Shape (p, s, b): reserved to keep the open site safe; (0, …) where nobody asks for it."""
    safe_until: Ints


class State(NamedTuple):
    """One schedule under construction; sizes as in `Tables`."""

    crews: Crews
    purse: Purse
    start: Ints
    finish: Ints
    mode: Ints
    """Mode of each task, counted over all tasks (an index into the rows of modes)."""
    placed: Bools
    chosen: Bools
    waiting: Ints
    """Tasks of each project not yet placed."""
    ends: Ints
    """Instant at which each project is finished; -1: unfinished."""
    floor: Ints
    """No task starts before this; zeros but for replaying a schedule."""
    until: Ints
    """Up to when money is set aside at first to keep each chosen site safe; what is missing when a
    project finishes later is drawn then."""


def new_state(tables: Tables) -> State:
    """An empty schedule with room for everything the tables may put into it."""
    n, h = len(tables.project), tables.work.horizon
    p = len(tables.unfinished)
    return State(
        crews=Crews(
            used=np.zeros(tables.work.capacity.shape, np.int64),
            holder=np.full((tables.work.apart_groups, h), -1, np.int64),
            held=np.zeros((tables.work.apart_groups, h), np.int64),
        ),
        purse=_new_purse(tables),
        start=np.zeros(n, np.int64),
        finish=np.zeros(n, np.int64),
        mode=tables.work.mode_from[:-1].copy(),
        placed=np.zeros(n, np.bool_),
        chosen=np.ones(p, np.bool_),
        waiting=np.zeros(p, np.int64),
        ends=np.full(p, -1, np.int64),
        floor=np.zeros(n, np.int64),
        until=np.full(p, h, np.int64),
    )


def _new_purse(tables: Tables) -> Purse:
    p, (s, b) = len(tables.unfinished), tables.money.released.shape
    asks = p if bool((tables.money.keep_safe > 0).any()) else 0
    return Purse(
        slack=np.zeros((s, b), np.int64),
        room=np.zeros((s, b), np.int64),
        records=np.zeros((int(tables.money.record_from[-1]), 4), np.int64),
        recorded=np.zeros(len(tables.project), np.int64),
        safe=np.zeros((asks, s, b), np.int64),
        safe_until=np.full(p, tables.work.horizon, np.int64),
    )
