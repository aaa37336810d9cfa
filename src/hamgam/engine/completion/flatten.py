"""From a problem's values to the flat tables the kernels read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from hamgam.engine.completion.problem import (
    Block,
    BlockKind,
    FundingSource,
    Mode,
    Objective,
    Problem,
    Span,
    Task,
)
from hamgam.engine.completion.tables import RELATIONS, Bools, Ints, Money, Tables, Ties, Work
from hamgam.engine.completion.worth import discounts, growth, worth_unfinished, worths

FOREVER = 1 << 40
"""A place before which nothing lapses and no crew is short."""


def flatten(problem: Problem) -> Tables:
    """The problem as the kernels read it: O(tasks × horizon) where tasks are blocked."""
    index = {task.key: i for i, task in enumerate(problem.tasks)}
    projects = {project.ref: i for i, project in enumerate(problem.projects)}
    owner = [projects[task.project] for task in problem.tasks]
    values: dict[str, Any] = {
        "horizon": problem.grid.horizon,
        "is_makespan": problem.objective is Objective.MAKESPAN,
        "project": np.array(owner, np.int64),
        "ready": np.array([task.ready for task in problem.tasks], np.int64),
        "interruptible": np.array([task.interruptible for task in problem.tasks], np.bool_),
        "closing": np.array([task.closing_periods for task in problem.tasks], np.int64),
        "growth": growth(problem),
        "discount": discounts(problem),
    }
    values["project_from"], values["project_tasks"] = rows(_gathered(owner, len(projects)))
    values |= _modes(problem)
    values |= _patterns(problem)
    values |= _precedence(problem, index)
    values |= _money(problem)
    values |= _groups(problem, index)
    values |= _objective(problem, index)
    values["record_from"] = _record_room(values)
    return Tables(
        work=Work(**_part(values, Work._fields)),
        money=Money(**_part(values, Money._fields)),
        ties=Ties(**_part(values, Ties._fields)),
        **_part(values, Tables._fields[3:]),
    )


def _part(values: Mapping[str, Any], fields: Sequence[str]) -> dict[str, Any]:
    return {field: values[field] for field in fields}


def rows(lists: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
    """Lists of integers as one flat array, and where each begins."""
    return _begins([len(x) for x in lists]), np.array([y for x in lists for y in x], np.int64)


def _begins(sizes: Sequence[int] | Ints) -> Ints:
    """Where rows of these sizes begin in one flat array, and last where it ends."""
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


def _gathered(owner: Sequence[int], count: int) -> list[list[int]]:
    lists: list[list[int]] = [[] for _ in range(count)]
    for i, p in enumerate(owner):
        lists[p].append(i)
    return lists


def _modes(problem: Problem) -> dict[str, Any]:
    crews = {crew.ref: k for k, crew in enumerate(problem.crews)}
    modes = [mode for task in problem.tasks for mode in task.modes]
    pairs = [(crews[c], u) for mode in modes for c, u in mode.demands.items() if u > 0]
    demands = np.array(pairs, np.int64).reshape(-1, 2)
    needs = [sum(u > 0 for u in mode.demands.values()) for mode in modes]
    pays = [[(k, r) for k, r in enumerate(m.payments()) if r != 0] for m in modes]
    if not problem.sources:
        pays = [[] for _ in modes]
    pay_from, at = rows([[k for k, _ in p] for p in pays])
    horizon = problem.grid.horizon
    capacity = np.array([crew.units(horizon) for crew in problem.crews], np.int64)
    return {
        "mode_from": _begins([len(task.modes) for task in problem.tasks]),
        "duration": np.array([mode.duration for mode in modes], np.int64),
        "demand_from": _begins(needs),
        "demand_crew": demands[:, 0].copy(),
        "demand_units": demands[:, 1].copy(),
        "pay_from": pay_from,
        "pay_at": at,
        "pay_rials": rows([[r for _, r in p] for p in pays])[1],
        "capacity": capacity.reshape(len(problem.crews), horizon),
    }


def _patterns(problem: Problem) -> dict[str, Any]:
    """Which periods each mode can be worked in; equal patterns are kept once."""
    horizon = problem.grid.horizon
    blocks = _blocks_by_place(problem)
    zones = {project.ref: project.zone for project in problem.projects}
    off = {crew.ref: np.array(crew.units(horizon)) == 0 for crew in problem.crews if crew.calendar}
    seen: dict[bytes, int] = {}
    masks: list[Bools] = []
    pattern = []
    for task in problem.tasks:
        for mask in _masks(task, zones[task.project], blocks, off, horizon):
            key = np.packbits(mask).tobytes()
            if key not in seen:
                seen[key] = len(masks)
                masks.append(mask)
            pattern.append(seen[key])
    run = np.zeros((len(masks), horizon + 1), np.int64)
    next_open = np.full((len(masks), horizon + 1), horizon, np.int64)
    for q, mask in enumerate(masks):
        for t in range(horizon - 1, -1, -1):
            run[q, t] = run[q, t + 1] + 1 if mask[t] else 0
            next_open[q, t] = t if mask[t] else next_open[q, t + 1]
    return {"pattern": np.array(pattern, np.int64), "run": run, "next_open": next_open}


def _blocks_by_place(problem: Problem) -> dict[tuple[str, str], list[Block]]:
    places: dict[tuple[str, str], list[Block]] = {}
    for block in problem.blocks:
        for kind, ref in (("zone", block.zone), ("project", block.project), ("task", block.task)):
            if ref is not None:
                places.setdefault((kind, ref), []).append(block)
    return places


def _masks(
    task: Task,
    zone: str,
    blocks: Mapping[tuple[str, str], Sequence[Block]],
    off: Mapping[str, Bools],
    horizon: int,
) -> list[Bools]:
    mask = np.ones(horizon, np.bool_)
    for place in (("zone", zone), ("project", task.project), ("task", task.key)):
        for block in blocks.get(place, ()):
            if not (block.kind is BlockKind.SEASON and task.ignores_seasons):
                mask[max(block.begins, 0) : max(block.ends, 0)] = False
    if task.windows:
        mask &= _inside(task.windows, horizon)
    if not task.interruptible:
        return [mask] * len(task.modes)
    return [_while_there(mask, mode, off) for mode in task.modes]


def _inside(windows: Sequence[Span], horizon: int) -> Bools:
    inside = np.zeros(horizon, np.bool_)
    for span in windows:
        inside[max(span.begins, 0) : max(span.ends, 0)] = True
    return inside


def _while_there(mask: Bools, mode: Mode, off: Mapping[str, Bools]) -> Bools:
    """The mask without the periods in which a crew of the mode is off."""
    own = mask.copy()
    for crew, units in mode.demands.items():
        if units > 0 and crew in off:
            own &= ~off[crew]
    return own


def _precedence(problem: Problem, index: Mapping[str, int]) -> dict[str, Any]:
    pairs = [
        (index[tie.before], index[tie.after], RELATIONS.index(tie.relation), tie.lag)
        for tie in problem.dependencies
    ]
    before, after, kind, lag = np.array(pairs, np.int64).reshape(-1, 4).T
    by_after, by_before = np.argsort(after, kind="stable"), np.argsort(before, kind="stable")
    count = len(problem.tasks)
    return {
        "pred_from": _begins(np.bincount(after, minlength=count)),
        "pred": before[by_after],
        "pred_kind": kind[by_after],
        "pred_lag": lag[by_after],
        "succ_from": _begins(np.bincount(before, minlength=count)),
        "succ": after[by_before],
    }


def _money(problem: Problem) -> dict[str, Any]:
    horizon = problem.grid.horizon
    cuts = {0}
    for source in problem.sources:
        cuts |= {credit.period for credit in source.credits} | set(source.lapses)
    begins = np.array([*sorted(c for c in cuts if 0 <= c < horizon), horizon], np.int64)
    released = np.zeros((len(problem.sources), len(begins) - 1), np.int64)
    ends = np.zeros_like(released)
    for s, source in enumerate(problem.sources):
        _release(source, begins, released[s], ends[s])
    of_project = [
        [s for s, source in enumerate(problem.sources) if source.pays_for(project.ref)]
        for project in problem.projects
    ]
    source_from, sources = rows(of_project)
    per_period = [
        project.keep_safe_rials_per_month / problem.grid.periods_per_month
        for project in problem.projects
    ]
    return {
        "bucket": np.searchsorted(begins, np.arange(horizon), side="right") - 1,
        "bucket_begins": begins,
        "released": released,
        "segment_ends": ends,
        "source_from": source_from,
        "sources": sources,
        "keep_safe": np.array(per_period if problem.sources else [0.0] * len(per_period)),
    }


def _release(source: FundingSource, begins: Ints, released: Ints, ends: Ints) -> None:
    """Money there is since the last lapse in each bucket, and where its segment ends."""
    lapses = {int(np.searchsorted(begins, lapse)) for lapse in source.lapses}
    there, end = 0, len(released)
    for b in range(len(released)):
        if b in lapses:
            there = 0
        there += sum(c.payable_rials for c in source.credits if c.period == begins[b])
        released[b] = there
    for b in range(len(released) - 1, -1, -1):
        ends[b] = end
        if b in lapses:
            end = b


def _groups(problem: Problem, index: Mapping[str, int]) -> dict[str, Any]:
    of_task: list[list[tuple[int, int]]] = [[] for _ in problem.tasks]
    by_project: dict[str, list[int]] = {}
    for i, task in enumerate(problem.tasks):
        by_project.setdefault(task.project, []).append(i)
    for g, group in enumerate(problem.apart):
        for m, member in enumerate(group.members):
            for i in by_project.get(member, [index[member]] if member in index else []):
                of_task[i].append((g, m))
    apart_from, groups = rows([[g for g, _ in o] for o in of_task])
    return {
        "apart_from": apart_from,
        "apart_group": groups,
        "apart_member": rows([[m for _, m in o] for o in of_task])[1],
        "apart_groups": len(problem.apart),
    }


def _objective(problem: Problem, index: Mapping[str, int]) -> dict[str, Any]:
    pairs = [[index[pair.a], index[pair.b], pair.within] for pair in problem.together]
    of_value = problem.objective is Objective.VALUE
    return {
        "worth": np.array([worths(problem, project) for project in problem.projects]),
        "unfinished": np.array([worth_unfinished(problem, p) for p in problem.projects]),
        "may_drop": np.array([of_value and not p.must_finish for p in problem.projects], np.bool_),
        "together": np.array(pairs if of_value else [], np.int64).reshape(-1, 3),
        "saves": np.array([pair.saves_rials for pair in problem.together if of_value], np.float64),
    }


def _record_room(values: Mapping[str, Any]) -> Ints:
    """Where each task's payment records begin: most payments of a mode × sources that may pay."""
    most = np.maximum.reduceat(np.diff(values["pay_from"]), values["mode_from"][:-1])
    sources = np.maximum(np.diff(values["source_from"]), 1)[values["project"]]
    return _begins(most * sources)
