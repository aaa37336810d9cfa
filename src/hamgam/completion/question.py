"""The frozen question of a plan: plain values that go to the solver's child and are kept.

Pure: no model, no settings. What is asked is told once and stays as it was told, so that a search
begun again after a crash answers the same question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from typing import Any

from hamgam.engine.completion.problem import (
    Block,
    BlockKind,
    Crew,
    FundingSource,
    Problem,
)
from hamgam.exchange.portfolio.assume import Assumptions, crew_of, problem_of
from hamgam.exchange.portfolio.rows import PortfolioRow, TaskRow

Json = Mapping[str, Any]
_DAYS = ("promised", "ready", "began", "decided_on")
_ROW_FIELDS = {f.name for f in fields(PortfolioRow)}
ASSUMED_FIELDS = {
    "realisation": (0.05, 1.0),
    "sites_per_agency": (1, 60),
    "price_growth_per_month": (0.0, 0.2),
    "discount_per_month": (0.0, 0.2),
    "whole_months": (3, 120),
    "benefit_share_per_month": (0.0, 0.5),
    "chance": (0.05, 1.0),
    "delay_share_per_month": (0.0, 0.2),
}
"""Assumed figures that people may set otherwise, with the range they lie in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """What blocks a project: until a day, or for a time that is assumed."""

    ref: str
    project: str
    cause: str
    until: date
    is_promised: bool
    task: str = ""
    """The task alone that it holds up, where the project's tasks are told; empty for all."""
    names: Mapping[str, str] = field(default_factory=dict)
    """The cause by language; what was asked before causes were told so has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """The approved credit of one source, by project and Jalali year; `realisation` is measured on
    years that are over, None where none is."""

    ref: str
    names: Mapping[str, str]
    agency: str
    credits_rials: Mapping[str, Mapping[int, int]]
    is_shared: bool
    """Whether it may pay for every project of its agency."""
    realisation: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Everything a plan is asked with."""

    today: date
    city: str
    rows: Sequence[PortfolioRow]
    money: Sequence[Money] = ()
    obstacles: Sequence[Obstacle] = ()
    crews: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What the crews of each agency are called, by language."""
    assumed: Mapping[str, float] = field(default_factory=dict)
    scenario: Json = field(default_factory=dict)
    seconds: float = 20.0
    work: int | None = None
    """Schedules to build instead of seconds to search: then the answer repeats exactly."""


def assumptions_of(assumed: Mapping[str, float]) -> Assumptions:
    """The city's assumptions with those that were set otherwise; ValueError names a wrong one."""
    told: dict[str, Any] = {}
    for name, value in assumed.items():
        if name not in ASSUMED_FIELDS:
            raise ValueError(f"{name}: is no figure that may be assumed")
        least, most = ASSUMED_FIELDS[name]
        if not least <= value <= most:
            raise ValueError(f"{name}: {value} does not lie between {least} and {most}")
        told[name] = int(value) if isinstance(least, int) else float(value)
    return replace(Assumptions(), **told)


def to_json(question: Question) -> dict[str, Any]:
    """The question as it is kept."""
    told: dict[str, Any] = asdict(question)
    told["today"] = question.today.isoformat()
    for row in told["rows"]:
        row["credits_rials"] = {str(k): v for k, v in row["credits_rials"].items()}
        for name in _DAYS:
            row[name] = row[name].isoformat() if row[name] else None
        for task in row["tasks"]:
            task["ready"] = task["ready"].isoformat() if task["ready"] else None
            task["agreed"] = [day.isoformat() for day in task["agreed"] or ()] or None
    for obstacle in told["obstacles"]:
        obstacle["until"] = obstacle["until"].isoformat()
    return told


