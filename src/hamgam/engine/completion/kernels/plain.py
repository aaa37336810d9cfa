"""One project, fixed crews, one mode per task: serial generation and double justification.

The crews of a period stand in lanes of one or a few 64-bit words, each lane with a guard bit above
its units: one subtraction tells of all crews at once whether a task fits. Indices are unsigned, for
which no wraparound is compiled.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hamgam.engine.completion.tables import Floats
from hamgam.engine.solving.chance import Words
from hamgam.engine.solving.compiled import compiled

Indices = NDArray[np.uint32]

ZERO: Any = np.uint64(0)
ONE: Any = np.uint64(1)


class Plain(NamedTuple):
    """A problem with finish-start ties only, constant crews and one mode per task."""

    duration: Indices
    demand: Words
    """Units of each task in their lanes, shape (words, n)."""
    capacity: Words
    """Units there are, and the guard bits, shape (words,)."""
    guard: Words
    """The guard bits alone."""
    pred_from: Indices
    pred: Indices
    succ_from: Indices
    succ: Indices
    tail: Floats
    """Longest chain of durations from the start of each task to the end of all."""
    weight: Floats
    """The share of each task in the work of all crews; together 1, or all 0."""
    horizon: int


class Room(NamedTuple):
    """What one thread works in."""

    free: Words
    """What is left of the crews in each period, shape (words, horizon)."""
    end: Indices
    back: Indices
    """End of each task on the mirrored axis."""
    key: Indices
    spare: Indices
    sort: Indices
    tally: Indices


def new_room(plain: Plain) -> Room:
    """Room for one thread; the arrays hold nothing yet."""
    n = len(plain.duration)
    end, back, key, spare, sort = (np.zeros(n, np.uint32) for _ in range(5))
    return Room(
        free=np.zeros((len(plain.capacity), plain.horizon + 1), np.uint64),
        end=end,
        back=back,
        key=key,
        spare=spare,
        sort=sort,
        tally=np.zeros(plain.horizon + 3, np.uint32),
    )


def packed(demand: NDArray[np.int64], capacity: NDArray[np.int64]) -> tuple[Words, Words, Words]:
    """Demands (n, k) and capacities (k,) in lanes of 64-bit words, and the guard bits."""
    bits = int(capacity.max(initial=1)).bit_length() + 1
    lanes = 64 // bits
    words = max(1, -(-len(capacity) // lanes))
    lanes_of = np.zeros((words, len(demand)), np.uint64)
    there, guard = np.zeros(words, np.uint64), np.zeros(words, np.uint64)
    for k, units in enumerate(capacity):
        word, shift = k // lanes, np.uint64(k % lanes * bits)
        lanes_of[word] |= demand[:, k].astype(np.uint64) << shift
        there[word] |= np.uint64(units) << shift
        guard[word] |= ONE << np.uint64(k % lanes * bits + bits - 1)
    return lanes_of, there | guard, guard


@compiled
def wide(value: Any) -> Any:
    """The number in 64 unsigned bits."""
    return np.uint64(value)


@compiled
def fits_more(plain: Plain, free: Words, i: int, u: int) -> bool:
    """Whether the crews beyond the first word are free for task `i` in period `u`."""
    for w in range(1, len(plain.guard)):
        if (free[w, u] - plain.demand[w, i]) & plain.guard[w] != plain.guard[w]:
            return False
    return True


@compiled
def book(plain: Plain, free: Words, i: int, begins: int, ends: int) -> None:
    """Use the crews of task `i` in the periods from `begins` to before `ends`."""
    for w in range(len(plain.guard)):
        units = plain.demand[w, i]
        for t in range(begins, ends):
            free[w, t] -= units


@compiled
def clear(plain: Plain, free: Words, begins: int, ends: int) -> None:
    """Let all crews be free in the periods from `begins` to before `ends`."""
    for w in range(len(plain.guard)):
        for t in range(begins, ends):
            free[w, t] = plain.capacity[w]


@compiled
def generate(
    plain: Plain, free: Words, order: Indices, end: Indices, ties: tuple[Indices, Indices]
) -> int:
    """Serial generation in the order given: ends are written, the makespan comes back.

    `ties` are where the entries of each task begin, and what it waits for.
    """
    first, before = ties
    guard, row = plain.guard[0], free[0]
    has_more = len(plain.guard) > 1
    span = ZERO
    for i in order:
        u = ZERO
        for z in range(first[i], first[i + 1]):
            u = max(u, wide(end[before[z]]))
        need = wide(plain.duration[i])
        units = plain.demand[0, i]
        ends = u + need
        # nothing is booked from the last end on
        while u < ends and u < span:
            if (row[u] - units) & guard != guard or (has_more and not fits_more(plain, free, i, u)):
                ends = u + ONE + need
            u += ONE
        if ends > span:
            clear(plain, free, span, ends)
            span = ends
        end[i] = ends
        book(plain, free, i, ends - need, ends)
    return int(span)


@compiled
def sort_by(room: Room, order: Indices, most: int) -> None:
    """Sort the tasks of a list by rising `room.key` (at most `most`), keeping the order of ties."""
    tally = room.tally
    for t in range(most + 2):
        tally[t] = 0
    room.spare[:] = order
    for i in order:
        tally[room.key[i] + 1] += 1
    for t in range(most + 1):
        tally[t + 1] += tally[t]
    for i in room.spare:
        order[tally[room.key[i]]] = i
        tally[room.key[i]] += 1


@compiled
def reverse(source: Indices, target: Indices) -> None:
    """Write a list backwards."""
    n = len(source)
    for a in range(n):
        target[a] = source[n - 1 - a]


@compiled
def justify(plain: Plain, room: Room, order: Indices) -> int:
    """Generate, push right, push left: the makespan; `order` becomes the list sorted by start."""
    n = len(order)
    span = generate(plain, room.free, order, room.end, (plain.pred_from, plain.pred))
    for i in range(n):
        room.key[i] = span - room.end[i]
    # with ties the reversed order stands, in which successors come first
    reverse(order, room.sort)
    sort_by(room, room.sort, span)
    span = generate(plain, room.free, room.sort, room.back, (plain.succ_from, plain.succ))
    for i in range(n):
        room.key[i] = span - room.back[i]
    reverse(room.sort, order)
    sort_by(room, order, span)
    span = generate(plain, room.free, order, room.end, (plain.pred_from, plain.pred))
    for i in range(n):
        room.key[i] = room.end[i] - plain.duration[i]
    sort_by(room, order, span)
    return span
