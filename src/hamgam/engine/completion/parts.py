"""Parts of a problem that share nothing: each can be planned, and bounded, for itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from hamgam.engine.completion.check import objective
from hamgam.engine.completion.problem import FundingSource, Objective, Problem
from hamgam.engine.completion.schedule import Plan
from hamgam.engine.outcomes import Found, Infeasible
from hamgam.engine.solving import Budget, Progress, Report


def parts(problem: Problem) -> list[Problem]:
    """The parts, the one with the fewest tasks first; only itself where all hangs together.

    Projects hang together by a crew that both need, a source that may pay for both, a tie, a pair
    or a group. Makespans are not added up, so they have one part. O(n α(n)).
    """
    if problem.objective is Objective.MAKESPAN:
        return [problem]
    groups = _joined([p.ref for p in problem.projects], _links(problem))
    if len(groups) == 1:
        return [problem]
    found = [_part(problem, set(group)) for group in groups]
    return sorted(found, key=lambda part: len(part.tasks))


def merged(problem: Problem, plans: Sequence[Plan]) -> Plan:
    """The plan of the whole from the plans of its parts."""
    finishes = {ref: ends for plan in plans for ref, ends in plan.finishes.items()}
    tasks = {key: task for plan in plans for key, task in plan.tasks.items()}
    return Plan(
        tasks={task.key: tasks[task.key] for task in problem.tasks if task.key in tasks},
        finishes={p.ref: finishes[p.ref] for p in problem.projects if p.ref in finishes},
        unfinished=tuple(p.ref for p in problem.projects if p.ref not in finishes),
        payments=tuple(payment for plan in plans for payment in plan.payments),
        objective=sum(plan.objective for plan in plans),
        makespan=max(plan.makespan for plan in plans),
        bound=_sum([plan.bound for plan in plans]),
        proved=all(plan.proved for plan in plans),
        first_objective=_sum([plan.first_objective for plan in plans]),
        schedules=sum(plan.schedules for plan in plans),
    )


def restricted(part: Problem, plan: Plan) -> Plan:
    """What the plan of a whole says of one part; nothing is said of bounds."""
    refs = {project.ref for project in part.projects}
    keys = {task.key for task in part.tasks}
    finishes = {ref: ends for ref, ends in plan.finishes.items() if ref in refs}
    own = Plan(
        tasks={key: task for key, task in plan.tasks.items() if key in keys},
        finishes=finishes,
        unfinished=tuple(ref for ref in plan.unfinished if ref in refs),
        payments=tuple(payment for payment in plan.payments if payment.project in refs),
        objective=0.0,
        makespan=max(finishes.values(), default=0),
    )
    return replace(own, objective=objective(part, own))


def together(refusals: Sequence[Infeasible]) -> Infeasible:
    """The reasons of all parts without a plan: each of them keeps the whole from having one."""
    languages = dict.fromkeys(language for one in refusals for language in one.spoken)
    return Infeasible(
        tuple(reason for one in refusals for reason in one.reasons),
        {
            language: tuple(reason for one in refusals for reason in one.told(language))
            for language in languages
        },
    )


class Totals:
    """What is known of the whole while its parts are searched one after the other."""

    def __init__(
        self, firsts: Sequence[Found[Plan] | Infeasible], budget: Budget, report: Report | None
    ) -> None:
        plans = [one.value if isinstance(one, Found) else None for one in firsts]
        self._objectives = [None if plan is None else plan.objective for plan in plans]
        self._bounds = [None if plan is None else plan.bound for plan in plans]
        self._work = [0] * len(plans)
        self._budget = budget
        self._report = report

    def of(self, part: int) -> Report:
        """What to call with the progress of a part."""

        def told(progress: Progress) -> None:
            self._objectives[part] = progress.objective
            self._bounds[part] = progress.bound
            self._work[part] = progress.work
            objective = _sum(self._objectives)
            if self._report is not None and objective is not None:
                self._report(
                    Progress(
                        objective=objective,
                        bound=_sum(self._bounds),
                        seconds=self._budget.seconds,
                        work=sum(self._work),
                        step=progress.step,
                    )
                )

        return told


def _sum(values: Sequence[float | None]) -> float | None:
    """The sum, once every value is known."""
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _links(problem: Problem) -> Iterator[Sequence[str]]:
    """Projects that hang together, group by group."""
    owner = {task.key: task.project for task in problem.tasks}
    users: dict[str, list[str]] = defaultdict(list)
    for task in problem.tasks:
        for crew in {crew for mode in task.modes for crew in mode.demands}:
            users[crew].append(task.project)
    yield from users.values()
    for source in problem.sources:
        yield [p.ref for p in problem.projects if source.pays_for(p.ref)]
    for tie in problem.dependencies:
        yield owner[tie.before], owner[tie.after]
    for pair in problem.together:
        yield owner[pair.a], owner[pair.b]
    for group in problem.apart:
        yield [owner.get(member, member) for member in group.members]


def _joined(refs: Sequence[str], links: Iterator[Sequence[str]]) -> list[list[str]]:
    """Groups of what the links join, in the order of the refs."""
    leader = {ref: ref for ref in refs}

    def first(ref: str) -> str:
        while leader[ref] != ref:
            leader[ref] = leader[leader[ref]]
            ref = leader[ref]
        return ref

    for link in links:
        for ref in link[1:]:
            leader[first(ref)] = first(link[0])
    groups: dict[str, list[str]] = defaultdict(list)
    for ref in refs:
        groups[first(ref)].append(ref)
    return list(groups.values())


def _part(problem: Problem, refs: set[str]) -> Problem:
    """The problem of some projects, with what they use."""
    tasks = tuple(task for task in problem.tasks if task.project in refs)
    keys = {task.key for task in tasks}
    crews = {crew for task in tasks for mode in task.modes for crew in mode.demands}
    return replace(
        problem,
        projects=tuple(p for p in problem.projects if p.ref in refs),
        tasks=tasks,
        dependencies=tuple(tie for tie in problem.dependencies if tie.after in keys),
        crews=tuple(crew for crew in problem.crews if crew.ref in crews),
        sources=_sources(problem, refs),
        blocks=tuple(
            block
            for block in problem.blocks
            if (block.project is None or block.project in refs)
            and (block.task is None or block.task in keys)
        ),
        apart=tuple(g for g in problem.apart if set(g.members) & (refs | keys)),
        together=tuple(pair for pair in problem.together if pair.a in keys),
    )


def _sources(problem: Problem, refs: set[str]) -> tuple[FundingSource, ...]:
    """Those that pay for one of the projects; an empty one where none does, for without any source
    money would be no limit."""
    own = tuple(s for s in problem.sources if any(s.pays_for(ref) for ref in refs))
    if own or not problem.sources:
        return own
    return (replace(problem.sources[0], credits=(), lapses=(), eligible=frozenset(refs)),)
