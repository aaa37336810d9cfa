"""For each project a few sentences: why it stands where it stands, what it waits for, and what a
month sooner would need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from hamgam.engine.completion.explain.causes import Cause, Reader, Wait
from hamgam.engine.completion.explain.shortage import is_never_enough, payers, served_instead
from hamgam.engine.completion.problem import Objective, Problem, Project
from hamgam.engine.completion.rules import monthly_worths
from hamgam.engine.completion.schedule import Plan
from hamgam.engine.completion.words import (
    COMMA,
    LANGUAGES,
    amount,
    day_in,
    last_in,
    list_in,
    months_in,
    name_of,
    number_in,
    say,
)
from hamgam.engine.completion.worth import worth_unfinished, worths

BILLION_TOMAN = 10**10

WORDED = (Cause.READY, Cause.SEASON, Cause.OBSTACLE, Cause.AGREED)
"""Causes that the problem may put into words of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a project stands where it stands in a plan.

    `place` is its number in the order of finishing (None: unfinished); `rank` its number by benefit
    a month per remaining rial among all projects (None: money plays no part), `per_billion_rials`
    that benefit per billion toman. `missing_rials` is what a month sooner would take when money is
    the cause. `why`, `waits`, `sooner` hold one sentence each by language (fa, en, ar); `sooner` is
    empty for an unfinished project.
    """

    project: str
    place: int | None
    rank: int | None
    per_billion_rials: float | None
    wait: Wait | None
    missing_rials: int | None
    why: Mapping[str, str]
    waits: Mapping[str, str]
    sooner: Mapping[str, str]

    def text(self, language: str) -> str:
        """All the sentences, one after the other."""
        parts = (told.get(language, "") for told in (self.why, self.waits, self.sooner))
        return " ".join(part for part in parts if part)


def explain(problem: Problem, plan: Plan) -> dict[str, Explanation]:
    """One explanation per project, those finished first in their order, then the unfinished."""
    teller = _Teller(problem, plan)
    return {ref: teller.explanation(ref) for ref in [*plan.order(), *plan.unfinished]}


def months_late(problem: Problem, due: int, ends: int) -> int:
    """Months, begun ones counted whole, by which a finish lies after what was promised; 0 where it
    does not. Both are instants: within its period a promise is kept."""
    return max(ceil((ends - due) / max(1, round(problem.grid.periods_per_month))), 0)


class _Teller:
    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem = problem
        self.plan = plan
        self.reader = Reader(problem, plan)
        self.projects = {project.ref: project for project in problem.projects}
        self.names: dict[str, Mapping[str, str]] = {
            **{crew.ref: crew.names for crew in problem.crews},
            **{source.ref: source.names for source in problem.sources},
            **{project.ref: project.names for project in problem.projects},
        }
        self.places = {ref: k for k, ref in enumerate(plan.order(), start=1)}
        self.costs = _remaining_costs(problem)
        self.rates = self._rates()
        ranked = sorted(self.rates, key=lambda ref: -self.rates[ref])
        self.ranks = {ref: k for k, ref in enumerate(ranked, start=1)}

    def _rates(self) -> dict[str, float]:
        """Benefit a month per billion toman left, where money is told and the aim is value."""
        if self.problem.objective is not Objective.VALUE:
            return {}
        monthly = monthly_worths(self.problem)
        return {
            project.ref: float(worth) / self.costs[project.ref] * BILLION_TOMAN
            for project, worth in zip(self.problem.projects, monthly, strict=True)
            if self.costs[project.ref] > 0
        }

    def explanation(self, ref: str) -> Explanation:
        """All that is told of one project."""
        is_planned = ref in self.places
        wait = self.reader.wait_of(ref) if is_planned else None
        missing = None
        if wait is not None and wait.cause is Cause.MONEY:
            missing = self.reader.missing_rials(wait)
        return Explanation(
            project=ref,
            place=self.places.get(ref),
            rank=self.ranks.get(ref),
            per_billion_rials=self.rates.get(ref),
            wait=wait,
            missing_rials=missing,
            why={language: self._why(ref, language) for language in LANGUAGES},
            waits={language: self._waits(ref, wait, language) for language in LANGUAGES},
            sooner={
                language: self._sooner(wait, missing, language)
                for language in LANGUAGES
                if wait is not None
            },
        )

    def _why(self, ref: str, language: str) -> str:
        count = number_in(len(self.problem.projects), language)
        if ref not in self.ranks:
            place = number_in(self.places.get(ref, len(self.projects)), language)
            return say(language, "order", place=place, count=count)
        third = max(len(self.ranks) / 3, 1)
        rank = self.ranks[ref]
        key = "cheap" if rank <= third else "middle" if rank <= 2 * third else "dear"
        per = amount(self.rates[ref], language)
        rank_text = number_in(rank, language)
        told = say(
            language, key, per=per, rank=rank_text, count=number_in(len(self.ranks), language)
        )
        return f"{told} {self._promise(ref, language)}".strip()

    def _promise(self, ref: str, language: str) -> str:
        """What was promised, and whether the plan keeps it; empty where nothing was."""
        project, ends = self.projects[ref], self.plan.finishes.get(ref)
        if project.due is None or project.late_rials_per_month <= 0:
            return ""
        if project.due <= 0:
            return say(language, "overdue")
        day = last_in(self.problem, project.due, language)
        if ends is None:
            return say(language, "due", day=day)
        months = months_late(self.problem, project.due, ends)
        if months == 0:
            return say(language, "due_kept", day=day)
        return say(language, "due_late", day=day, late=months_in(months, language))

    def _waits(self, ref: str, wait: Wait | None, language: str) -> str:
        if wait is None:
            return self._unfinished(self.projects[ref], language)
        key = str(wait.cause)
        if wait.cause is Cause.CREW and not wait.holder:
            key = "crew_off"
        elif wait.cause in WORDED and not wait.words:
            key += "_bare"
        return say(language, key, **self._about(wait, language))

    def _unfinished(self, project: Project, language: str) -> str:
        horizon = self.problem.grid.horizon
        if worths(self.problem, project).max() <= worth_unfinished(self.problem, project):
            return say(language, "costs_more")
        if self.costs[project.ref] > 0 and self.problem.sources:
            return self._short_of_money(project, language)
        if project.stop_value_rials is not None:
            return say(language, "stopped")
        return say(language, "left", day=day_in(self.problem, horizon, language))

    def _short_of_money(self, project: Project, language: str) -> str:
        own = payers(self.problem, project.ref)
        others = served_instead(self.problem, self.plan, project.ref)
        if not own:
            key = "short_nobody"
        elif is_never_enough(self.problem, project):
            key = "short_alone"
        else:
            key = "short_taken" if others else "short_money"
        return say(
            language,
            key,
            rials=amount(self.costs[project.ref], language),
            name=COMMA[language].join(self._name(source.ref, language) for source in own),
            others=list_in([self._name(ref, language) for ref in others], language),
        )

    def _sooner(self, wait: Wait, missing: int | None, language: str) -> str:
        key = f"sooner_{wait.cause}"
        if wait.cause is Cause.MONEY and not missing:
            key = "sooner_money_shared"
        about = self._about(wait, language)
        sooner = max(wait.until - self.reader.month_periods(), 0)
        about["day"] = day_in(self.problem, sooner, language)
        about["rials"] = amount(missing or 0, language)
        return say(language, key, **about)

    def _about(self, wait: Wait, language: str) -> dict[str, str]:
        """What the braces of a sentence about a wait stand for."""
        return {
            "day": day_in(self.problem, wait.until, language),
            "words": wait.names.get(language) or wait.words,
            "name": self._name(wait.ref, language),
            "holder": self._name(wait.holder, language),
        }

    def _name(self, ref: str, language: str) -> str:
        return name_of(self.names.get(ref, {}), ref, language)


def _remaining_costs(problem: Problem) -> dict[str, int]:
    """Rials at the price base each project still takes, in the first mode of its tasks."""
    costs = {project.ref: 0 for project in problem.projects}
    for task in problem.tasks:
        costs[task.project] += task.modes[0].cost_rials
    return costs
