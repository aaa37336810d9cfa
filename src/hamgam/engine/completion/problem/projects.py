"""What waits to be finished: projects and their remaining tasks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hamgam.engine.completion.problem.limits import named, not_negative, share


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project begun and not in use (or a new start that asks to be weighed beside them).

    Money is in rials at the price base of the problem; benefits and costs are per month. The chance
    is that of finishing as planned and being used. `stop_value_rials` is what stopping for good
    brings now: salvage less the cost of making the site safe; None: it cannot be stopped, and left
    unfinished it stays open. `keep_safe_rials_per_month` is money that must be paid while the site
    is open; `delay_cost_rials_per_month` is what the open site costs people. `due` is the soft date
    (an instant of the grid), after which each month costs `late_rials_per_month` more.
    `spent_rials`, `physical_share` and `paid_share` are shown and used by the percent-complete
    baseline only: money spent changes no plan. `weight` counts in the weighted-delay objective.
    `assumed` names the fields the city's defaults filled («فرضی»).
    """

    ref: str
    names: Mapping[str, str] = field(default_factory=dict)
    agency: str = ""
    zone: str = ""
    benefit_residents_rials_per_month: float = 0.0
    benefit_pilgrims_rials_per_month: float = 0.0
    benefit_months: int = 120
    chance: float = 1.0
    stop_value_rials: float | None = None
    keep_safe_rials_per_month: float = 0.0
    delay_cost_rials_per_month: float = 0.0
    equity_group: str = ""
    due: int | None = None
    late_rials_per_month: float = 0.0
    weight: int = 1
    must_finish: bool = False
    is_new_start: bool = False
    physical_share: float = 0.0
    paid_share: float = 0.0
    spent_rials: float = 0.0
    assumed: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        named(self.ref, "projects.ref")
        where = f"projects[{self.ref}]"
        for name in (
            "benefit_residents_rials_per_month",
            "benefit_pilgrims_rials_per_month",
            "benefit_months",
            "keep_safe_rials_per_month",
            "delay_cost_rials_per_month",
            "late_rials_per_month",
            "weight",
            "spent_rials",
        ):
            not_negative(getattr(self, name), f"{where}.{name}")
        for name in ("chance", "physical_share", "paid_share"):
            share(getattr(self, name), f"{where}.{name}")

    @property
    def benefit_rials_per_month(self) -> float:
        """What people gain per month once it is in use: residents and pilgrims together."""
        return self.benefit_residents_rials_per_month + self.benefit_pilgrims_rials_per_month


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """One way to do a task: by day, by night, with two crews.

    `duration` counts worked periods; `demands` gives units of each crew in every worked period;
    `cost_rials` is the remaining cost at the price base. `profile` weighs the worked periods: share
    `k` of the cost falls due in worked period `k`; empty means evenly, `(1,)` all at the start.
    """

    name: str = "normal"
    duration: int
    demands: Mapping[str, int] = field(default_factory=dict)
    cost_rials: int = 0
    profile: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        where = f"modes[{self.name}]"
        not_negative(self.duration, f"{where}.duration")
        not_negative(self.cost_rials, f"{where}.cost_rials")
        for crew, units in self.demands.items():
            not_negative(units, f"{where}.demands[{crew}]")
        for weight in self.profile:
            not_negative(weight, f"{where}.profile")
        if self.profile and not sum(self.profile) > 0:
            raise ValueError(f"{where}.profile: the weights sum to 0")
        if len(self.profile) > max(self.duration, 1):
            raise ValueError(f"{where}.profile: longer than the duration {self.duration}")

    def payments(self) -> tuple[int, ...]:
        """Rials at the price base due in worked period 0, 1, …; their sum is `cost_rials`."""
        weights = self.profile or (1.0,) * max(self.duration, 1)
        total, seen, paid = sum(weights), 0.0, 0
        rials = []
        for weight in weights[:-1]:
            seen += weight
            due = round(self.cost_rials * (seen / total))
            rials.append(due - paid)
            paid = due
        return (*rials, self.cost_rials - paid)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Periods `begins` … `ends` − 1."""

    begins: int
    ends: int

    def __post_init__(self) -> None:
        if self.ends < self.begins:
            raise ValueError(f"span.ends: {self.ends} lies before begins {self.begins}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What remains to be done in one piece of a project.

    `ready` is the first period in which it can start (land handed over, utilities moved);
    `waits_for` says in words what makes it ready. `windows` are the agreed times: when given, work
    happens only inside them. An interruptible task pauses in forbidden periods, and while a crew it
    needs is off, and frees its crews; each pause adds `closing_periods` of work, to close and pave
    the site before it. Other tasks run in one piece. `ignores_seasons`: under ground, untouched by
    them.
    """

    project: str
    ref: str
    names: Mapping[str, str] = field(default_factory=dict)
    modes: tuple[Mode, ...]
    ready: int = 0
    waits_for: str = ""
    windows: tuple[Span, ...] = ()
    interruptible: bool = False
    closing_periods: int = 0
    ignores_seasons: bool = False
    assumed: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        named(self.ref, f"projects[{self.project}].tasks.ref")
        where = f"tasks[{self.key}]"
        if not self.modes:
            raise ValueError(f"{where}.modes: at least one is wanted")
        not_negative(self.ready, f"{where}.ready")
        not_negative(self.closing_periods, f"{where}.closing_periods")

    @property
    def key(self) -> str:
        """What dependencies and plans call it: `project/task`."""
        return f"{self.project}/{self.ref}"


class Relation(StrEnum):
    """Which ends of two tasks a dependency ties: before, after."""

    FINISH_START = "FS"
    START_START = "SS"
    FINISH_FINISH = "FF"
    START_FINISH = "SF"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependency:
    """`after` starts (or finishes) no earlier than `lag` periods after `before` does.

    Both are task keys `project/task`, of one project or of two; a negative lag lets them overlap.
    """

    before: str
    after: str
    relation: Relation = Relation.FINISH_START
    lag: int = 0

    def __post_init__(self) -> None:
        if self.before == self.after:
            raise ValueError(f"dependencies.after: {self.after!r} waits for itself")


class BlockKind(StrEnum):
    """Why nothing may be worked in a stretch of time."""

    SEASON = "season"
    OBSTACLE = "obstacle"
    AGREED = "agreed"
    """Time given to another agency's work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Periods `begins` … `ends` − 1 in which no work is done on what it names.

    It holds for every task of a zone, of a project, or for one task (exactly one of the three);
    seasons pass by tasks that ignore them. `cause` says in words what it is, `names` says it by
    language where it is told in several.
    """

    ref: str
    kind: BlockKind
    begins: int
    ends: int
    zone: str | None = None
    project: str | None = None
    task: str | None = None
    cause: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        named(self.ref, "blocks.ref")
        if self.ends <= self.begins:
            raise ValueError(f"blocks[{self.ref}].ends: {self.ends} is not after {self.begins}")
        if sum(x is not None for x in (self.zone, self.project, self.task)) != 1:
            raise ValueError(f"blocks[{self.ref}]: one of zone, project, task is wanted")

    def touches(self, task: Task, project: Project) -> bool:
        """Whether the block forbids this task of this project."""
        if self.kind is BlockKind.SEASON and task.ignores_seasons:
            return False
        return (
            self.task == task.key
            or self.project == project.ref
            or (self.zone is not None and self.zone == project.zone)
        )