def from_json(told: Json) -> Question:
    """The question as it was kept."""
    return Question(
        today=date.fromisoformat(told["today"]),
        city=told["city"],
        rows=[_row(row) for row in told["rows"]],
        money=[_money(one) for one in told["money"]],
        obstacles=[
            Obstacle(**{**one, "until": date.fromisoformat(one["until"])})
            for one in told["obstacles"]
        ],
        crews=told.get("crews", {}),
        assumed=told["assumed"],
        scenario=told["scenario"],
        seconds=told["seconds"],
        work=told.get("work"),
    )


def _row(told: Json) -> PortfolioRow:
    known = {name: value for name, value in told.items() if name in _ROW_FIELDS}
    days = {name: date.fromisoformat(known[name]) if known[name] else None for name in _DAYS}
    told_credits = {int(year): rials for year, rials in known["credits_rials"].items()}
    tasks = tuple(_task(one) for one in known.pop("tasks", ()))
    rest = {"credits_rials": told_credits, "after": tuple(known["after"]), "tasks": tasks}
    return PortfolioRow(**{**known, **days, **rest})


def _task(told: Json) -> TaskRow:
    ready, agreed = told["ready"], told["agreed"]
    return TaskRow(
        **{
            **told,
            "ready": date.fromisoformat(ready) if ready else None,
            "agreed": tuple(map(date.fromisoformat, agreed)) if agreed else None,
            "after": tuple(told["after"]),
        }
    )


def _money(told: Json) -> Money:
    by_project = {
        ref: {int(year): rials for year, rials in years.items()}
        for ref, years in told["credits_rials"].items()
    }
    return Money(**{**told, "credits_rials": by_project})


def problem_in(question: Question, zones: Sequence[Any], windows: Sequence[Any]) -> Problem:
    """The planning problem of a question, before its scenario; ValueError without projects."""
    assume = assumptions_of(question.assumed)
    filled = problem_of(
        question.rows, today=question.today, zones=zones, windows=windows, assumed=assume
    ).problem
    crews = tuple(_crews(question, filled))
    filled = replace(filled, sources=tuple(_sources(question, filled, assume)), crews=crews)
    grid = filled.grid
    blocks = [
        Block(
            ref=one.ref,
            kind=BlockKind.OBSTACLE,
            begins=0,
            ends=min(max(grid.period(one.until) + 1, 1), grid.horizon),
            project=None if one.task else one.project,
            task=f"{one.project}/{one.task}" if one.task else None,
            cause=one.cause,
            names=one.names,
        )
        for one in question.obstacles
    ]
    return replace(filled, blocks=(*filled.blocks, *blocks))


def _crews(question: Question, filled: Problem) -> Iterable[Crew]:
    """The crews, called as the question calls those of their agency."""
    named = {crew_of(row): question.crews.get(row.agency) for row in question.rows}
    for crew in filled.crews:
        yield replace(crew, names=named.get(crew.ref) or crew.names)


def _sources(question: Question, filled: Problem, assume: Assumptions) -> list[FundingSource]:
    """The told sources by their own name; agencies without any told money keep the assumed one."""
    told = [source for one in question.money for source in _source(one, question, assume)]
    served = {one.agency for one in question.money}
    left = {row.ref for row in question.rows if row.agency not in served}
    rest = [s for s in filled.sources if s.eligible is not None and s.eligible & left]
    return [*told, *rest]


def _source(one: Money, question: Question, assume: Assumptions) -> list[FundingSource]:
    rows = [
        replace(row, credits_rials=one.credits_rials.get(row.ref, {}))
        for row in question.rows
        if row.agency == one.agency
    ]
    if not rows or not any(row.credits_rials for row in rows):
        return []
    share = assume.realisation if one.realisation is None else one.realisation
    made = problem_of(
        rows, today=question.today, assumed=replace(assume, realisation=share)
    ).problem.sources
    named = frozenset(row.ref for row in rows if row.credits_rials)
    return [
        replace(
            source,
            ref=one.ref,
            names=one.names,
            eligible=source.eligible if one.is_shared else named,
        )
        for source in made
    ]
