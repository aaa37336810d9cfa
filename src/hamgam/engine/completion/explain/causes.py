"""What each project of a plan waits for: read off the plan, one period before its last task."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from hamgam.engine.completion.problem import (
    Block,
    BlockKind,
    Dependency,
    Mode,
    Problem,
    Relation,
    Task,
)
from hamgam.engine.completion.schedule import Plan, Scheduled


class Cause(StrEnum):
    """What holds a project back first of all."""

    WORK = "work"
    """Nothing but its own length: it begins at once."""
    PACE = "pace"
    """It begins at once, but in a slower way than it could."""
    READY = "ready"
    """Land, utilities or papers that come on a known day."""
    MONEY = "money"
    CREW = "crew"
    PREDECESSOR = "predecessor"
    """A task of another project."""
    SEASON = "season"
    OBSTACLE = "obstacle"
    AGREED = "agreed"
    """Time given to another agency's work."""
    APART = "apart"
    """A work it may never run beside."""
    FREE = "free"
    """Nothing holds it; the plan lets others go first."""


_OF_BLOCK = {
    BlockKind.SEASON: Cause.SEASON,
    BlockKind.OBSTACLE: Cause.OBSTACLE,
    BlockKind.AGREED: Cause.AGREED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """What a project waits for: `ref` names the source, crew, block, group or project.

    `task` is the task held back, `until` the instant at which it begins; `holder` is the project
    that uses the crew or the place until then; `words` are those of the problem (a block's cause,
    what makes a task ready), `names` the same by language where it tells them so.
    """

    cause: Cause
    task: str
    until: int
    ref: str = ""
    holder: str = ""
    words: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


class Reader:
    """A plan with what is asked of it again and again."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem = problem
        self.plan = plan
        self.tasks = {task.key: task for task in problem.tasks}
        self.before: dict[str, list[Dependency]] = defaultdict(list)
        for tie in problem.dependencies:
            self.before[tie.after].append(tie)
        self._units = {crew.ref: crew.units(problem.grid.horizon) for crew in problem.crews}

    def mode(self, key: str) -> Mode:
        """The mode in which a planned task is done."""
        name = self.plan.tasks[key].mode
        return next(mode for mode in self.tasks[key].modes if mode.name == name)

    @cached_property
    def at_work(self) -> dict[int, list[str]]:
        """Tasks worked in each period."""
        found: dict[int, list[str]] = defaultdict(list)
        for key, planned in self.plan.tasks.items():
            for span in planned.worked:
                for period in range(span.begins, span.ends):
                    found[period].append(key)
        return found

    def wait_of(self, project: str) -> Wait:
        """What a finished project waits for: followed back from its last task to the first cause
        that lies outside it."""
        own = [key for key in self.plan.tasks if self.tasks[key].project == project]
        key = max(own, key=lambda k: (self.plan.tasks[k].ends, self.plan.tasks[k].begins))
        for _ in own:
            tie = self._binding_tie(key)
            if tie is None or self.plan.tasks[key].begins == 0:
                break
            other = self.tasks[tie.before].project
            if other != project:
                until = self.plan.tasks[key].begins
                return Wait(cause=Cause.PREDECESSOR, task=key, until=until, ref=other)
            key = tie.before
        return self._wait_of_task(key)

    def _binding_tie(self, key: str) -> Dependency | None:
        """A tie without slack; None when every predecessor leaves room."""
        after = self.plan.tasks[key]
        for tie in self.before[key]:
            if tie.before not in self.plan.tasks:
                continue
            before = self.plan.tasks[tie.before]
            from_end = tie.relation in (Relation.FINISH_START, Relation.FINISH_FINISH)
            to_start = tie.relation in (Relation.FINISH_START, Relation.START_START)
            earliest = (before.ends if from_end else before.begins) + tie.lag
            if earliest >= (after.begins if to_start else after.ends):
                return tie
        return None

    def _wait_of_task(self, key: str) -> Wait:
        task, planned = self.tasks[key], self.plan.tasks[key]
        until = planned.begins
        if until == 0:
            quickest = min(mode.duration for mode in task.modes)
            is_slow = self.mode(key).duration > quickest
            return Wait(cause=Cause.PACE if is_slow else Cause.WORK, task=key, until=0)
        if task.ready == until:
            return Wait(cause=Cause.READY, task=key, until=until, words=task.waits_for)
        for found in (self._blocked, self._without_crew, self._kept_apart, self._without_money):
            wait = found(task, planned)
            if wait is not None:
                return wait
        return Wait(cause=Cause.FREE, task=key, until=until)

    def _blocked(self, task: Task, planned: Scheduled) -> Wait | None:
        block = self.block_at(task, planned.begins - 1)
        if block is not None:
            return Wait(
                cause=_OF_BLOCK[block.kind],
                task=task.key,
                until=planned.begins,
                ref=block.ref,
                words=block.cause,
                names=block.names,
            )
        inside = [s for s in task.windows if s.begins <= planned.begins - 1 < s.ends]
        if task.windows and not inside:
            return Wait(cause=Cause.AGREED, task=task.key, until=planned.begins)
        return None

    def block_at(self, task: Task, period: int) -> Block | None:
        """The block that forbids a task in a period; None: no block does."""
        for block in self.problem.blocks_of(task):
            if block.begins <= period < block.ends:
                return block
        return None

    def _without_crew(self, task: Task, planned: Scheduled) -> Wait | None:
        period = planned.begins - 1
        others = [key for key in self.at_work[period] if key != task.key]
        for crew, units in self.mode(task.key).demands.items():
            users = {key: self.mode(key).demands.get(crew, 0) for key in others}
            if units and sum(users.values()) + units > self._units[crew][period]:
                holder = max(users, key=lambda k: users[k], default="")
                return Wait(
                    cause=Cause.CREW,
                    task=task.key,
                    until=planned.begins,
                    ref=crew,
                    holder=self.tasks[holder].project if holder else "",
                )
        return None

    def _kept_apart(self, task: Task, planned: Scheduled) -> Wait | None:
        for group in self.problem.apart:
            members = {task.key, task.project} & set(group.members)
            if not members:
                continue
            for key in self.at_work[planned.begins - 1]:
                other = {key, self.tasks[key].project} & set(group.members)
                if other and not other & members:
                    return Wait(
                        cause=Cause.APART,
                        task=task.key,
                        until=planned.begins,
                        ref=group.ref,
                        holder=self.tasks[key].project,
                        words=group.cause,
                    )
        return None

    def _without_money(self, task: Task, planned: Scheduled) -> Wait | None:
        payments = [p for p in self.plan.payments if p.task == task.key]
        if not payments:
            return None
        last = max(payments, key=lambda p: (p.period, p.rials))
        return Wait(cause=Cause.MONEY, task=task.key, until=planned.begins, ref=last.source)

    def month_periods(self) -> int:
        """Periods that make about a month."""
        return max(1, round(self.problem.grid.periods_per_month))

    def missing_rials(self, wait: Wait) -> int:
        """How much more the sources would have to hold for the task to begin a month sooner."""
        task = self.tasks[wait.task]
        shift = min(self.month_periods(), wait.until)
        eligible = {s.ref for s in self.problem.sources if s.pays_for(task.project)}
        extra: dict[int, int] = defaultdict(int)
        for payment in self.plan.payments:
            if payment.task == task.key:
                extra[max(payment.period - shift, 0)] += payment.rials
                extra[payment.period] -= payment.rials
        worst, moved = 0, 0
        for period, balance in enumerate(self._balances(eligible)):
            moved += extra[period]
            worst = max(worst, moved - balance)
        return worst

    def _balances(self, eligible: set[str]) -> list[int]:
        """What the eligible sources hold together at the end of each period."""
        totals = [0] * self.problem.grid.horizon
        for source in self.problem.sources:
            if source.ref not in eligible:
                continue
            spent: dict[int, int] = defaultdict(int)
            for payment in self.plan.payments:
                if payment.source == source.ref:
                    spent[payment.period] += payment.rials
            there = 0
            for period in range(self.problem.grid.horizon):
                there = 0 if period in source.lapses else there
                there += sum(c.payable_rials for c in source.credits if c.period == period)
                there -= spent[period]
                totals[period] += there
        return totals
