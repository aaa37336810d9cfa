"""How good a plan could be at most: prices on crews and money, improved step by step.

Every crew gets a price per unit and period and every source a price per rial and bucket; each
project then does its best alone, paying for what it uses (tasks as their chains allow, each at its
cheapest). Whatever the prices, what the projects gain together plus the price of all there is is
never below the worth of the best plan (Lagrangian duality). Good prices are sought by deflected
subgradient steps (Camerini, Fratta and Maffioli 1975) of Polyak's length. One step costs
O(tasks × horizon).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from hamgam.engine.completion.rules import crew_work, heads_and_tails, rests
from hamgam.engine.completion.tables import Floats, Ints, Tables

if TYPE_CHECKING:
    from hamgam.engine.completion.kernels.prices import Chains, Prices, Reply
    from hamgam.engine.completion.kernels.state import State

BLOCKS = 120
"""Crew prices are constant over such a part of the horizon."""

LONGEST_STEP = 6.0
"""Steps begin so long, in parts of Polyak's."""

MEAN_WEIGHT = 0.03
"""How much the newest step counts in the mean of the starts."""

PATIENCE = 12
"""Steps without a better bound before they are made shorter."""

UNPAYABLE = 1e200
"""Price of a rial for a project that no source may pay for."""


class PriceBound:
    """A bound on the worth of every plan, tightened as long as one likes.

    `value` is the best so far; `worth` is that of a known plan, which scales the steps.
    """

    def __init__(self, tables: Tables, state: State, worth: float) -> None:
        self._tables = tables
        self._worth = worth
        h = tables.work.horizon
        edges = np.unique(np.linspace(0, h, min(BLOCKS, h) + 1).astype(np.int64))
        self._block = np.searchsorted(edges, np.arange(h), side="right") - 1
        self._chains = _chains(tables)
        self._room = self._new_room()
        self._crew, self._coin = self._first_prices(state)
        self._scales = _scale(self._crew), _scale(self._coin)
        self._pull: tuple[Floats, Floats] = (np.zeros_like(self._crew), np.zeros_like(self._coin))
        self._kept = self._crew, self._coin
        self._length = LONGEST_STEP
        self._stale = 0
        self.value = np.inf
        self.steps = 0
        self.starts = np.zeros(len(tables.project))
        """Where the tasks want to start at good prices: the mean over the late steps."""

    def _new_room(self) -> Reply:
        from hamgam.engine.completion.kernels.prices import Reply

        tables = self._tables
        h, p = tables.work.horizon, len(tables.unfinished)
        most = int(np.diff(tables.project_from).max())
        return Reply(
            use=np.zeros(tables.work.capacity.shape),
            pay=np.zeros((p, h)),
            finish=np.zeros(p, np.int64),
            start=np.full(len(tables.project), h, np.int64),
            way=tables.work.mode_from[:-1].copy(),
            cost=np.zeros((most, h + 1)),
            begin=np.zeros((most, h + 1), np.int64),
            mode=np.zeros((most, h + 1), np.int64),
            total=np.zeros(h + 1),
        )

    def _first_prices(self, state: State) -> tuple[Floats, Floats]:
        """Prices as the known plan suggests them, the burden divided among all scarce means.

        At each instant a unit of means is worth what delaying the work in hand costs, summed to the
        end (Smith's rule read backwards).
        """
        tables = self._tables
        loss = _losses(tables, state)
        order = np.argsort(np.where(state.ends < 0, 1 << 40, state.ends), kind="stable")
        order = order[state.ends[order] >= 0]
        crews, rials = _loads(tables, state)
        means = crews.shape[-1]
        share = 1.0 / max(means + (1 if rials.any() else 0), 1)
        blocks = int(self._block[-1]) + 1
        crew = np.zeros((means, blocks))
        begins = np.searchsorted(self._block, np.arange(blocks))
        for k in range(means):
            fall = _fall(tables, state, order, loss, crews[:, k])
            crew[k] = share * fall[begins]
        coin = np.zeros(tables.money.released.shape)
        fall = share * _fall(tables, state, order, loss, rials)
        for s in range(len(coin)):
            at = fall[tables.money.bucket_begins[:-1]]
            later = np.append(at[1:], 0.0)
            last = tables.money.segment_ends[s] == np.arange(len(at)) + 1
            coin[s] = np.where(last, at, np.maximum(at - later, 0.0))
        return crew, coin

    def tighten(self, steps: int, stop: Callable[[], bool] | None = None) -> float:
        """Take so many steps, or until told to stop: the best bound so far."""
        for _ in range(steps):
            if stop is not None and stop():
                break
            self._step()
        return self.value

    @property
    def modes(self) -> Ints:
        """The modes taken at the last prices."""
        return self._room.way

    def aim_at(self, worth: float) -> None:
        """Tell of a better plan, by which steps are measured from now on."""
        self._worth = max(self._worth, worth)

    def _step(self) -> None:
        value, crew_pull, coin_pull = self._judge()
        self.steps += 1
        weight = max(1.0 / self.steps, MEAN_WEIGHT)
        self.starts += weight * (self._room.start - self.starts)
        if value < self.value:
            self.value, self._stale = value, 0
            self._kept = self._crew, self._coin
        else:
            self._stale += 1
        if self._stale >= PATIENCE:
            self._length, self._stale = self._length / 2, 0
            self._crew, self._coin = self._kept
            self._pull = (np.zeros_like(self._crew), np.zeros_like(self._coin))
            return
        crew_scale, coin_scale = self._scales
        pull = (
            crew_pull * crew_scale + 0.6 * self._pull[0],
            coin_pull * coin_scale + 0.6 * self._pull[1],
        )
        self._pull = pull
        size = float((pull[0] ** 2).sum() + (pull[1] ** 2).sum())
        if size <= 0:
            return
        step = self._length * max(value - self._worth, 0.0) / size
        self._crew = np.maximum(self._crew - step * pull[0] * crew_scale, 0.0)
        self._coin = np.maximum(self._coin - step * pull[1] * coin_scale, 0.0)

    def _judge(self) -> tuple[float, Floats, Floats]:
        """The bound at the prices at hand, and how it changes with each price."""
        from hamgam.engine.completion.kernels.prices import reply

        tables = self._tables
        prices, payer = self._prices()
        safe = np.zeros(tables.work.horizon + 1)
        total = float(reply(tables, prices, self._chains, self._room, safe))
        crew_pull = np.zeros_like(self._crew)
        for k in range(len(crew_pull)):
            spare = tables.work.capacity[k] - self._room.use[k]
            crew_pull[k] = np.bincount(self._block, spare, len(crew_pull[k]))
        coin_pull = tables.money.released - self._spent(payer)
        total += float((tables.work.capacity * self._crew[:, self._block]).sum())
        total += float((tables.money.released * self._coin).sum()) + float(tables.saves.sum())
        return total, crew_pull, coin_pull

    def _prices(self) -> tuple[Prices, Ints]:
        """Prices as the kernel reads them, and which source each project would draw on, (p, b)."""
        from hamgam.engine.completion.kernels.prices import Prices

        money = self._tables.money
        sums = np.zeros((len(self._crew), self._tables.work.horizon + 1))
        np.cumsum(self._crew[:, self._block], axis=1, out=sums[:, 1:])
        rial = self._coin.copy()
        buckets = len(money.bucket_begins) - 1
        for s in range(len(rial)):
            for b in range(buckets - 2, -1, -1):
                if money.segment_ends[s, b] > b + 1:
                    rial[s, b] += rial[s, b + 1]
        count = len(self._tables.unfinished)
        cheapest = np.full((count, buckets), UNPAYABLE)
        payer = np.full(cheapest.shape, -1, np.int64)
        for p in range(count):
            own = money.sources[money.source_from[p] : money.source_from[p + 1]]
            if len(own):
                payer[p] = own[np.argmin(rial[own], axis=0)]
                cheapest[p] = rial[own].min(axis=0)
        return Prices(sums, cheapest[:, money.bucket] * money.growth), payer

    def _spent(self, payer: Ints) -> Floats:
        """Rials drawn from each source since the last lapse up to each bucket, shape (s, b)."""
        money = self._tables.money
        spent = np.zeros(money.released.shape)
        begins = money.bucket_begins[:-1]
        by_bucket = np.add.reduceat(self._room.pay, begins, axis=1)
        buckets = len(begins)
        for b in range(buckets):
            who = payer[:, b]
            paid = np.bincount(who[who >= 0], by_bucket[who >= 0, b], len(spent))
            spent[:, b] += paid[: len(spent)]
        for s in range(len(spent)):
            for b in range(1, buckets):
                if money.segment_ends[s, b] == money.segment_ends[s, b - 1]:
                    spent[s, b] += spent[s, b - 1]
        return spent


