"""A reason why there is no plan, to be said in any language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from hamgam.engine.completion.problem import Problem, Task
from hamgam.engine.completion.words import COMMA, LANGUAGES, name_of, say
from hamgam.engine.outcomes import Infeasible

MOST_NAMES = 8
"""So many things are named in one reason; the others are left to an ellipsis."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One phrase by its key, and what its braces stand for in a language."""

    key: str
    about: Callable[[str], Mapping[str, str]]

    def told(self, language: str) -> str:
        """The whole sentence."""
        return say(language, self.key, **self.about(language))


def infeasible(reasons: Iterable[Reason]) -> Infeasible:
    """The answer that there is no plan, with its reasons in every language."""
    kept = tuple(reasons)
    spoken = {language: tuple(r.told(language) for r in kept) for language in LANGUAGES}
    return Infeasible(spoken["en"], spoken)


def listed(names: Iterable[str], language: str) -> str:
    """Names in a row, the first few of many."""
    every = list(dict.fromkeys(names))
    more = ["…"] if len(every) > MOST_NAMES else []
    return COMMA[language].join([*every[:MOST_NAMES], *more])


def project_name(problem: Problem, ref: str, language: str) -> str:
    """What people call a project."""
    return name_of(problem.project(ref).names, ref, language)


def task_name(problem: Problem, task: Task, language: str) -> str:
    """What people call a task: its project, and its own name where the project has several."""
    project = problem.project(task.project)
    if not project.names:
        return task.key
    whole = name_of(project.names, project.ref, language)
    if len(problem.tasks_of(project.ref)) == 1:
        return whole
    return f"{whole}: {name_of(task.names, task.ref, language)}"
