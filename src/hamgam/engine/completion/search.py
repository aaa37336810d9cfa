"""One search: compiled searchers side by side in rounds, CP-SAT beside them, one shared best."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from hamgam.engine.completion.bound import PriceBound
from hamgam.engine.completion.cpsat.scene import Scene
from hamgam.engine.completion.cpsat.solve import Answer, Effort, solve
from hamgam.engine.completion.neighbourhoods import (
    FIRST_SIZES,
    OVERHEAD,
    Found,
    Kind,
    Trial,
    Tuner,
    explore,
    joined,
)
from hamgam.engine.completion.problem import Problem
from hamgam.engine.completion.rules import Rule, crew_bound, earliest_ends
from hamgam.engine.completion.searchers import (
    ListSearcher,
    PriceSearcher,
    Recipe,
    Searcher,
    WalkSearcher,
    build,
    is_plain,
    of_rule,
    replayed,
)
from hamgam.engine.completion.tables import Tables
from hamgam.engine.solving import Budget, Progress, Report

SMALL = 400
"""Up to so many modes of all tasks CP-SAT is given the whole problem."""

TINY = 40
"""Up to so many CP-SAT is asked nearly at once: it mostly proves its answer within a second."""

EXPLORATION = 0.1
"""Deterministic time CP-SAT has for one neighbourhood."""

SETTLED_STEPS = 250
"""Steps after which prices order tasks about as well as they ever will."""

MOST_STEPS = 2_000
"""Steps after which the bound by prices moves no more."""

BESIDE = 2
"""Searchers side by side where work is counted."""

ROUND_SECONDS = 0.05
"""How long the searchers go on between two looks at the time."""

EXPLORATIONS = 8
"""Rounds of neighbourhoods before the compiled search has its turn again."""

WORK_PER_DETERMINISTIC = 4_000
"""How many schedules one unit of CP-SAT's deterministic time stands for."""


