"""Tasks, ties and crews of a scene as a constraint model."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from hamgam.engine.completion.cpsat.scene import Scene
from hamgam.engine.completion.tables import Ints


@dataclass
class Model:
    """The variables of a scene; literals are None where a thing is certain."""

    cp: Any
    scene: Scene
    starts: dict[int, Any] = field(default_factory=dict)
    ends: dict[int, Any] = field(default_factory=dict)
    chosen: dict[int, Any] = field(default_factory=dict)
    """Literal of each optional project."""
    ways: dict[int, dict[int, Any]] = field(default_factory=dict)
    """Literal of each mode of each task with several."""
    spans: dict[tuple[int, int], Any] = field(default_factory=dict)
    """Interval of each task and mode."""
    held: dict[tuple[int, int], Any] = field(default_factory=dict)
    """Interval over which its crews are held: shorter where it may pause and a bound is asked."""
    is_exact: bool = True
    """Whether its bound holds for every plan of the problem."""
    finishes: dict[int, Any] = field(default_factory=dict)

    def start(self, i: int) -> Any:
        """Start of a task: a variable, or the instant at which it stays."""
        return self.starts.get(i, int(self.scene.state.start[i]))

    def end(self, i: int) -> Any:
        """End of a task: an expression, or the instant at which it stays."""
        return self.ends.get(i, int(self.scene.state.finish[i]))

    def is_present(self, i: int) -> bool:
        """Whether the task is free, or stays in the plan."""
        return i in self.starts or bool(self.scene.state.placed[i])

    def literal(self, i: int, m: int) -> Any:
        """The literal of mode `m` of task `i`: its mode, or its project, or None (certain)."""
        if i in self.ways:
            return self.ways[i][m]
        return self.chosen.get(int(self.scene.tables.project[i]))


def new_model(scene: Scene) -> Model | None:
    """Variables, ties, crews and groups of a scene; None when a task cannot be placed at all."""
    from ortools.sat.python import cp_model

    model = Model(cp_model.CpModel(), scene)
    for p in scene.projects:
        if scene.is_optional(p):
            model.chosen[p] = model.cp.new_bool_var(f"in{p}")
    for i in scene.movable:
        if not _add_task(model, i):
            return None
    _add_ties(model)
    _add_crews(model)
    _add_groups(model)
    return model


def _add_task(model: Model, i: int) -> bool:
    """Start, end and one interval per mode; False when nowhere to go and not optional."""
    scene = model.scene
    p = int(scene.tables.project[i])
    domains = {m: scene.starts(i, m) for m in scene.modes(i)}
    every = np.unique(np.concatenate(list(domains.values())))
    if len(every) == 0:
        if p not in model.chosen:
            return False
        model.cp.add(model.chosen[p] == 0)
        every = np.array([0])
    model.starts[i] = model.cp.new_int_var_from_domain(_domain(every), f"s{i}")
    if len(domains) > 1:
        model.ways[i] = {m: model.cp.new_bool_var(f"m{i}_{m}") for m in domains}
        here = model.chosen.get(p, 1)
        model.cp.add(sum(model.ways[i].values()) == here)
    for m, starts in domains.items():
        _add_mode(model, i, m, starts)
    return True


def _add_mode(model: Model, i: int, m: int, starts: Ints) -> None:
    scene, cp = model.scene, model.cp
    literal = model.literal(i, m)
    if len(starts) == 0:
        if literal is not None:
            cp.add(literal == 0)
        return
    begin = model.starts[i]
    need = int(scene.tables.work.duration[m])
    pauses = scene.pauses(i, m)
    size = _paused_size(model, i, m, starts) if pauses else need
    if len(scene.modes(i)) > 1 or pauses:
        end = model.ends.setdefault(i, cp.new_int_var(0, scene.end, f"e{i}"))
    else:
        end = model.ends.setdefault(i, begin + size)
    if literal is not None:
        cp.add_linear_expression_in_domain(begin, _domain(starts)).only_enforce_if(literal)
    model.spans[i, m] = _span(model, begin, (size, end), literal)
    model.held[i, m] = model.spans[i, m]
    if pauses and scene.is_whole:
        work = scene.tables.work
        first = int(work.run[work.pattern[m], starts].min()) if need else 0
        least = min(first, need)
        model.held[i, m] = _span(model, begin, (least, begin + least), literal)


def _span(model: Model, begin: Any, rest: tuple[Any, Any], literal: Any) -> Any:
    size, end = rest
    if literal is None:
        return model.cp.new_interval_var(begin, size, end, "")
    return model.cp.new_optional_interval_var(begin, size, end, literal, "")


def _paused_size(model: Model, i: int, m: int, starts: Ints) -> Any:
    """How long mode `m` takes from each start, pauses and all, as a variable."""
    from hamgam.engine.completion.kernels.place import finish_of

    work = model.scene.tables.work
    late = model.scene.end + 1
    sizes = []
    for t in range(int(starts[-1]) + 1):
        end = finish_of(work, i, m, t)
        sizes.append((end if end >= 0 else late + t) - t)
    size = model.cp.new_int_var(min(sizes), max(sizes), f"d{i}_{m}")
    literal = model.literal(i, m)
    if literal is None or len(model.scene.modes(i)) == 1:
        model.cp.add_element(model.starts[i], sizes, size)
    else:
        clipped = model.cp.new_int_var(0, len(sizes) - 1, "")
        model.cp.add(clipped == model.starts[i]).only_enforce_if(literal)
        model.cp.add_element(clipped, sizes, size)
    return size


def _domain(values: Ints) -> Any:
    from ortools.sat.python import cp_model

    edges = np.flatnonzero(np.diff(values) > 1)
    begins = np.append(values[0], values[edges + 1])
    ends = np.append(values[edges], values[-1])
    pairs = [[int(a), int(b)] for a, b in zip(begins, ends, strict=True)]
    return cp_model.Domain.from_intervals(pairs)


def _add_ties(model: Model) -> None:
    ties, tables = model.scene.tables.ties, model.scene.tables
    for i in range(len(tables.project)):
        for z in range(int(ties.pred_from[i]), int(ties.pred_from[i + 1])):
            j = int(ties.pred[z])
            if i in model.starts or j in model.starts:
                _add_tie(model, (j, i), int(ties.pred_kind[z]), int(ties.pred_lag[z]))


def _add_tie(model: Model, pair: tuple[int, int], kind: int, lag: int) -> None:
    j, i = pair
    project = model.scene.tables.project
    before, after = model.chosen.get(int(project[j])), model.chosen.get(int(project[i]))
    if not model.is_present(i):
        return
    if not model.is_present(j):
        if after is not None:
            model.cp.add(after == 0)
        return
    from_end, to_start = kind in (0, 2), kind in (0, 1)
    left = model.end(j) if from_end else model.start(j)
    right = model.start(i) if to_start else model.end(i)
    if project[j] != project[i] and before is not None:
        model.cp.add(before == 1) if after is None else model.cp.add_implication(after, before)
    tie = model.cp.add(right >= left + lag)
    if after is not None:
        tie.only_enforce_if(after)


def _add_crews(model: Model) -> None:
    scene = model.scene
    capacity = scene.tables.work.capacity
    for crew in range(capacity.shape[0]):
        users = [
            (span, units)
            for (_, m), span in model.held.items()
            for c, units in scene.demands(m)
            if c == crew and scene.tables.work.duration[m] > 0
        ]
        if not users:
            continue
        most = int(capacity[crew].max())
        # nobody is worked where no free task fits, so those periods need no blocker
        least = min(units for _, units in users)
        missing = scene.booked[crew] + most - capacity[crew]
        missing = np.where(missing + least > most, 0, missing)
        spans = [span for span, _ in users]
        units_of = [units for _, units in users]
        for begins, ends, units in steps(missing[: scene.end]):
            spans.append(model.cp.new_fixed_size_interval_var(begins, ends - begins, ""))
            units_of.append(units)
        model.cp.add_cumulative(spans, units_of, most)


def steps(profile: Ints) -> list[tuple[int, int, int]]:
    """A step function as (begins, ends, height) where the height is above 0."""
    edges = [0, *(np.flatnonzero(np.diff(profile)) + 1).tolist(), len(profile)]
    return [(a, b, int(profile[a])) for a, b in pairwise(edges) if profile[a] > 0]


def _add_groups(model: Model) -> None:
    work = model.scene.tables.work
    members: dict[int, list[tuple[int, int]]] = {}
    for i in model.scene.movable:
        for z in range(int(work.apart_from[i]), int(work.apart_from[i + 1])):
            members.setdefault(int(work.apart_group[z]), []).append((int(work.apart_member[z]), i))
    for group in members.values():
        for a, (member, i) in enumerate(group):
            for other, j in group[a + 1 :]:
                if member != other:
                    both = [span for (k, _), span in model.held.items() if k in (i, j)]
                    model.cp.add_no_overlap(both)
