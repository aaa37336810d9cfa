"""When will it be finished? A range from the tasks, a range from projects like it, and both
blended.

The bottom-up forecast draws every uncertain thing many times with one seed: task durations, the
clearing of obstacles, the share of approved money that is really paid. The outside view multiplies
the plan by what happened to finished projects of its class. How far each is trusted follows from
their past losses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count, repeat
from math import log, sqrt

import numpy as np
import numpy.typing as npt

from hamgam.engine.completion.problem.projects import Relation
from hamgam.engine.measures.survival import Survival, clearing_draws
from hamgam.engine.measures.uncertainty import ReferenceClass, class_quantile, quantile

Draws = npt.NDArray[np.float64]

PRIOR_SPREAD = 0.35
"""Standard deviation of log(actual / planned) of a task before a project has its own record (a
proposal)."""
PRIOR_TASKS = 8
"""How many finished tasks weigh as much as the prior."""
BIAS_SHARE = 0.5
"""How much of the spread is common to all tasks of a project (one crew, one office, one winter)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """`lag_days` between an end of another task and an end of this one (Relation)."""

    before: str
    relation: Relation = Relation.FINISH_START
    lag_days: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTask:
    """What is left of one task, in workable days after the status date.

    `earliest_day` is the first workable day on which it may start (0 = the next). A task that
    `has_begun` waits no more to start; what ties its finish still holds.
    """

    ref: str
    remaining_days: float
    ties: tuple[Tie, ...] = ()
    earliest_day: float = 0.0
    has_begun: bool = False
    obstacles: tuple[tuple[Survival, float], ...] = ()
    """Curve of clearing times and present age in days of each obstacle that blocks it."""

    def __post_init__(self) -> None:
        if self.remaining_days < 0:
            raise ValueError(f"remaining_days: {self.remaining_days} of {self.ref} is negative")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """How the project itself has turned out so far.

    `ratios` are actual ÷ planned durations of its finished tasks. `pace` is 1 / SPI(t), the time
    taken for what was planned to take one unit: it holds late starts as well as slow work, so where
    it is known it replaces the mean of the ratios.
    """

    ratios: tuple[float, ...] = ()
    pace: float | None = None

    def spread_and_bias(self) -> tuple[float, float]:
        """Standard deviation and mean of log ratios, both drawn toward the prior (spread, 0)."""
        logs = [log(ratio) for ratio in self.ratios if ratio > 0]
        weight = len(logs) / (len(logs) + PRIOR_TASKS)
        mean = float(np.mean(logs)) if logs else 0.0
        if self.pace is not None:
            mean = log(self.pace)
        variance = float(np.var(logs)) if logs else 0.0
        return sqrt(weight * variance + (1 - weight) * PRIOR_SPREAD**2), weight * mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """What the rest costs and what is approved, period by period, in one price base.

    `realisation` gives φ as the two parameters of a Beta distribution; one draw of it holds for
    all periods, for the shock is common (city revenue falls together).
    """

    remaining_cost_rials: int
    approved_rials: tuple[int, ...]
    days_per_period: float
    realisation: tuple[float, float] = (6.0, 4.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Days after the status date until everything is finished, at 50 % and at 80 %.

    `by_class_*` are None without a reference class. `cannot_pay_share` is the share of draws in
    which the approved money never suffices; they count as the last period's end.
    """

    p50_days: float
    p80_days: float
    by_tasks_p50: float
    by_tasks_p80: float
    by_class_p50: float | None
    by_class_p80: float | None
    tasks_weight: float
    cannot_pay_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """The outside view: the class, the whole planned duration, and the days that have passed.

    The ratios of the class are those of whole projects; they are applied to what the plan leaves.
    """

    reference: ReferenceClass
    planned_days: float
    elapsed_days: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """How to draw: number of draws, seed, and how the two views are weighed."""

    draws: int = 2000
    seed: int = 0
    tasks_weight: float = 0.5
    p80_later_share: float = 0.0
    """How much later P80 is told than drawn, as a share of the whole planned duration (of what the
    plan leaves, without an outside view): what past forecasts missed (`conformal_margin`). P80
    never lies before P50."""
    record: Record = field(default_factory=Record)
    workable: Sequence[bool] = ()
    """Which calendar days after the status date can be worked; empty means all."""


def forecast(
    tasks: Sequence[OpenTask],
    *,
    money: Money | None = None,
    outside: Outside | None = None,
    assumptions: Assumptions | None = None,
) -> Forecast:
    """The finish of one project as P50 and P80, in calendar days after the status date.

    Raises ValueError for ties to unknown tasks and for circles. O(draws · (tasks + ties)).
    """
    assumed = assumptions or Assumptions()
    random = np.random.default_rng(assumed.seed)
    finish = _calendar_days(_network_finish(tasks, assumed, random), assumed.workable)
    cannot_pay = 0.0
    if money is not None:
        paid, never = _paid_by(money, random, assumed.draws)
        finish, cannot_pay = np.maximum(finish, paid), float(never.mean())
    by_tasks = [quantile(finish.tolist(), p) for p in (0.5, 0.8)]
    by_class = None
    left = _planned_days_left(tasks, assumed)
    if outside is not None:
        by_class = [_outside_days(outside, left, p) for p in (0.5, 0.8)]
    told = _blended(by_tasks, by_class, assumed.tasks_weight, cannot_pay)
    later = assumed.p80_later_share * (left if outside is None else outside.planned_days)
    return replace(told, p80_days=max(told.p80_days + later, told.p50_days))


def _blended(
    by_tasks: Sequence[float], by_class: Sequence[float] | None, weight: float, cannot_pay: float
) -> Forecast:
    weight = 1.0 if by_class is None else weight
    other = by_class or by_tasks
    p50, p80 = (weight * a + (1 - weight) * b for a, b in zip(by_tasks, other, strict=True))
    return Forecast(
        p50_days=p50,
        p80_days=p80,
        by_tasks_p50=by_tasks[0],
        by_tasks_p80=by_tasks[1],
        by_class_p50=by_class[0] if by_class else None,
        by_class_p80=by_class[1] if by_class else None,
        tasks_weight=weight,
        cannot_pay_share=cannot_pay,
    )


def _planned_days_left(tasks: Sequence[OpenTask], assumed: Assumptions) -> float:
    """Days left if every task takes as long as planned and every obstacle clears in its median."""
    medians = repeat(np.array([0.5]))
    spans: dict[str, tuple[Draws, Draws]] = {}
    for task in in_order(tasks):
        duration = np.array([task.remaining_days])
        start = np.maximum(_earliest_start(task, duration, spans), _unblocked(task, medians))
        spans[task.ref] = (start, start + duration)
    last = max((end for _, end in spans.values()), default=np.zeros(1))
    return float(_calendar_days(last, assumed.workable)[0])


def _outside_days(outside: Outside, left: float, p: float) -> float:
    """Days left by the class: what the plan leaves, stretched as such projects were.

    A project that already looks `now` times as long as planned is one of those that took at least
    so long; it is stretched by what those took beyond `now`. The rest only can be late: what is
    done took what it took.
    """
    whole = outside.planned_days
    now = (outside.elapsed_days + left) / whole if whole > 0 else 1.0
    if now <= 1:
        return left * class_quantile(outside.reference, p)
    return left * class_quantile(outside.reference, p, at_least=now) / now


def _network_finish(
    tasks: Sequence[OpenTask], assumed: Assumptions, random: np.random.Generator
) -> Draws:
    """Workable days until the last task ends, one figure for each draw."""
    spread, bias = assumed.record.spread_and_bias()
    common = bias + spread * sqrt(BIAS_SHARE) * random.standard_normal(assumed.draws)
    own = spread * sqrt(1 - BIAS_SHARE)
    chances = (random.random(assumed.draws) for _ in count())
    spans: dict[str, tuple[Draws, Draws]] = {}
    for task in in_order(tasks):
        noise = common + own * random.standard_normal(assumed.draws)
        duration = task.remaining_days * np.exp(noise)
        start = np.maximum(_earliest_start(task, duration, spans), _unblocked(task, chances))
        spans[task.ref] = (start, start + duration)
    ends = [end for _, end in spans.values()]
    return np.maximum.reduce(ends) if ends else np.zeros(assumed.draws)


def _earliest_start(
    task: OpenTask, duration: Draws, spans: Mapping[str, tuple[Draws, Draws]]
) -> Draws:
    start = np.full(len(duration), 0.0 if task.has_begun else task.earliest_day)
    for tie in task.ties:
        if tie.before not in spans or (task.has_begun and tie.relation not in _TO_FINISH):
            continue  # finished before the status date, or waited for no more
        begun, ended = spans[tie.before]
        anchor = begun if tie.relation in _FROM_START else ended
        offset = duration if tie.relation in _TO_FINISH else 0.0
        start = np.maximum(start, anchor + tie.lag_days - offset)
    return start


_FROM_START = (Relation.START_START, Relation.START_FINISH)
_TO_FINISH = (Relation.FINISH_FINISH, Relation.START_FINISH)


def _unblocked(task: OpenTask, chances: Iterator[Draws]) -> Draws:
    """When its last obstacle is cleared; each takes the next even draws, where on its curve it
    lies."""
    free = np.zeros(1)
    for (curve, age), uniform in zip(task.obstacles, chances, strict=False):
        free = np.maximum(free, np.asarray(clearing_draws(curve, age, uniform.tolist())))
    return free


def in_order(tasks: Sequence[OpenTask]) -> list[OpenTask]:
    """The tasks with every predecessor before its successors; ValueError names a circle."""
    by_ref = {task.ref: task for task in tasks}
    waiting = {t.ref: {tie.before for tie in t.ties if tie.before in by_ref} for t in tasks}
    ordered: list[OpenTask] = []
    while waiting:
        ready = [ref for ref, before in waiting.items() if not before]
        if not ready:
            raise ValueError(f"ties: tasks wait for each other in a circle: {', '.join(waiting)}")
        for ref in ready:
            ordered.append(by_ref[ref])
            del waiting[ref]
        for before in waiting.values():
            before.difference_update(ready)
    return ordered


def _calendar_days(workable_days: Draws, workable: Sequence[bool]) -> Draws:
    """Calendar days after which so many workable days have passed."""
    if not workable:
        return workable_days
    passed = np.cumsum(np.asarray(workable, dtype=float))
    beyond = np.maximum(workable_days - passed[-1], 0.0)
    pace = max(passed[-1] / len(passed), 0.05)
    day = np.searchsorted(passed, np.minimum(workable_days, passed[-1]), side="left") + 1
    days: Draws = np.where(workable_days <= 0, 0.0, day) + beyond / pace
    return days


def _paid_by(
    money: Money, random: np.random.Generator, draws: int
) -> tuple[Draws, npt.NDArray[np.bool_]]:
    """Calendar day by which the rest can be paid, and whether it never can."""
    share = random.beta(*money.realisation, size=draws)
    cumulated = np.cumsum(np.asarray(money.approved_rials, dtype=float))
    wanted = np.divide(
        money.remaining_cost_rials, share, out=np.full(draws, np.inf), where=share > 0
    )
    period = np.searchsorted(cumulated, wanted, side="left")
    never = period >= len(cumulated)
    day = np.minimum(period, len(cumulated) - 1) * money.days_per_period
    return np.where(money.remaining_cost_rials <= 0, 0.0, day), never
