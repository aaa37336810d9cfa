"""What of a schedule is set free and what stays: the scene a constraint model is built for."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from hamgam.engine.completion.rules import durations, heads_and_tails
from hamgam.engine.completion.tables import Bools, Ints, Tables

if TYPE_CHECKING:
    from hamgam.engine.completion.kernels.state import State


@dataclass
class Scene:
    """A schedule (`state`) of which the tasks in `free` may move; the others keep their place.

    With everything free it is the whole problem: the schedule then only gives hints, and `is_whole`
    asks for a model whose bound holds for every plan.
    """

    tables: Tables
    state: State
    free: Bools
    is_whole: bool = False
    latest: int | None = None
    """No free task ends later; None: the horizon."""
    _masks: dict[tuple[int, ...], tuple[Bools, Ints]] = field(default_factory=dict)

    @property
    def end(self) -> int:
        """The last instant at which a free task may end."""
        return self.tables.work.horizon if self.latest is None else self.latest

    @cached_property
    def movable(self) -> list[int]:
        """The free tasks."""
        return [int(i) for i in np.flatnonzero(self.free)]

    @cached_property
    def projects(self) -> list[int]:
        """The projects that have a free task."""
        return sorted({int(self.tables.project[i]) for i in self.movable})

    @cached_property
    def heads(self) -> Ints:
        """Earliest start of each task by precedence and readiness alone."""
        return heads_and_tails(self.tables)[0]

    @cached_property
    def shortest(self) -> Ints:
        """The least duration of each task."""
        return durations(self.tables)[0]

    def is_optional(self, p: int) -> bool:
        """Whether project `p` may leave or enter the plan in this scene."""
        begins, ends = self.tables.project_from[p : p + 2]
        return bool(
            self.tables.may_drop[p] and self.free[self.tables.project_tasks[begins:ends]].all()
        )

    def modes(self, i: int) -> range:
        """The modes of a task."""
        return range(int(self.tables.work.mode_from[i]), int(self.tables.work.mode_from[i + 1]))

    def pauses(self, i: int, m: int) -> bool:
        """Whether mode `m` of task `i` may be interrupted somewhere in the horizon."""
        work = self.tables.work
        q = work.pattern[m]
        return bool(work.interruptible[i] and work.run[q, 0] < work.horizon)

    def demands(self, m: int) -> list[tuple[int, int]]:
        """Crew and units of mode `m`."""
        work = self.tables.work
        stretch = slice(int(work.demand_from[m]), int(work.demand_from[m + 1]))
        pairs = zip(work.demand_crew[stretch], work.demand_units[stretch], strict=True)
        return [(int(c), int(u)) for c, u in pairs]

    @cached_property
    def booked(self) -> Ints:
        """Units of each crew that the fixed tasks use, shape (k, h)."""
        booked = self.state.crews.used.copy()
        work = self.tables.work
        for i in self.movable:
            if self.state.placed[i]:
                m = int(self.state.mode[i])
                begins, ends = int(self.state.start[i]), int(self.state.finish[i])
                there = work.run[work.pattern[m], begins:ends] > 0
                for crew, units in self.demands(m):
                    booked[crew, begins:ends] -= units * there
        return booked

    def starts(self, i: int, m: int) -> Ints:
        """The starts at which mode `m` of task `i` may begin, as far as its own times tell."""
        work = self.tables.work
        need = int(work.duration[m])
        least = max(int(self.tables.ready[i]), int(self.heads[i]) if self.is_whole else 0)
        if need == 0:
            return np.arange(least, self.end + 1)
        run = self._run(i, m)
        wanted = 1 if work.interruptible[i] else need
        starts = np.flatnonzero(run[: self.end] >= wanted)
        if not work.interruptible[i]:
            starts = starts[starts + need <= self.end]
        return np.asarray(starts[starts >= least])

    def _run(self, i: int, m: int) -> Ints:
        """Periods in a row in which the crews not held by fixed tasks would do, shape (h,)."""
        work = self.tables.work
        mask = work.run[work.pattern[m], :-1] > 0
        for crew, units in self.demands(m):
            mask = mask & (self.booked[crew] + units <= work.capacity[crew])
        for z in range(int(work.apart_from[i]), int(work.apart_from[i + 1])):
            mask = mask & self._is_open(int(work.apart_group[z]), int(work.apart_member[z]))
        falls = np.flatnonzero(~mask)
        after = np.append(falls, len(mask))[np.searchsorted(falls, np.arange(len(mask)))]
        return np.asarray(after - np.arange(len(mask)))

    def _is_open(self, group: int, member: int) -> Bools:
        """Periods in which no fixed task of another member of the group is worked."""
        work = self.tables.work
        is_open = np.ones(work.horizon, np.bool_)
        for i in np.flatnonzero(self.state.placed & ~self.free):
            for z in range(int(work.apart_from[i]), int(work.apart_from[i + 1])):
                if work.apart_group[z] == group and work.apart_member[z] != member:
                    begins, ends = int(self.state.start[i]), int(self.state.finish[i])
                    q = work.pattern[self.state.mode[i]]
                    is_open[begins:ends] &= work.run[q, begins:ends] == 0
        return is_open
