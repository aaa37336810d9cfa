"""The fast schedules of one makespan, against the plain way to build them."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamgam.engine.completion.kernels.lists import (
    PULL,
    Pool,
    cross,
    evolve,
    judge,
    new_pool,
    random_list,
    shuffle,
)
from hamgam.engine.completion.kernels.plain import (
    Indices,
    Plain,
    generate,
    justify,
    new_room,
    packed,
)
from hamgam.engine.solving.chance import seeded

LAWS = settings(max_examples=40, deadline=None, derandomize=True)
SEEDS = st.integers(0, 100_000)


class Network:
    """A small project: durations, demands by crew, who waits for whom."""

    def __init__(self, seed: int, crews: int | None = None) -> None:
        draw = Random(seed)
        self.n = draw.randint(1, 14)
        kinds = crews or draw.choice([1, 3, 9])
        self.capacity = [draw.choice([3, 10, 5000]) for _ in range(kinds)]
        self.duration = [draw.randint(0, 6) for _ in range(self.n)]
        self.demand = [[draw.randint(0, c) for c in self.capacity] for _ in range(self.n)]
        self.before = [[j for j in range(i) if draw.random() < 0.2] for i in range(self.n)]

    def plain(self) -> Plain:
        after = [[i for i in range(self.n) if j in self.before[i]] for j in range(self.n)]
        demand, capacity, guard = packed(np.array(self.demand), np.array(self.capacity))
        return Plain(
            duration=np.array(self.duration, np.uint32),
            demand=demand,
            capacity=capacity,
            guard=guard,
            pred_from=_begins(self.before),
            pred=_flat(self.before),
            succ_from=_begins(after),
            succ=_flat(after),
            tail=np.ones(self.n),
            weight=np.full(self.n, 1 / self.n),
            horizon=sum(self.duration) + 1,
        )

    def starts(self, order: list[int]) -> dict[int, int]:
        """Each task at its earliest start, in the order given."""
        found: dict[int, int] = {}
        for i in order:
            t = max((found[j] + self.duration[j] for j in self.before[i]), default=0)
            while not all(self._is_free(found, i, u) for u in range(t, t + self.duration[i])):
                t += 1
            found[i] = t
        return found

    def _is_free(self, found: dict[int, int], i: int, u: int) -> bool:
        there = [j for j, s in found.items() if s <= u < s + self.duration[j]]
        return all(
            self.demand[i][k] + sum(self.demand[j][k] for j in there) <= units
            for k, units in enumerate(self.capacity)
        )

    def is_in_order(self, order: list[int]) -> bool:
        at = {i: a for a, i in enumerate(order)}
        return len(at) == self.n and all(at[j] < at[i] for i in at for j in self.before[i])


def _begins(lists: list[list[int]]) -> Indices:
    return np.cumsum([0, *map(len, lists)]).astype(np.uint32)


def _flat(lists: list[list[int]]) -> Indices:
    return np.array([x for row in lists for x in row], np.uint32)


def random_order(net: Network, plain: Plain, pool: Pool, seed: int) -> list[int]:
    order = np.zeros(net.n, np.uint32)
    random_list(plain, pool, seeded(seed), 1.0, order)
    return [int(i) for i in order]


@LAWS
@given(SEEDS)
def test_each_task_begins_as_early_as_its_order_allows(seed: int) -> None:
    net = Network(seed)
    plain = net.plain()
    order = random_order(net, plain, new_pool(plain), seed)
    assert net.is_in_order(order)
    room = new_room(plain)
    ties = (plain.pred_from, plain.pred)
    span = generate(plain, room.free, np.array(order, np.uint32), room.end, ties)
    starts = net.starts(order)
    assert [int(e) for e in room.end] == [starts[i] + net.duration[i] for i in range(net.n)]
    assert span == max(starts[i] + net.duration[i] for i in range(net.n))


@LAWS
@given(SEEDS)
def test_justifying_is_never_worse_and_leaves_a_list_in_order(seed: int) -> None:
    net = Network(seed)
    plain = net.plain()
    order = random_order(net, plain, new_pool(plain), seed)
    before = net.starts(order)
    justified = np.array(order, np.uint32)
    span = justify(plain, new_room(plain), justified)
    told = [int(i) for i in justified]
    assert net.is_in_order(told)
    assert span <= max(before[i] + net.duration[i] for i in range(net.n))
    again = net.starts(told)
    assert span == max(again[i] + net.duration[i] for i in range(net.n))


@LAWS
@given(SEEDS)
def test_children_and_their_walks_stay_in_order(seed: int) -> None:
    net = Network(seed)
    plain = net.plain()
    pool, rng = new_pool(plain, 4), seeded(seed)
    evolve(plain, pool, rng, 0, 0)
    cross(pool, 0, 1, rng)
    assert net.is_in_order([int(i) for i in pool.child])
    for _ in range(5):
        shuffle(plain, pool, rng)
        assert net.is_in_order([int(i) for i in pool.child])


@LAWS
@given(SEEDS)
def test_the_best_list_gives_the_makespan_that_is_told(seed: int) -> None:
    net = Network(seed, crews=3)
    plain = net.plain()
    pool = new_pool(plain, 4)
    span = evolve(plain, pool, seeded(seed), 400, 0)
    assert justify(plain, pool.room, pool.best_list.copy()) == span
    starts = net.starts([int(i) for i in pool.best_list])
    assert span == max(starts[i] + net.duration[i] for i in range(net.n))


def test_of_equal_makespans_the_one_with_earlier_work_costs_less() -> None:
    """The heavy one of two tasks first costs less, and no period more is as cheap."""
    plain = Plain(
        duration=np.array([2, 2, 4], np.uint32),
        demand=np.array([[1, 1, 0]], np.uint64),
        capacity=np.array([1 | 2], np.uint64),
        guard=np.array([2], np.uint64),
        pred_from=np.zeros(4, np.uint32),
        pred=np.zeros(0, np.uint32),
        succ_from=np.zeros(4, np.uint32),
        succ=np.zeros(0, np.uint32),
        tail=np.ones(3),
        weight=np.array([0.9, 0.1, 0.0]),
        horizon=9,
    )
    heavy_first, light_first = (
        judge(plain, new_pool(plain), np.array(order, np.uint32))
        for order in ([0, 1, 2], [1, 0, 2])
    )
    assert heavy_first == pytest.approx(4 + PULL * (0.9 * 2 + 0.1 * 4))
    assert heavy_first < light_first < heavy_first + 1


def test_where_calls_end_changes_nothing() -> None:
    plain = Network(7).plain()
    one, many = new_pool(plain), new_pool(plain)
    rngs = seeded(1), seeded(1)
    evolve(plain, one, rngs[0], 6000, 0)
    while many.best[2] < one.best[2]:
        evolve(plain, many, rngs[1], 50, 0)
    assert (one.best == many.best).all()
    assert (one.lists == many.lists).all()


@pytest.mark.parametrize("crews", [1, 4, 5, 9, 40])
def test_lanes_hold_every_crew_apart(crews: int) -> None:
    """A crew that is full forbids, whatever word it stands in; its neighbours do not suffer."""
    capacity = np.full(crews, 7)
    demand = np.vstack([np.full(crews, 7), np.eye(crews, dtype=np.int64)[crews - 1]])
    lanes, there, guard = packed(demand, capacity)
    left = there - lanes[:, 0]
    assert ((left & guard) == guard).all()
    assert not (((left - lanes[:, 1]) & guard) == guard).all()