def _chains(tables: Tables) -> Chains:
    from hamgam.engine.completion.kernels.prices import Chains

    heads, _ = heads_and_tails(tables)
    return Chains(head=np.maximum(heads, 0), rest=rests(tables))


def _scale(prices: Floats) -> Floats:
    """A typical price of each row, to measure steps by; shape (rows, 1)."""
    typical = prices.mean(axis=1, keepdims=True) if prices.size else np.ones((len(prices), 1))
    floor = float(typical.max(initial=0.0)) * 1e-3
    return np.asarray(np.maximum(typical, floor if floor > 0 else 1e-9), dtype=np.float64)


def _losses(tables: Tables, state: State) -> Floats:
    """What one period later costs each finished project of the plan, shape (p,)."""
    ends = np.clip(state.ends, 0, tables.work.horizon - 1)
    rows = np.arange(len(ends))
    return np.maximum(tables.worth[rows, ends] - tables.worth[rows, ends + 1], 0.0)


def _loads(tables: Tables, state: State) -> tuple[Floats, Floats]:
    """Crew periods (p, k) and rials (p,) each project takes in the modes of the plan."""
    work, money = tables.work, tables.money
    crews = np.zeros((len(tables.unfinished), work.capacity.shape[0]))
    for crew in range(crews.shape[1]):
        taken = crew_work(tables, crew)[state.mode]
        crews[:, crew] = np.bincount(tables.project, taken, len(crews))
    owner = np.repeat(np.arange(len(work.duration)), np.diff(money.pay_from))
    paid = np.bincount(owner, money.pay_rials, len(work.duration))[state.mode]
    rials = np.bincount(tables.project, paid, len(crews)).astype(np.float64)
    return crews, rials


def _fall(tables: Tables, state: State, order: Ints, loss: Floats, load: Floats) -> Floats:
    """Price of a unit of load at each instant: loss per load of those in hand, summed onwards."""
    h = tables.work.horizon
    fall = np.zeros(h + 1)
    group = max(len(order) // 20, 1)
    before = 0
    for k in range(0, len(order), group):
        part = order[k : k + group]
        end = int(state.ends[part].max())
        taken = float(load[part].sum())
        if taken > 0 and end > before:
            fall[before:end] = float(loss[part].sum()) / taken
        before = max(before, end)
    return np.asarray(np.cumsum(fall[::-1])[::-1])
