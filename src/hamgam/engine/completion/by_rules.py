"""When each project would be finished by the best of the rules alone: quick, and without chance."""

from __future__ import annotations

from collections.abc import Sequence

from hamgam.engine.completion.flatten import flatten
from hamgam.engine.completion.parts import parts
from hamgam.engine.completion.problem import Problem
from hamgam.engine.completion.reasons import BROKEN_WORTH
from hamgam.engine.completion.rules import Rule
from hamgam.engine.completion.searchers import build, of_rule
from hamgam.engine.completion.structure import impossibilities


class ByRules:
    """The finishes of problems that are much like one problem, whose parts are planned only once.

    Projects that share nothing are parts of their own, each by the rule that serves it best.
    """

    def __init__(self, problem: Problem) -> None:
        self._known: Sequence[tuple[Problem, dict[str, int]]] = [
            (part, _finishes(part)) for part in parts(problem)
        ]

    def finishes(self, problem: Problem) -> dict[str, int]:
        """The period in which each project is finished; horizon + 1 where it is left unfinished."""
        ends: dict[str, int] = {}
        for part in parts(problem):
            known = next((told for other, told in self._known if other == part), None)
            ends |= _finishes(part) if known is None else known
        return {project.ref: ends[project.ref] for project in problem.projects}


def _finishes(part: Problem) -> dict[str, int]:
    never = part.grid.horizon + 1
    tables = flatten(part)
    if not impossibilities(part, tables):
        built = [build(tables, of_rule(part, tables, rule)) for rule in Rule]
        state, worth = max(built, key=lambda one: one[1])
        if worth >= BROKEN_WORTH:
            return {
                project.ref: int(end) if end >= 0 else never
                for project, end in zip(part.projects, state.ends, strict=True)
            }
    return {project.ref: never for project in part.projects}
