"""Why no plan can exist, read off the problem before any search."""

from __future__ import annotations

from collections.abc import Iterator

from hamgam.engine.completion.problem import Mode, Problem, Task
from hamgam.engine.completion.rules import topological
from hamgam.engine.completion.tables import Tables


def impossibilities(problem: Problem, tables: Tables) -> list[str]:
    """What rules every plan out, each a sentence that names the thing; empty: nothing seen."""
    ring = _ring(problem, tables)
    if ring:
        return [f"these tasks wait for each other in a ring: {' → '.join(ring)}"]
    return list(_hopeless_tasks(problem, tables))


def _ring(problem: Problem, tables: Tables) -> list[str]:
    """One ring of tasks that wait for each other, the first named again at the end."""
    left = set(range(len(problem.tasks))) - set(topological(tables))
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


def _hopeless_tasks(problem: Problem, tables: Tables) -> Iterator[str]:
    must = {p.ref for p in problem.projects if p.must_finish or problem.all_must_finish}
    most = {crew.ref: max(crew.units(problem.grid.horizon)) for crew in problem.crews}
    for i, task in enumerate(problem.tasks):
        if task.project not in must:
            continue
        short = [_shortage(task, mode, most) for mode in task.modes]
        if all(short):
            yield short[0]
        elif not any(_fits(tables, i, int(m)) for m in _modes_of(tables, i)):
            yield (
                f"{task.key}: no stretch of time between period {task.ready} and the horizon "
                f"{problem.grid.horizon} is long enough for it outside the forbidden periods"
            )


def _shortage(task: Task, mode: Mode, most: dict[str, int]) -> str:
    for crew, units in mode.demands.items():
        if units > most[crew] and mode.duration > 0:
            return f"{task.key}: needs {units} units of {crew}, of which there are {most[crew]}"
    return ""


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