class Search:
    """The state of one search; `best` is the recipe of the best schedule, `value` its worth."""

    def __init__(
        self,
        problem: Problem,
        tables: Tables,
        budget: Budget,
        report: Report | None,
        begin: Sequence[Recipe] = (),
    ) -> None:
        self.problem = problem
        self.tables = tables
        self.budget = budget
        self._report = report
        self.schedules = 0
        self.bound: float | None = None
        self._is_list = is_plain(tables)
        # counted work must not depend on how many threads there are to do it
        self._beside = budget.threads if budget.is_timed else BESIDE
        self._chunk = max(10, (200_000 if self._is_list else 20_000) // len(tables.project))
        if budget.is_timed:
            self._chunk = max(self._chunk // 20, 1)
        self._tuner = Tuner(budget.seed, EXPLORATION, FIRST_SIZES)
        starts = [*begin, *(of_rule(problem, tables, rule) for rule in Rule)]
        if bool((tables.money.keep_safe > 0).any()):
            starts.append(replace(starts[-1], until=earliest_ends(tables)))
        worths = [build(tables, start)[1] for start in starts]
        self._spend(len(starts))
        self.value = self.first = max(worths)
        self.best = starts[worths.index(self.value)]
        self._tell("first")
        self._lower(self._critical())
        self._pricing = None if tables.is_makespan else PriceSearcher(tables, self.best)
        self._walkers = self._searchers()
        # loading the kernels takes seconds the first time; those are not the caller's
        budget.restart()

    @property
    def is_proved(self) -> bool:
        """Whether nothing can be better, but for what rounding in the bound may hide."""
        if self.bound is None:
            return False
        hair = 1e-5 if self.problem.maximises else 1e-9
        return self.value >= self.bound - hair * max(1.0, abs(self.bound))

    @property
    def goal(self) -> float:
        """A worth at which to stop."""
        return float("inf") if self.bound is None else self.bound

    def run(self, bound_seconds: float) -> None:
        """Search until the budget is spent or the best is proved."""
        with ThreadPoolExecutor(self.budget.threads) as pool:
            modes = len(self.tables.work.duration)
            if modes <= TINY and not (self._is_list and self.budget.is_timed):
                # a population alone takes more than little work, and would leave CP-SAT none
                self._rounds(pool.map, 0.0 if self._is_list else 0.1)
                self._whole(bound_seconds)
                self._offer()
            self._rounds(pool.map, 0.15)
            self._ripen(pool.map)
            if modes <= SMALL and not self._is_done():
                self._whole(bound_seconds)
                self._offer()
            while not self._is_done():
                # a second of CP-SAT on pieces of one makespan brings less than its lists do
                if not self._is_list:
                    self._explore(pool.map)
                    self._offer()
                self._rounds(pool.map, self.budget.share_spent + 0.03)
        if bound_seconds > 0 and not self.is_proved and self._pricing is not None:
            self._price(self._pricing.prices, bound_seconds)

    def _ripen(self, each: Callable[..., Iterable[None]]) -> None:
        """Go on until the prices have settled, as long as half of the budget is left."""
        while (
            self._pricing is not None
            and self._pricing.prices.steps < SETTLED_STEPS
            and self.budget.share_spent < 0.5
            and not self._is_done()
        ):
            self._rounds(each, self.budget.share_spent + 0.01)

    def _price(self, prices: PriceBound, seconds: float) -> None:
        """Tighten the bound with prices: for so many seconds, or steps where work is counted."""
        ends = self.budget.seconds + seconds

        def is_late() -> bool:
            out_of_time = self.budget.is_timed and self.budget.seconds >= ends
            return out_of_time or self.budget.is_stopped

        prices.tighten(MOST_STEPS if self.budget.is_timed else round(100 * seconds), is_late)
        self._lower(prices.value)

    def _is_done(self) -> bool:
        return self.is_proved or self.budget.is_over

    def _spend(self, schedules: int) -> None:
        self.schedules += schedules
        self.budget.spend(schedules)

    def _critical(self) -> float:
        """The worth of waiting for no crew and no money; a makespan holds the work of each crew."""
        ends = earliest_ends(self.tables)
        if self.tables.is_makespan:
            return -float(max(ends.max(), crew_bound(self.tables)))
        ends = np.minimum(ends, self.tables.work.horizon)
        tops = [w[e:].max() for w, e in zip(self.tables.worth, ends, strict=True)]
        left = np.where(self.tables.may_drop, self.tables.unfinished, -np.inf)
        return float(np.maximum(tops, left).sum() + self.tables.saves.sum())

    def _lower(self, bound: float) -> None:
        """Take a bound if it is tighter; worths of the classic objectives are whole numbers."""
        if not self.problem.maximises:
            bound = float(np.floor(bound + 1e-6))
        if self.bound is None or bound < self.bound:
            self.bound = bound
            self._tell("bound")

    def _searchers(self) -> Sequence[Searcher]:
        seeds = [self.budget.seed * 1000 + k for k in range(self._beside)]
        if self._is_list:
            return [ListSearcher(self.tables, seed) for seed in seeds]
        walkers = [WalkSearcher(self.tables, self.best, seed) for seed in seeds]
        if self._pricing is None:
            return walkers
        return [self._pricing, *(walkers[1:] or walkers)]

    def _rounds(self, each: Callable[..., Iterable[None]], until: float) -> None:
        """Let all searchers advance, round by round, until a share of the budget is spent."""
        searchers = self._walkers
        while not self._is_done() and self.budget.share_spent < until:
            # a round longer than its share would leave nothing for CP-SAT where work is little
            left = min(self.budget.work_left, self.budget.work_until(until))
            size = max(1, min(self._chunk, left // len(searchers)))
            before = sum(s.schedules for s in searchers)
            began = self.budget.seconds
            goal = self.goal

            def advance(searcher: Searcher, size: int = size, goal: float = goal) -> None:
                searcher.advance(size, goal)

            list(each(advance, searchers))
            self._pace(self.budget.seconds - began)
            if self._pricing is not None:
                self._lower(self._pricing.prices.value)
            self._spend(sum(s.schedules for s in searchers) - before)
            ahead = max(searchers, key=lambda s: s.value)
            if ahead.value > self.value:
                recipe = ahead.best()
                self._take(recipe, build(self.tables, recipe)[1], "search")

    def _pace(self, took: float) -> None:
        """Make the next round as long as promised seconds need; work is always cut the same."""
        if self.budget.is_timed and took > 2 * ROUND_SECONDS:
            self._chunk = max(self._chunk // 2, 1)
        elif self.budget.is_timed and took < ROUND_SECONDS / 2:
            self._chunk *= 2

    def _offer(self) -> None:
        for searcher in self._walkers:
            if searcher.value < self.value:
                searcher.adopt(self.best)

    def _explore(self, each: Callable[..., Iterable[Found | None]]) -> None:
        """A few rounds of neighbourhoods, one per thread at a time, joined where both help."""
        for _ in range(EXPLORATIONS):
            if self._is_done():
                return
            found = [f for f in each(self._try_piece, self._trials()) if f is not None]
            before = self.value
            for one in found:
                spent = one.answer.deterministic
                self._tuner.learn(one.trial, spent, one.worth - before)
                self.budget.spend(round((spent + OVERHEAD) * WORK_PER_DETERMINISTIC))
            self.budget.spend(1)
            for one in sorted(found, key=lambda f: -f.worth):
                if one.worth > self.value:
                    self._take(one.recipe, one.worth, "neighbourhood")
                elif one.worth > before:
                    self._take(*joined(self.tables, self.best, one), "neighbourhood")

    def _trials(self) -> list[Trial]:
        """A neighbourhood for each thread."""
        is_short = bool((build(self.tables, self.best)[0].ends < 0).any())
        kinds = [kind for kind in Kind if is_short or kind is not Kind.NEWCOMERS]
        seconds = min(5.0, self.budget.seconds_left) if self.budget.is_timed else None
        return [self._tuner.next(kinds, seconds) for _ in range(self._beside)]

    def _try_piece(self, trial: Trial) -> Found | None:
        stop = (lambda: self.budget.is_stopped) if self.budget.is_timed else None
        return explore(self.tables, self.best, trial, stop)

    def _whole(self, bound_seconds: float) -> None:
        """CP-SAT on the whole problem: a better plan, or a bound, or the proof that it is best."""
        state, _ = build(self.tables, self.best)
        free = np.ones(len(self.tables.project), np.bool_)
        scene = Scene(self.tables, state, free, is_whole=True)
        if self.budget.is_timed:
            is_congested = self._is_list and len(self.tables.project) > TINY
            share = 0.3 if is_congested else 0.6
            seconds = max(min(self.budget.seconds_left * share, 20.0), 0.0)
            effort = Effort(seconds=seconds + bound_seconds, workers=8, seed=self.budget.seed)
        else:
            units = min(self.budget.work_left / WORK_PER_DETERMINISTIC, 4.0) * 0.5 + 0.02
            effort = Effort(deterministic=units, seed=self.budget.seed)
        answer = solve(scene, effort, lambda: self.budget.is_stopped)
        self.budget.spend(round(answer.deterministic * WORK_PER_DETERMINISTIC * 0.5))
        if answer.bound is not None:
            self._lower(answer.bound)
        self._try(answer, "whole")

    def _try(self, answer: Answer, step: str) -> None:
        if answer.start is None or answer.mode is None or answer.wanted is None:
            return
        recipe, worth = replayed(self.tables, answer.start, answer.mode, answer.wanted)
        self._take(recipe, worth, step)

    def _take(self, recipe: Recipe, worth: float, step: str) -> None:
        if worth > self.value:
            self.value, self.best = worth, recipe
            self._tell(step)

    def _tell(self, step: str) -> None:
        if self._report is None:
            return
        sign = 1 if self.problem.maximises else -1
        self._report(
            Progress(
                objective=sign * self.value,
                bound=None if self.bound is None else sign * self.bound,
                seconds=self.budget.seconds,
                work=self.budget.work,
                step=step,
            )
        )
