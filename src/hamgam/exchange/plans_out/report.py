"""All that is told of one plan: the question, the answer, and what stands beside both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hamgam.engine.calendars.seasons import SeasonWindow
from hamgam.engine.completion.problem import Problem
from hamgam.engine.completion.schedule import Plan
from hamgam.exchange.city import City
from hamgam.exchange.misread import Misread
from hamgam.exchange.portfolio.rows import PortfolioRow
from hamgam.exchange.problem_files import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReport:
    """A plan with its problem and what was read on the way.

    `sentences` holds by language and project why it stands where it stands.
    """

    name: str
    today: date
    form: Form
    problem: Problem
    plan: Plan
    misread: Sequence[Misread] = ()
    rows: Sequence[PortfolioRow] = ()
    notes: Sequence[str] = ()
    city: City | None = None
    windows: Sequence[SeasonWindow] = ()
    sentences: Mapping[str, Mapping[str, str]]
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
