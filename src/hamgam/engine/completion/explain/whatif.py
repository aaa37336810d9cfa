"""What would change the whole plan, each question solved anew and not guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from hamgam.engine.completion.flatten import flatten
from hamgam.engine.completion.parts import merged, parts, restricted
from hamgam.engine.completion.plan import plan as solve
from hamgam.engine.completion.plan import verified
from hamgam.engine.completion.problem import BlockKind, Credit, FundingSource, Problem, Span
from hamgam.engine.completion.schedule import Plan
from hamgam.engine.completion.searchers import Recipe, build, near_recipes
from hamgam.engine.outcomes import Infeasible
from hamgam.engine.solving import Limits

BILLION_TOMAN = 10**10
"""In rials."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How a plan changes when one thing does.

    `gain` is the difference of the objectives, positive where the change does good (in rials of
    today when value is the aim); `moved` gives for every project finished in both plans the periods
    by which it finishes later (negative: sooner), without the unmoved; `won` and `lost` name those
    finished only with or only without the change. `plan` is the changed plan, None when there is
    none; `reasons` then says why.
    """

    about: str
    gain: float
    moved: Mapping[str, int]
    won: tuple[str, ...]
    lost: tuple[str, ...]
    plan: Plan | None
    reasons: tuple[str, ...] = ()


class WhatIf:
    """Questions about one problem, each answered by solving again from the plan at hand.

    The plan is first searched once more with the same limits, so that a gain is due to the change
    and not to the longer search. `limits` that count work make the answers repeatable; each part of
    the problem that shares nothing with the others has such work for itself. Seconds are what one
    question may take, divided among the parts. Parts that a change does not touch keep their plan.
    """

    def __init__(self, problem: Problem, plan: Plan, limits: Limits) -> None:
        self.problem = problem
        self._limits = limits
        self._known: list[tuple[Problem, Plan]] = []
        again = self._solve(problem, plan)
        self.base = plan if isinstance(again, Infeasible) else again
        self._keep()

    def _keep(self) -> None:
        """Remember what the plan at hand says of each part."""
        own = parts(self.problem)
        self._known = [(part, restricted(part, self.base)) for part in own]

    def _solve(self, problem: Problem, near: Plan) -> Plan | Infeasible:
        """The problem solved from a plan of one like it, part by part."""
        plans = []
        own = parts(problem)
        limits = self._limits
        if limits.seconds is not None:
            limits = replace(limits, seconds=limits.seconds / len(own))
        for part in own:
            known = next((plan for other, plan in self._known if other == part), None)
            if known is None:
                outcome = solve(part, limits, near=near, bound_seconds=0)
                if isinstance(outcome, Infeasible):
                    return outcome
                known = outcome.value
            plans.append(known)
        return verified(problem, merged(problem, plans))

    def more_money(
        self, rials: int = BILLION_TOMAN, *, most_years: int | None = None
    ) -> dict[tuple[str, str], Change]:
        """What `rials` more (paid in full, with the year's first credit) would do, by source and
        year of its credits; `most_years` of each source, the earliest first, or all."""
        changes = {}
        for s, source in enumerate(self.problem.sources):
            for year, credit in list(_first_credits(source).items())[:most_years]:
                extra = Credit(period=credit.period, approved_rials=rials, year=credit.year)
                richer = replace(source, credits=(*source.credits, extra))
                sources = (*self.problem.sources[:s], richer, *self.problem.sources[s + 1 :])
                about = f"{source.ref}:{year}"
                changes[source.ref, year] = self._change(
                    about, replace(self.problem, sources=sources)
                )
        return changes

    def credit_times(self, factor: float) -> Change:
        """What it does when every credit is multiplied; 0.8 is 20 % less. A better plan found with
        less money is the one to compare with from then on, as in `first`."""
        change = self._change(
            f"credit×{factor:g}", replace(self.problem, sources=_scaled(self.problem, factor))
        )
        return self._adopted(change) if factor <= 1 else change

    def without_blocks(self, kind: BlockKind | None = None) -> dict[str, Change]:
        """What removing each block (of a kind, or of all kinds) would do, by its ref."""
        return {
            block.ref: self._change(
                block.ref,
                replace(
                    self.problem, blocks=tuple(b for b in self.problem.blocks if b is not block)
                ),
            )
            for block in self.problem.blocks
            if kind is None or block.kind is kind
        }

    def first(self, ref: str) -> Change:
        """What slips when one project is put before all others: it takes what it needs, and the
        others are planned anew around it.

        Should the search come upon a better plan that way, that plan is the one to compare with
        from then on: `base` changes, and the gain is 0.
        """
        tables = flatten(self.problem)
        recipe = near_recipes(self.problem, tables, self.base)[0]
        own = np.array([task.project == ref for task in self.problem.tasks])
        keys = np.where(own, recipe.keys - 1e9, recipe.keys)
        state, _ = build(tables, Recipe(keys, recipe.mode, recipe.wanted))
        tasks = tuple(
            replace(task, windows=(Span(begins=int(a), ends=int(b)),), ready=int(a))
            if is_own and b > a
            else task
            for task, is_own, a, b in zip(
                self.problem.tasks, own, state.start, state.finish, strict=True
            )
        )
        projects = tuple(
            replace(p, must_finish=True) if p.ref == ref else p for p in self.problem.projects
        )
        return self._adopted(
            self._change(ref, replace(self.problem, tasks=tasks, projects=projects))
        )

    def _adopted(self, change: Change) -> Change:
        """The change, whose plan would also hold without it and is kept where it is better."""
        if change.plan is None or change.gain <= 0:
            return change
        self.base = change.plan
        self._keep()
        return self._compared(change.about, change.plan)

    def _change(self, about: str, changed: Problem) -> Change:
        outcome = self._solve(changed, self.base)
        if isinstance(outcome, Infeasible):
            everything = tuple(self.base.finishes)
            return Change(
                about=about,
                gain=float("-inf"),
                moved={},
                won=(),
                lost=everything,
                plan=None,
                reasons=outcome.reasons,
            )
        return self._compared(about, outcome)

    def _compared(self, about: str, other: Plan) -> Change:
        sign = 1 if self.problem.maximises else -1
        both = [ref for ref in self.base.order() if ref in other.finishes]
        later = {ref: other.finishes[ref] - self.base.finishes[ref] for ref in both}
        return Change(
            about=about,
            gain=sign * (other.objective - self.base.objective),
            moved={ref: periods for ref, periods in later.items() if periods != 0},
            won=tuple(ref for ref in other.order() if ref not in self.base.finishes),
            lost=tuple(ref for ref in self.base.order() if ref not in other.finishes),
            plan=other,
        )


def _first_credits(source: FundingSource) -> dict[str, Credit]:
    """The earliest credit of each year of a source (of each period, where no year is told)."""
    first: dict[str, Credit] = {}
    for credit in sorted(source.credits, key=lambda credit: credit.period):
        first.setdefault(credit.year or str(credit.period), credit)
    return first


def _scaled(problem: Problem, factor: float) -> tuple[FundingSource, ...]:
    return tuple(
        replace(
            source,
            credits=tuple(
                replace(credit, approved_rials=round(credit.approved_rials * factor))
                for credit in source.credits
            ),
        )
        for source in problem.sources
    )
