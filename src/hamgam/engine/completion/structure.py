"""Why no plan can exist, read off the problem before any search."""

from __future__ import annotations

from collections.abc import Iterator

from hamgam.engine.completion.problem import Crew, Mode, Problem, Task
from hamgam.engine.completion.refusal import Reason, task_name
from hamgam.engine.completion.rules import topological
from hamgam.engine.completion.tables import Tables
from hamgam.engine.completion.words import day_in, name_of, number_in


def impossibilities(problem: Problem, tables: Tables) -> list[Reason]:
    """What rules every plan out, each naming the thing; empty: nothing seen."""
    ring = _ring(problem, tables)
    if ring:
        return [Reason("no_ring", lambda _: {"ring": " → ".join(ring)})]
    return list(_hopeless_tasks(problem, tables))


def _ring(problem: Problem, tables: Tables) -> list[str]:
    """One ring of tasks that wait for each other, the first named again at the end."""
    left = set(range(len(problem.tasks))) - set(topological(tables).tolist())
    if not left:
        return []
    # every task left over waits for another one left over: walking back must come round
    path = [min(left)]
    while len(path) == len(set(path)):
        i = path[-1]
        before = tables.ties.pred[tables.ties.pred_from[i] : tables.ties.pred_from[i + 1]]
        path.append(min(int(j) for j in before if int(j) in left))
    ring = path[path.index(path[-1]) :]
    return [problem.tasks[i].key for i in reversed(ring)]


def _hopeless_tasks(problem: Problem, tables: Tables) -> Iterator[Reason]:
    must = {p.ref for p in problem.projects if p.must_finish or problem.all_must_finish}
    most = {crew.ref: max(crew.units(problem.grid.horizon)) for crew in problem.crews}
    for i, task in enumerate(problem.tasks):
        if task.project not in must:
            continue
        short = [_shortage(problem, task, mode, most) for mode in task.modes]
        if all(short) and short[0] is not None:
            yield short[0]
        elif not any(_fits(tables, i, int(m)) for m in _modes_of(tables, i)):
            yield _roomless(problem, task)


def _shortage(problem: Problem, task: Task, mode: Mode, most: dict[str, int]) -> Reason | None:
    for crew in problem.crews:
        units = mode.demands.get(crew.ref, 0)
        if units > most[crew.ref] and mode.duration > 0:
            return _too_many(problem, task, crew, (units, most[crew.ref]))
    return None


def _too_many(problem: Problem, task: Task, crew: Crew, units: tuple[int, int]) -> Reason:
    """It needs more of a crew at once than there ever is."""

    def about(language: str) -> dict[str, str]:
        return {
            "task": task_name(problem, task, language),
            "units": number_in(units[0], language),
            "crew": name_of(crew.names, crew.ref, language),
            "most": number_in(units[1], language),
        }

    return Reason("no_crew_units", about)


def _roomless(problem: Problem, task: Task) -> Reason:
    """Its agreed time ends before it is ready, or what is closed leaves too little."""
    last = max((span.ends for span in task.windows), default=problem.grid.horizon)

    def about(language: str) -> dict[str, str]:
        need = min(mode.duration for mode in task.modes)
        return {
            "task": task_name(problem, task, language),
            "day": day_in(problem, task.ready, language),
            "end": day_in(problem, last, language),
            "need": number_in(need, language),
        }

    return Reason("no_window" if task.ready >= last else "no_room", about)


def _modes_of(tables: Tables, i: int) -> range:
    return range(int(tables.work.mode_from[i]), int(tables.work.mode_from[i + 1]))


def _fits(tables: Tables, i: int, m: int) -> bool:
    runs = tables.work.run[tables.work.pattern[m], tables.ready[i] : -1]
    need = int(tables.work.duration[m])
    if need == 0:
        return int(tables.ready[i]) <= tables.work.horizon
    if not tables.work.interruptible[i]:
        return bool((runs >= need).any())
    return int((runs > 0).sum()) >= need
