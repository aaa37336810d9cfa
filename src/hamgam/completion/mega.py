"""Mega-projects: which ones they are by the city's thresholds, and where their gates stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.conf import settings

from hamgam.agencies.acting import Acting
from hamgam.completion import queries
from hamgam.completion.models import Phase, StageCondition, StageDecision
from hamgam.completion.portfolio import OVER, cost_today
from hamgam.exchange.city.mega import Mega, StageAsk, load_mega
from hamgam.kit.words import Language
from hamgam.register.models import Project
from hamgam.register.queries import standing_of
from hamgam.register.status import status_of
from hamgam.register.vocabulary import ProjectClass

DAYS_A_YEAR = 365.25


@lru_cache(maxsize=2)
def _mega(name: str) -> Mega | None:
    return load_mega(name)


def mega_of_city() -> Mega | None:
    """What the installation's city calls a mega-project, read once; None where it says nothing."""
    return _mega(settings.HAMGAM_CITY)


def asks() -> Sequence[StageAsk]:
    """What the city's stage gates ask for; nothing where the city says nothing."""
    told = mega_of_city()
    return told.conditions if told else ()


def threshold_passed(project: Project, today: date, told: Mega | None = None) -> str:
    """Which threshold a project passes: `cost`, `years`, or nothing."""
    told = told or mega_of_city()
    if told is None:
        return ""
    if project.budget_rials is not None:
        whole = cost_today(project.budget_rials, project.price_year, today)
        if whole >= cost_today(told.budget_rials, told.price_year, today):
            return "cost"
    if project.begins and project.ends:
        years = (project.ends - project.begins).days / DAYS_A_YEAR
        return "years" if years >= told.years else ""
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition of a stage gate for one phase; `row` is None until somebody told it."""

    ask: StageAsk
    row: StageCondition | None

    @property
    def is_met(self) -> bool:
        """Whether it is met, by its evidence."""
        return self.row is not None and self.row.is_met

    def name(self, language: Language) -> str:
        """What it asks."""
        return self.ask.names[language.value]

    def proof(self, language: Language) -> str:
        """What proves it."""
        return self.ask.proof[language.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A phase with its gate: the conditions, and what was decided, the latest first."""

    phase: Phase
    conditions: Sequence[Condition]
    decisions: Sequence[StageDecision]
    is_next: bool

    @property
    def unmet(self) -> list[Condition]:
        """The conditions that are not met."""
        return [one for one in self.conditions if not one.is_met]

    @property
    def passing(self) -> StageDecision | None:
        """The decision that opened the gate."""
        return next((one for one in self.decisions if one.verdict == "go"), None)

    @property
    def is_exception(self) -> bool:
        """Whether the gate was opened while a condition was not met."""
        return self.passing is not None and bool(self.passing.unmet)


def conditions_of(phase: Phase) -> list[Condition]:
    """The city's conditions as they stand for a phase; prefetch `conditions`."""
    rows = {row.key: row for row in phase.conditions.all()}
    return [Condition(ask=ask, row=rows.get(ask.key)) for ask in asks()]


def stages_of(phases: Iterable[Phase]) -> list[Stage]:
    """The phases of one project with their gates, in their order; the first one whose gate is
    closed comes next."""
    rows = sorted(phases, key=lambda row: row.place)
    following = next((row.pk for row in rows if row.passed_on is None), None)
    return [
        Stage(
            phase=row,
            conditions=conditions_of(row),
            decisions=sorted(row.decisions.all(), key=lambda d: (d.on, d.pk), reverse=True),
            is_next=row.pk == following,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class MegaProject:
    """A mega-project with the stages it is built in; `threshold` is what makes it one, empty where
    its agency alone calls it so."""

    project: Project
    threshold: str
    stages: Sequence[Stage]
    first: date | None
    planned: date | None
    """Its end by the plan in force."""

    @property
    def is_classed(self) -> bool:
        """Whether its agency has entered it as one."""
        return self.project.project_class == ProjectClass.MEGA

    @property
    def next_stage(self) -> Stage | None:
        """The stage whose gate is the next to open."""
        return next((stage for stage in self.stages if stage.is_next), None)

    @property
    def passed(self) -> int:
        """How many gates are open."""
        return sum(stage.phase.passed_on is not None for stage in self.stages)


def mega_projects(acting: Acting, today: date) -> list[MegaProject]:
    """The city's mega-projects that the reader may see and that are not over, those that pass a
    threshold without being entered as one among them; a constant number of queries."""
    told = mega_of_city()
    rows = [
        row
        for row in queries.portfolio_visible_to(acting).order_by("title", "pk")
        if status_of(standing_of(row), today) not in OVER
    ]
    chosen = [
        (row, threshold)
        for row in rows
        if (threshold := threshold_passed(row, today, told))
        or row.project_class == ProjectClass.MEGA
    ]
    stages = _stages([row for row, _ in chosen], acting)
    ends = _planned(acting, [row for row, _ in chosen])
    return [
        MegaProject(
            project=row,
            threshold=threshold,
            stages=stages.get(row.pk, ()),
            first=row.first_promised_end,
            planned=ends.get(row.pk),
        )
        for row, threshold in chosen
    ]


def _stages(projects: Sequence[Project], acting: Acting) -> Mapping[int, Sequence[Stage]]:
    phases = queries.phases_visible_to(acting).filter(project__in=projects)
    by_project: dict[int, list[Phase]] = {}
    for phase in phases.prefetch_related("conditions", "decisions"):
        by_project.setdefault(phase.project_id, []).append(phase)
    return {key: stages_of(rows) for key, rows in by_project.items()}


def _planned(acting: Acting, projects: Sequence[Project]) -> Mapping[int, date | None]:
    found = queries.finishes_visible_to(acting).filter(project__in=projects)
    return {row.project_id: row.ends for row in found.order_by("adoption_id")}
