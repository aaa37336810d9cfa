"""The gate's answer to one new start, over the portfolio of its agency as the tables stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hamgam.completion import bridge
from hamgam.completion.portfolio import may_be_finished
from hamgam.completion.queries import projects_of
from hamgam.exchange.plans_out.gates import (
    GateLine,
    GateSetting,
    gate_lines,
    refusals,
    verdict_text,
)
from hamgam.exchange.plans_out.words import plan_words
from hamgam.kit.words import Language
from hamgam.register.law import law
from hamgam.register.models import Project
from hamgam.register.queries import STANDING_PARTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One of the six, as a page tells it."""

    key: str
    name: str
    is_met: bool
    text: str
    is_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GateAnswer:
    """The gate's answer to one project; `line` is None where its cost is not told, so that nothing
    can be judged."""

    project: Project
    line: GateLine | None

    @property
    def passes(self) -> bool:
        """Whether it may begin: all six met, or by a named decision."""
        return self.line is not None and self.line.answer.passes

    @property
    def is_exception(self) -> bool:
        """Whether it begins by a named decision alone."""
        return self.line is not None and self.line.answer.is_exception

    def conditions(self, language: Language) -> list[Condition]:
        """The six with their figures and evidence."""
        if self.line is None:
            return []
        spoken = plan_words(language.value)
        return [
            Condition(
                key=verdict.condition.value,
                name=spoken("gate", f"{verdict.condition.value}_name"),
                is_met=verdict.is_met,
                text=verdict_text(verdict, spoken),
                is_known=not verdict.missing,
            )
            for verdict in self.line.answer.verdicts
        ]

    def refusals(self, language: Language) -> list[str]:
        """Why it may not begin, a sentence for each condition that is not met."""
        if self.line is None:
            return [plan_words(language.value)("gate_fields", "cost_p80_rials")]
        return list(refusals(self.line, plan_words(language.value)))


def answers_for(projects: Sequence[Project], today: date) -> list[GateAnswer]:
    """The gate's answer to each new start among the projects, against what its agency has begun."""
    starts = [p for p in projects if (e := bridge.estimate_of(p)) is not None and e.is_new_start]
    agencies = {p.agency_id: p.agency for p in starts}
    open_ones = {
        other.pk: other
        for agency in agencies.values()
        for other in projects_of(agency).prefetch_related(*STANDING_PARTS)
        if may_be_finished(other, today) and other.agency_id == agency.pk
    }
    every = {**open_ones, **{p.pk: p for p in starts}}
    rows = bridge.portfolio_rows(list(every.values()), today)
    by = law(today)
    told = gate_lines(rows, GateSetting(today=today, zones=by.zones, windows=by.windows))
    by_ref = {line.row.ref: line for line in told}
    return [GateAnswer(project=p, line=by_ref.get(p.public_id)) for p in starts]


def answer_for(project: Project, today: date) -> GateAnswer:
    """The gate's answer to one project."""
    found = answers_for([project], today)
    return found[0] if found else GateAnswer(project=project, line=None)
