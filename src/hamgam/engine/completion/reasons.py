"""Why there is no plan: the smallest set of demands found that already rules every plan out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from hamgam.engine.completion.flatten import flatten
from hamgam.engine.completion.lifts import LIFTS, Lift
from hamgam.engine.completion.problem import Problem
from hamgam.engine.completion.refusal import Reason, listed, project_name, task_name
from hamgam.engine.completion.rules import Rule
from hamgam.engine.completion.searchers import WalkSearcher, build, of_rule
from hamgam.engine.completion.structure import impossibilities
from hamgam.engine.completion.words import amount, day_in, name_of

MOST_TRIES = 200
"""Schedules built before a relaxed problem counts as having no plan; fewer where they are long."""

BROKEN_WORTH = -5e17
"""Below this a schedule misses a project that must be finished, or leaves a site unsafe."""


@dataclass(frozen=True, slots=True)
class _Demand:
    """A kind of demand that stands in the way, and which of its kind do."""

    lift: Lift
    items: tuple[str, ...]


def reasons(problem: Problem) -> tuple[Reason, ...]:
    """Which demands together leave no room; for a problem without a plan.

    Kinds of demands are lifted one after the other; those without which there is still no plan are
    left out. Of each kind that stays, the single demands are lifted in the same way: first half of
    them at a time, then fewer. O(demands · log) schedules at most, in the usual case far less.
    """
    left = problem
    needed = []
    for lift in LIFTS:
        items = lift.items(left)
        lifted = lift.without(left, items)
        if items and _has_plan(lifted):
            needed.append(lift)
        else:
            left = lifted
    demands = []
    # which projects must be finished comes first: what only others need falls away with them
    for lift in reversed(needed):
        left, items = _narrowed(left, lift)
        demands.append(_Demand(lift, items))
    return tuple(_worded(problem, _worth_telling(demands)))


def _worth_telling(demands: Sequence[_Demand]) -> list[_Demand]:
    """A longer horizon helps almost always: it is a reason only where nothing else is."""
    others = [d for d in demands if d.lift.kind not in ("must", "time")]
    return [d for d in demands if d.lift.kind != "time" or not others]


def _narrowed(problem: Problem, lift: Lift) -> tuple[Problem, tuple[str, ...]]:
    """The problem without the demands of a kind that are not needed, and those that are."""
    kept = list(lift.items(problem))
    size = len(kept) // 2
    while size:
        for part in [kept[k : k + size] for k in range(0, len(kept), size)]:
            lifted = lift.without(problem, part)
            if not _has_plan(lifted):
                problem = lifted
                kept = [item for item in kept if item not in part]
        size //= 2
    return problem, tuple(kept)


def _has_plan(problem: Problem) -> bool:
    tables = flatten(problem)
    if impossibilities(problem, tables):
        return False
    starts = [of_rule(problem, tables, rule) for rule in Rule]
    best = max(starts, key=lambda start: build(tables, start)[1])
    searcher = WalkSearcher(tables, best, 0)
    if searcher.value < BROKEN_WORTH:
        tries = max(20, min(MOST_TRIES, 400_000 // len(problem.tasks)))
        searcher.advance(tries, BROKEN_WORTH)
    return searcher.value >= BROKEN_WORTH


def _worded(problem: Problem, demands: Sequence[_Demand]) -> Iterator[Reason]:
    if not demands:
        yield Reason("no_order", lambda language: {"end": _end(problem, language)})
    for demand in demands:
        key = f"no_{demand.lift.kind}"
        if demand.lift.kind == "money":
            yield _about_money(problem, demand.items)
        else:
            yield Reason(key, _about(problem, demand))


def _about(problem: Problem, demand: _Demand) -> Callable[[str], Mapping[str, str]]:
    def about(language: str) -> dict[str, str]:
        names = NAMERS[demand.lift.kind](problem, demand.items, language)
        return {"names": listed(names, language), "end": _end(problem, language)}

    return about


def _about_money(problem: Problem, sources: Sequence[str]) -> Reason:
    """Too little in all, or too late and in the wrong places."""
    need, there = _missing_rials(problem)

    def about(language: str) -> dict[str, str]:
        names = [
            name_of(s.names, s.ref, language) for s in problem.sources if s.ref in set(sources)
        ]
        return {
            "need": amount(need, language),
            "there": amount(there, language),
            "end": _end(problem, language),
            "names": listed(names, language),
        }

    return Reason("no_money" if need > there else "no_money_late", about)


def _end(problem: Problem, language: str) -> str:
    return day_in(problem, problem.grid.horizon, language)


def _projects(problem: Problem, refs: Sequence[str], language: str) -> list[str]:
    return [project_name(problem, ref, language) for ref in refs]


def _tasks(problem: Problem, keys: Sequence[str], language: str) -> list[str]:
    wanted = set(keys)
    return [task_name(problem, task, language) for task in problem.tasks if task.key in wanted]


def _crews(problem: Problem, refs: Sequence[str], language: str) -> list[str]:
    wanted = set(refs)
    return [name_of(c.names, c.ref, language) for c in problem.crews if c.ref in wanted]


def _blocks(problem: Problem, refs: Sequence[str], language: str) -> list[str]:
    wanted = set(refs)
    return [
        block.names.get(language) or block.cause or block.ref
        for block in problem.blocks
        if block.ref in wanted
    ]


def _groups(problem: Problem, refs: Sequence[str], language: str) -> list[str]:
    """The members of the groups, by name."""
    wanted = set(refs)
    members = [m for group in problem.apart if group.ref in wanted for m in group.members]
    projects = {project.ref for project in problem.projects}
    own = [project_name(problem, m, language) for m in members if m in projects]
    return own + _tasks(problem, members, language)


Namer = Callable[[Problem, Sequence[str], str], list[str]]

NAMERS: Mapping[str, Namer] = {
    "must": _projects,
    "safety": _projects,
    "apart": _groups,
    "blocks": _blocks,
    "windows": _tasks,
    "crews": _crews,
    "time": lambda *_: [],
}
"""How the single demands of a kind are called."""


def _missing_rials(problem: Problem) -> tuple[int, int]:
    """What the projects that must be finished take at the price base, and what can be paid."""
    must = {p.ref for p in problem.projects if p.must_finish or problem.all_must_finish}
    need = sum(
        min(mode.cost_rials for mode in task.modes)
        for task in problem.tasks
        if task.project in must
    )
    there = sum(
        credit.payable_rials
        for source in problem.sources
        for credit in source.credits
        if credit.period < problem.grid.horizon
    )
    return need, there
