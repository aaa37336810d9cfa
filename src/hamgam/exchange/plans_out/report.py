"""All that is told of one plan: the question, the answer, and what stands beside both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from hamgam.engine.calendars.seasons import SeasonWindow
from hamgam.engine.completion.explain import Change, Explanation
from hamgam.engine.completion.problem import Problem
from hamgam.engine.completion.rules import Rule
from hamgam.engine.completion.schedule import Plan
from hamgam.engine.completion.sensitivity import Sensitivity
from hamgam.exchange.city import City
from hamgam.exchange.misread import Misread
from hamgam.exchange.portfolio.assume import Assumptions
from hamgam.exchange.portfolio.rows import PortfolioRow
from hamgam.exchange.problem_files import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """The same projects under other circumstances, and the plan for them."""

    name: str
    problem: Problem
    plan: Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReport:
    """A plan with its problem and what was read on the way.

    `explained` tells of each project why it stands where it stands; `others` are the plans that
    the usual orders give; `sensitivity` is None where it was not asked for; `assumptions` only
    where a sheet was filled.
    """

    name: str
    today: date
    form: Form
    problem: Problem
    plan: Plan
    misread: Sequence[Misread] = ()
    rows: Sequence[PortfolioRow] = ()
    notes: Sequence[str] = ()
    assumptions: Assumptions | None = None
    city: City | None = None
    windows: Sequence[SeasonWindow] = ()
    explained: Mapping[str, Explanation] = field(default_factory=dict)
    others: Mapping[Rule, Plan] = field(default_factory=dict)
    sensitivity: Sensitivity | None = None
    less_credit: Change | None = None
    """What a fifth less credit does."""
    more_money: Mapping[tuple[str, str], Change] = field(default_factory=dict)
    """What a billion toman more does, by source and year; empty where it was not asked."""
    without_obstacle: Mapping[str, Change] = field(default_factory=dict)
    """What removing each obstacle does, by the block's ref; empty where it was not asked."""
    without: Variant | None = None
    """The plan without the scenario, where a scenario was asked for."""
    scenario: str = ""
    is_demo: bool = False

    @property
    def has_dates(self) -> bool:
        """Whether periods are days of a calendar."""
        return self.problem.grid.first_day is not None

    def assumed(self) -> dict[str, list[str]]:
        """What the city's defaults filled, by project; tasks' fields stand with their project."""
        told = {project.ref: set(project.assumed) for project in self.problem.projects}
        for task in self.problem.tasks:
            told[task.project] |= task.assumed
        return {ref: sorted(fields) for ref, fields in told.items() if fields}

    def sentences(self, language: str) -> dict[str, str]:
        """Why each project stands where it stands, in a language."""
        return {ref: told.text(language) for ref, told in self.explained.items()}
